"""From a report to a result: is this a finished match, and who won it?"""

from collections.abc import Mapping, Sequence
from typing import Any

from esports.engine.errors import EngineError
from esports.engine.free_for_all_report import games_of
from esports.engine.model import Bracket, MatchSpec, OutcomeKind, Result

Pair = tuple[int, int]

REPORT_FORMS = ("games", "scores", "winner", "outcome")


def validate(
    best_of: int, games: Sequence[Sequence[int]], *, fixed: bool = False, head_start: Sequence[int] = ()
) -> tuple[Pair, int | None]:
    """Check the games of a series, in order; return its scores and the slot of the winner.

    The scores are games won; where one game is the whole match, its points. Best of n ends with the
    game that decides it. If `fixed`, all n are played and a game or the match may be drawn (None).
    """
    if not games:
        raise EngineError("no_games", "/games", "The report has no games.")
    if len(games) > best_of:
        raise EngineError(
            "too_many_games",
            f"/games/{best_of}",
            "{games} games are too many for a best of {best_of}.",
            {"games": len(games), "best_of": best_of},
        )
    won = [*head_start] or [0, 0]
    for place, game in enumerate(games):
        pointer = f"/games/{place}/scores"
        left, right = _pair(game, pointer)
        if not fixed and max(won) >= _needed(best_of):
            raise EngineError(
                "games_after_decision",
                f"/games/{place}",
                "Game {game} was played after the match was decided.",
                {"game": place + 1},
            )
        if left == right and not fixed:
            raise EngineError("game_tied", pointer, "Game {game} has no winner.", {"game": place + 1})
        won[0] += left > right
        won[1] += right > left
    if len(games) < best_of and (fixed or max(won) < _needed(best_of)):
        raise _not_finished(best_of, won, "/games")
    scores = _pair(games[0], "/games/0/scores") if best_of == 1 else (won[0], won[1])
    return scores, _ahead(scores)


def validate_scores(
    best_of: int, scores: Sequence[int], *, fixed: bool = False, head_start: Sequence[int] = ()
) -> tuple[Pair, int | None]:
    """The same from the final score alone: games won, or the points of the one game."""
    left, right = _pair(scores, "/scores")
    if left == right and not fixed:
        raise EngineError(
            "score_tied",
            "/scores",
            "A score of {left}:{right} has no winner.",
            {"left": left, "right": right},
        )
    if best_of > 1:
        _check_games_won(best_of, (left, right), fixed, head_start)
    return (left, right), _ahead((left, right))


def result_from_report(spec: MatchSpec, entries: Sequence[str], report: Mapping[str, Any]) -> Result:
    """The result that a report claims for a match between these entries, in slot order.

    A report holds exactly one of `games` (each `{"scores": [a, b]}` or `[a, b]`), `scores` (the final
    score), `winner` (a slot, or None for a draw) and `outcome` (`{"kind", "slot"}`; the slot names the
    side that walked over, forfeited, did not show or was disqualified). Other keys are not looked at. A
    lobby is reported by `games` alone, see `free_for_all_report`; of it `entries` are those that are there.
    """
    lobby = spec.bracket is Bracket.lobby
    if len(entries) != len(spec.slots) and not (lobby and 2 <= len(entries) < len(spec.slots)):
        raise EngineError(
            "entries_do_not_fit",
            "/entries",
            "Match {match} has {slots} slots, not {entries}.",
            {"match": spec.id, "slots": len(spec.slots), "entries": len(entries)},
        )
    forms = [form for form in REPORT_FORMS if form in report]
    if len(forms) != 1:
        raise EngineError(
            "report_form", "", "A report holds exactly one of: {forms}.", {"forms": ", ".join(REPORT_FORMS)}
        )
    if lobby and forms != ["games"]:
        raise EngineError("lobby_report_form", "", "A lobby is reported by its games, each with placements.")
    return _READERS[forms[0]](spec, tuple(entries), report[forms[0]])


def _from_games(spec: MatchSpec, entries: tuple[str, ...], raw: Any) -> Result:
    if not isinstance(raw, list | tuple):
        raise EngineError("report_wrong_type", "/games", "{field} must be a list.", {"field": "games"})
    if spec.bracket is Bracket.lobby:
        return Result(spec.id, entries, OutcomeKind.played, None, placements=games_of(spec, entries, raw))
    games: list[Any] = [game.get("scores") if isinstance(game, Mapping) else game for game in raw]
    scores, winner = validate(spec.best_of, games, fixed=spec.fixed, head_start=spec.head_start)
    pairs = tuple((game[0], game[1]) for game in games)
    return Result(spec.id, entries, OutcomeKind.played, winner, scores, pairs)


def _from_scores(spec: MatchSpec, entries: tuple[str, ...], raw: Any) -> Result:
    scores, winner = validate_scores(spec.best_of, raw, fixed=spec.fixed, head_start=spec.head_start)
    return Result(spec.id, entries, OutcomeKind.played, winner, scores)


def _from_winner(spec: MatchSpec, entries: tuple[str, ...], raw: Any) -> Result:
    if raw is None and not spec.fixed:
        raise EngineError("winner_needed", "/winner", "This match cannot be drawn: name the winner's slot.")
    winner = None if raw is None else _slot(raw, "/winner", len(entries))
    return Result(spec.id, entries, OutcomeKind.played, winner)


def _from_outcome(spec: MatchSpec, entries: tuple[str, ...], raw: Any) -> Result:
    if not isinstance(raw, Mapping):
        raise EngineError("report_wrong_type", "/outcome", "{field} must be an object.", {"field": "outcome"})
    kinds = [kind for kind in OutcomeKind if kind is not OutcomeKind.played]
    if raw.get("kind") not in kinds:
        raise EngineError(
            "outcome_unknown",
            "/outcome/kind",
            "The outcome must be one of: {kinds}.",
            {"kinds": ", ".join(kinds)},
        )
    kind = OutcomeKind(raw["kind"])
    slot = raw.get("slot")
    if kind is OutcomeKind.double_forfeit:
        if slot is not None:
            raise EngineError("slot_not_wanted", "/outcome/slot", "A double forfeit names no slot.")
        return Result(spec.id, entries, kind, None)
    if slot is None:
        raise EngineError("slot_missing", "/outcome/slot", "Name the slot of the side that it concerns.")
    return Result(spec.id, entries, kind, 1 - _slot(slot, "/outcome/slot", len(entries)))


_READERS = {"games": _from_games, "scores": _from_scores, "winner": _from_winner, "outcome": _from_outcome}


def _pair(raw: Any, pointer: str) -> Pair:
    if not isinstance(raw, list | tuple) or len(raw) != 2:
        raise EngineError("not_two_scores", pointer, "There must be two scores, one for each slot.")
    for value in raw:
        if isinstance(value, bool) or not isinstance(value, int):
            raise EngineError("score_not_a_number", pointer, "A score must be a whole number.")
        if value < 0:
            raise EngineError(
                "score_negative", pointer, "A score cannot be negative: {score}.", {"score": value}
            )
    return raw[0], raw[1]


def _slot(raw: Any, pointer: str, slots: int) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw < slots:
        raise EngineError(
            "slot_out_of_range", pointer, "A slot is a number from 0 to {last}.", {"last": slots - 1}
        )
    return raw


def _needed(best_of: int) -> int:
    return best_of // 2 + 1


def _ahead(scores: Pair) -> int | None:
    if scores[0] == scores[1]:
        return None
    return 0 if scores[0] > scores[1] else 1


def _not_finished(best_of: int, won: Sequence[int], pointer: str) -> EngineError:
    return EngineError(
        "series_not_finished",
        pointer,
        "At {left}:{right} a best of {best_of} is not finished.",
        {"left": won[0], "right": won[1], "best_of": best_of},
    )


def _check_games_won(best_of: int, won: Pair, fixed: bool, start: Sequence[int]) -> None:
    """Could these be the games won at the end of a series that began at `start`?"""
    if any(score < given for score, given in zip(won, start, strict=False)):
        raise EngineError(
            "score_below_head_start",
            "/scores",
            "The match began at {left}:{right}; the score includes that.",
            {"left": start[0], "right": start[1]},
        )
    if sum(won) - sum(start) > best_of or (not fixed and max(won) > _needed(best_of)):
        raise EngineError(
            "too_many_games",
            "/scores",
            "{left}:{right} is too many games for a best of {best_of}.",
            {"left": won[0], "right": won[1], "best_of": best_of},
        )
    if not fixed and max(won) < _needed(best_of):
        raise _not_finished(best_of, won, "/scores")
