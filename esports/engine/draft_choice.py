"""May this slot choose this now? Each refusal says why not."""

from collections.abc import Sequence
from typing import Any

from esports.engine.draft_lineup import check_lineup
from esports.engine.draft_model import DraftPhase, Kind, Lineup, State, Step
from esports.engine.draft_turn import barred, place, step_on, taken, turn
from esports.engine.errors import EngineError


def running_step(state: State) -> Step:
    """The step that is on; refuses before the beginning, while paused and after the end."""
    if state.phase is DraftPhase.ready:
        raise EngineError("draft_not_begun", "", "The draft has not begun.")
    step = step_on(state)
    if step is None:
        raise EngineError("draft_ended", "", "The draft has ended.")
    if state.phase is DraftPhase.paused:
        raise EngineError("draft_paused", "", "The draft is paused.")
    return step


def check_choice(state: State, slot: int, choice: str | Lineup, now_ms: int) -> None:
    """Refuse what breaks the script, the clock, the pool or the bars of earlier games."""
    step = running_step(state)
    if slot not in turn(state):
        raise _not_now(state, slot)
    if state.deadline_ms is not None and now_ms >= state.deadline_ms:
        raise EngineError("draft_too_late", "", "The time for this choice is over.")
    if step.kind is Kind.lineup:
        check_lineup(state.setup, step, slot, choice)
    elif not isinstance(choice, str):
        raise EngineError("draft_name_wanted", "/choice", "This step takes one name.")
    elif step.kind is Kind.side:
        _check_side(state.setup.script.sides, choice)
    else:
        _check_thing(state, step.kind, slot, choice)


def _not_now(state: State, slot: int) -> EngineError:
    handed_in = any(decision.step == place(state) and decision.slot == slot for decision in state.decisions)
    if handed_in:
        return EngineError(
            "draft_handed_in", "/slot", "Slot {slot} has handed in its lineup already.", {"slot": slot}
        )
    return EngineError("draft_not_your_turn", "/slot", "It is not the turn of slot {slot}.", {"slot": slot})


def _check_side(sides: Sequence[str], choice: str) -> None:
    if choice not in sides:
        raise EngineError(
            "draft_side_unknown",
            "/choice",
            "There is no side {side}; the sides: {sides}.",
            {"side": choice, "sides": ", ".join(sides)},
        )


def _check_thing(state: State, kind: Kind, slot: int, thing: str) -> None:
    name: dict[str, Any] = {"name": thing}
    if thing not in state.setup.pool:
        raise EngineError("draft_not_in_pool", "/choice", "{name} is not in the pool.", name)
    before = taken(state).get(thing)
    if before and state.setup.script.steps[before.step].kind is Kind.ban:
        raise EngineError("draft_banned", "/choice", "{name} is banned already.", name)
    if before:
        raise EngineError("draft_picked", "/choice", "{name} is picked already.", name)
    if thing in barred(state.setup, kind, slot):
        raise _barred(kind, name)


def _barred(kind: Kind, name: dict[str, Any]) -> EngineError:
    if kind is Kind.ban:
        return EngineError(
            "draft_ban_barred",
            "/choice",
            "{name} need not be banned: an earlier game of the match bars it already.",
            name,
        )
    return EngineError(
        "draft_pick_barred", "/choice", "{name} was used in an earlier game of the match and is barred.", name
    )
