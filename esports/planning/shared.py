"""The bound of what is shared: what tournaments cost together on stations, streams and referees."""

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from math import exp
from typing import NamedTuple

STEP, FLOOR = 6.0, 60.0
"""How far a split moves in its first round, and how small a part of a price may become, as a logarithm."""


class Machine(NamedTuple):
    """So many stations, streams or referees that are alike, and the (head, length) of each match on them."""

    capacity: int
    jobs: Sequence[tuple[int, int]]


class Claim(NamedTuple):
    """Some matches of a tournament, as jobs of a machine: their length in all, and what is `behind` them."""

    machine: int
    jobs: Sequence[int]
    whole: int
    behind: float


class Entry(NamedTuple):
    """A tournament: its price per open minute of its end, the least such minute alone, and its claims."""

    price: float
    alone: int
    claims: Sequence[Claim]


def together(entries: Sequence[Entry], machines: Sequence[Machine], rounds: int) -> float:
    """A lower bound on the sum of price times end over the tournaments; the more rounds, the higher.

    Proof. A tournament ends no earlier than `alone`, and no earlier than the mean minute in which the matches
    of one of its claims are played and what is `behind` these. Split its price over all of these in any way:
    price times end is at least the sum of the parts times these. The sum over all tournaments is a constant
    and, for each machine, the sum over its jobs of density * length * mean minute. Any plan plays on a
    machine in each minute at most as many jobs as its capacity, none before its head, each for its length;
    of all that do so, `mean_minutes` has the least sum. So each round finds a bound, and the best is taken;
    the splits then move towards what says that the tournament ends late (exponentiated gradient).
    """
    orders = [sorted(range(len(machine.jobs)), key=machine.jobs.__getitem__) for machine in machines]
    logs = [[0.0] * (1 + len(entry.claims)) for entry in entries]
    best = 0.0
    for number in range(rounds):
        splits = [list(_split(entry.price, own)) for entry, own in zip(entries, logs, strict=True)]
        densities = [[0.0] * len(machine.jobs) for machine in machines]
        for entry, split in zip(entries, splits, strict=True):
            for part, claim in zip(split[1:], entry.claims, strict=True):
                row, density = densities[claim.machine], part / claim.whole
                for job in claim.jobs:
                    row[job] += density
        minutes = [mean_minutes(*one) for one in zip(machines, orders, densities, strict=True)]
        total, step = 0.0, STEP / (1 + number) ** 0.5
        for place, entry in enumerate(entries):
            ends = [float(entry.alone), *(_end(claim, machines, minutes) for claim in entry.claims)]
            total += sum(part * end for part, end in zip(splits[place], ends, strict=True))
            scale = step / max(60.0, 0.25 * max(ends))
            moved = [own + scale * end for own, end in zip(logs[place], ends, strict=True)]
            logs[place] = [max(-FLOOR, one - max(moved)) for one in moved]
        best = max(best, total)
    return best


def _split(price: float, logs: Sequence[float]) -> Iterator[float]:
    shares = [exp(one) for one in logs]
    whole = sum(shares)
    return (price * share / whole for share in shares)


def _end(claim: Claim, machines: Sequence[Machine], minutes: Sequence[Sequence[float]]) -> float:
    """The end that the claim says: the mean of its jobs' minutes by length, and what is behind them."""
    jobs, means = machines[claim.machine].jobs, minutes[claim.machine]
    return sum(jobs[job][1] * means[job] for job in claim.jobs) / claim.whole + claim.behind


def mean_minutes(machine: Machine, order: Sequence[int], densities: Sequence[float]) -> list[float]:
    """For each job the mean minute in which it is played where the sum of density * length * it is least.

    The machine is one fast, divisible one. It gives its time to the densest of the jobs whose heads have
    come: exchanging two shares of time never helps (Goemans). `order` is that of the heads.
    """
    jobs, capacity = machine.jobs, machine.capacity
    found = [0.0] * len(jobs)
    left = [float(length) for _, length in jobs]
    waiting: list[tuple[float, int]] = []
    now, place, last = 0.0, 0, len(order)
    while place < last or waiting:
        if not waiting:
            now = max(now, float(jobs[order[place]][0]))
        while place < last and jobs[order[place]][0] <= now:
            heappush(waiting, (-densities[order[place]], order[place]))
            place += 1
        job = waiting[0][1]
        until = now + left[job] / capacity
        if place < last and jobs[order[place]][0] < until:
            until = float(jobs[order[place]][0])
            done = min(left[job], (until - now) * capacity)
        else:
            done = left[job]
            heappop(waiting)
        left[job] -= done
        found[job] += done * (now + until) / 2
        now = until
    return [minute / length for minute, (_, length) in zip(found, jobs, strict=True)]
