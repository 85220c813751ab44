"""What a plan costs: one whole number, so that plans compare exactly and alike on every machine.

Time is counted in *open minutes*: those in which any venue is open. A night costs nothing, for no plan can
use it. The prices are in tenths of what one minute of one tournament of weight 1 costs.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from esports.planning.model import Interval, Model, Plan, Tournament

FLOW = 10
"""For each minute from a tournament's release to its end, times its weight."""
LATE = 200
"""For each minute that a tournament ends after it was due."""
WAIT = 1
"""For each minute that a match waits although its predecessors, their rest and the way are done."""
WANTED = 5
"""For each minute between a start and the one that was wanted; these are plain minutes."""


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same minutes as intervals in order which neither overlap nor touch."""
    done: list[Interval] = []
    for interval in sorted(intervals, key=lambda interval: interval.start):
        if done and interval.start <= done[-1].end:
            done[-1] = Interval(done[-1].start, max(done[-1].end, interval.end))
        else:
            done.append(interval)
    return done


class OpenMinutes:
    """Counts the open minutes before a time."""

    def __init__(self, intervals: Iterable[Interval]) -> None:
        self.intervals = merged(intervals)
        self.starts = [interval.start for interval in self.intervals]
        self._before = [0]
        for interval in self.intervals:
            self._before.append(self._before[-1] + interval.end - interval.start)

    @classmethod
    def of(cls, model: Model) -> "OpenMinutes":
        """Those in which any venue of the model is open; breaks count as open."""
        return cls(interval for venue in model.venues for interval in venue.hours)

    def __call__(self, time: int) -> int:
        """How many open minutes lie before the time."""
        at = bisect_right(self.starts, time) - 1
        if at < 0:
            return 0
        interval = self.intervals[at]
        return self._before[at] + min(time, interval.end) - interval.start

    def back(self, count: int) -> int:
        """The first time before which so many open minutes lie; the last closing, if there are fewer."""
        at = max(0, bisect_left(self._before, count) - 1)
        if at >= len(self.intervals):
            return self.intervals[-1].end if self.intervals else 0
        return self.intervals[at].start + count - self._before[at]


def cost(model: Model, plan: Plan) -> int:
    """The price of a finished plan, in tenths of a weighted minute; lower is better."""
    opened = OpenMinutes.of(model)
    venue_of = {station.id: station.venue for station in model.stations}
    ways = {frozenset((way.one, way.other)): way.minutes for way in model.travel}
    match_of = {match.id: match for match in model.matches}
    booked = {booking.match: booking for booking in plan.bookings}
    ends: dict[str, int] = {}
    price = 0
    for match in model.matches:
        booking = booked[match.id]
        end = booking.start + match.duration.planned
        ends[match.tournament] = max(ends.get(match.tournament, end), end)
        if match.wanted is not None:
            price += WANTED * abs(booking.start - match.wanted)
        readies = []
        for name in match.predecessors:
            before, earlier = booked[name], match_of[name]
            way = ways.get(frozenset((venue_of[before.station], venue_of[booking.station])), 0)
            readies.append(before.start + earlier.duration.planned + earlier.rest + way)
        if readies:
            price += WAIT * (opened(booking.start - match.warm_up) - opened(max(readies)))
    return price + sum(
        tournament_price(opened, tournament, opened(ends[tournament.id]))
        for tournament in model.tournaments
        if tournament.id in ends
    )


def tournament_price(opened: OpenMinutes, tournament: Tournament, end: int) -> int:
    """What a tournament costs that ends after so many open minutes; it never falls as the end moves on."""
    late = 0 if tournament.due is None else max(0, end - opened(tournament.due))
    return FLOW * tournament.weight * (end - opened(tournament.release)) + LATE * late


def gap(price: int, bound: int) -> float:
    """By how much the price exceeds the bound, as a share of the bound."""
    return (price - bound) / bound if bound else 0.0


def windows(hours: Sequence[Interval], breaks: Sequence[Interval]) -> list[Interval]:
    """The hours without the breaks."""
    left = merged(hours)
    for pause in breaks:
        left = [
            part
            for interval in left
            for part in (
                Interval(interval.start, min(interval.end, pause.start)),
                Interval(max(interval.start, pause.end), interval.end),
            )
            if part.start < part.end
        ]
    return left
