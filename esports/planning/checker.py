"""Everything that is wrong with a plan, said in words with stable codes.

Written apart from all that makes plans: it shares the model with it and nothing else, looks at every pair
that could collide, and is run on every plan before anyone sees it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from esports.planning.checker_people import in_order, people_apart
from esports.planning.checker_places import booked_right, hours_of_booking
from esports.planning.checker_words import Block, Params, Violation, pair
from esports.planning.model import Match, Model, Plan


def violations(model: Model, plan: Plan) -> tuple[Violation, ...]:
    """All violations, in the plan's order within each kind; none means that the plan holds.

    The model must be well formed (`form.flaws` finds nothing).
    """
    matches = {match.id: match for match in model.matches}
    found = list(_complete(matches, plan))
    places = {station.id: station for station in model.stations}
    blocks: list[Block] = []
    for booking in plan.bookings:
        if booking.match not in matches:
            continue
        match = matches[booking.match]
        found += booked_right(model, match, booking)
        found += hours_of_booking(model, match, booking)
        if booking.station in places:
            venue = places[booking.station].venue
            begin, end = booking.start - match.warm_up, booking.start + match.duration.planned
            blocks.append(Block(match, booking, venue, begin, booking.start, end))
    blocks.sort(key=lambda block: (block.begin, block.match.id))
    found += _things(blocks)
    found += people_apart(model, blocks)
    found += in_order(model, blocks)
    return tuple(found)


def _complete(matches: dict[str, Match], plan: Plan) -> Iterator[Violation]:
    """Every match of the model is booked once, and no other."""
    times = Counter(booking.match for booking in plan.bookings)
    for name in matches:
        if name not in times:
            yield Violation("missing", "Match {match} is not in the plan.", {"match": name})
    for name, count in times.items():
        if name not in matches:
            yield Violation("unknown_match", "The plan has a match {match} that is not.", {"match": name})
        elif count > 1:
            params: Params = {"match": name, "count": count}
            yield Violation("duplicate", "Match {match} is booked {count} times.", params)


def _collisions(users: Iterable[tuple[str, Block]]) -> Iterator[tuple[str, Block, Block]]:
    """The pairs of blocks of one user of which the second begins before the first ends."""
    by_user: dict[str, list[Block]] = {}
    for user, block in users:
        by_user.setdefault(user, []).append(block)
    for user, own in by_user.items():
        own.sort(key=lambda block: block.begin)
        for place, first in enumerate(own):
            for second in own[place + 1 :]:
                if second.begin >= first.end:
                    break
                yield user, first, second


def _things(blocks: list[Block]) -> Iterator[Violation]:
    """Stations and streams carry one match at a time, warm-up included."""
    stations = ((block.booking.station, block) for block in blocks)
    for name, first, second in _collisions(stations):
        yield Violation(
            "station_overlap",
            "Station {who} has match {first} until {end} and match {second} from {begin}.",
            pair(name, first, second),
        )
    streams = ((block.booking.stream, block) for block in blocks if block.booking.stream is not None)
    for name, first, second in _collisions(streams):
        yield Violation(
            "stream_overlap",
            "Stream {who} has match {first} until {end} and match {second} from {begin}.",
            pair(name, first, second),
        )
