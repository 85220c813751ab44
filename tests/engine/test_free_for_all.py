"""Lobbies: how many and how large, groups that rotate, rounds by the table, match point."""

from collections import Counter
from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.engine import codec, stage
from esports.engine.correction import apply, correct, revert
from esports.engine.free_for_all_groups import rotation
from esports.engine.impact import preview
from esports.engine.model import Bracket, Entrant, Phase, Seat, Structure, seating_of
from tests.engine.play import built, entrants, placed, play_all, ready, report
from tests.engine.refusals import refused

SAMPLES = [*range(2, 131), 199, 200, 201, 1000, 1023, 4096, 8191, 8192]


def lobbies(structure: Structure) -> list[list[list[int]]]:
    """The seeds in each lobby of each round."""
    rounds: dict[int, list[list[int]]] = {}
    for spec in structure.matches:
        assert spec.bracket is Bracket.lobby
        seeds = [source.seed for source in spec.slots if isinstance(source, Seat)]
        rounds.setdefault(spec.round, []).append(seeds)
    return list(rounds.values())


def meetings(structure: Structure) -> Counter[tuple[int, int]]:
    return Counter(
        pair for round_ in lobbies(structure) for lobby in round_ for pair in combinations(sorted(lobby), 2)
    )


def first_wins(*_: object) -> dict[str, object]:
    return {}


@pytest.mark.parametrize("size", [3, 4, 20, 100, 128])
def test_everyone_is_in_one_lobby_and_sizes_differ_by_one_at_most(size: int) -> None:
    for n in SAMPLES:
        (round_,) = lobbies(built("free_for_all", n, lobby_size=size))
        assert len(round_) == -(-n // size)
        assert sorted(seed for lobby in round_ for seed in lobby) == list(range(1, n + 1))
        sizes = [len(lobby) for lobby in round_]
        assert 2 <= min(sizes) <= max(sizes) <= min(min(sizes) + 1, size)


@pytest.mark.parametrize("mixing", ["fixed", "spread", "ranked", "balanced"])
@pytest.mark.parametrize(("n", "size"), [(2, 3), (7, 3), (30, 8), (41, 20), (130, 16), (600, 60)])
def test_every_round_of_every_mixing_has_even_lobbies(mixing: str, n: int, size: int) -> None:
    first = built("free_for_all", n, lobby_size=size, rounds=4, mixing=mixing)
    structure, results = play_all(first, entrants(n), first_wins)
    assert len(results) == 4 * -(-n // size)
    for round_ in lobbies(structure):
        assert sorted(seed for lobby in round_ for seed in lobby) == list(range(1, n + 1))
        assert max(map(len, round_)) - min(map(len, round_)) <= 1
    assert stage.is_complete(structure, results, seating_of(entrants(n)))


def test_ids_numbers_and_reasons() -> None:
    structure = built("free_for_all", 7, lobby_size=4, rounds=2, games=3)
    assert [(one.id, one.number, one.best_of, one.fixed) for one in structure.matches] == [
        ("R1-1", 1, 3, True),
        ("R1-2", 2, 3, True),
        ("R2-1", 3, 3, True),
        ("R2-2", 4, 3, True),
    ]
    assert [source.seed for source in structure.matches[0].slots] == [1, 4, 5]
    assert structure.matches[2].reason == "The same lobby plays again."
    for spec in structure.matches:
        assert codec.spec_from_json(codec.spec_to_json(spec)) == spec


def test_the_only_round_is_open_unless_the_games_are_set() -> None:
    for options, best_of, fixed in [
        ({}, 1, False),
        ({"games": 4}, 4, True),
        ({"rounds": 2}, 1, True),
        ({"match_point": 9}, 1, True),
        ({"match_point": 9, "rounds": 1}, 1, True),
    ]:
        spec = built("free_for_all", 6, **options).matches[0]
        assert (spec.best_of, spec.fixed) == (best_of, fixed)


def test_forty_teams_in_four_groups_are_six_lobbies_of_all_pairs() -> None:
    structure = built("free_for_all", 40, lobby_size=20, groups=4)
    rounds = lobbies(structure)
    assert [len(round_) for round_ in rounds] == [2, 2, 2]
    assert {len(lobby) for round_ in rounds for lobby in round_} == {20}
    group = {seed: place for place, seeds in enumerate(snake_groups(40, 4)) for seed in seeds}
    pairs = [frozenset(group[seed] for seed in lobby) for round_ in rounds for lobby in round_]
    assert sorted(map(sorted, pairs)) == [list(pair) for pair in combinations(range(4), 2)]


def snake_groups(n: int, groups: int) -> list[set[int]]:
    rows = [range(start, min(start + groups, n + 1)) for start in range(1, n + 1, groups)]
    turned = [list(row) if number % 2 == 0 else [*row][::-1] for number, row in enumerate(rows)]
    return [{row[place] for row in turned} for place in range(groups)]


@pytest.mark.parametrize("groups", range(2, 9))
@pytest.mark.parametrize("together", range(2, 6))
def test_every_pair_of_groups_meets_equally_often(groups: int, together: int) -> None:
    if together > groups:
        with refused("rotation_impossible", "/options/groups_per_lobby"):
            rotation(groups, together)
        return
    rounds = rotation(groups, together)
    met = Counter(pair for round_ in rounds for lobby in round_ for pair in combinations(lobby, 2))
    assert len(met) == groups * (groups - 1) // 2
    assert len(set(met.values())) == 1
    for round_ in rounds:
        busy = [group for lobby in round_ for group in lobby]
        assert len(busy) == len(set(busy))
    if together == 2:
        assert len(rounds) == groups - 1 + groups % 2


def test_more_rotations_than_one() -> None:
    once, twice = (built("free_for_all", 9, groups=3, rounds=rounds) for rounds in (3, 6))
    assert lobbies(twice) == lobbies(once) * 2
    assert set(meetings(twice).values()) == {2, 4}


@pytest.mark.parametrize(
    ("n", "options", "code", "pointer"),
    [
        (30, {"groups": 4, "lobby_size": 14}, "lobby_too_small", "/options/lobby_size"),
        (3, {"groups": 4}, "groups_empty", "/options/groups"),
        (40, {"groups": 4, "rounds": 2}, "rotation_not_whole", "/options/rounds"),
        (40, {"groups": 3, "groups_per_lobby": 4}, "rotation_impossible", "/options/groups_per_lobby"),
        (52, {"groups": 26, "groups_per_lobby": 13}, "rotation_impossible", "/options/groups_per_lobby"),
        (21, {"lobby_size": 20, "match_point": 50}, "match_point_lobby", "/options/match_point"),
        (
            4,
            {"adjustments": [{"entry": "5", "points": 1, "reason": "x"}]},
            "adjustment_entry_unknown",
            "/options/adjustments/0/entry",
        ),
    ],
)
def test_structures_that_are_refused(n: int, options, code: str, pointer: str) -> None:
    with refused(code, pointer):
        built("free_for_all", n, **options)


def test_a_lobby_of_groups_may_be_full() -> None:
    assert len(built("free_for_all", 30, groups=4, lobby_size=16).matches) == 6


@pytest.mark.parametrize(("n", "size", "rounds"), [(64, 16, 4), (40, 20, 6), (60, 20, 6), (9, 3, 3)])
def test_spread_lobbies_meet_others_and_stay_equally_strong(n: int, size: int, rounds: int) -> None:
    structure = built("free_for_all", n, lobby_size=size, rounds=rounds, mixing="spread")
    count = n // size
    for round_ in lobbies(structure):
        for lobby in round_:
            assert [(seed - 1) // count for seed in lobby] == list(range(size))
    times = meetings(structure)
    fixed = meetings(built("free_for_all", n, lobby_size=size, rounds=rounds))
    assert max(fixed.values()) == rounds
    assert max(times.values()) < rounds
    assert sum(each * each for each in times.values()) < sum(each * each for each in fixed.values()) * 0.75


def test_entries_of_a_club_are_spread_over_lobbies() -> None:
    field = [Entrant(str(seed), club="X" if seed <= 3 else None) for seed in range(1, 10)]
    options = stage.parse_options("free_for_all", {"lobby_size": 3, "separate": "club"})
    for lobby in lobbies(stage.build("free_for_all", field, options))[0]:
        assert sum(seed <= 3 for seed in lobby) == 1


def test_ranked_and_balanced_rounds_follow_the_table() -> None:
    for mixing, expected in (
        ("ranked", [[2, 4, 1], [3, 5, 6]]),
        ("balanced", [[2, 3, 5], [4, 1, 6]]),
    ):
        first = built("free_for_all", 6, lobby_size=3, rounds=2, mixing=mixing)
        states = stage.resolve(first, seating_of(entrants(6)), {})
        assert lobbies(first) == [[[1, 4, 5], [2, 3, 6]]]
        results = {
            "R1-1": report(first, states["R1-1"], {"games": [placed(["4", "1", "5"])]}),
            "R1-2": report(first, states["R1-2"], {"games": [placed(["2", "3", "6"])]}),
        }
        table = [row.entry for row in stage.standings(first, entrants(6), results)]
        assert table == ["2", "4", "1", "3", "5", "6"]
        following = stage.pair_next(first, entrants(6), results)
        assert lobbies(first.extend(following))[1] == expected


def test_who_is_out_is_not_called_into_later_rounds() -> None:
    first = built("free_for_all", 5, rounds=2, mixing="ranked")
    states = stage.resolve(first, seating_of(entrants(5)), {})
    rows = placed(["1", "2", "3", "4"])["placements"]
    said = {"games": [{"placements": [*rows, {"entry": "5", "outcome": "disqualification"}]}]}
    results = {"R1-1": report(first, states["R1-1"], said)}
    field = entrants(5)
    field[1] = Entrant("2", dropped=True)
    (lobby,) = stage.pair_next(first, field, results)
    assert [source.seed for source in lobby.slots] == [1, 3, 4]
    assert [row.entry for row in stage.standings(first, field, results)] == ["1", "3", "4", "2", "5"]
    alone = [Entrant(one.id, dropped=one.id != "1") for one in field]
    assert stage.pair_next(first, alone, results) == ()


def won_by(*winners: str, **options: object):
    """Three entries at match point 15: so many games, each won by the one named, the others by seed."""
    structure, results = built("free_for_all", 3, match_point=15, kill_points=0, **options), {}
    for number, winner in enumerate(winners, 1):
        state = stage.resolve(structure, seating_of(entrants(3)), results)[f"R{number}-1"]
        order = sorted("123", key=lambda entry: (entry != winner, entry))
        results[state.id] = report(structure, state, {"games": [placed(order)]})
        structure = structure.extend(stage.pair_next(structure, entrants(3), results))
    return structure, results


def test_the_first_to_win_a_game_from_match_point_takes_the_stage() -> None:
    structure, results = won_by("1", "1", "2")
    rows = stage.standings(structure, entrants(3), results)
    assert [(row.entry, row.figures["points"], row.figures["status"]) for row in rows] == [
        ("1", 26, "match_point"),
        ("2", 22, "match_point"),
        ("3", 15, "match_point"),
    ]
    assert structure.matches[-1].id == "R4-1"
    structure, results = won_by("1", "1", "2", "3")
    rows = stage.standings(structure, entrants(3), results)
    assert [(row.entry, row.figures["points"], row.figures["status"]) for row in rows] == [
        ("3", 25, "winner"),
        ("1", 32, "match_point"),
        ("2", 27, "match_point"),
    ]
    assert rows[0].trail[0].criterion == "match_point"
    assert stage.is_complete(structure, results, seating_of(entrants(3)))
    assert stage.qualified(structure, entrants(3), results, 1) == ("3",)


def test_a_win_on_the_way_to_match_point_does_not_take_the_stage() -> None:
    structure, results = won_by("1")
    assert not stage.is_complete(structure, results, seating_of(entrants(3)))
    structure, results = won_by("1", "1")
    assert len(structure.matches) == 3
    rows = stage.standings(structure, entrants(3), results)
    assert [row.figures["status"] for row in rows] == ["match_point", "playing", "playing"]


def test_a_shared_first_place_is_no_win() -> None:
    structure, results = won_by("1", "1")
    state = stage.resolve(structure, seating_of(entrants(3)), results)["R3-1"]
    rows = [{"entry": "1", "place": 1}, {"entry": "2", "place": 1}, {"entry": "3", "place": 3}]
    results["R3-1"] = report(structure, state, {"games": [{"placements": rows}]})
    assert len(stage.pair_next(structure, entrants(3), results)) == 1


def test_match_point_with_a_last_round_is_decided_by_the_table() -> None:
    structure, results = won_by("1", "2", "3", rounds=3)
    assert len(structure.matches) == 3
    assert stage.is_complete(structure, results, seating_of(entrants(3)))
    assert stage.qualified(structure, entrants(3), results, 1) == ("1",)


def test_a_correction_that_ends_the_stage_earlier() -> None:
    structure, results = won_by("1", "1", "2", "1")
    assert stage.standings(structure, entrants(3), results)[0].entry == "1"
    state = stage.resolve(structure, seating_of(entrants(3)), results)["R2-1"]
    said = report(structure, state, {"games": [placed(["2", "1", "3"])]})
    impact = preview(structure, entrants(3), results, "R2-1", said, qualifies=1)
    assert impact.later == ()
    assert [(one.entry, one.before, one.after) for one in impact.qualified] == [
        ("2", None, 1),
        ("1", 1, None),
    ]
    fact = correct(results, impact)
    after = apply(results, fact)
    rows = stage.standings(structure, entrants(3), after)
    assert (rows[0].entry, rows[0].figures["games"]) == ("2", 3)
    assert revert(structure, entrants(3), after, fact) == results


def test_a_lobby_that_is_still_played_is_reported_again_and_not_corrected() -> None:
    structure = built("free_for_all", 4, games=2)
    state = stage.resolve(structure, seating_of(entrants(4)), {})["R1-1"]
    results = {"R1-1": report(structure, state, {"games": [placed(["4", "3", "2", "1"])]})}
    assert stage.standings(structure, entrants(4), results)[0].entry == "4"
    with refused("no_result_to_correct"):
        preview(structure, entrants(4), results, "R1-1", None)
    with refused("stage_not_complete"):
        stage.qualified(structure, entrants(4), results, 1)


def test_the_best_of_the_stage_go_on() -> None:
    structure, results = play_all(
        built("free_for_all", 40, lobby_size=20, groups=4), entrants(40), first_wins
    )
    table = [row.entry for row in stage.standings(structure, entrants(40), results)]
    assert stage.qualified(structure, entrants(40), results, 16) == tuple(table[:16])
    assert {row.group for row in stage.standings(structure, entrants(40), results)} == {None}


def test_the_best_of_each_lobby_go_on_where_each_has_a_table() -> None:
    structure, results = play_all(
        built("free_for_all", 12, lobby_size=4, table="lobby", rounds=2), entrants(12), first_wins
    )
    rows = stage.standings(structure, entrants(12), results)
    assert [row.group for row in rows] == ["A"] * 4 + ["B"] * 4 + ["C"] * 4
    assert [row.place for row in rows] == [1, 2, 3, 4] * 3
    assert stage.qualified(structure, entrants(12), results, 6) == ("1", "2", "3", "6", "5", "4")
    with refused("qualifies_not_divisible", "/qualifies"):
        stage.qualified(structure, entrants(12), results, 4)
    with refused("qualifies_out_of_range", "/qualifies"):
        stage.qualified(structure, entrants(12), results, 15)


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 40), st.integers(3, 12), st.integers(1, 3), st.data())
def test_points_given_out_are_those_of_the_scale(n: int, size: int, games: int, data: st.DataObject) -> None:
    """Whatever ties there are, each game gives out exactly what its places are worth."""
    structure = built("free_for_all", n, lobby_size=size, games=games, kill_points=0, points={"1-3": 5})
    seating = seating_of(entrants(n))
    results = {}
    for state in ready(stage.resolve(structure, seating, {})):
        lot = data.draw(st.integers(0, 1 << 32))
        results[state.id] = report(structure, state, {"lot": lot})
    given_out = sum(
        Fraction(row.figures["points"]) for row in stage.standings(structure, entrants(n), results)
    )
    placed_in = [
        sum(one.place is not None for one in game) for one in results.values() for game in one.placements
    ]
    assert given_out == sum(5 * min(3, count) for count in placed_in)
    assert all(
        above.figures["points"] == below.figures["points"]
        or Fraction(above.figures["points"]) > Fraction(below.figures["points"])
        for above, below in pairwise(stage.standings(structure, entrants(n), results))
        if not any(step.criterion == "disqualified" for step in below.trail)
    )


def test_a_large_field_is_ranked() -> None:
    n = 8192
    structure, results = play_all(built("free_for_all", n, games=2), entrants(n), first_wins)
    rows = stage.standings(structure, entrants(n), results)
    assert len(rows) == n
    assert len(structure.matches) == 82
    states = stage.resolve(structure, seating_of(entrants(n)), results)
    assert {state.phase for state in states.values()} == {Phase.settled}
