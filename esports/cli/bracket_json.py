"""A stage as the JSON document that `esports bracket --json` prints."""

import json
from typing import Any

from esports.cli.bracket_lobby import lobby_of
from esports.cli.bracket_stage import Played
from esports.engine import codec
from esports.engine.exact import shown
from esports.engine.model import ENGINE_VERSION, Bracket, MatchSpec, Standing


def document(stage: Played) -> str:
    """The stage, its matches in order and its table."""
    return json.dumps(
        {
            "format": str(stage.structure.format),
            "entries": [entrant.id for entrant in stage.entrants],
            "options": codec.options_to_json(stage.structure.options),
            "engine_version": ENGINE_VERSION,
            "draw_seed": stage.draw_seed,
            "matches": [_match(stage, spec) for spec in stage.structure.matches],
            "standings": [standing(row) for row in stage.standings()],
            "complete": stage.complete(),
        },
        ensure_ascii=False,
        indent=1,
    )


def _match(stage: Played, spec: MatchSpec) -> dict[str, Any]:
    state = stage.states[spec.id]
    lobby = _lobby(stage, spec) if spec.bracket is Bracket.lobby else {}
    return {
        "id": spec.id,
        "round": spec.round,
        "bracket": str(spec.bracket),
        "group": spec.group,
        "entries": [occupant if isinstance(occupant, str) else None for occupant in state.occupants],
        "sources": [codec.source_to_json(source) for source in spec.slots],
        "best_of": spec.best_of,
        "phase": str(state.phase),
        "winner": state.winner,
        "scores": None if state.scores is None else list(state.scores),
        "reason": spec.reason,
        **lobby,
    }


def _lobby(stage: Played, spec: MatchSpec) -> dict[str, Any]:
    """What is different of a lobby: its scores are points, and its games are placements."""
    lobby = lobby_of(stage, spec)
    return {
        "winner": lobby.leader(),
        "scores": [shown(points) for points in lobby.points.values()] if lobby.games else None,
        "games": [
            {"placements": [{"entry": entry} | codec.placement_to_json(one) for entry, one in game.items()]}
            for game in lobby.games
        ],
    }


def standing(row: Standing) -> dict[str, Any]:
    """A row of a table with why it stands there."""
    group = {} if row.group is None else {"group": row.group}
    return {
        "place": row.place,
        "entry": row.entry,
        **group,
        "figures": dict(row.figures),
        "trail": [
            {
                "criterion": step.criterion,
                "value": step.value,
                "against": step.against,
                "other": step.other,
                "text": step.text.format_map(dict(step.params)),
            }
            for step in row.trail
        ],
    }
