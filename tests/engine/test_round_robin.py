"""Round robin: counts, rounds, sides, groups, and the table with its tie-breaks."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.engine import stage
from esports.engine.model import Seat, seating_of
from esports.engine.round_robin import group_label
from esports.engine.seeding import snake
from tests.engine.play import better_seed_wins, built, entrants, play_all


def seeds(spec) -> tuple[int, int]:
    first, second = spec.slots
    assert isinstance(first, Seat)
    assert isinstance(second, Seat)
    return first.seed, second.seed


@pytest.mark.parametrize("n", range(2, 129))
def test_everyone_meets_everyone_once_and_plays_once_a_round(n: int) -> None:
    matches = built("round_robin", n).matches
    assert len({frozenset(seeds(spec)) for spec in matches}) == len(matches) == n * (n - 1) // 2
    assert max(spec.round for spec in matches) == n - 1 + n % 2
    busy = Counter((spec.round, seed) for spec in matches for seed in seeds(spec))
    assert set(busy.values()) == {1}
    assert [spec.number for spec in matches] == list(range(1, len(matches) + 1))


@pytest.mark.parametrize("n", range(2, 129))
def test_sides_are_balanced_to_within_one(n: int) -> None:
    balance = Counter(dict.fromkeys(range(1, n + 1), 0))
    for spec in built("round_robin", n).matches:
        first, second = seeds(spec)
        balance[first] += 1
        balance[second] -= 1
    assert max(map(abs, balance.values())) <= 1


@pytest.mark.parametrize("n", [2, 5, 8, 33])
def test_the_second_leg_repeats_the_first_with_sides_swapped(n: int) -> None:
    matches = built("round_robin", n, legs=2).matches
    half = len(matches) // 2
    assert [seeds(spec)[::-1] for spec in matches[:half]] == [seeds(spec) for spec in matches[half:]]
    assert matches[half].round == n + n % 2


def test_groups_by_snake_as_published() -> None:
    assert snake(16, 4) == ((1, 8, 9, 16), (2, 7, 10, 15), (3, 6, 11, 14), (4, 5, 12, 13))


@given(st.integers(2, 200), st.data())
def test_groups_differ_by_one_at_most_and_meet_only_inside(n: int, data: st.DataObject) -> None:
    groups = data.draw(st.integers(max(1, (n + 127) // 128), n // 2))
    dealt = snake(n, groups)
    sizes = Counter(map(len, dealt))
    assert max(sizes) - min(sizes) <= 1
    assert sorted(seed for group in dealt for seed in group) == list(range(1, n + 1))
    structure = built("round_robin", n, groups=groups)
    home = {seed: group_label(place) for place, group in enumerate(dealt) for seed in group}
    for spec in structure.matches:
        assert {home[seed] for seed in seeds(spec)} == {spec.group or "A"}
    assert len(structure.by_id) == sum(len(group) * (len(group) - 1) // 2 for group in dealt)


def test_group_labels() -> None:
    assert [group_label(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def table(n, said, **options):
    """Play; `said` maps a pair (first seed < second seed) to a report from the lower seed's side."""

    def decide(spec, pair):
        low, high = sorted(pair, key=int)
        scores = said.get((low, high), (1, 0))
        return {"scores": scores if pair == (low, high) else scores[::-1]}

    structure, results = play_all(built("round_robin", n, **options), entrants(n), decide)
    return stage.standings(structure, entrants(n), results)


def test_a_table_without_ties() -> None:
    rows = table(4, {})
    assert [row.entry for row in rows] == ["1", "2", "3", "4"]
    assert [row.figures["points"] for row in rows] == [9, 6, 3, 0]
    assert rows[2].figures == {
        "points": 3,
        "wins": 1,
        "draws": 0,
        "losses": 2,
        "games_won": 1,
        "games_lost": 2,
        "game_difference": -1,
        "seed": 3,
    }
    assert rows[2].trail[0].criterion == "points"
    assert (rows[2].trail[0].value, rows[2].trail[0].against, rows[2].trail[0].other) == (3, "2", 6)
    assert rows[0].trail[0].against == "2"
    assert rows[2].trail[0].params == {"entry": "3", "against": "2", "value": 3, "other": 6}


def test_head_to_head_comes_before_game_difference() -> None:
    said = {
        ("1", "2"): (1, 2),
        ("1", "3"): (2, 0),
        ("2", "3"): (0, 2),
        ("1", "4"): (2, 0),
        ("2", "4"): (2, 1),
        ("3", "4"): (0, 2),
    }
    rows = table(4, said, best_of=3)
    assert [(row.entry, row.figures["points"]) for row in rows] == [("2", 6), ("1", 6), ("4", 3), ("3", 3)]
    assert [step.criterion for step in rows[1].trail] == ["points", "head_to_head"]
    assert [(step.value, step.other) for step in rows[1].trail] == [(6, 6), (0, 3)]


def test_head_to_head_is_run_again_on_those_still_tied() -> None:
    """1, 2 and 3 beat one another in a circle; games part 2 from 1 and 3, whose own match decides."""
    said = {
        ("1", "2"): (2, 0),
        ("2", "3"): (2, 0),
        ("1", "3"): (0, 2),
        ("1", "4"): (2, 1),
        ("2", "4"): (2, 0),
        ("3", "4"): (2, 1),
    }
    rows = table(4, said, best_of=3)
    by = {row.entry: row for row in rows}
    assert [by[entry].figures["game_difference"] for entry in "123"] == [1, 2, 1]
    assert [row.entry for row in rows] == ["2", "3", "1", "4"]
    last = by["1"].trail
    assert [step.criterion for step in last] == ["points", "head_to_head", "game_difference", "head_to_head"]
    assert [(step.value, step.other) for step in last] == [(6, 6), (3, 3), (1, 1), (0, 3)]


def test_wins_then_seed_decide_the_rest() -> None:
    drawn = dict.fromkeys([("1", "2"), ("1", "3"), ("1", "4"), ("2", "3"), ("2", "4"), ("3", "4")], (1, 1))
    rows = table(4, drawn, best_of=2)
    assert [row.entry for row in rows] == ["1", "2", "3", "4"]
    assert rows[0].figures["draws"] == 3
    assert [step.criterion for step in rows[1].trail] == [
        "points",
        "head_to_head",
        "game_difference",
        "wins",
        "seed",
    ]


def test_more_wins_go_before_more_draws_at_equal_points() -> None:
    points = {"win": 2, "draw": 1, "loss": 0}
    said = {
        ("1", "2"): (1, 1),
        ("1", "3"): (1, 1),
        ("1", "4"): (1, 1),
        ("2", "3"): (2, 0),
        ("2", "4"): (0, 2),
        ("3", "4"): (2, 0),
    }
    rows = table(4, said, best_of=2, points=points)
    assert [row.figures["points"] for row in rows] == [3, 3, 3, 3]
    assert rows[-1].entry == "1"
    assert rows[-1].trail[-1].criterion == "wins"


def test_matches_that_were_not_played_count_no_games() -> None:
    def absent(spec, pair):
        return {"outcome": {"kind": "no_show", "slot": 1}}

    structure, results = play_all(built("round_robin", 2, best_of=3), entrants(2), absent)
    first, second = stage.standings(structure, entrants(2), results)
    assert (first.figures["wins"], first.figures["game_difference"]) == (1, 0)
    assert (second.figures["losses"], second.figures["games_lost"]) == (1, 0)


def test_a_double_forfeit_is_a_loss_for_both() -> None:
    structure, results = play_all(
        built("round_robin", 2), entrants(2), lambda *_: {"outcome": {"kind": "double_forfeit"}}
    )
    assert [row.figures["losses"] for row in stage.standings(structure, entrants(2), results)] == [1, 1]


def test_a_disqualified_entry_ranks_last() -> None:
    def out(spec, pair):
        slot = pair.index("1") if "1" in pair else None
        if spec.round == 3 and slot is not None:
            return {"outcome": {"kind": "disqualification", "slot": slot}}
        return better_seed_wins(spec, pair)

    structure, results = play_all(built("round_robin", 4), entrants(4), out)
    rows = stage.standings(structure, entrants(4), results)
    assert [row.entry for row in rows] == ["2", "3", "4", "1"]
    assert rows[-1].trail[0].criterion == "disqualified"


def test_a_win_without_a_score_counts_a_game_only_where_one_decides() -> None:
    for best_of, games in ((1, 1), (2, 0), (3, 0)):
        structure, results = play_all(built("round_robin", 2, best_of=best_of), entrants(2), better_seed_wins)
        assert stage.standings(structure, entrants(2), results)[0].figures["games_won"] == games


def test_a_drawn_single_game() -> None:
    rows = table(2, {("1", "2"): (1, 1)}, play_all=True)
    assert [(row.figures["draws"], row.figures["points"]) for row in rows] == [(1, 1), (1, 1)]
    assert [(row.figures["games_won"], row.figures["games_lost"]) for row in rows] == [(0, 0), (0, 0)]


def test_a_vacant_seat_is_left_out_of_the_table() -> None:
    seated = [*entrants(3), None]
    structure, results = play_all(built("round_robin", 4), seated, better_seed_wins)
    assert len(results) == 3
    assert stage.is_complete(structure, results, seating_of(seated))
    assert [row.figures["wins"] for row in stage.standings(structure, seated, results)] == [2, 1, 0]


def test_groups_qualify_all_firsts_then_all_seconds() -> None:
    structure, results = play_all(built("round_robin", 16, groups=4), entrants(16), better_seed_wins)
    assert stage.qualified(structure, entrants(16), results, 8) == ("1", "2", "3", "4", "8", "7", "6", "5")
    rows = stage.standings(structure, entrants(16), results)
    assert [row.place for row in rows] == [1, 2, 3, 4] * 4
    assert [row.group for row in rows][::4] == ["A", "B", "C", "D"]


@settings(max_examples=60)
@given(st.integers(2, 9), st.integers(1, 2), st.sampled_from([1, 2, 3]), st.data())
def test_any_table_is_a_total_order_with_a_reason_for_every_place(n, legs, best_of, data) -> None:
    finals = {1: [(1, 0), (0, 1)], 2: [(2, 0), (1, 1), (0, 2)], 3: [(2, 0), (2, 1), (1, 2), (0, 2)]}

    def any_score(spec, pair):
        return {"scores": data.draw(st.sampled_from(finals[best_of]))}

    structure, results = play_all(built("round_robin", n, legs=legs, best_of=best_of), entrants(n), any_score)
    rows = stage.standings(structure, entrants(n), results)
    assert [row.place for row in rows] == list(range(1, n + 1))
    assert {row.entry for row in rows} == {str(seed) for seed in range(1, n + 1)}
    for above, row in pairwise(rows):
        *equal, last = row.trail
        assert last.against == above.entry
        assert last.value != last.other
        assert all(step.value == step.other for step in equal)
        assert row.figures["points"] <= above.figures["points"]
    first, second = ([(step.criterion, step.value, step.other) for step in row.trail] for row in rows[:2])
    assert first == [(criterion, other, value) for criterion, value, other in second]
    assert sum(row.figures["wins"] for row in rows) == sum(row.figures["losses"] for row in rows)
    assert sum(row.figures["game_difference"] for row in rows) == 0


def test_a_table_of_one_needs_no_reason() -> None:
    (row,) = stage.standings(built("round_robin", 2), [None, entrants(2)[1]], {})
    assert (row.entry, row.place, row.trail) == ("2", 1, ())
