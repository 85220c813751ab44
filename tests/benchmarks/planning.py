"""`python -m tests.benchmarks.planning [SECONDS] [SIZE...]`: how good plans are, and what they cost to make.

For each size and seed of the published instances the gap to the lower bound of first come first served, of
the dispatcher, and of the search from it in so many seconds of CPU (60 at 6,000 matches, if not given). Every
plan is checked. Then the instances with a perfect plan, where the gap is that to the perfect plan. CPU time
of one process, so that a loaded machine changes little.
"""

import sys
from collections.abc import Iterator
from statistics import mean
from time import process_time

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

FORM = "{:>6} {:>5} {:>8} {:>8} {:>9} {:>11} {:>9} {:>8} {:>8} {:>8}"


def cpu(seconds: float) -> Budget:
    """A budget of CPU time, from now on."""
    begun = process_time()
    return lambda: (process_time() - begun) / seconds


def first_come(model: Model) -> Plan:
    """Who is ready first is served first: nobody is more urgent."""
    tables = Tables(model)
    run = Run(tables, tables.release)
    run.go()
    return run.plan()


def measured(model: Model, bound: int, seconds: float) -> tuple[float, float, float, float]:
    """The milliseconds to the first plan, and the gaps of the three plans, each of them checked."""
    begun = process_time()
    first, _ = dispatch(model)
    took = (process_time() - begun) * 1000
    plans = [first_come(model), first, improve(model, cpu(seconds), 1, first, native=compiled())]
    assert all(violations(model, plan) == () for plan in plans)
    arrival, greedy, better = (gap(cost(model, plan), bound) * 100 for plan in plans)
    return took, arrival, greedy, better


def rows(size: int, seconds: float) -> Iterator[tuple[float, float, float, float]]:
    """Prints and gives the row of each seed."""
    for seed in SEEDS:
        model = week(size, seed)
        begun = process_time()
        bound = bounds(model)
        bounding = (process_time() - begun) * 1000
        row = measured(model, bound.total, seconds)
        yield row
        told = [f"{row[0]:.1f}", f"{bounding:.0f}", *(f"{share:.1f} %" for share in row[1:])]
        print(FORM.format(size, seed, len(model.matches), *told, bound.paths, bound.total), flush=True)


def main(seconds: float | None, sizes: list[int]) -> None:
    """Print the table."""
    improve(week(100, 1), cpu(0.1), 1, native=compiled())  # it is compiled before anything is measured
    print("search:", "in plain Python" if compiled() is None else "compiled")
    print(
        FORM.format(
            "size",
            "seed",
            "matches",
            "plan ms",
            "bound ms",
            "first come",
            "dispatch",
            "search",
            "paths",
            "bound",
        )
    )
    for size in sizes:
        found = list(rows(size, seconds or (60 if size >= 6000 else 30)))
        shares = [mean(row[place] for row in found) for place in range(4)]
        print(f"{size}: mean gaps " + " / ".join(f"{share:.1f} %" for share in shares[1:]))
    for seed in SEEDS:
        model, plan = perfect(500, seed)
        row = measured(model, cost(model, plan), seconds or 30)
        print(
            f"perfect {seed}: {len(model.matches)} matches, "
            + " / ".join(f"{share:.1f} %" for share in row[1:])
        )


if __name__ == "__main__":
    chosen = sys.argv[1:]
    main(float(chosen[0]) if chosen else None, [int(size) for size in chosen[1:]] or list(SIZES))
