"""How likely a plan calls somebody to two matches at once who may reach both, through two tournaments."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from esports.planning.model import Match, Model, Plan, Value


class Clash(Value, frozen=True):
    """Two matches of different tournaments too near to each other for a person who plays both with this
    probability, in the order of the plan."""

    person: str
    first: str
    second: str
    probability: float


def clashes(model: Model, plan: Plan) -> tuple[Clash, ...]:
    """All of them, the likeliest first; their sum is how many double bookings are to be expected.

    How far somebody gets in one tournament is taken to say nothing of another: the probabilities multiply.
    Too near is what the checker would not allow if both were certain: less than the rest and the way apart.
    Within a tournament nobody is counted, for its paths exclude or order each other.
    """
    matches = {match.id: match for match in model.matches}
    venue_of = {station.id: station.venue for station in model.stations}
    ways = {frozenset((way.one, way.other)): way.minutes for way in model.travel}
    own: dict[str, list[tuple[int, Match, str, float]]] = defaultdict(list)
    for booking in plan.bookings:
        match = matches[booking.match]
        for person, share in there(match):
            own[person].append((booking.start - match.warm_up, match, venue_of[booking.station], share))
    found = []
    for person, theirs in own.items():
        theirs.sort(key=lambda one: (one[0], one[1].id))
        for (begin, first, here, share), (later, second, other, also) in combinations(theirs, 2):
            free = begin + first.warm_up + first.duration.planned + first.rest
            if first.tournament != second.tournament and later < free + ways.get(frozenset((here, other)), 0):
                found.append(Clash(person, first.id, second.id, share * also))
    return tuple(
        sorted(found, key=lambda clash: (-clash.probability, clash.person, clash.first, clash.second))
    )


def there(match: Match) -> Iterator[tuple[str, float]]:
    """Who plays the match, with what probability."""
    for person in match.people:
        yield person, 1.0
    for chance in match.maybe:
        yield chance.person, chance.probability


def expected(found: tuple[Clash, ...]) -> float:
    """How many double bookings are to be expected."""
    return sum(clash.probability for clash in found)
