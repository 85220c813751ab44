"""A result as a person says it, by names, turned into a report as the engine reads it, by slots."""

from typing import Any

from esports.cli.inputs import BadInput
from esports.cli.words import say


def names_of(said: dict[str, Any]) -> list[str]:
    """The entries that a result names, or that a game of a lobby places."""
    return [row["entry"] for row in said["placements"]] if "placements" in said else said["entries"]


def with_game(match: str, before: list[dict[str, Any]], game: dict[str, Any]) -> dict[str, Any]:
    """The report of a lobby with one more game; where games are numbered, the numbers must rise."""
    last = max((each.get("game", 0) for each in before), default=0)
    if game.get("game", last + 1) <= last:
        raise BadInput(say("{match} has come to game {last} already", match=match, last=last), status=1)
    return {"games": [*before, game]}


def report_of(occupants: tuple[str, ...], said: dict[str, Any]) -> dict[str, Any]:
    """The report in the match's slot order: names become slots, scores turn with the entries."""
    report = {key: value for key, value in said.items() if key != "entries"}
    if isinstance(report.get("winner"), str):
        report["winner"] = _slot(occupants, report["winner"])
    outcome = report.get("outcome")
    if isinstance(outcome, dict) and "loser" in outcome:
        loser = outcome["loser"]
        slot = _slot(occupants, loser) if isinstance(loser, str) else loser
        report["outcome"] = {"kind": outcome.get("kind"), "slot": slot}
    if tuple(said["entries"]) != occupants:
        if isinstance(report.get("scores"), list):
            report["scores"] = report["scores"][::-1]
        if isinstance(report.get("games"), list):
            report["games"] = [_turned(game) for game in report["games"]]
    return report


def _slot(occupants: tuple[str, ...], name: str) -> int:
    if name not in occupants:
        raise BadInput(say("{name} does not play in this match", name=name), status=1)
    return occupants.index(name)


def _turned(game: Any) -> Any:
    if isinstance(game, dict) and isinstance(game.get("scores"), list):
        return {**game, "scores": game["scores"][::-1]}
    return game[::-1] if isinstance(game, list) else game
