"""The table of a free-for-all: scales and ties exactly, tie-breaks in their order, adjustments, refusals."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esports.engine import codec, stage
from esports.engine.free_for_all_options import FreeForAll
from esports.engine.free_for_all_points import Scoring, by_place, read_scale
from esports.engine.free_for_all_record import lobby_points
from esports.engine.model import Entrant, OutcomeKind, Placement, Standing, Structure
from tests.engine.play import built, entrants, placed
from tests.engine.play import report as reported
from tests.engine.refusals import refused


def table(n: int, *games: Any, **options: Any) -> tuple[Standing, ...]:
    structure, results = played(n, *games, **options)
    return stage.standings(structure, entrants(n), results)


def played(n: int, *games: Any, **options: Any) -> tuple[Structure, dict[str, Any]]:
    structure = built("free_for_all", n, **options)
    state = stage.resolve(structure, [one.id for one in entrants(n)], {})["R1-1"]
    return structure, {"R1-1": reported(structure, state, {"games": list(games)})} if games else {}


def tied(*rows: tuple[str, int, int]) -> dict[str, Any]:
    return {"placements": [{"entry": entry, "place": place, "kills": kills} for entry, place, kills in rows]}


def column(rows: tuple[Standing, ...], name: str) -> dict[str, Any]:
    return {row.entry: row.figures[name] for row in rows}


def order(rows: tuple[Standing, ...]) -> str:
    return "".join(row.entry for row in rows)


def test_the_standard_scale() -> None:
    rows = table(9, placed("987654321", [2, 0, 1]))
    assert column(rows, "placement_points") == dict(
        zip("987654321", [10, 6, 5, 4, 3, 2, 1, 1, 0], strict=True)
    )
    assert column(rows, "points")["9"] == 12
    assert list(rows[0].figures) == [
        "points", "placement_points", "kills", "wins", "games", "adjustment", "best_recent_game", "last_game",
        "seed",
    ]  # fmt: skip


def test_a_kill_factor_and_a_cap_of_kills_in_a_game() -> None:
    games = [placed("12", [9, 2]), placed("12", [3, 0])]
    rows = table(2, *games, points={"1": 4}, kill_points=0.5, kill_cap=6)
    assert column(rows, "points") == {"1": "12.5", "2": 1}
    assert column(rows, "kills") == {"1": 12, "2": 2}
    assert order(table(2, placed("12", [0, 9]), points={"1": 4}, kill_points=0)) == "12"


def test_who_ties_shares_the_points_of_the_places_they_fill() -> None:
    game = tied(("1", 1, 0), ("2", 1, 0), ("3", 1, 0), ("4", 4, 0), ("5", 4, 0))
    rows = table(5, game, points={"1": 10, "2": 5, "3": 4, "4": 3}, kill_points=0)
    assert column(rows, "points") == {"1": "19/3", "2": "19/3", "3": "19/3", "4": "1.5", "5": "1.5"}
    assert column(rows, "wins")["1"] == 0
    assert json.loads(json.dumps(dict(rows[0].figures)))["points"] == "19/3"
    assert (rows[3].trail[0].value, rows[3].trail[0].other) == ("1.5", "19/3")


@given(st.lists(st.integers(1, 12), min_size=1, max_size=12))
def test_shares_add_up_to_what_the_places_are_worth(raw) -> None:
    places = [1 + sum(other < one for other in raw) for one in raw]
    scoring = Scoring(by_place({"1": 12, "2": "7.5", "3-5": 3}), Fraction(1), 0)
    worths = scoring.worths([Placement(place) for place in places])
    assert sum(one.place for one in worths) == sum([12, Fraction("7.5"), 3, 3, 3][: len(places)])


def test_who_was_absent_gets_nothing_and_the_disqualified_come_last() -> None:
    rows = placed("34", [0, 0])["placements"]
    out = [{"entry": "1", "outcome": "disqualification"}, {"entry": "2", "outcome": "no_show"}]
    rows_ = table(4, placed("1234"), {"placements": [*rows, *out]})
    assert order(rows_) == "3421"
    assert column(rows_, "points") == {"1": 10, "2": 6, "3": 15, "4": 10}
    assert column(rows_, "games")["2"] == 2
    assert rows_[-1].trail[0].criterion == "disqualified"


def test_who_dropped_out_comes_last_with_what_was_made() -> None:
    structure, results = played(3, placed("123"))
    field = [Entrant("1", dropped=True), Entrant("2"), Entrant("3")]
    rows = stage.standings(structure, field, results)
    assert (order(rows), rows[-1].figures["points"]) == ("231", 10)


FLAT = {"points": {"1-4": 1}, "kill_points": 0}


@pytest.mark.parametrize(
    ("tie_breaks", "expected"),
    [
        (["kills"], "4312"),
        (["wins"], "3124"),
        (["placement_points"], "1234"),
        (["seed"], "1234"),
        (["wins", "kills"], "3142"),
        ([], "1234"),
    ],
)
def test_equal_points_are_separated_by_the_list(tie_breaks, expected: str) -> None:
    games = [placed("3142", [0, 0, 5, 1]), placed("3124", [2, 0, 0, 0]), placed("1324", [1, 0, 0, 0])]
    rows = table(4, *games, **FLAT, tie_breaks=tie_breaks)
    assert column(rows, "wins") == {"1": 1, "2": 0, "3": 2, "4": 0}
    assert column(rows, "kills") == {"1": 1, "2": 1, "3": 2, "4": 5}
    assert order(rows) == expected


def test_the_trail_says_what_separated() -> None:
    rows = table(2, placed("12", [0, 4]), tie_breaks=["kills"])
    assert order(rows) == "21"
    assert [(step.criterion, step.value, step.other) for step in rows[0].trail] == [
        ("points", 10, 10),
        ("kills", 4, 0),
    ]
    assert str(rows[0].trail[1].text).format_map(dict(rows[0].trail[1].params)) == "Kills: 4, and 0 for 1."


def test_best_and_last_games() -> None:
    games = [placed("1234"), placed("2143"), placed("3214")]
    scale = {"points": {"1": 4, "2": 3, "3": 2, "4": 1}, "kill_points": 0}
    rows = table(4, *games, **scale, tie_breaks=["last_game", "best_game", "best_recent_game"])
    assert column(rows, "points") == {"1": 9, "2": 10, "3": 7, "4": 4}
    assert column(rows, "last_game") == {"1": 2, "2": 3, "3": 4, "4": 1}
    assert column(rows, "best_game") == {"1": 4, "2": 4, "3": 4, "4": 2}
    assert column(rows, "best_recent_game") == column(rows, "best_game")
    assert column(table(2), "last_game") == {"1": 0, "2": 0}


def test_a_recent_game_is_one_of_the_last_round() -> None:
    structure, results = built("free_for_all", 2, rounds=2), {}
    for match, winner in (("R1-1", "12"), ("R2-1", "21")):
        state = stage.resolve(structure, ["1", "2"], results)[match]
        results[match] = reported(structure, state, {"games": [placed(winner)]})
    rows = stage.standings(structure, entrants(2), results)
    assert column(rows, "best_recent_game") == {"2": 10, "1": 6}
    assert order(rows) == "21"


def test_a_lot_is_the_same_for_the_same_draw_seed() -> None:
    def drawn(draw_seed: str) -> str:
        options = stage.parse_options("free_for_all", {"tie_breaks": ["lot"]})
        structure = stage.build("free_for_all", entrants(9), options, draw_seed=draw_seed)
        return order(stage.standings(structure, entrants(9), {}))

    assert drawn("a") == drawn("a") != drawn("b")


ADJUSTED = [
    {"entry": "1", "points": -4.5, "reason": "Late for the lobby", "date": "2026-05-02"},
    {"entry": "2", "points": 1, "reason": "Fair play"},
    {"entry": "1", "points": "-0.5", "reason": "Late again", "date": "2026-05-02T18:30:00+02:00"},
]


def test_adjustments_stand_in_the_table_and_in_the_trail() -> None:
    rows = table(2, placed("12"), adjustments=ADJUSTED)
    assert order(rows) == "21"
    assert column(rows, "points") == {"1": 5, "2": 7}
    assert column(rows, "adjustment") == {"1": -5, "2": 1}
    told = [step.text.format_map(dict(step.params)) for step in rows[1].trail]
    assert told == [
        "An adjustment of -4.5 points on 2026-05-02 (Late for the lobby).",
        "An adjustment of -0.5 points on 2026-05-02T18:30:00+02:00 (Late again).",
        "Points: 5, and 7 for 2.",
    ]
    step = rows[0].trail[0]
    assert (step.criterion, step.value, step.against, step.other) == ("adjustment", 1, None, None)
    assert step.text.format_map(dict(step.params)) == "An adjustment of 1 points (Fair play)."


def test_an_adjustment_counts_towards_match_point() -> None:
    bonus = [{"entry": "2", "points": 8, "reason": "Seeding match"}]
    structure, results = played(2, placed("21"), adjustments=bonus, match_point=8)
    assert stage.standings(structure, entrants(2), results)[0].figures["status"] == "winner"


def test_the_points_of_one_lobby() -> None:
    structure, results = played(3, placed("312", [1]), placed("123"), adjustments=ADJUSTED)
    assert lobby_points(structure.options, results["R1-1"]) == (16, 11, 16)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"lobby_size": 20, "groups": 4, "groups_per_lobby": 2, "rounds": 3, "games": 6, "separate": "club"},
        {"mixing": "ranked", "rounds": 3, "points": {"1": 0.5, "2-3": "0.25"}, "kill_points": 0.1},
        {"table": "lobby", "kill_cap": 8, "tie_breaks": ["wins", "lot"], "adjustments": ADJUSTED},
        {"match_point": 50},
    ],
)
def test_options_go_to_json_and_back(options) -> None:
    parsed = stage.parse_options("free_for_all", options)
    written = json.loads(json.dumps(codec.options_to_json(parsed)))
    assert stage.parse_options("free_for_all", written) == parsed
    assert isinstance(parsed, FreeForAll)


def adjusted(**fields: Any) -> dict[str, Any]:
    return {"adjustments": [{"entry": "1", "points": 1, "reason": "x", **fields}]}


@pytest.mark.parametrize(
    ("raw", "code", "pointer"),
    [
        ({"lobby_size": 2}, "option_out_of_range", "/options/lobby_size"),
        ({"lobby_size": 129}, "option_out_of_range", "/options/lobby_size"),
        ({"games": 100}, "option_out_of_range", "/options/games"),
        ({"rounds": -1}, "option_out_of_range", "/options/rounds"),
        ({"groups": 27}, "option_out_of_range", "/options/groups"),
        ({"groups_per_lobby": 1}, "option_out_of_range", "/options/groups_per_lobby"),
        ({"mixing": "swiss"}, "option_not_a_choice", "/options/mixing"),
        ({"table": "group"}, "option_not_a_choice", "/options/table"),
        ({"separate": "name"}, "option_not_a_choice", "/options/separate"),
        ({"best_of": 3}, "unknown_option", "/options/best_of"),
        ({"points": [10, 6]}, "scale_wrong_type", "/options/points"),
        ({"points": {}}, "scale_wrong_type", "/options/points"),
        ({"points": {"0": 1}}, "scale_place", "/options/points/0"),
        ({"points": {"01": 1}}, "scale_place", "/options/points/01"),
        ({"points": {"first": 1}}, "scale_place", "/options/points/first"),
        ({"points": {"8-7": 1}}, "scale_place", "/options/points/8-7"),
        ({"points": {"7-": 1}}, "scale_place", "/options/points/7-"),
        ({"points": {"129": 1}}, "scale_place", "/options/points/129"),
        ({"points": {1: 1}}, "scale_place", "/options/points/1"),
        ({"points": {"1-3": 5, "3": 4}}, "scale_place_twice", "/options/points/3"),
        ({"points": {"1": 5, "2": 6}}, "points_rise", "/options/points"),
        ({"points": {"1": 5, "3": 4}}, "points_rise", "/options/points"),
        ({"points": {"2": 4}}, "points_rise", "/options/points"),
        ({"points": {"1": -1}}, "points_number", "/options/points/1"),
        ({"points": {"1": "ten"}}, "points_number", "/options/points/1"),
        ({"points": {"1": 1e300}}, "points_number", "/options/points/1"),
        ({"kill_points": None}, "points_number", "/options/kill_points"),
        ({"kill_points": True}, "points_number", "/options/kill_points"),
        ({"kill_cap": -1}, "option_out_of_range", "/options/kill_cap"),
        ({"match_point": -1}, "option_out_of_range", "/options/match_point"),
        ({"tie_breaks": ["deaths"]}, "option_not_a_choice", "/options/tie_breaks/0"),
        ({"tie_breaks": ["kills", "kills"]}, "option_not_a_choice", "/options/tie_breaks/1"),
        ({"adjustments": {}}, "adjustments_list", "/options/adjustments"),
        ({"adjustments": [{}] * 1001}, "adjustments_list", "/options/adjustments"),
        ({"adjustments": ["A"]}, "option_wrong_type", "/options/adjustments/0"),
        ({"adjustments": [{"points": 1, "reason": "x"}]}, "adjustment_text", "/options/adjustments/0/entry"),
        (adjusted(reason=" "), "adjustment_text", "/options/adjustments/0/reason"),
        (adjusted(reason="x" * 501), "adjustment_text", "/options/adjustments/0/reason"),
        (adjusted(points=None), "adjustment_points", "/options/adjustments/0/points"),
        (adjusted(points="--1"), "adjustment_points", "/options/adjustments/0/points"),
        (adjusted(points=float("nan")), "adjustment_points", "/options/adjustments/0/points"),
        (adjusted(points=True), "adjustment_points", "/options/adjustments/0/points"),
        (adjusted(date="2.5.2026"), "adjustment_date", "/options/adjustments/0/date"),
        (adjusted(date="2026-05-02T25:00:00Z"), "adjustment_date", "/options/adjustments/0/date"),
        (adjusted(date=20260502), "adjustment_date", "/options/adjustments/0/date"),
        (adjusted(why="x"), "unknown_option", "/options/adjustments/0/why"),
        ({"groups": 3, "mixing": "spread"}, "options_exclude", "/options/mixing"),
        ({"groups": 3, "table": "lobby"}, "options_exclude", "/options/table"),
        ({"table": "lobby", "mixing": "ranked"}, "options_exclude", "/options/mixing"),
        ({"match_point": 50, "groups": 3}, "options_exclude", "/options/groups"),
        ({"match_point": 50, "mixing": "ranked"}, "options_exclude", "/options/mixing"),
        ({"match_point": 50, "table": "lobby"}, "options_exclude", "/options/table"),
        ({"match_point": 50, "games": 2}, "options_exclude", "/options/games"),
    ],
)
def test_options_that_are_refused(raw, code: str, pointer: str) -> None:
    with refused(code, pointer):
        stage.parse_options("free_for_all", raw)


def test_a_scale_keeps_its_form() -> None:
    assert read_scale({"1": 10, "2-3": 1.5}) == {"1": 10, "2-3": "1.5"}
    assert by_place({"1": 10, "2-3": "1.5"}) == {1: 10, 2: Fraction(3, 2), 3: Fraction(3, 2)}


def test_absences_are_told_apart() -> None:
    rows = [{"entry": "1", "place": 1}, {"entry": "2", "outcome": "forfeit"}]
    _, results = played(2, {"placements": rows})
    assert [one.outcome for one in results["R1-1"].placements[0]] == [
        OutcomeKind.played,
        OutcomeKind.forfeit,
    ]
