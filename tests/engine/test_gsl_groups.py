"""GSL groups: five matches in each, two of each go through."""

from collections import Counter

import pytest

from esports.engine import stage
from esports.engine.model import Entrant, Phase, seating_of
from tests.engine.play import better_seed_wins, built, entrants, play_all


@pytest.mark.parametrize("groups", [1, 2, 3, 4, 16, 30, 100])
def test_counts_and_places(groups: int) -> None:
    n = 4 * groups
    structure, results = play_all(built("gsl_groups", n), entrants(n), better_seed_wins)
    assert len(results) == len(structure.matches) == 5 * groups
    table = stage.standings(structure, entrants(n), results)
    assert [row.place for row in table] == [1, 2, 3, 4] * groups
    assert len({row.group for row in table}) == groups
    assert set(Counter(row.group for row in table).values()) == {4}
    assert stage.is_complete(structure, results, seating_of(entrants(n)))


def test_a_group_as_it_is_played() -> None:
    structure = built("gsl_groups", 4)
    states = stage.resolve(structure, seating_of(entrants(4)), {})
    assert [states[match].occupants for match in ("G-1", "G-2")] == [("1", "4"), ("2", "3")]
    winners = {"G-1": 0, "G-2": 1, "G-3": 1, "G-4": 0, "G-5": 1}
    structure, results = play_all(structure, entrants(4), lambda spec, _: {"winner": winners[spec.id]})
    assert [results[match].entries for match in ("G-3", "G-4", "G-5")] == [
        ("1", "3"),
        ("4", "2"),
        ("1", "4"),
    ]
    table = stage.standings(structure, entrants(4), results)
    assert [(row.place, row.entry, row.figures) for row in table] == [
        (1, "3", {"wins": 2, "losses": 0}),
        (2, "4", {"wins": 2, "losses": 1}),
        (3, "1", {"wins": 1, "losses": 2}),
        (4, "2", {"wins": 0, "losses": 2}),
    ]
    assert {row.group for row in table} == {None}
    assert {row.trail[0].criterion for row in table} == {"last_match"}
    assert [row.trail[0].params for row in table] == [
        {"match": match, "entry": entry, "against": against}
        for match, entry, against in (
            ("G-3", "3", "1"),
            ("G-5", "4", "1"),
            ("G-5", "1", "4"),
            ("G-4", "2", "4"),
        )
    ]


def test_groups_are_filled_by_snake_and_the_best_two_of_each_go_on() -> None:
    structure, results = play_all(built("gsl_groups", 16), entrants(16), better_seed_wins)
    assert results["G-A-1"].entries == ("1", "16")
    assert results["G-A-2"].entries == ("8", "9")
    assert results["G-D-2"].entries == ("5", "12")
    assert stage.qualified(structure, entrants(16), results, 8) == ("1", "2", "3", "4", "8", "7", "6", "5")


def test_rounds_come_one_after_another_and_say_why() -> None:
    structure = built("gsl_groups", 8, best_of=3, best_of_by_round={"opening": 1, "decider": 5})
    assert [spec.id for spec in structure.matches] == [
        "G-A-1", "G-A-2", "G-B-1", "G-B-2", "G-A-3", "G-A-4", "G-B-3", "G-B-4", "G-A-5", "G-B-5",
    ]  # fmt: skip
    assert [spec.number for spec in structure.matches] == list(range(1, 11))
    assert [spec.round for spec in structure.matches] == [1] * 4 + [2] * 4 + [3] * 2
    assert [spec.best_of for spec in structure.matches] == [1] * 4 + [3] * 4 + [5] * 2
    assert len({spec.reason for spec in structure.matches}) == 4


def test_an_absent_entry_lets_its_opponents_through() -> None:
    seated = [*entrants(3), None]
    structure, results = play_all(built("gsl_groups", 4), seated, better_seed_wins)
    assert set(results) == {"G-2", "G-3", "G-5"}
    assert [row.entry for row in stage.standings(structure, seated, results)] == ["1", "2", "3"]


def test_a_double_forfeit_ends_two_and_the_others_go_through() -> None:
    def both_out(spec, pair):
        return {"outcome": {"kind": "double_forfeit"}} if spec.id == "G-1" else {"winner": 0}

    structure, results = play_all(built("gsl_groups", 4), entrants(4), both_out)
    states = stage.resolve(structure, seating_of(entrants(4)), results)
    assert [states[match].phase for match in ("G-3", "G-4", "G-5")] == [Phase.bye] * 3
    table = stage.standings(structure, entrants(4), results)
    assert [(row.place, row.entry) for row in table] == [(1, "2"), (2, "3"), (4, "1"), (4, "4")]


def test_members_of_a_club_are_spread_over_the_groups() -> None:
    field = [Entrant(str(seed), club="a" if seed in (1, 8, 9, 16) else None) for seed in range(1, 17)]
    options = stage.parse_options("gsl_groups", {"separate": "club"})
    structure = stage.build("gsl_groups", field, options)
    states = stage.resolve(structure, seating_of(field), {})
    groups = {
        spec.group
        for spec in structure.matches
        for entry in states[spec.id].occupants
        if entry in ("1", "8", "9", "16")
    }
    assert groups == {"A", "B", "C", "D"}


@pytest.mark.parametrize(("members", "round_", "most"), [((1, 4), 1, 2), ((1, 2), 2, 2), ((1, 2, 3), 1, 3)])
def test_two_of_a_club_in_a_group_may_meet_after_the_opening(members, round_: int, most: int) -> None:
    """In one group all are together; who opens against others can meet in the second round."""
    field = [Entrant(str(seed), club="a" if seed in members else None) for seed in range(1, 5)]
    structure = stage.build("gsl_groups", field, stage.parse_options("gsl_groups", {"separate": "club"}))
    (promise,) = stage.kept_apart(structure, field)
    assert (promise.round, promise.params["most"]) == (round_, most)


def test_one_of_a_club_in_each_group_never_meet() -> None:
    field = [Entrant(str(seed), club="a" if seed < 3 else None) for seed in range(1, 9)]
    structure = stage.build("gsl_groups", field, stage.parse_options("gsl_groups", {"separate": "club"}))
    (promise,) = stage.kept_apart(structure, field)
    assert promise.round is None
