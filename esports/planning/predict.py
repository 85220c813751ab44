"""When matches will start and tournaments end: the rest of the plan, played out many times.

Each time durations are drawn, and the dispatcher calls the matches in the order of the plan as stations and
people come free: a match may start before its time in the plan, unless it is pinned. What has begun is as
it is; a match that is on takes as long as matches do that have lasted so long already. How long those of a
title and best-of take is drawn as well, as far as it is not known: by what one is longer, all are.
"""

from collections.abc import Callable, Mapping, Sequence
from math import exp, log
from statistics import NormalDist

from esports.planning.dispatch import Run
from esports.planning.lot import Lot
from esports.planning.model import Booking, Duration, Model, Plan, Value
from esports.planning.native import Play, array, arrays
from esports.planning.numbers import desk, numbers, rows
from esports.planning.tables import Tables

NORMAL = NormalDist()
SURE = 1e-9
"""How near to 0 and 1 a share is taken, where the quantiles of a normal are still numbers."""


Fixed = Mapping[int, tuple[int, list[int]]]
"""Matches that have begun: the minute of their block's begin, and their users, the station first."""


class Begun(Value, frozen=True):
    """A match that has begun as booked; `end` is when it ended, absent while it is on."""

    booking: Booking
    end: int | None = None


class Forecast(Value, frozen=True):
    """A time: one in ten samples is before `low`, half of them before `median`, nine in ten before `high`."""

    low: int
    median: int
    high: int


class Prediction(Value, frozen=True):
    """Forecasts of the matches that have not begun, and of the ends of tournaments.

    `in_time` is the share of samples in which a tournament ended by its due time, only of those with one. A
    match or tournament that has no place in some samples is later than all; without one in half of them it
    has no forecast.
    """

    starts: dict[str, Forecast]
    ends: dict[str, Forecast]
    in_time: dict[str, float]


Taken = Sequence[int]
Went = tuple[Sequence[int], Sequence[int]]
"""The begin of each block, and its station, -1 for none."""


def predict(
    model: Model,
    plan: Plan,
    begun: Sequence[Begun],
    now: int,
    samples: int,
    seed: int,
    native: Play | None = None,
) -> Prediction:
    """The prediction at this minute, before which all that has begun did; the same for the same arguments.

    `native` is the compiled kernel (`native.player`), which is several times as fast and finds the same.
    """
    tables = Tables(model)
    number = {match.id: place for place, match in enumerate(model.matches)}
    past = {number[one.booking.match]: one for one in begun}
    fixed = {
        match: (one.booking.start - tables.warm_up[match], tables.users_of(one.booking))
        for match, one in past.items()
    }
    _not_before(tables, now)
    order = {booking.match: booking.start for booking in plan.bookings}
    keys = [order.get(match.id, now) for match in model.matches]
    go = _plain(tables, keys, fixed) if native is None else _compiled(tables, keys, fixed, native)
    lot, sums = Lot(seed), Sums(tables, past)
    for _ in range(samples):
        taken = _drawn(model, past, now, lot)
        sums.add(taken, *go(taken))
    return sums.prediction(samples)


def _plain(tables: Tables, keys: Sequence[int], fixed: Fixed) -> Callable[[Taken], Went]:
    def go(taken: Taken) -> Went:
        run = Run(tables, keys, taken, fixed)
        run.go()
        return run.begin, [station for station, _ in run.where]

    return go


def _compiled(tables: Tables, keys: list[int], fixed: Fixed, native: Play) -> Callable[[Taken], Went]:
    begins = [fixed[match][0] if match in fixed else -1 for match in range(len(keys))]
    held_at, held = rows([fixed[match][1] if match in fixed else [] for match in range(len(keys))])
    plain = numbers(tables)._replace(pinned=begins, held_at=held_at, held=held)
    given, room = arrays(plain), arrays(desk(plain))
    order, begun = array(keys), array(sorted(fixed, key=lambda match: (begins[match], match)))

    def go(taken: Taken) -> Went:
        given.taken[:] = taken
        native(given, room, order, begun)
        return room.begin.tolist(), room.station.tolist()  # type: ignore[attr-defined] # arrays

    return go


def _not_before(tables: Tables, now: int) -> None:
    """Pins become what the dispatcher waits for: an overrun may move them."""
    tables.release = [
        max(now, release, pin) for release, pin in zip(tables.release, tables.pinned, strict=True)
    ]
    tables.pinned = [-1] * len(tables.pinned)


def _drawn(model: Model, past: Mapping[int, Begun], now: int, lot: Lot) -> list[int]:
    """The minutes of each block in one sample."""
    taken, apart = [], dict[tuple[str, int], float]()
    for place, match in enumerate(model.matches):
        one = past.get(place)
        if one is not None and one.end is not None:
            minutes = one.end - one.booking.start
        else:
            kind = match.title, match.best_of
            if kind not in apart:
                apart[kind] = NORMAL.inv_cdf(max(SURE, lot.share()))
            elapsed = 0 if one is None else now - one.booking.start
            times = exp(match.duration.doubt * apart[kind])
            minutes = max(elapsed + 1, round(lasting(match.duration, elapsed, lot.share(), times)))
        taken.append(match.warm_up + minutes)
    return taken


def lasting(duration: Duration, elapsed: float, share: float, times: float = 1.0) -> float:
    """The minutes that this share of matches do not exceed, of those that last longer than `elapsed`.

    Such matches take so many `times` as long as is believed.
    """
    median = times * duration.median
    if duration.sigma == 0:
        return max(median, elapsed)
    over = 0.0
    if elapsed > 0:
        over = NORMAL.cdf((log(elapsed) - log(median)) / duration.sigma)
    at = min(max(over + share * (1 - over), SURE), 1 - SURE)
    return max(elapsed, median * exp(duration.sigma * NORMAL.inv_cdf(at)))


class Sums:
    """The samples added up: when each match began, and when each tournament ended."""

    def __init__(self, tables: Tables, past: Mapping[int, Begun]) -> None:
        self.model = tables.model
        self.coming = [match for match in range(len(tables.length)) if match not in past]
        self.begins: list[list[int]] = [[] for _ in tables.length]
        self.own: dict[str, list[int]] = {}
        for match, asked in enumerate(self.model.matches):
            self.own.setdefault(asked.tournament, []).append(match)
        self.over: dict[str, list[int]] = {one.id: [] for one in self.model.tournaments}

    def add(self, taken: Taken, begin: Sequence[int], station: Sequence[int]) -> None:
        """One sample more."""
        for match in self.coming:
            if station[match] != -1:
                self.begins[match].append(begin[match])
        for tournament, matches in self.own.items():
            if all(station[match] != -1 for match in matches):
                self.over[tournament].append(max(begin[match] + taken[match] for match in matches))

    def prediction(self, samples: int) -> Prediction:
        """What they tell."""
        starts, ends, in_time = {}, {}, {}
        for match in self.coming:
            asked, begins = self.model.matches[match], self.begins[match]
            starts[asked.id] = _forecast([begin + asked.warm_up for begin in begins], samples)
        for tournament in self.model.tournaments:
            over = self.over[tournament.id]
            ends[tournament.id] = _forecast(over, samples)
            if tournament.due is not None and tournament.id in self.own:
                in_time[tournament.id] = sum(end <= tournament.due for end in over) / samples
        return Prediction(
            {name: found for name, found in starts.items() if found is not None},
            {name: found for name, found in ends.items() if found is not None},
            in_time,
        )


def _forecast(times: list[int], samples: int) -> Forecast | None:
    """The quantiles of the samples, where those that are missing count as the latest."""
    times.sort()
    if 2 * len(times) <= samples:
        return None
    low, median, high = (times[min(len(times) - 1, samples * tenth // 10)] for tenth in (1, 5, 9))
    return Forecast(low, median, high)
