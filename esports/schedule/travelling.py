"""The ways between the venues of an event as the planner needs them: none longer than one over a third."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, permutations
from uuid import UUID

from esports.planning import model as planning
from esports.schedule.limits import Way


def travel(ways: Iterable[Way], venues: Sequence[UUID]) -> Iterator[planning.Travel]:
    """The ways between all of these venues.

    One that is not told is as long as the longest that is, for to take it for nothing would send people to
    where they cannot be in time. Where it is shorter over other venues, people go over them.
    """
    told = {(way.one, way.other): way.minutes for way in ways if {way.one, way.other} <= set(venues)}
    told |= {(other, one): minutes for (one, other), minutes in told.items()}
    longest = max(told.values(), default=0)
    shortest = {pair: told.get(pair, longest) for pair in permutations(venues, 2)}
    for third, one, other in permutations(venues, 3):
        over = shortest[one, third] + shortest[third, other]
        shortest[one, other] = min(shortest[one, other], over)
    for one, other in combinations(venues, 2):
        if shortest[one, other]:
            yield planning.Travel(str(one), str(other), shortest[one, other])
