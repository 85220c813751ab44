"""Tolls for stations by the minute: what tournaments cost at least that pay for the minutes they take.

Written so that it can be compiled as it is (`native`): rows of numbers, loops, and no arrays made.
"""

from typing import NamedTuple

FAR, SLACK = 1e15, 1e-6
"""A price of what cannot be, and by how much of itself a better sum must be better."""
KEPT, PATIENCE, SLOWER = 0.7, 30, 0.7
"""How much of a direction is kept, after how many rounds in vain steps become shorter, and by how much."""


class Asked(NamedTuple):
    """A part of a week in cells of so many open minutes. Rows are of pools, tournaments or kinds of matches.

    `since` is for each count of cells the count before the opening that the last of them is in. Of a
    tournament: the price of a cell, that of a late one, and the cells before which it is not late, and does
    not end; its kinds are from its `at` on. Of a kind: its pool, its head and length, the least cells after
    it until the end in the same opening, and in a later one, and how `many` matches are of it.
    """

    cells: int
    since: list[int]
    stations: list[int]
    flow: list[float]
    late: list[float]
    due: list[int]
    alone: list[int]
    at: list[int]
    pool: list[int]
    head: list[int]
    length: list[int]
    near: list[int]
    far: list[int]
    many: list[int]


class Slate(NamedTuple):
    """What is written on: a toll for each cell of each pool, the best so far, and rows for the work."""

    toll: list[float]
    best: list[float]
    before: list[float]
    use: list[float]
    way: list[float]
    least: list[float]
    begin: list[int]


def slate(asked: Asked) -> Slate:
    """An empty one."""
    cells, kinds = len(asked.stations) * asked.cells, len(asked.pool) * (asked.cells + 1)
    before = [0.0] * len(asked.stations) * (asked.cells + 1)
    rows = ([0.0] * cells for _ in range(4))
    toll, best, use, way = rows
    return Slate(toll, best, before, use, way, [0.0] * kinds, [0] * kinds)


def tolled(asked: Asked, slate: Slate, rounds: int, reach: float) -> float:
    """A lower bound on the sum of price times cells over the tournaments; `reach` is the least to be gained.

    Proof. Let each station-cell have a toll, which matches pay for the cells that they take, and let all
    tolls of all stations be given back: a plan pays no more than it gets back. So its price is at least the
    least that each tournament can come to, prices and tolls, less all tolls. A tournament that ends after
    some cell pays its price and for each match the cheapest block in one opening, after its head and with
    all that follows before the end. Minutes within cells need not be looked at: rounding all of a plan up
    or down at the same random place in a cell keeps it, and changes what it pays by nothing in the mean.

    Each round finds a bound; tolls then rise where more is taken than there is (subgradient).
    """
    best, pace, vain = 0.0, 1.0, 0
    for _ in range(rounds):
        found = gone_through(asked, slate)
        if found > best * (1 + SLACK):
            best, vain = found, 0
            for cell in range(len(slate.toll)):
                slate.best[cell] = slate.toll[cell]
        else:
            vain += 1
            if vain == PATIENCE:
                pace, vain = pace * SLOWER, 0
                for cell in range(len(slate.toll)):
                    slate.toll[cell] = slate.best[cell]
                    slate.way[cell] = 0.0
        steep = 0.0
        for cell in range(len(slate.toll)):
            over = slate.use[cell] - asked.stations[cell // asked.cells]
            slate.way[cell] = KEPT * slate.way[cell] + (1 - KEPT) * over
            if slate.toll[cell] > 0 or slate.way[cell] > 0:
                steep += slate.way[cell] * slate.way[cell]
        if steep == 0:
            break
        step = pace * (best + reach - found) / steep
        for cell in range(len(slate.toll)):
            slate.toll[cell] = max(0.0, slate.toll[cell] + step * slate.way[cell])
    return best


def gone_through(asked: Asked, slate: Slate) -> float:
    """The bound of the tolls as they are; notes how many matches take each cell then."""
    cells, total = asked.cells, 0.0
    for pool in range(len(asked.stations)):
        for cell in range(cells):
            at = pool * (cells + 1) + cell
            slate.before[at + 1] = slate.before[at] + slate.toll[pool * cells + cell]
            slate.use[pool * cells + cell] = 0.0
        total -= asked.stations[pool] * slate.before[pool * (cells + 1) + cells]
    for own in range(len(asked.flow)):
        for kind in range(asked.at[own], asked.at[own + 1]):
            cheapest(asked, slate, kind)
        least, last = FAR, -1
        for end in range(asked.alone[own], cells + 1):
            price = asked.flow[own] * end + asked.late[own] * max(0, end - asked.due[own])
            if price >= least:
                break
            for kind in range(asked.at[own], asked.at[own + 1]):
                if price < least:
                    by = latest(asked, kind, end)
                    price += asked.many[kind] * slate.least[kind * (cells + 1) + by] if by >= 0 else FAR
            if price < least:
                least, last = price, end
        if last == -1:
            return 0.0  # there is no plan
        total += least
        for kind in range(asked.at[own], asked.at[own + 1]):
            begin = slate.begin[kind * (cells + 1) + latest(asked, kind, last)]
            for cell in range(begin, begin + asked.length[kind]):
                slate.use[asked.pool[kind] * cells + cell] += asked.many[kind]
    return total


def cheapest(asked: Asked, slate: Slate, kind: int) -> None:
    """Notes what a match of the kind pays at least that is over after so many cells, and where it begins."""
    least, first, length = FAR, -1, asked.length[kind]
    pool, row = asked.pool[kind] * (asked.cells + 1), kind * (asked.cells + 1)
    for end in range(asked.cells + 1):
        begin = end - length
        if begin >= asked.head[kind] and begin >= asked.since[end]:
            pays = slate.before[pool + end] - slate.before[pool + begin]
            if pays < least:
                least, first = pays, begin
        slate.least[row + end] = least
        slate.begin[row + end] = first


def latest(asked: Asked, kind: int, end: int) -> int:
    """When a match of the kind is over at the latest where its tournament ends after so many cells.

    In the same opening, or else before it.
    """
    by = end - asked.near[kind]
    if by >= asked.since[end]:
        return by
    return min(asked.since[end], end - asked.far[kind])
