"""Moving a draft on: deciders follow by themselves, each new step starts its clock, timeouts choose."""

from dataclasses import replace

from esports.engine.draft_model import Cause, Decision, DraftPhase, Kind, State, Step, Timeout
from esports.engine.draft_turn import options, place, step_on, turn
from esports.engine.shuffle import shuffle


def with_decision(state: State, decision: Decision) -> State:
    """The decision is made, nothing else."""
    return replace(state, decisions=(*state.decisions, decision))


def settled(state: State, move: int, before: int) -> State:
    """Let deciders follow as part of the move; a step other than the one `before` starts its clock."""
    while (step := step_on(state)) and step.kind is Kind.decider:
        state = with_decision(state, Decision(move, place(state), None, _drawn(state), Cause.rest))
    if step is None:
        return replace(state, phase=DraftPhase.ended, deadline_ms=None)
    if place(state) == before:
        return state
    return replace(state, deadline_ms=after(state.now_ms, time_of(step)))


def forced(state: State, step: Step, move: int) -> Decision:
    """The next choice that a timeout makes."""
    slot, on = turn(state)[0], place(state)
    if step.timeout is Timeout.skip:
        return Decision(move, on, slot, None, Cause.skip)
    if step.timeout is Timeout.random:
        return Decision(move, on, slot, _drawn(state), Cause.random)
    assert state.setup.previous is not None  # `check_setup` sees to it
    return Decision(move, on, slot, state.setup.previous[slot], Cause.previous)


def _drawn(state: State) -> str:
    """One of the options, by draw seed and number of decisions: a repeat after an undo gives the same."""
    return shuffle(options(state), f"{state.setup.draw_seed}:{len(state.decisions)}")[0]


def last_move(state: State) -> int:
    """The number of the last move; 0 while nobody has chosen."""
    return state.decisions[-1].move if state.decisions else 0


def time_of(step: Step) -> int | None:
    """The milliseconds of a whole turn; None without a timer."""
    return None if step.seconds is None else step.seconds * 1000


def after(now_ms: int, left_ms: int | None) -> int | None:
    """The moment that is so long after now; None without a timer."""
    return None if left_ms is None else now_ms + left_ms
