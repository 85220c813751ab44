"""Laws of drafts: they end, they can be replayed and undone, clocks keep their time, bars hold."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from esports.engine.draft_codec import (
    action_from_json,
    action_to_json,
    setup_from_json,
    setup_to_json,
    state_from_json,
    state_to_json,
)
from esports.engine.draft_model import Cause, DraftPhase, Kind
from esports.engine.draft_replay import Verb, apply, replay
from esports.engine.draft_script import parse_script, script_to_json
from esports.engine.draft_turn import TAKERS, barred, options, place, taken, turn
from tests.engine.drafts import do, next_actions, plays, setups

laws = settings(max_examples=80, deadline=None)


@laws
@given(plays(to_the_end=True))
def test_every_legal_play_ends(play) -> None:
    draft, _, state = play
    assert state.phase is DraftPhase.ended
    assert (turn(state), options(state), state.deadline_ms) == ((), (), None)
    for index, step in enumerate(draft.script.steps):
        made = sum(decision.step == index for decision in state.decisions)
        assert made == (2 if step.kind is Kind.lineup else step.count)


@laws
@given(plays())
def test_replaying_the_written_actions_gives_the_state(play) -> None:
    draft, actions, state = play
    written = [action_to_json(action) for action in actions]
    again = setup_from_json(setup_to_json(draft))
    assert again == draft
    assert replay(again, map(action_from_json, written)) == state
    assert state_from_json(state_to_json(state)) == state


@laws
@given(setups())
def test_random_scripts_are_sound_and_read_back(draft) -> None:
    assert parse_script(script_to_json(draft.script)) == draft.script


@laws
@given(plays(), st.data(), st.integers(0, 9000))
def test_undo_restores_the_state(play, data, later: int) -> None:
    """Exactly at the same moment; later with the deadline as much later."""
    _, _, state = play
    legal = [action for action in next_actions(state) if action.verb is Verb.act]
    if not legal:
        return
    moved = apply(state, data.draw(st.sampled_from(legal)))
    assert do(moved, Verb.undo) == replace(state, now_ms=moved.now_ms)
    deadline = None if state.deadline_ms is None else state.deadline_ms + later
    assert do(moved, Verb.undo, later) == replace(state, now_ms=moved.now_ms + later, deadline_ms=deadline)


@laws
@given(plays(), st.integers(0, 9000))
def test_undoing_a_timeout_gives_the_whole_time_back(play, later: int) -> None:
    draft, _, state = play
    if state.deadline_ms is None:
        return
    late = do(replace(state, now_ms=state.deadline_ms), Verb.expire)
    seconds = draft.script.steps[place(state)].seconds
    undone = do(late, Verb.undo, later)
    now = state.deadline_ms + later
    assert undone == replace(state, now_ms=now, deadline_ms=now + seconds * 1000)
    assert do(replace(undone, now_ms=undone.deadline_ms), Verb.expire).decisions == late.decisions


@laws
@given(plays())
def test_undoing_all_leads_back_to_the_beginning(play) -> None:
    draft, _, state = play
    while state.decisions and state.decisions[-1].move:
        state = do(state, Verb.undo)
    fresh = replay(draft, [next_actions(replay(draft, []))[0]])
    assert state.decisions in ((), fresh.decisions)


@laws
@given(plays(), st.integers(0, 20000), st.integers(0, 99999))
def test_a_pause_keeps_the_remaining_time(play, until: int, length: int) -> None:
    _, _, state = play
    if state.phase is not DraftPhase.running:
        return
    paused = do(state, Verb.pause, until)
    resumed = do(paused, Verb.resume, length)
    assert (resumed.decisions, resumed.phase) == (state.decisions, DraftPhase.running)
    if state.deadline_ms is None:
        assert resumed.deadline_ms is None
    else:
        left = max(state.deadline_ms - paused.now_ms, 0)
        assert (paused.left_ms, resumed.deadline_ms) == (left, resumed.now_ms + left)


@laws
@given(plays(to_the_end=True))
def test_nothing_is_taken_twice_and_bars_hold(play) -> None:
    draft, _, state = play
    things = [
        decision
        for decision in state.decisions
        if draft.script.steps[decision.step].kind in TAKERS and decision.choice is not None
    ]
    assert len(taken(state)) == len(things)
    for decision in things:
        assert decision.choice in draft.pool
        assert decision.choice not in barred(draft, draft.script.steps[decision.step].kind, decision.slot)
    for decision in state.decisions:
        assert (decision.choice is None) == (decision.cause is Cause.skip)
