"""Setups, actions and states of drafts as plain JSON values, and back.

This is the whole truth, sealed lineups and draw seed included: for storage, never for a watcher.
`draft_view` is what people see. Reading back trusts what was written here, except for the script.
"""

from collections.abc import Mapping
from typing import Any

from esports.engine.draft_model import (
    Bars,
    Cause,
    Decision,
    DraftPhase,
    Fielded,
    Lineup,
    Setup,
    State,
)
from esports.engine.draft_replay import Action, Verb
from esports.engine.draft_script import parse_script, script_to_json


def choice_to_json(choice: str | Lineup | None) -> Any:
    """A name as it is, a lineup as a list of `{"player", "hero", "spell"}`, null for a skipped choice."""
    return choice if choice is None or isinstance(choice, str) else [row._asdict() for row in choice]


def choice_from_json(raw: Any) -> Any:
    """The choice that `choice_to_json` wrote."""
    return _lineup(raw) if isinstance(raw, list) else raw


def setup_to_json(setup: Setup) -> dict[str, Any]:
    """Every field of the setup under its own name, sets sorted."""
    return {
        "script": script_to_json(setup.script),
        "pool": list(setup.pool),
        "first": setup.first,
        "draw_seed": setup.draw_seed,
        "bars": {name: [sorted(names) for names in slots] for name, slots in setup.bars._asdict().items()},
        "previous": None if setup.previous is None else [choice_to_json(each) for each in setup.previous],
        "players": [list(names) for names in setup.players],
        "spells": list(setup.spells),
    }


def setup_from_json(raw: Mapping[str, Any]) -> Setup:
    """The setup that `setup_to_json` wrote."""
    bars, previous, players = raw["bars"], raw["previous"], raw["players"]
    return Setup(
        script=parse_script(raw["script"], "/script"),
        pool=tuple(raw["pool"]),
        first=raw["first"],
        draw_seed=raw["draw_seed"],
        bars=Bars(
            (frozenset(bars["picks"][0]), frozenset(bars["picks"][1])),
            (frozenset(bars["bans"][0]), frozenset(bars["bans"][1])),
        ),
        previous=None if previous is None else (_lineup(previous[0]), _lineup(previous[1])),
        players=(tuple(players[0]), tuple(players[1])),
        spells=tuple(raw["spells"]),
    )


def action_to_json(action: Action) -> dict[str, Any]:
    """`{"verb", "at_ms"}`, and for `act` also `slot` and `choice`."""
    written: dict[str, Any] = {"verb": str(action.verb), "at_ms": action.at_ms}
    if action.verb is Verb.act:
        written |= {"slot": action.slot, "choice": choice_to_json(action.choice)}
    return written


def action_from_json(raw: Mapping[str, Any]) -> Action:
    """The action that `action_to_json` wrote."""
    if raw["verb"] == Verb.act:
        return Action(Verb.act, raw["at_ms"], raw["slot"], choice_from_json(raw["choice"]))
    return Action(Verb(raw["verb"]), raw["at_ms"])


def state_to_json(state: State) -> dict[str, Any]:
    """Every field of the state under its own name."""
    return {
        "setup": setup_to_json(state.setup),
        "phase": str(state.phase),
        "decisions": [
            decision._asdict() | {"choice": choice_to_json(decision.choice), "cause": str(decision.cause)}
            for decision in state.decisions
        ],
        "now_ms": state.now_ms,
        "deadline_ms": state.deadline_ms,
        "left_ms": state.left_ms,
    }


def state_from_json(raw: Mapping[str, Any]) -> State:
    """The state that `state_to_json` wrote."""
    changed = {
        "setup": setup_from_json(raw["setup"]),
        "phase": DraftPhase(raw["phase"]),
        "decisions": tuple(
            Decision(**{**row, "choice": choice_from_json(row["choice"]), "cause": Cause(row["cause"])})
            for row in raw["decisions"]
        ),
    }
    return State(**{**raw, **changed})


def _lineup(rows: Any) -> Lineup:
    return tuple(Fielded(**row) for row in rows)
