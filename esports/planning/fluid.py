"""The bound of a pool: what its tournaments cost together if its stations were one fast, divisible one."""

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from esports.planning.occupancy import NEVER


class Work(NamedTuple):
    """A match in the relaxation, in open minutes: its head, its length, and the least that comes after it."""

    head: int
    length: int
    tail: int


class Load(NamedTuple):
    """A tournament in the relaxation: its price per open minute of its end, and its matches."""

    price: float
    works: Sequence[Work]


def behind(works: Sequence[Work], stations: int) -> float:
    """By how many minutes, at least, a tournament ends after the mean minute in which it is played.

    Proof. Count time backwards from its end. The mean is at least that of the matches' own: tail and half of
    the length, weighted by length. It is also at least that of the sweep: after so many minutes, only
    matches with smaller tails can have been played, each at one station at a time, and no more at a time
    than there are stations. To play as much as that allows in each minute makes the mean the smallest.
    """
    whole = sum(work.length for work in works)
    own = sum(work.length * (work.length / 2 + work.tail) for work in works)
    order = sorted(works, key=lambda work: work.tail)
    swept, now, left = 0.0, 0.0, 0.0
    for place, work in enumerate(order):
        now = max(now, float(work.tail))
        left += work.length
        rate = min(stations, place + 1)
        until = order[place + 1].tail if place + 1 < len(order) else NEVER
        done = min(left, max(0.0, until - now) * rate)
        swept += done * (now + done / rate / 2)
        left -= done
        now += done / rate
    return max(own, swept) / whole


def least(loads: Sequence[Load], stations: int) -> float:
    """A lower bound on the sum of price times end over the tournaments, ends in open minutes.

    Proof. Let M be the mean minute at which a match is played: begin plus half its length. Its tournament
    ends no earlier than the mean of these weighted by length, and what is `behind` it. So the sum is at least
    a constant plus the sum over all matches of d * length * M, where d is the tournament's price divided by
    its whole length. Any plan plays in each minute at most as many matches as there are stations, none before
    its head, and each for its length: it is a solution of the transport problem that spreads each match's
    length over minutes of that capacity at d times the minute. That problem is solved by always giving the
    capacity to the match with the largest d among those whose heads have come: exchanging two shares of time
    never helps (Goemans). The value of that solution is therefore no more than any plan's.
    """
    constant = 0.0
    jobs: list[tuple[int, float, int]] = []
    for price, works in loads:
        whole = sum(work.length for work in works)
        density = price / whole
        constant += price * behind(works, stations)
        jobs += [(work.head, density, work.length) for work in works]
    jobs.sort()
    value, now, place = 0.0, 0.0, 0
    waiting: list[tuple[float, float]] = []
    while place < len(jobs) or waiting:
        if not waiting:
            now = max(now, jobs[place][0])
        while place < len(jobs) and jobs[place][0] <= now:
            heappush(waiting, (-jobs[place][1], jobs[place][2]))
            place += 1
        lighter, left = heappop(waiting)
        until = now + left / stations
        if place < len(jobs) and jobs[place][0] < until:
            until = float(jobs[place][0])
        done = (until - now) * stations
        value -= lighter * done * (now + until) / 2
        if left - done > 1e-9:
            heappush(waiting, (lighter, left - done))
        now = until
    return constant + value
