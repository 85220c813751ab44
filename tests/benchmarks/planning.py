"""`python -m tests.benchmarks.planning`: how good plans are, and what they cost to make. See `--help`.

For each size and seed of the published instances the gap to the lower bound of first come first served, of
the dispatcher, of CP-SAT cold where OR-Tools is installed (`pip install ortools`), and of the search, in so
many seconds of two cores (60 at 6,000 matches, if not given). At 100 matches the gap is that to the larger
of our bound and CP-SAT's. Every plan is checked. Then the instances with a perfect plan, where the gap is
that to the perfect plan. One row is measured at a time, with both cores, in a process of its own, whose peak
memory is told. A second is one of CPU time on each core, which on an idle machine is a second by the clock,
so that a loaded one changes little.
"""

import argparse
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from resource import RUSAGE_SELF, getrusage
from statistics import mean
from time import process_time, thread_time
from typing import NamedTuple

from esports.planning.bounds import bounds
from esports.planning.checker import violations
from esports.planning.cost import cost, gap
from esports.planning.dispatch import Run, dispatch
from esports.planning.improve import Budget, improve
from esports.planning.instances import SEEDS, SIZES, week
from esports.planning.model import Model, Plan
from esports.planning.native import compiled
from esports.planning.perfect import perfect
from esports.planning.tables import Tables
from tests.benchmarks.exact import Found, exact

CORES = 2
FORM = "{:>8} {:>5} {:>8} {:>8} {:>8} {:>11} {:>9} {:>9} {:>9} {:>7} {:>9} {:>9} {:>9}"
HEAD = ("size", "seed", "matches", "plan ms", "bound s", "first come", "dispatch", "CP-SAT", "search", "MB")
TAIL = ("paths", "bound", "CP bound")
GAPS = ("first come", "dispatch", "CP-SAT", "search")


class Row(NamedTuple):
    """What is told of one instance; gaps in per cent, None where CP-SAT found nothing."""

    cells: tuple[str, ...]
    gaps: tuple[float | None, ...]


def cpu(seconds: float) -> Budget:
    """A budget of CPU time on each core, from now on; what this thread does alone counts in full."""
    begun, own = process_time(), thread_time()
    return lambda: max((process_time() - begun) / CORES, thread_time() - own) / seconds


def first_come(model: Model) -> Plan:
    """Who is ready first is served first: nobody is more urgent."""
    tables = Tables(model)
    run = Run(tables, tables.release)
    run.go()
    return run.plan()


def measured(name: str, size: int, seed: int, seconds: float, solving: float) -> Row:
    """One row, in a process of its own."""
    native = compiled()  # before anything is measured
    known = None
    if name == "perfect":
        model, known = perfect(size, seed)
    else:
        model = week(size, seed)
    begun = process_time()
    first, _ = dispatch(model)
    took = (process_time() - begun) * 1000
    begun = process_time()
    bound = bounds(model)
    bounding = process_time() - begun
    found = improve(model, cpu(seconds), 1, first, native=native, cores=CORES)
    memory = getrusage(RUSAGE_SELF).ru_maxrss // 1024
    solved = (exact(model, solving) if solving and known is None else None) or Found(None, 0.0)
    least = max(bound.total, round(solved.bound)) if size == min(SIZES) else bound.total
    if known is not None:
        least = cost(model, known)
    plans = [first_come(model), first, solved.plan, found]
    assert all(plan is None or violations(model, plan) == () for plan in plans)
    gaps = tuple(None if plan is None else gap(cost(model, plan), least) * 100 for plan in plans)
    cells = (name, seed, len(model.matches), f"{took:.1f}", f"{bounding:.1f}", *map(told, gaps), memory)
    return Row(tuple(map(str, (*cells, bound.paths, bound.total, round(solved.bound)))), gaps)


def told(share: float | None) -> str:
    return "-" if share is None else f"{share:.1f} %"


def rows(name: str, size: int, seeds: list[int], seconds: float, solving: float) -> Iterator[Row]:
    """The row of each seed, each in a new process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as one:
        yield from one.map(
            measured, repeat(name), repeat(size), seeds, repeat(seconds), repeat(solving), chunksize=1
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[2])
    parser.add_argument("--seconds", type=float, help="of search; 30, and 60 at 6,000, if not given")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--seeds", type=int, nargs="*", default=SEEDS)
    parser.add_argument("--solving", type=float, default=10, help="seconds of CP-SAT; 0 for none, default 10")
    parser.add_argument("--perfect", type=int, default=500, help="size of perfect weeks; 0 for none")
    asked = parser.parse_args()
    print("search:", "in plain Python" if compiled() is None else "compiled", flush=True)
    print(FORM.format(*HEAD, *TAIL), flush=True)
    weeks = [(str(size), size) for size in asked.sizes]
    for name, size in [*weeks, *([("perfect", asked.perfect)] if asked.perfect else [])]:
        seconds = asked.seconds or (60 if size >= 6000 else 30)
        solving = max(asked.solving, seconds) if asked.solving and size == min(SIZES) else asked.solving
        found = []
        for row in rows(name, size, asked.seeds, seconds, solving):
            found.append(row)
            print(FORM.format(*row.cells), flush=True)
        means = []
        for place, what in enumerate(GAPS):
            shares = [share for row in found if (share := row.gaps[place]) is not None]
            means.append(f"{what} {told(mean(shares) if shares else None)} of {len(shares)}")
        print(f"{name}: mean gaps {', '.join(means)}", flush=True)


if __name__ == "__main__":
    main()
