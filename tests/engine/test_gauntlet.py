"""Gauntlet: one match a round from the last seed up to the first."""

import pytest

from esports.engine import stage
from esports.engine.model import Seat, WinnerOf, seating_of
from tests.engine.play import better_seed_wins, built, entrants, play_all


@pytest.mark.parametrize("n", [*range(2, 131), 500])
def test_counts_and_ranks(n: int) -> None:
    structure, results = play_all(built("gauntlet", n), entrants(n), better_seed_wins)
    assert len(results) == len(structure.matches) == n - 1
    assert [row.place for row in stage.standings(structure, entrants(n), results)] == list(range(1, n + 1))
    assert stage.is_complete(structure, results, seating_of(entrants(n)))


def test_the_largest_has_one_match_a_round() -> None:
    rounds = [spec.round for spec in built("gauntlet", 8192).matches]
    assert rounds == list(range(1, 8192))


def test_each_winner_meets_the_next_better_seed() -> None:
    slots = {spec.id: spec.slots for spec in built("gauntlet", 5).matches}
    assert slots == {
        "U1-1": (Seat(4), Seat(5)),
        "U2-1": (Seat(3), WinnerOf("U1-1")),
        "U3-1": (Seat(2), WinnerOf("U2-1")),
        "U4-1": (Seat(1), WinnerOf("U3-1")),
    }


def test_the_last_seed_may_climb_to_the_top() -> None:
    structure, results = play_all(built("gauntlet", 6), entrants(6), lambda *_: {"winner": 1})
    table = stage.standings(structure, entrants(6), results)
    assert [row.entry for row in table] == ["6", "1", "2", "3", "4", "5"]
    assert table[0].figures == {"wins": 5, "losses": 0}


def test_an_absent_seed_lets_the_challenger_through() -> None:
    seated = [*entrants(5)]
    seated[2] = None
    _, results = play_all(built("gauntlet", 5), seated, better_seed_wins)
    assert set(results) == {"U1-1", "U3-1", "U4-1"}


def test_lengths_by_round_name_and_number() -> None:
    structure = built(
        "gauntlet", 6, best_of=3, best_of_by_round={"1": 1, "final": 7, "semi_final": 5, "5": 9}
    )
    assert [spec.best_of for spec in structure.matches] == [1, 3, 3, 5, 7]
