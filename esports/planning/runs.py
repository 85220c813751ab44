"""Anneals the order of urgency of one part of a model, as often as the budget allows from the start."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from esports.planning.kernel import BEST, KNOWN, PRICE, anneal, decode
from esports.planning.native import Anneal, arrays
from esports.planning.numbers import desk, hunt, numbers
from esports.planning.parts import Part

HEAT = 0.007
"""How much dearer a plan may be to be gone on from with probability 1/e at the start of a run.

As a share of what a tournament costs on average: a try moves one or two of them, however many there are.
"""
TRIES, MOST = 12, 12
"""The tries for each match that a run should have; and so many runs at most.

Which valley a run comes to is chance, and is decided soon: the best of several runs beats one long run.
"""
AT_ONCE = 40_000
"""The matches that the compiled kernel places before it looks up: some 20 ms."""
AWAY = 1_000_003
"""Between the seeds of runs that are made at once."""

Budget = Callable[[], float]
"""Asked every few tries: the share of the budget that is used; the search ends at 1. Cancels by saying 1."""


class Runs:
    """Cuts what is left until a share of the budget into runs, once it is known how fast tries are."""

    def __init__(self, since: float, until: float, wanted: int) -> None:
        self.since, self.until, self.wanted = since, until, max(1, wanted)
        self.runs = 0

    def left(self, used: float, tries: int) -> tuple[int, float]:
        """Which run it is, and what is left of it, as a share; `tries` is how many there were in all."""
        done = (used - self.since) / (self.until - self.since)
        if not self.runs and done * 2 * MOST >= 1:
            self.runs = max(1, min(MOST, int(tries / done) // self.wanted))
        run = int(done * max(1, self.runs))
        return run, 1 - done * max(1, self.runs) + run


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

    `heat` is that at the start of a run; what a run begins with is what was given. The compiled kernel makes
    as many runs at once as there are `cores`, step by step, so that what is found does not depend on which
    of them is faster.
    """
    rows: Any = numbers(part.tables)
    room: Any = desk(rows)
    own = [keys[match] for match in (*part.own, *part.others)]
    price = decode(rows, room, own)
    rooms: list[Any] = [room]
    states: list[Any] = [hunt(part.tables, rows, own, price, price, seed, len(part.own))]
    at_once = 1
    if native is not None:
        rooms = [arrays(room) for _ in range(cores)]
        states = [
            arrays(hunt(part.tables, rows, own, price, price, seed + AWAY * core, len(part.own)))
            for core in range(cores)
        ]
        rows = arrays(rows)
        at_once = max(1, AT_ONCE // max(1, len(own)))
    step: Anneal = native or anneal
    runs = Runs(budget(), until, TRIES * len(own))
    tries = current = 0
    with ThreadPoolExecutor(len(states)) as threads:
        while (used := budget()) < until and len(states[0].own_at) > 1:
            run, left = runs.left(used, tries)
            if run > current:
                current = run
                for state in states:
                    state.keys[:] = own
                    state.state[PRICE], state.state[KNOWN] = price, 0
            others = [
                threads.submit(step, rows, *one, at_once, heat * left)
                for one in zip(rooms[1:], states[1:], strict=True)
            ]
            step(rows, rooms[0], states[0], at_once, heat * left)
            for other in others:
                other.result()
            tries += at_once
    best = min(states, key=lambda state: int(state.state[BEST]))
    return [int(key) for key in best.best[: len(part.own)]]
