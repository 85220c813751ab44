"""`python -m tests.benchmarks.swiss`: what it costs to pair a round of a Swiss, as ratios inside one run."""

import json
from functools import partial
from random import Random

from esports.engine import stage
from esports.engine.model import Structure, seating_of
from esports.engine.series import result_from_report
from esports.engine.swiss_matching import best_pairs, total
from tests.benchmarks.engine import entrants, line, seconds
from tests.engine.swiss_worlds import state

ROUNDS = 9


def matching(n: int) -> None:
    """The matching alone, before each round; the worst of them."""
    lot = Random(n)
    worst, writing, clashes = 0.0, 1.0, 0
    for rounds in range(ROUNDS):
        players = state(n, rounds, lot, clubs=40, draws=0.05)
        took = seconds(partial(best_pairs, players, hard=False))
        if took > worst:
            told = [(player.entry, player.points, player.kind) for player in players]
            worst, writing = took, seconds(partial(json.dumps, told))
        spent = total(best_pairs(players, hard=False))
        clashes += spent.clash
        assert spent.rematch == 0
    print(line(f"pair {n}, the slowest of {ROUNDS} rounds", worst, "writing its entries as JSON", writing))
    print(f"rematches: 0, pairs of one club of 40: {clashes} of {ROUNDS * (n // 2)}")


def whole(n: int) -> None:
    """`stage.pair_next` with all that it reads: the bracket of all rounds so far."""
    field, options = entrants(n), stage.parse_options("swiss", {"variant": "fixed_rounds", "rounds": ROUNDS})
    structure, results = stage.build("swiss", field, options), {}
    worst, resolving = 0.0, 1.0
    for _ in range(ROUNDS - 1):
        states = stage.resolve(structure, seating_of(field), results)
        for spec in structure.matches[-(n // 2) :]:
            pair = tuple(map(str, states[spec.id].occupants))
            results[spec.id] = result_from_report(spec, pair, {"winner": hash_of(structure, spec.id)})
        took = seconds(partial(stage.pair_next, structure, field, results))
        if took > worst:
            worst = took
            resolving = seconds(partial(stage.resolve, structure, seating_of(field), results))
        structure = structure.extend(stage.pair_next(structure, field, results))
    table = seconds(partial(stage.standings, structure, field, results))
    print(line(f"pair_next of {n}, the slowest of {ROUNDS}", worst, "resolving the stage", resolving))
    print(line(f"the table of {n} after {ROUNDS} rounds", table, "resolving the stage", resolving))


def hash_of(structure: Structure, match: str) -> int:
    """A coin that falls the same in every run."""
    return sum(map(ord, f"{structure.size}{match}")) * 2654435761 >> 16 & 1


def main() -> None:
    """Print the table."""
    for n in (64, 256, 1000, 10_000):
        matching(n)
    for n in (1000, 8192):
        whole(n)


if __name__ == "__main__":
    main()
