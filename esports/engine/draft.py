"""Drafts and vetoes: one state machine that runs any script (rules.md, 8).

Each transition takes the state before, and gives the state after or refuses. The clock is always an
argument, and what a timeout chooses comes from the draw seed: the same setup and actions give the same
draft. An action that comes with an earlier moment than the one before counts as made at that one, since
the clocks of two machines differ. A choice counts before the deadline, a timeout from the deadline on.
"""

from dataclasses import replace

from esports.engine.draft_advance import after, forced, last_move, settled, time_of, with_decision
from esports.engine.draft_choice import check_choice, running_step
from esports.engine.draft_model import Cause, Decision, DraftPhase, Lineup, Setup, State
from esports.engine.draft_setup import check_setup
from esports.engine.draft_turn import place
from esports.engine.errors import EngineError


def opened(setup: Setup) -> State:
    """A draft that has not begun; refuses an unsound setup with `draft_setup_unsound`."""
    check_setup(setup)
    return State(setup)


def begin(state: State, at_ms: int) -> State:
    """Start the first turn; refuses with `draft_begun`."""
    if state.phase is not DraftPhase.ready:
        raise EngineError("draft_begun", "", "The draft has begun already.")
    return settled(replace(state, phase=DraftPhase.running, now_ms=at_ms), 0, -1)


def act(state: State, slot: int, choice: str | Lineup, at_ms: int) -> State:
    """The slot makes one choice of its turn: a thing, a side, or a whole lineup.

    Refuses with a code of `draft_choice`: before the beginning, while paused, out of turn, too late, and
    for what is not in the pool, taken, barred or otherwise wrong.
    """
    now = max(at_ms, state.now_ms)
    check_choice(state, slot, choice, now)
    left = None if state.deadline_ms is None else state.deadline_ms - now
    move = last_move(state) + 1
    made = Decision(move, place(state), slot, choice, Cause.chosen, left)
    return settled(with_decision(replace(state, now_ms=now), made), move, place(state))


def expire(state: State, at_ms: int) -> State:
    """The time is up: the script's timeout makes the missing choices, and the next turn begins at `at_ms`.

    Refuses with `draft_no_timer` or `draft_time_left`, and where nothing runs.
    """
    now = max(at_ms, state.now_ms)
    step, on, move = running_step(state), place(state), last_move(state) + 1
    if state.deadline_ms is None:
        raise EngineError("draft_no_timer", "", "This step has no time limit.")
    if now < state.deadline_ms:
        left = -(-(state.deadline_ms - now) // 1000)
        raise EngineError("draft_time_left", "", "The turn has {seconds} seconds left.", {"seconds": left})
    state = replace(state, now_ms=now)
    while place(state) == on:
        state = with_decision(state, forced(state, step, move))
    return settled(state, move, on)


def undo(state: State, at_ms: int) -> State:
    """Take the last choice back, with the deciders after it, or all choices of the last timeout.

    All is as before it, and the turn has the time left that it then had; after a timeout, all of its time.
    A paused draft stays paused. Refuses with `draft_nothing_to_undo`.
    """
    now, move = max(at_ms, state.now_ms), last_move(state)
    if not move:
        raise EngineError("draft_nothing_to_undo", "", "No choice has been made that could be undone.")
    kept = tuple(decision for decision in state.decisions if decision.move != move)
    undone = state.decisions[len(kept)]
    left = undone.left_ms or time_of(state.setup.script.steps[undone.step])
    state = replace(state, decisions=kept, now_ms=now)
    if state.phase is DraftPhase.paused:
        return replace(state, left_ms=left)
    return replace(state, phase=DraftPhase.running, deadline_ms=after(now, left))


def pause(state: State, at_ms: int) -> State:
    """Stop the clock with the time that is left; refuses where nothing runs."""
    now = max(at_ms, state.now_ms)
    running_step(state)
    left = None if state.deadline_ms is None else max(state.deadline_ms - now, 0)
    return replace(state, phase=DraftPhase.paused, now_ms=now, deadline_ms=None, left_ms=left)


def resume(state: State, at_ms: int) -> State:
    """Go on with the time that was left; refuses with `draft_not_paused`."""
    if state.phase is not DraftPhase.paused:
        raise EngineError("draft_not_paused", "", "The draft is not paused.")
    now = max(at_ms, state.now_ms)
    deadline = after(now, state.left_ms)
    return replace(state, phase=DraftPhase.running, now_ms=now, deadline_ms=deadline, left_ms=None)
