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


def by_last_to_end(
    tables: Tables,
    own: Sequence[int],
    begins: Sequence[int],
    ends: Mapping[str, int],
    opened: OpenMinutes,
    price: Price,
) -> int:
    """A lower bound on the sum of the prices of the tournaments of a part, of which `own` are the matches.

    `ends` are the least open minutes of each end alone. Proof, by induction over the sets of tournaments. In
    a plan some tournament of the set is the last to end. All matches of the set are over by then, which are
    jobs of the stations of their pools: it ends no earlier than `over_within_days` says of these, and no
    earlier than alone. The others cost no less than what holds for their set. The least over all that may be
    the last is a bound.
    """
    links, rests = chains(tables)
    matches: dict[str, list[int]] = defaultdict(list)
    for match in own:
        matches[tables.model.matches[match].tournament].append(match)
    if len(own) << len(matches) > WORK:
        return sum(price(name, ends[name]) for name in matches)
    names = list(matches)
    least = [0]
    for number in range(1, 1 << len(names)):
        there = [place for place in range(len(names)) if number >> place & 1]
        jobs: dict[int, list[tuple[int, Job]]] = defaultdict(list)
        for place in there:
            for match in matches[names[place]]:
                begin = begins[match]
                job = Job(opened(begin), tables.length[match], links[match], rests[match])
                jobs[tables.pool[match]].append((begin, job))
        over = _over(tables, jobs, max(tables.rest[match] for match in own), opened)
        least.append(
            min(
                least[number ^ 1 << place] + price(names[place], max(over, ends[names[place]]))
                for place in there
            )
        )
    return least[-1]


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
