"""The Counter-Strike Major of Austin 2025, pairing for pairing, from the seeds to the trophy."""

import json
from pathlib import Path

import pytest

from esports.engine import stage
from esports.engine.model import Entrant, Result, Structure, seating_of
from tests.engine.play import play_all, ready, report

MAJOR = json.loads((Path(__file__).parent / "data" / "austin_major_2025.json").read_text())
STAGES = range(len(MAJOR["stages"]))


def named(names: list[str]) -> list[Entrant]:
    return [Entrant(name) for name in names]


def replay(place: int) -> tuple[Structure, list[Entrant], dict[str, Result]]:
    """Play a Swiss stage as it was played; every round must have the real pairings."""
    facts = MAJOR["stages"][place]
    entries = named(facts["seeds"])
    structure = stage.build("swiss", entries, stage.parse_options("swiss", {"variant": "major"}))
    results: dict[str, Result] = {}
    for played in facts["rounds"]:
        open_matches = ready(stage.resolve(structure, seating_of(entries), results))
        winners = {frozenset(match): match[0] for match in played}
        assert {frozenset(state.occupants) for state in open_matches} == set(winners)
        for state in open_matches:
            slot = state.occupants.index(winners[frozenset(map(str, state.occupants))])
            results[state.id] = report(structure, state, {"winner": slot})
        structure = structure.extend(stage.pair_next(structure, entries, results))
    return structure, entries, results


@pytest.mark.parametrize("place", STAGES)
def test_every_pairing_and_the_final_table(place: int) -> None:
    structure, entries, results = replay(place)
    assert stage.is_complete(structure, results, seating_of(entries))
    table = [
        [row.entry, row.figures["wins"], row.figures["losses"], row.figures["difficulty"]]
        for row in stage.standings(structure, entries, results)
    ]
    assert table == MAJOR["stages"][place]["table"]


@pytest.mark.parametrize("place", STAGES)
def test_matches_that_decide_about_an_entry_are_best_of_three(place: int) -> None:
    structure, _, _ = replay(place)
    lengths = [(spec.round, spec.best_of) for spec in structure.matches]
    assert {best_of for round_, best_of in lengths if round_ in (1, 2)} == {1}
    assert sorted(best_of for round_, best_of in lengths if round_ == 3) == [1] * 4 + [3] * 4
    assert {best_of for round_, best_of in lengths if round_ in (4, 5)} == {3}


@pytest.mark.parametrize("place", [1, 2])
def test_the_next_stage_seats_the_eight_that_advanced_in_final_order(place: int) -> None:
    advanced = stage.qualified(*replay(place - 1), 8)
    assert list(advanced) == MAJOR["stages"][place]["seeds"][8:]


def test_the_playoffs() -> None:
    structure, entries, results = replay(2)
    seeds = named(list(stage.qualified(structure, entries, results, 8)))
    assert [entry.id for entry in seeds] == MAJOR["playoffs"]["seeds"]
    playoffs = stage.build("single_elimination", seeds, stage.parse_options("single_elimination", {}))
    rounds: dict[int, set[tuple[str, ...]]] = {}

    def as_played(spec, pair):
        rounds.setdefault(spec.round, set()).add(pair)
        winners = {frozenset(match): match[0] for match in MAJOR["playoffs"]["rounds"][spec.round - 1]}
        return {"winner": pair.index(winners[frozenset(pair)])}

    _, played = play_all(playoffs, seeds, as_played)
    for round_, facts in enumerate(MAJOR["playoffs"]["rounds"], 1):
        assert {frozenset(pair) for pair in rounds[round_]} == {frozenset(match) for match in facts}
    table = stage.standings(playoffs, seeds, played)
    assert [row.place for row in table] == [1, 2, 3, 3, 5, 5, 5, 5]
    assert table[0].entry == "Vitality"
