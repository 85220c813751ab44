"""Reports: what is a finished match, who won it, and every refusal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esports.engine.model import Bracket, MatchSpec, OutcomeKind, Seat
from esports.engine.series import result_from_report, validate, validate_scores
from tests.engine.refusals import refused


def match(best_of: int = 3, **fields) -> MatchSpec:
    return MatchSpec("U1-1", 1, 1, Bracket.upper, (Seat(1), Seat(2)), best_of, **fields)


def result(said, best_of: int = 3, **fields):
    return result_from_report(match(best_of, **fields), ("a", "b"), said)


def test_a_finished_best_of_three() -> None:
    found = result({"games": [{"scores": [13, 7], "map": "Mirage"}, [5, 13], [13, 11]]})
    assert (found.winner, found.scores, found.kind) == (0, (2, 1), OutcomeKind.played)
    assert found.games == ((13, 7), (5, 13), (13, 11))
    assert (found.match, found.entries) == ("U1-1", ("a", "b"))


def test_one_game_keeps_its_points() -> None:
    assert validate(1, [(9, 13)]) == ((9, 13), 1)
    assert validate_scores(1, (16, 14)) == ((16, 14), 0)


def test_a_fixed_number_of_games_may_be_drawn() -> None:
    assert validate(2, [(1, 0), (0, 1)], fixed=True) == ((1, 1), None)
    assert validate(3, [(1, 0), (1, 0), (0, 1)], fixed=True) == ((2, 1), 0)
    assert validate(1, [(2, 2)], fixed=True) == ((2, 2), None)
    assert validate_scores(2, (1, 1), fixed=True) == ((1, 1), None)
    assert result({"winner": None}, 2, fixed=True).winner is None


def test_a_head_start_counts() -> None:
    assert validate(3, [(1, 0)], head_start=(1, 0)) == ((2, 0), 0)
    assert validate(3, [(0, 1), (0, 1)], head_start=(1, 0)) == ((1, 2), 1)
    assert validate_scores(3, (2, 0), head_start=(1, 0)) == ((2, 0), 0)
    with refused("games_after_decision", "/games/1"):
        validate(3, [(1, 0), (1, 0)], head_start=(1, 0))
    with refused("score_below_head_start", "/scores"):
        validate_scores(3, (0, 2), head_start=(1, 0))


@given(st.integers(0, 7).map(lambda half: 2 * half + 1), st.data())
def test_every_series_that_stops_when_decided_is_accepted_and_none_else(best_of: int, data) -> None:
    games, won = [], [0, 0]
    while max(won) < best_of // 2 + 1:
        winner = data.draw(st.integers(0, 1))
        won[winner] += 1
        games.append((1, 0) if winner == 0 else (0, 1))
    scores, winner = validate(best_of, games)
    assert won[winner] == max(won)
    assert validate_scores(best_of, scores) == (scores, winner)
    if len(games) > 1:
        with refused("series_not_finished"):
            validate(best_of, games[:-1])
    with refused("too_many_games" if len(games) == best_of else "games_after_decision"):
        validate(best_of, [*games, (1, 0)])


@pytest.mark.parametrize("kind", ["walkover", "forfeit", "no_show", "disqualification"])
@pytest.mark.parametrize("slot", [0, 1])
def test_outcomes_name_the_side_that_loses(kind: str, slot: int) -> None:
    found = result({"outcome": {"kind": kind, "slot": slot}})
    assert (found.kind, found.winner, found.scores, found.games) == (kind, 1 - slot, None, ())


def test_a_double_forfeit_has_no_winner() -> None:
    found = result({"outcome": {"kind": "double_forfeit"}})
    assert (found.kind, found.winner) == (OutcomeKind.double_forfeit, None)


def test_the_winner_alone_and_the_score_alone() -> None:
    assert (result({"winner": 1}).winner, result({"winner": 1}).scores) == (1, None)
    assert result({"scores": [0, 2]}).winner == 1


@pytest.mark.parametrize(
    ("said", "best_of", "code", "pointer"),
    [
        ({"games": []}, 3, "no_games", "/games"),
        ({"games": "2-0"}, 3, "report_wrong_type", "/games"),
        ({"games": [[1, 0]] * 4}, 3, "too_many_games", "/games/3"),
        ({"games": [[1, 0], [1, 0], [1, 0]]}, 3, "games_after_decision", "/games/2"),
        ({"games": [[1, 0]]}, 3, "series_not_finished", "/games"),
        ({"games": [[1, 0], [0, 1]]}, 3, "series_not_finished", "/games"),
        ({"games": [[5, 5]]}, 1, "game_tied", "/games/0/scores"),
        ({"games": [[1, 0], [-1, 0]]}, 3, "score_negative", "/games/1/scores"),
        ({"games": [{"scores": [1, "0"]}]}, 1, "score_not_a_number", "/games/0/scores"),
        ({"games": [[True, 0]]}, 1, "score_not_a_number", "/games/0/scores"),
        ({"games": [[1, 0, 0]]}, 1, "not_two_scores", "/games/0/scores"),
        ({"games": [{"map": "Nuke"}]}, 1, "not_two_scores", "/games/0/scores"),
        ({"games": [7]}, 1, "not_two_scores", "/games/0/scores"),
        ({"scores": [1, 1]}, 3, "score_tied", "/scores"),
        ({"scores": [3, 0]}, 3, "too_many_games", "/scores"),
        ({"scores": [1, 0]}, 3, "series_not_finished", "/scores"),
        ({"scores": None}, 3, "not_two_scores", "/scores"),
        ({"winner": 2}, 3, "slot_out_of_range", "/winner"),
        ({"winner": -1}, 3, "slot_out_of_range", "/winner"),
        ({"winner": True}, 3, "slot_out_of_range", "/winner"),
        ({"winner": "a"}, 3, "slot_out_of_range", "/winner"),
        ({"winner": None}, 3, "winner_needed", "/winner"),
        ({"outcome": "walkover"}, 3, "report_wrong_type", "/outcome"),
        ({"outcome": {"kind": "played", "slot": 0}}, 3, "outcome_unknown", "/outcome/kind"),
        ({"outcome": {"kind": ["forfeit"], "slot": 0}}, 3, "outcome_unknown", "/outcome/kind"),
        ({"outcome": {"kind": "forfeit"}}, 3, "slot_missing", "/outcome/slot"),
        ({"outcome": {"kind": "forfeit", "slot": 2}}, 3, "slot_out_of_range", "/outcome/slot"),
        ({"outcome": {"kind": "double_forfeit", "slot": 0}}, 3, "slot_not_wanted", "/outcome/slot"),
        ({}, 3, "report_form", ""),
        ({"winner": 0, "scores": [2, 0]}, 3, "report_form", ""),
    ],
)
def test_refusals(said, best_of: int, code: str, pointer: str) -> None:
    with refused(code, pointer):
        result(said, best_of)


def test_fixed_games_are_all_played_and_not_more() -> None:
    with refused("series_not_finished"):
        result({"games": [[1, 0], [1, 0]]}, 3, fixed=True)
    with refused("too_many_games", "/scores"):
        result({"scores": [2, 2]}, 3, fixed=True)


def test_entries_must_fit_the_slots() -> None:
    with refused("entries_do_not_fit", "/entries"):
        result_from_report(match(), ("a",), {"winner": 0})
