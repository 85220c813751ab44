"""Single elimination: counts, ranks and byes for every size."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.engine import stage
from esports.engine.model import Phase, seating_of
from esports.engine.seeding import bracket_order
from tests.engine.play import better_seed_wins, built, entrants, outcomes, play_all
from tests.engine.refusals import refused

SIZES = [*range(2, 131), 1000, 4095, 4096, 4097, 8192]


def competition_ranks(n: int) -> list[int]:
    ranks = [1, 2]
    while len(ranks) < n:
        ranks += [len(ranks) + 1] * len(ranks)
    return ranks[:n]


@pytest.mark.parametrize("n", SIZES)
def test_counts_and_ranks(n: int) -> None:
    structure, results = play_all(built("single_elimination", n), entrants(n), better_seed_wins)
    assert len(results) == n - 1
    assert max(spec.round for spec in structure.matches) == (n - 1).bit_length()
    table = stage.standings(structure, entrants(n), results)
    assert [row.place for row in table] == competition_ranks(n)
    assert stage.is_complete(structure, results, seating_of(entrants(n)))


@pytest.mark.parametrize("n", [2, *range(3, 70), 4096])
def test_with_a_match_for_third_place(n: int) -> None:
    structure, results = play_all(
        built("single_elimination", n, third_place=True), entrants(n), better_seed_wins
    )
    assert len(results) == n - 1 + (n > 3)
    places = [row.place for row in stage.standings(structure, entrants(n), results)]
    assert places == [1, 2, 3, 4, *competition_ranks(n)[4:]][:n]


@pytest.mark.parametrize("n", SIZES)
def test_byes_go_to_the_top_seeds_and_never_meet(n: int) -> None:
    structure = built("single_elimination", n)
    states = stage.resolve(structure, seating_of(entrants(n)), {})
    byes = [state.winner for state in states.values() if state.phase is Phase.bye]
    size = 1 << (n - 1).bit_length()
    assert sorted(map(int, filter(None, byes))) == list(range(1, size - n + 1))
    assert not any(state.phase is Phase.skipped for state in states.values())


def test_six_entries_as_published() -> None:
    states = stage.resolve(built("single_elimination", 6), seating_of(entrants(6)), {})
    first = [states[f"U1-{match}"].occupants for match in range(1, 5)]
    assert [[o if isinstance(o, str) else None for o in pair] for pair in first] == [
        ["1", None],
        ["4", "5"],
        ["2", None],
        ["3", "6"],
    ]


def test_bracket_orders_as_published() -> None:
    assert bracket_order(8) == (1, 8, 4, 5, 2, 7, 3, 6)
    assert bracket_order(16) == (1, 16, 8, 9, 4, 13, 5, 12, 2, 15, 7, 10, 3, 14, 6, 11)


@given(st.integers(1, 13))
def test_the_order_is_a_permutation_and_the_best_meet_last(rounds: int) -> None:
    order = bracket_order(2**rounds)
    assert sorted(order) == list(range(1, 2**rounds + 1))
    assert all(order[i] + order[i + 1] == 2**rounds + 1 for i in range(0, len(order), 2))
    halves = Counter(order.index(seed) * 4 // len(order) for seed in range(1, min(4, len(order)) + 1))
    assert set(halves.values()) == {1}


def test_lengths_by_round_name_and_number() -> None:
    structure = built(
        "single_elimination",
        16,
        third_place=True,
        best_of=3,
        best_of_by_round={"1": 1, "final": 7, "semi_final": 5, "third_place": 9, "4": 11},
    )
    lengths = {spec.id: spec.best_of for spec in structure.matches}
    assert (lengths["U1-1"], lengths["U2-1"], lengths["U3-2"], lengths["T1"], lengths["U4-1"]) == (
        1,
        3,
        5,
        9,
        7,
    )


def test_numbers_and_ids_are_unique_and_in_order() -> None:
    structure = built("single_elimination", 100, third_place=True)
    assert [spec.number for spec in structure.matches] == list(range(1, 129))
    assert len(structure.by_id) == 128


def test_a_vacant_seat_lets_the_opponent_through() -> None:
    seats = [*entrants(4)]
    seated = [seats[0], None, seats[2], seats[3]]
    structure, results = play_all(built("single_elimination", 4), seated, better_seed_wins)
    assert set(results) == {"U1-1", "U2-1"}
    assert [row.entry for row in stage.standings(structure, seated, results)] == ["1", "3", "4"]


def test_a_bracket_where_one_remains_has_a_winner_without_an_opponent() -> None:
    seated = [None, entrants(2)[1]]
    structure = built("single_elimination", 2)
    (row,) = stage.standings(structure, seated, {})
    assert (row.entry, row.place, row.trail[0].against) == ("2", 1, None)
    assert stage.is_complete(structure, {}, seating_of(seated))


def test_a_double_forfeit_sends_nobody_on_and_places_both() -> None:
    def both_out(spec, pair):
        return {"outcome": {"kind": "double_forfeit"}} if spec.id == "U1-1" else {"winner": 0}

    structure, results = play_all(built("single_elimination", 4, third_place=True), entrants(4), both_out)
    states = stage.resolve(structure, seating_of(entrants(4)), results)
    assert states["U2-1"].phase is Phase.bye
    assert states["T1"].phase is Phase.bye
    table = stage.standings(structure, entrants(4), results)
    assert [(row.entry, row.place) for row in table] == [("2", 1), ("3", 3), ("1", 4), ("4", 4)]
    assert {row.trail[0].criterion for row in table} == {"last_match"}
    assert [row.trail[0].params for row in table[:3]] == [
        {"match": "U2-1"},
        {"match": "T1"},
        {"match": "U1-1", "entry": "1"},
    ]


def test_a_disqualified_entry_does_not_play_for_third_place() -> None:
    def out(spec, pair):
        disqualified = {"outcome": {"kind": "disqualification", "slot": 1}}
        return disqualified if spec.id == "U1-1" else {"winner": 0}

    structure, results = play_all(built("single_elimination", 4, third_place=True), entrants(4), out)
    assert "T1" not in results
    table = stage.standings(structure, entrants(4), results)
    assert [(row.entry, row.place) for row in table] == [("1", 1), ("2", 2), ("3", 3), ("4", 4)]
    assert table[0].figures == {"wins": 2, "losses": 0}


@pytest.mark.parametrize("rounds", [1, 2, 3, 4, 5, 6, 7, 10])
def test_with_a_match_for_every_place_all_play_in_every_round(rounds: int) -> None:
    n = 2**rounds
    structure, results = play_all(
        built("single_elimination", n, placement=True), entrants(n), better_seed_wins
    )
    assert len(results) == len(structure.matches) == rounds * n // 2
    played = Counter(
        (entry, structure.by_id[match].round) for match, result in results.items() for entry in result.entries
    )
    assert set(played.values()) == {1}
    assert len(played) == rounds * n
    table = stage.standings(structure, entrants(n), results)
    assert [row.place for row in table] == list(range(1, n + 1))
    assert [spec.number for spec in structure.matches] == list(range(1, len(structure.matches) + 1))
    assert structure.matches[-1].id == f"U{rounds}-1"


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5), st.data())
def test_whatever_happens_every_place_is_given_once_or_left_to_the_absent(rounds: int, data) -> None:
    n = 2**rounds
    structure, results = play_all(
        built("single_elimination", n, placement=True), entrants(n), lambda *_: data.draw(outcomes)
    )
    places = [row.place for row in stage.standings(structure, entrants(n), results)]
    assert len(places) == n
    missed = {"double_forfeit", "disqualification"}
    if not missed & {result.kind.value for result in results.values()}:
        assert places == list(range(1, n + 1))


def test_the_brackets_of_the_losers() -> None:
    structure = built(
        "single_elimination", 8, placement=True, best_of_by_round={"placement": 3, "third_place": 5}
    )
    matches = {spec.id: (spec.best_of, spec.winner_place, spec.loser_place) for spec in structure.matches}
    assert [*matches][4:] == ["P5-2-1", "P5-2-2", "U2-1", "U2-2", "P7-3-1", "P5-3-1", "T1", "U3-1"]
    assert (matches["P5-2-1"], matches["P5-3-1"], matches["P7-3-1"]) == (
        (3, None, None),
        (3, 5, 6),
        (3, 7, 8),
    )
    assert (matches["T1"], matches["U3-1"]) == ((5, 3, 4), (1, 1, 2))


@pytest.mark.parametrize("n", [3, 5, 6, 7, 12, 100, 8191])
def test_every_place_can_be_played_for_by_a_power_of_two_only(n: int) -> None:
    with refused("placement_needs_power_of_two", "/options/placement"):
        built("single_elimination", n, placement=True)
