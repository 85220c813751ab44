"""`python -m tests.benchmarks.engine`: what the engine costs, as ratios inside one run.

Times of one machine say little on another, so each figure is set against work of a known kind done in
the same run: the same step at a smaller size, copying and writing out the same structure, or, where node
is there, the same step of brackets-manager.
"""

import json
import time
from collections.abc import Callable
from copy import deepcopy
from functools import partial
from statistics import median

from esports.engine import codec, stage
from esports.engine.model import Entrant, MatchState, Phase, Result, Structure, seating_of
from esports.engine.series import result_from_report
from tests.benchmarks.peers import brackets_manager

REPEATS = 7
SIZES = (64, 256, 1024, 4096, 8192)
PEER_SIZES = (256, 1024, 4096)


def seconds(work: Callable[[], object]) -> float:
    """The median of a few runs."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return median(times)


def entrants(n: int) -> list[Entrant]:
    return [Entrant(str(seed)) for seed in range(1, n + 1)]


def built(format: str, n: int) -> Structure:
    return stage.build(format, entrants(n), stage.parse_options(format, {}))


def halfway(structure: Structure) -> tuple[dict[str, MatchState], dict[str, Result]]:
    """All first-round results but the first; the states then."""
    seating = seating_of(entrants(structure.size))
    states = stage.resolve(structure, seating, {})
    ready = [state for state in states.values() if state.phase is Phase.ready][1:]
    results = {
        state.id: result_from_report(
            structure.by_id[state.id], tuple(map(str, state.occupants)), {"winner": 0}
        )
        for state in ready
    }
    return stage.resolve(structure, seating, results), results


def one_result(structure: Structure) -> float:
    """Seconds for the engine's work after one report: the match and all that depends on it."""
    states, results = halfway(structure)
    match = structure.matches[0].id
    occupants = tuple(map(str, states[match].occupants))
    results[match] = result_from_report(structure.by_id[match], occupants, {"winner": 0})

    def many() -> None:
        for _ in range(200):
            stage.advance(structure, states, results, match)

    return seconds(many) / 200


def line(what: str, took: float, against: str, other: float) -> str:
    return f"{what:<52}{took * 1000:>10.3f} ms {took / other:>9.2f} x {against}"


def milliseconds(took: float) -> str:
    return f"{took:>10.3f} ms"


def beside(what: str, ours: dict[int, float], theirs: dict[int, float]) -> None:
    """A line a size: our milliseconds, and those of the peer where it could be run."""
    for n, took in ours.items():
        told = f"{what + f' of {n}':<52}{milliseconds(took)}"
        if n in theirs:
            told += f"{milliseconds(theirs[n])} brackets-manager {theirs[n] / took:>9.0f} x"
        print(told)


def double_eliminations() -> None:
    """Creating one, one result, and the whole state, at growing sizes."""
    peer = brackets_manager(PEER_SIZES)
    creating, reporting, resolving = {}, {}, {}
    for n in SIZES:
        structure, field = built("double_elimination", n), entrants(n)
        options = structure.options
        creating[n] = 1000 * seconds(partial(stage.build, "double_elimination", field, options))
        reporting[n] = 1000 * one_result(structure)
        resolving[n] = 1000 * seconds(partial(stage.resolve, structure, seating_of(field), {}))
    beside("create double elimination", creating, {n: figures["create"] for n, figures in peer.items()})
    beside("one result in it", reporting, {n: figures["result"] for n, figures in peer.items()})
    beside("resolve all of it", resolving, {})


def main() -> None:
    """Print the table."""
    large, small = (built("single_elimination", n) for n in (4096, 64))
    creating = seconds(partial(built, "single_elimination", 4096))
    creating_small = seconds(partial(built, "single_elimination", 64))
    copying = seconds(partial(deepcopy, large.matches))
    writing = seconds(lambda: json.dumps([codec.spec_to_json(spec) for spec in large.matches]))
    double = seconds(partial(built, "double_elimination", 4096))
    resolving = seconds(partial(stage.resolve, large, seating_of(entrants(4096)), {}))
    report, report_small = one_result(large), one_result(small)
    print(
        line(
            "create single elimination of 4096", creating, "the one of 64 (64 times as large)", creating_small
        )
    )
    print(line("create single elimination of 4096", creating, "deepcopy of its matches", copying))
    print(line("create single elimination of 4096", creating, "writing it as JSON", writing))
    print(line("create double elimination of 4096", double, "single elimination", creating))
    print(line("resolve all of it", resolving, "creating it", creating))
    print(line("one result in 4096", report, "one result in 64", report_small))
    print(line("one result in 4096", report, "resolving all of it", resolving))
    double_eliminations()


if __name__ == "__main__":
    main()
