"""Anneals the order of urgency of one part of a model, in many runs of which the better ones go on."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from esports.planning.kernel import BEST, anneal, decode
from esports.planning.native import Anneal, arrays
from esports.planning.numbers import desk, hunt, numbers
from esports.planning.parts import Part

HEAT = 0.007
"""How much dearer a plan may be to be gone on from with probability 1/e at the start of a run.

As a share of what a tournament costs on average: a try moves one or two of them, however many there are.
"""
TRIES, MOST = 3, 16
"""The tries for each match that there should be for each run that is begun; and so many runs at most.

Which valley a run comes to is chance, and is decided soon: of many, the better half is gone on with.
"""
SEARCHES, ENOUGH = 8, 100
"""So many compiled searches share the budget if each has so many tries for each match; else one has the rest.

What one search ends in is chance too, and a longer one of few matches ends no better.
"""
AT_ONCE = 150_000
"""The matches that the compiled kernel places before it looks up: some 20 ms."""
AWAY = 1_000_003
"""Between the seeds of runs that are made at once."""

Budget = Callable[[], float]
"""Asked every few tries: the share of the budget that is used; the search ends at 1. Cancels by saying 1."""


class Runs:
    """How many runs are gone on with until a share of the budget, once it is known how fast tries are.

    It is the better half after each of rounds as long as each other, down to one for each core.
    """

    def __init__(self, since: float, until: float, wanted: int, cores: int = 1) -> None:
        self.since, self.until, self.wanted, self.cores = since, until, max(1, wanted), cores
        self.begun = 0

    def left(self, used: float, tries: int) -> tuple[int, float]:
        """How many runs go on, and the share of the budget that is left; `tries` is how many were in all."""
        done = (used - self.since) / (self.until - self.since)
        if not self.begun and done * 2 * MOST >= 1:
            self.begun = self.cores
            while self.begun * 2 <= min(MOST, int(tries / done) // self.wanted):
                self.begun *= 2
        begun = self.begun or self.cores
        rounds = (begun // self.cores).bit_length()
        return begun >> int(done * rounds), 1 - done


def annealed(
    part: Part,
    keys: Sequence[int],
    budget: Budget,
    until: float,
    heat: float,
    seed: int,
    native: Anneal | None,
    cores: int = 1,
) -> list[int]:
    """The best keys of the part's own matches, given those of the whole; ends at that share of the budget.

    `heat` is that at the start of a search; what each run begins with is what was given. The compiled kernel
    goes on with as many runs at once as there are `cores`, step by step, so that what is found does not
    depend on which of them is faster.
    """
    rows: Any = numbers(part.tables)
    room: Any = desk(rows)
    own = [keys[match] for match in (*part.own, *part.others)]
    price = decode(rows, room, own)
    cores = 1 if native is None else cores
    at_once = 1 if native is None else max(1, AT_ONCE // max(1, len(own)))
    rooms = [room if native is None else arrays(room) for _ in range(cores)]

    def begun(number: int) -> Any:
        hunted = hunt(part.tables, rows, own, price, price, seed + AWAY * number, len(part.own))
        return hunted if native is None else arrays(hunted)

    packed = rows if native is None else arrays(rows)
    step: Anneal = native or anneal

    def searched(until: float, first: int) -> tuple[Any, int]:
        """The best of the runs that begin with this one's number, and how many tries there were."""
        hunts: list[Any] = [begun(first + number) for number in range(cores)]
        runs = Runs(budget(), until, TRIES * len(own), cores)
        tries = 0
        steps = [0] * max(MOST, cores)
        order = list(range(cores))
        with ThreadPoolExecutor(cores) as threads:
            while (used := budget()) < until and len(hunts[0].own_at) > 1:
                go_on, left = runs.left(used, tries)
                if go_on > len(hunts):
                    order += range(len(hunts), go_on)
                    hunts += [begun(first + number) for number in range(len(hunts), go_on)]
                if go_on < len(order):
                    order = sorted(order, key=lambda one: int(hunts[one].state[BEST]))[:go_on]
                turn = sorted(order, key=lambda one: steps[one])[:cores]
                others = [
                    threads.submit(step, packed, rooms[place], hunts[turn[place]], at_once, heat * left)
                    for place in range(1, cores)
                ]
                step(packed, rooms[0], hunts[turn[0]], at_once, heat * left)
                for other in others:
                    other.result()
                for one in turn:
                    steps[one] += 1
                tries += at_once * cores
        return min(hunts, key=lambda one: int(one.state[BEST])), tries

    since, searches = budget(), 1 if native is None else SEARCHES
    best, tries = searched(since + (until - since) / searches, 0)
    second = 2 if tries >= ENOUGH * len(own) else max(2, searches)
    for number in range(second, searches + 1):
        other, _ = searched(since + (until - since) * number / searches, MOST * (number - 1))
        best = min(best, other, key=lambda one: int(one.state[BEST]))
    return [int(key) for key in best.best[: len(part.own)]]
