"""What a watcher or a side sees of a draft, and what the draft has come to.

A lineup is sealed to everyone but its side until both are in. The draw seed is kept back until the end:
who knew it could tell what a timeout will choose. Then anyone can verify the draws.
"""

from typing import Any, NamedTuple

from esports.engine.draft_codec import choice_to_json
from esports.engine.draft_model import Decision, DraftPhase, Kind, State
from esports.engine.draft_turn import options, place, step_on, turn


class Chosen(NamedTuple):
    """A thing that was picked, or left as the decider, in playing order.

    `slot` picked it, None for a decider; `side_slot` starts on `side`, both None where none was chosen.
    """

    thing: str
    slot: int | None
    side_slot: int | None = None
    side: str | None = None


def view(state: State, for_slot: int | None = None) -> dict[str, Any]:
    """The draft as plain values, for a slot's side or, with None, for everybody.

    `step` is the index of the step that is on, null after the last; `turn` the slots that it waits for;
    `options` what it may take now. A sealed decision has `sealed` true and no choice.
    """
    step, setup = step_on(state), state.setup
    return {
        "script": setup.script.name,
        "phase": str(state.phase),
        "first": setup.first,
        "step": None if step is None else place(state),
        "kind": None if step is None else str(step.kind),
        "turn": list(turn(state)),
        "options": list(options(state)),
        "deadline_ms": state.deadline_ms,
        "left_ms": state.left_ms,
        "draw_seed": setup.draw_seed if state.phase is DraftPhase.ended else None,
        "decisions": [
            _shown(state, number, decision, for_slot) for number, decision in enumerate(state.decisions, 1)
        ],
    }


def _shown(state: State, number: int, decision: Decision, for_slot: int | None) -> dict[str, Any]:
    """One decision; the steps of a lineup are sealed while they are on."""
    kind = state.setup.script.steps[decision.step].kind
    sealed = kind is Kind.lineup and decision.step == place(state) and decision.slot != for_slot
    return {
        "id": str(number),
        "step": decision.step,
        "kind": str(kind),
        "slot": decision.slot,
        "cause": str(decision.cause),
        "sealed": sealed,
        "choice": None if sealed else choice_to_json(decision.choice),
    }


def chosen(state: State) -> tuple[Chosen, ...]:
    """The things in the match so far, with the sides chosen on them: of a veto, the maps to play."""
    found: list[Chosen] = []
    for decision in state.decisions:
        kind = state.setup.script.steps[decision.step].kind
        if not isinstance(decision.choice, str):
            continue
        if kind is Kind.side:
            found[-1] = found[-1]._replace(side_slot=decision.slot, side=decision.choice)
        elif kind is not Kind.ban:
            found.append(Chosen(decision.choice, decision.slot))
    return tuple(found)
