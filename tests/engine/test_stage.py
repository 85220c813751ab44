"""The face of the engine: options, sizes, formats, qualifiers; what it refuses and with which code."""

import pytest

from esports.engine import codec, stage
from esports.engine.errors import EngineError
from esports.engine.model import Format, LoserOf, Seat, WinnerOf
from esports.engine.round_robin import Points
from esports.engine.swiss_options import DrawnSwiss, FixedRounds, Swiss
from esports.engine.swiss_tie_breaks import DEFAULT
from tests.engine.play import better_seed_wins, built, entrants, play_all
from tests.engine.refusals import refused

FIXED = {"variant": "fixed_rounds"}


def test_every_format_can_be_built() -> None:
    assert set(stage.available()) == set(Format)


def test_a_word_that_is_no_format() -> None:
    with refused("format_unknown", "/format"):
        stage.parse_options("kingofthehill", {})


@pytest.mark.parametrize(
    ("format", "raw", "code", "pointer"),
    [
        ("single_elimination", {"thirdplace": True}, "unknown_option", "/options/thirdplace"),
        ("single_elimination", {"third_place": 1}, "option_wrong_type", "/options/third_place"),
        ("single_elimination", {"a/b~c": 1}, "unknown_option", "/options/a~1b~0c"),
        ("single_elimination", [], "option_wrong_type", "/options"),
        ("single_elimination", {"best_of": 2}, "option_must_be_odd", "/options/best_of"),
        ("single_elimination", {"best_of": "3"}, "option_wrong_type", "/options/best_of"),
        ("single_elimination", {"best_of": True}, "option_wrong_type", "/options/best_of"),
        ("single_elimination", {"best_of": 0}, "option_out_of_range", "/options/best_of"),
        ("single_elimination", {"best_of": 101}, "option_out_of_range", "/options/best_of"),
        (
            "single_elimination",
            {"best_of_by_round": {"last": 3}},
            "unknown_option",
            "/options/best_of_by_round/last",
        ),
        ("single_elimination", {"best_of_by_round": 3}, "option_wrong_type", "/options/best_of_by_round"),
        ("round_robin", {"legs": 3}, "option_out_of_range", "/options/legs"),
        ("round_robin", {"groups": 0}, "option_out_of_range", "/options/groups"),
        ("round_robin", {"points": {"win": 1, "draw": 2}}, "points_not_descending", "/options/points"),
        ("round_robin", {"points": {"win": 0, "draw": 0}}, "points_not_descending", "/options/points"),
        ("round_robin", {"points": {"bonus": 1}}, "unknown_option", "/options/points/bonus"),
        ("round_robin", {"third_place": True}, "unknown_option", "/options/third_place"),
        ("swiss", {"variant": "swiss"}, "option_not_a_choice", "/options/variant"),
        ("swiss", {"variant": ["major"]}, "option_not_a_choice", "/options/variant"),
        ("swiss", {"wins": 0}, "option_out_of_range", "/options/wins"),
        ("swiss", {"wins": 6}, "option_out_of_range", "/options/wins"),
        ("swiss", {"losses": 0}, "option_out_of_range", "/options/losses"),
        ("swiss", {"losses": 6}, "option_out_of_range", "/options/losses"),
        ("swiss", {"best_of": 2}, "option_must_be_odd", "/options/best_of"),
        ("swiss", {"decider_best_of": 4}, "option_must_be_odd", "/options/decider_best_of"),
        ("swiss", {"rounds": 5}, "unknown_option", "/options/rounds"),
        ("swiss", {"tie_breaks": []}, "unknown_option", "/options/tie_breaks"),
        ("swiss", {"variant": "drawn", "separate": "name"}, "option_not_a_choice", "/options/separate"),
        ("swiss", {"variant": "drawn", "rounds": 5}, "unknown_option", "/options/rounds"),
        ("swiss", {"variant": "drawn", "tie_breaks": "seed"}, "option_wrong_type", "/options/tie_breaks"),
        ("swiss", FIXED | {"tie_breaks": ["seed", "luck"]}, "option_not_a_choice", "/options/tie_breaks/1"),
        ("swiss", FIXED | {"tie_breaks": ["lot", "lot"]}, "option_not_a_choice", "/options/tie_breaks/1"),
        ("swiss", FIXED | {"tie_breaks": [["lot"]]}, "option_not_a_choice", "/options/tie_breaks/0"),
        ("swiss", FIXED | {"wins": 3}, "unknown_option", "/options/wins"),
        ("swiss", FIXED | {"rounds": -1}, "option_out_of_range", "/options/rounds"),
        ("swiss", FIXED | {"rounds": 31}, "option_out_of_range", "/options/rounds"),
        ("swiss", FIXED | {"separation": "some"}, "option_not_a_choice", "/options/separation"),
        ("swiss", FIXED | {"points": {"win": 0, "draw": 0}}, "points_not_descending", "/options/points"),
    ],
)
def test_options_that_are_refused(format: str, raw, code: str, pointer: str) -> None:
    with refused(code, pointer):
        stage.parse_options(format, raw)


@pytest.mark.parametrize(
    ("raw", "options"),
    [
        ({}, Swiss("major", wins=3, losses=3, best_of=1, decider_best_of=3)),
        ({"variant": "drawn"}, DrawnSwiss("drawn", 3, 3, 1, 3, separate="region", tie_breaks=DEFAULT)),
        (FIXED, FixedRounds("fixed_rounds", 0, 1, False, Points(3, 1, 0), "none", "soft", DEFAULT)),
        (FIXED | {"best_of": 2}, FixedRounds(best_of=2, play_all=True)),
        (FIXED | {"best_of": 3}, FixedRounds(best_of=3, play_all=False)),
        (FIXED | {"best_of": 3, "play_all": True}, FixedRounds(best_of=3, play_all=True)),
    ],
)
def test_what_is_not_said_of_a_swiss(raw, options) -> None:
    """The same whether the options are read or made; all games are played of an even number."""
    assert stage.parse_options("swiss", raw) == options
    if raw in ({}, FIXED):
        assert type(options)() == options


def test_an_unknown_option_names_the_known_ones() -> None:
    with pytest.raises(EngineError, match="third_place") as caught:
        stage.parse_options("single_elimination", {"third": True})
    assert "best_of_by_round" in str(caught.value)


@pytest.mark.parametrize(
    ("format", "n", "options", "code", "pointer"),
    [
        ("single_elimination", 0, {}, "too_few_entries", "/entries"),
        ("single_elimination", 1, {}, "too_few_entries", "/entries"),
        ("single_elimination", 8193, {}, "too_many_entries", "/entries"),
        ("round_robin", 7, {"groups": 4}, "too_many_groups", "/options/groups"),
        ("round_robin", 129, {}, "group_too_large", "/options/groups"),
        ("gsl_groups", 3, {}, "gsl_groups_not_full", "/options/groups"),
        ("gsl_groups", 15, {}, "gsl_groups_not_full", "/options/groups"),
        ("gsl_groups", 8, {"groups": 1}, "gsl_groups_not_full", "/options/groups"),
        ("swiss", 15, {}, "swiss_size", "/options/variant"),
        ("swiss", 8, {}, "swiss_size", "/options/variant"),
        ("swiss", 24, {}, "swiss_size", "/options/variant"),
        ("swiss", 1040, {}, "swiss_size", "/options/variant"),
        ("swiss", 24, {"variant": "drawn"}, "swiss_size", "/options/variant"),
        ("swiss", 8, FIXED | {"rounds": 8}, "swiss_rounds", "/options/rounds"),
        ("swiss", 7, FIXED | {"rounds": 8}, "swiss_rounds", "/options/rounds"),
    ],
)
def test_sizes_that_are_refused(format: str, n: int, options, code: str, pointer: str) -> None:
    with refused(code, pointer):
        built(format, n, **options)


@pytest.mark.parametrize(
    ("wins", "losses", "unit"), [(3, 3, 16), (2, 2, 4), (1, 1, 2), (1, 3, 8), (4, 4, 32), (5, 5, 256)]
)
def test_the_smallest_field_for_each_pair_of_thresholds(wins: int, losses: int, unit: int) -> None:
    assert built("swiss", unit, wins=wins, losses=losses).size == unit
    if unit > 2:
        with pytest.raises(EngineError, match=f"multiple of {unit} entries"):
            built("swiss", unit // 2, wins=wins, losses=losses)


def test_who_qualifies() -> None:
    structure, results = play_all(built("single_elimination", 8), entrants(8), better_seed_wins)
    assert stage.qualified(structure, entrants(8), results, 4) == ("1", "2", "3", "4")
    for count in (0, -1, 9):
        with refused("qualifies_out_of_range", "/qualifies"):
            stage.qualified(structure, entrants(8), results, count)
    del results["U3-1"]
    with refused("stage_not_complete", ""):
        stage.qualified(structure, entrants(8), results, 4)


@pytest.mark.parametrize(
    ("format", "options", "groups"),
    [
        ("single_elimination", {}, 1),
        ("round_robin", {"groups": 4}, 4),
        ("gsl_groups", {"groups": 2}, 2),
        ("gsl_groups", {}, 1),
    ],
)
def test_how_many_groups_are_known_before_the_entries(format: str, options, groups: int) -> None:
    """A count that goes on is checked against it when a stage is planned."""
    assert stage.FORMATS[Format(format)].groups(stage.parse_options(format, options)) == groups


def test_a_count_that_does_not_divide_by_the_groups() -> None:
    structure, results = play_all(built("round_robin", 12, groups=4), entrants(12), better_seed_wins)
    with refused("qualifies_not_divisible", "/qualifies"):
        stage.qualified(structure, entrants(12), results, 6)
    with refused("qualifies_out_of_range", "/qualifies"):
        stage.qualified(structure, entrants(12), results, 16)


@pytest.mark.parametrize("source", [Seat(3), WinnerOf("U1-1"), LoserOf("L2-1")])
def test_sources_go_to_json_and_back(source) -> None:
    assert codec.source_from_json(codec.source_to_json(source)) == source


@pytest.mark.parametrize(
    "raw", [{}, {"seed": "1"}, {"seed": 1, "winner_of": "A"}, {"place": 1}, {"loser_of": 3}]
)
def test_other_sources_are_refused(raw) -> None:
    with refused("source_unknown"):
        codec.source_from_json(raw)


@pytest.mark.parametrize(
    ("format", "options"),
    [
        ("single_elimination", {"third_place": True, "best_of_by_round": {"final": 5}}),
        ("round_robin", {"groups": 2, "best_of": 2, "points": {"win": 2}}),
        ("gsl_groups", {"groups": 4, "best_of_by_round": {"decider": 5}}),
        ("gauntlet", {"best_of_by_round": {"final": 5}}),
        ("swiss", {"decider_best_of": 5}),
        ("swiss", {"variant": "drawn", "tie_breaks": ["lot"]}),
        ("swiss", FIXED | {"best_of": 2, "separate": "club", "separation": "hard", "points": {"win": 2}}),
    ],
)
def test_structures_options_and_results_go_to_json_and_back(format: str, options) -> None:
    structure, results = play_all(built(format, 16, **options), entrants(16), better_seed_wins)
    for spec in structure.matches:
        assert codec.spec_from_json(codec.spec_to_json(spec)) == spec
    for result in results.values():
        assert codec.result_from_json(codec.result_to_json(result)) == result
    written = codec.options_to_json(structure.options)
    assert stage.parse_options(format, written) == structure.options
