"""A part of a week as the rows that `tolls` goes through, and the bound that it finds."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from math import floor, gcd

from esports.planning.cost import FLOW, LATE, OpenMinutes
from esports.planning.earliest import chains
from esports.planning.endings import by_tournament, names_of
from esports.planning.tables import Tables
from esports.planning.tolls import Asked

ROUNDING = 1e-9
"""The share that is taken off what was computed in floating point."""
ROUNDS, WORK = 1500, 2_000_000_000
"""How often tolls are bettered at most, and how many cells are gone through for it: in some seconds."""
REACH = 0.05
"""By which share of the paths the first steps hope to raise the bound."""
Toll = Callable[[Asked, int, float], float]
"""`tolls.tolled` on an empty slate, compiled or not."""


def by_tolls(
    tables: Tables,
    own: Sequence[int],
    begins: Sequence[int],
    ends: Mapping[str, int],
    opened: OpenMinutes,
    toll: Toll,
) -> int:
    """A lower bound on the sum of the prices of the tournaments of a part, of which `own` are the matches.

    `ends` are the least open minutes of each end alone. Proof: as in `tolls.tolled`, in cells that matches
    and openings take as a whole. Heads, and what comes after matches, are rounded down, and due times up.
    """
    names = names_of(tables, own)
    known = {one.id: one for one in tables.model.tournaments}
    asked = asked_of(tables, own, begins, ends, opened)
    paths = sum(FLOW * known[name].weight * (ends[name] - opened(known[name].release)) for name in names)
    rounds = min(ROUNDS, WORK // (1 + len(asked.pool) * asked.cells))
    found = floor(toll(asked, rounds, 1 + REACH * paths) * (1 - ROUNDING))
    return found - sum(FLOW * known[name].weight * opened(known[name].release) for name in names)


def asked_of(
    tables: Tables,
    own: Sequence[int],
    begins: Sequence[int],
    ends: Mapping[str, int],
    opened: OpenMinutes,
) -> Asked:
    """The rows of these matches and their tournaments.

    Proof of `far`. What comes after a match takes no less than the chain of lengths. If the tournament ends
    in the next opening, one closing lies between, which swallows one rest at most. If it ends in a later
    one, a whole opening lies between.
    """
    links, rests = chains(tables)
    openings = [opened(interval.end) - opened(interval.start) for interval in opened.intervals]
    size = gcd(*openings, *(tables.length[match] for match in own))
    since = [0] + [begin for begin, end in _cells(openings, size) for _ in range(begin, end)]
    pools = list(dict.fromkeys(tables.pool[match] for match in own))
    matches = by_tournament(tables, own)
    at, kinds = [0], list[tuple[tuple[int, ...], int]]()
    for ours in matches.values():
        widest = max(tables.rest[match] for match in ours)
        counted = Counter(
            (
                pools.index(tables.pool[match]),
                opened(begins[match]) // size,
                tables.length[match] // size,
                rests[match] // size,
                max(links[match], min(rests[match] - widest, *openings)) // size,
            )
            for match in ours
        )
        kinds += sorted(counted.items(), key=lambda kind: kind[0][3], reverse=True)
        at.append(len(kinds))
    known = {one.id: one for one in tables.model.tournaments}
    asked = [known[name] for name in matches]
    return Asked(
        cells=len(since) - 1,
        since=since,
        stations=[len(tables.pool_stations[pool]) for pool in pools],
        flow=[float(size * FLOW * one.weight) for one in asked],
        late=[0.0 if one.due is None else float(size * LATE) for one in asked],
        due=[-(-opened(one.due or 0) // size) for one in asked],
        alone=[ends[one.id] // size for one in asked],
        at=at,
        pool=[kind[0] for kind, _ in kinds],
        head=[kind[1] for kind, _ in kinds],
        length=[kind[2] for kind, _ in kinds],
        near=[kind[3] for kind, _ in kinds],
        far=[kind[4] for kind, _ in kinds],
        many=[count for _, count in kinds],
    )


def _cells(openings: Sequence[int], size: int) -> Iterator[tuple[int, int]]:
    """Of each opening, how many cells come before it, and before its end."""
    ends = [end // size for end in accumulate(openings)]
    return zip([0, *ends], ends, strict=False)
