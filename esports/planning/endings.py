"""What tournaments cost at least because one of them must be the last to end, and one the last before it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from esports.planning.cost import OpenMinutes
from esports.planning.earliest import chains
from esports.planning.loaded import Job, over_within_days
from esports.planning.tables import Tables

WORK = 80_000
"""Up to how many matches in all sets of tournaments of a part these are gone through: in a second or so."""
Price = Callable[[str, int], int]
"""What a tournament costs that ends after so many open minutes; it never falls as the end moves on."""


def names_of(tables: Tables, own: Sequence[int]) -> list[str]:
    """The tournaments of these matches, in the order by which sets of them are numbered."""
    return list(by_tournament(tables, own))


def by_tournament(tables: Tables, own: Sequence[int]) -> dict[str, list[int]]:
    """These matches by their tournaments, in the order in which those come."""
    found: dict[str, list[int]] = defaultdict(list)
    for match in own:
        found[tables.model.matches[match].tournament].append(match)
    return found


def few(tables: Tables, own: Sequence[int]) -> bool:
    """Whether the sets of the tournaments of these matches are few enough to go through."""
    return len(own) << len(names_of(tables, own)) <= WORK


def cheapest(names: Sequence[str], over: Sequence[int], ends: Mapping[str, int], price: Price) -> list[int]:
    """Of each set of tournaments what they cost at least, given when each set is `over` at the earliest.

    Proof, by induction. In a plan some tournament of the set is the last to end, no earlier than all matches
    of the set are over, and no earlier than alone. The others cost no less than what holds for their set. The
    least over all that may be the last is a bound.
    """
    least = [0]
    for number in range(1, 1 << len(names)):
        least.append(
            min(
                least[number ^ 1 << place] + price(name, max(over[number], ends[name]))
                for place, name in enumerate(names)
                if number >> place & 1
            )
        )
    return least


def sets_over(tables: Tables, own: Sequence[int], begins: Sequence[int], opened: OpenMinutes) -> list[int]:
    """Of each set of the tournaments the fewest open minutes before all of their matches are over, which are
    jobs of the stations of their pools: as `over_within_days` says.
    """
    links, rests = chains(tables)
    matches = by_tournament(tables, own)
    widest = max(tables.rest[match] for match in own)
    found = [0]
    for number in range(1, 1 << len(matches)):
        jobs: dict[int, list[tuple[int, Job]]] = defaultdict(list)
        for place, ours in enumerate(matches.values()):
            for match in ours if number >> place & 1 else ():
                begin = begins[match]
                job = Job(opened(begin), tables.length[match], links[match], rests[match])
                jobs[tables.pool[match]].append((begin, job))
        found.append(_over(tables, jobs, widest, opened))
    return found


def _over(
    tables: Tables, jobs: Mapping[int, Sequence[tuple[int, Job]]], rest: int, opened: OpenMinutes
) -> int:
    """The fewest open minutes before the jobs of all pools are over, each with its begin at the earliest."""
    return max(
        (
            over_within_days(
                [job for _, job in own], len(tables.pool_stations[pool]), rest, min(own)[0], opened
            )
            for pool, own in jobs.items()
            if pool != -1
        ),
        default=0,
    )
