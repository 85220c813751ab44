"""The state machine of drafts: the grid of who may do what, timers, timeouts, undo, and every refusal."""

from dataclasses import replace

import pytest

from esports.engine.draft_model import (
    Actor,
    Bars,
    Cause,
    DraftPhase,
    Kind,
    Script,
    State,
    Step,
    Timeout,
)
from esports.engine.draft_replay import Verb, replay
from esports.engine.draft_turn import options, place, step_on, turn
from esports.engine.errors import EngineError
from tests.engine.drafts import BEGIN, HEROES, MAPS, do, lineup, played, sealed, setup
from tests.engine.refusals import refused

TIMED = Script(
    "timed",
    (
        Step(Actor.a, Kind.ban, 2, 30, Timeout.skip),
        Step(Actor.b, Kind.pick, 2, 30, Timeout.random),
        Step(Actor.a, Kind.pick, 1),
    ),
)


def begun(**fields) -> State:
    return replay(setup(TIMED, **fields), [BEGIN])


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("slot", [0, 1])
@pytest.mark.parametrize("actor", list(Actor))
@pytest.mark.parametrize("kind", list(Kind))
def test_only_the_actor_of_a_step_may_act_in_it(actor: Actor, kind: Kind, slot: int, first: int) -> None:
    """The whole grid; what a sound script does not hold is not played."""
    before = (Step(Actor.a, Kind.pick),) if kind is Kind.side else ()
    sound = {Kind.decider: [Actor.nobody], Kind.lineup: [Actor.both]}.get(kind, [Actor.a, Actor.b])
    if actor not in sound:
        return
    draft = setup(Script("grid", (*before, Step(actor, kind)), ("red", "blue")), MAPS, first=first)
    state = replay(draft, [BEGIN])
    if before:
        state = do(state, Verb.act, 0, first, MAPS[0])
    choice = {Kind.side: "red", Kind.lineup: lineup_of(MAPS[1])}.get(kind, MAPS[1])
    if actor is Actor.nobody:
        with refused("draft_ended"):
            do(state, Verb.act, 0, slot, choice)
    elif slot in turn(state):
        assert do(state, Verb.act, 0, slot, choice).decisions[-1].choice == choice
        assert actor is Actor.both or slot == (first if actor is Actor.a else 1 - first)
    else:
        with refused("draft_not_your_turn", "/slot"):
            do(state, Verb.act, 0, slot, choice)


def lineup_of(hero: str):
    return (lineup("a")[0]._replace(hero=hero),)


def test_a_turn_has_one_timer_for_all_its_choices() -> None:
    state = begun()
    assert (state.deadline_ms, turn(state), place(state)) == (30_000, (0,), 0)
    state = do(state, Verb.act, 12_000, 0, "H01")
    assert (state.deadline_ms, turn(state), state.decisions[0].left_ms) == (30_000, (0,), 18_000)
    state = do(state, Verb.act, 1_000, 0, "H02")
    assert (state.deadline_ms, turn(state)) == (43_000, (1,))
    state = do(do(state, Verb.act, 0, 1, "H03"), Verb.act, 0, 1, "H04")
    assert (state.deadline_ms, turn(state), state.phase) == (None, (0,), DraftPhase.running)
    state = do(state, Verb.act, 10**9, 0, "H05")
    assert (state.phase, turn(state), step_on(state)) == (DraftPhase.ended, (), None)


def test_a_choice_counts_before_the_deadline_and_a_timeout_from_it_on() -> None:
    state = begun()
    assert do(state, Verb.act, 29_999, 0, "H01").decisions[0].left_ms == 1
    with refused("draft_too_late", ""):
        do(state, Verb.act, 30_000, 0, "H01")
    with refused("draft_time_left", ""):
        do(state, Verb.expire, 29_999)
    assert place(do(state, Verb.expire, 30_000)) == 1


def test_the_seconds_left_are_told_rounded_up() -> None:
    with pytest.raises(EngineError) as caught:
        do(begun(), Verb.expire, 1_001)
    assert str(caught.value) == "The turn has 29 seconds left."


def test_late_bans_fall_away_and_late_picks_are_drawn() -> None:
    state = do(do(begun(), Verb.act, 0, 0, "H00"), Verb.expire, 31_000)
    assert [decision.choice for decision in state.decisions] == ["H00", None]
    assert state.decisions[1].cause is Cause.skip
    assert state.deadline_ms == 61_000
    late = do(state, Verb.expire, 30_000)
    assert [decision.cause for decision in late.decisions[2:]] == [Cause.random] * 2
    assert {decision.slot for decision in late.decisions[2:]} == {1}
    assert late.decisions[2].choice != late.decisions[3].choice


def test_what_a_timeout_draws_depends_on_the_draw_seed_alone() -> None:
    def drawn(draw_seed: str) -> object:
        return do(played(setup(TIMED, draw_seed=draw_seed), "H00", "H01"), Verb.expire, 99_000).decisions

    assert drawn("one") == drawn("one")
    assert len({drawn(f"seed {n}") for n in range(8)}) > 1


def test_an_earlier_moment_counts_as_that_of_the_action_before() -> None:
    state = do(begun(), Verb.act, 5_000, 0, "H00")
    early = do(state, Verb.act, -4_000, 0, "H01")
    assert (early.now_ms, early.deadline_ms, early.decisions[1].left_ms) == (5_000, 35_000, 25_000)
    for verb in (Verb.pause, Verb.undo):
        assert do(state, verb, -9).now_ms == 5_000
    assert do(do(state, Verb.pause), Verb.resume, -9).deadline_ms == 30_000
    assert do(do(begun(), Verb.expire, 30_000), Verb.act, -9, 1, "H01").now_ms == 30_000


def test_a_pause_after_the_deadline_leaves_no_time() -> None:
    paused = do(begun(), Verb.pause, 31_000)
    assert paused.left_ms == 0
    resumed = do(paused, Verb.resume, 5_000)
    with refused("draft_too_late"):
        do(resumed, Verb.act, 0, 0, "H00")
    assert place(do(resumed, Verb.expire)) == 1


def test_undo_takes_back_one_choice_and_the_deciders_after_it() -> None:
    script = Script("veto", (Step(Actor.a, Kind.ban), Step(Actor.nobody, Kind.decider)), pool_size=2)
    state = played(setup(script, ("x", "y")), "x")
    assert [decision.choice for decision in state.decisions] == ["x", "y"]
    assert (state.phase, state.decisions[1].cause) == (DraftPhase.ended, Cause.rest)
    undone = do(state, Verb.undo)
    assert (undone.phase, undone.decisions, turn(undone)) == (DraftPhase.running, (), (0,))


def test_undo_while_paused_stays_paused_with_the_time_of_that_choice() -> None:
    state = do(do(begun(), Verb.act, 12_000, 0, "H00"), Verb.pause, 5_000)
    assert state.left_ms == 13_000
    undone = do(state, Verb.undo, 1_000)
    assert (undone.phase, undone.left_ms, undone.deadline_ms) == (DraftPhase.paused, 18_000, None)
    assert do(undone, Verb.resume, 500).deadline_ms == undone.now_ms + 500 + 18_000


def test_a_decider_at_the_beginning_is_no_choice_that_could_be_undone() -> None:
    script = Script("map", (Step(Actor.nobody, Kind.decider), Step(Actor.a, Kind.side)), ("red", "blue"))
    state = replay(setup(script, MAPS), [BEGIN])
    assert state.decisions[0].choice in MAPS
    with refused("draft_nothing_to_undo"):
        do(state, Verb.undo)
    assert do(do(state, Verb.act, 0, 0, "red"), Verb.undo) == state


def test_a_decider_among_several_is_drawn_and_barred_to_neither() -> None:
    script = Script("map", (Step(Actor.nobody, Kind.decider, 2),))
    bars = Bars((frozenset(MAPS[:3]), frozenset(MAPS[3:5])))
    state = replay(setup(script, MAPS, bars=bars), [BEGIN])
    assert {decision.choice for decision in state.decisions} == set(MAPS[5:])


def test_a_side_that_is_not_chosen_in_time_is_drawn() -> None:
    steps = (Step(Actor.a, Kind.pick), Step(Actor.b, Kind.side, 1, 10, Timeout.random))
    state = do(played(setup(Script("s", steps, ("red", "blue")), MAPS), "Nuke"), Verb.expire, 10_000)
    assert state.decisions[1].choice in ("red", "blue")
    assert (state.decisions[1].slot, state.phase) == (1, DraftPhase.ended)


@pytest.mark.parametrize("verb", [Verb.act, Verb.expire, Verb.pause])
def test_nothing_goes_on_before_the_beginning_while_paused_and_after_the_end(verb: Verb) -> None:
    ready = replay(setup(TIMED), [])
    paused = do(begun(), Verb.pause)
    ended = played(setup(TIMED), "H00", "H01", "H02", "H03", "H04")
    with refused("draft_not_begun", ""):
        do(ready, verb)
    with refused("draft_paused", ""):
        do(paused, verb)
    with refused("draft_ended", ""):
        do(ended, verb)


def test_what_cannot_be_done_now() -> None:
    with refused("draft_begun", ""):
        do(begun(), Verb.begin)
    with refused("draft_not_paused", ""):
        do(begun(), Verb.resume)
    with refused("draft_nothing_to_undo", ""):
        do(begun(), Verb.undo)
    with refused("draft_nothing_to_undo", ""):
        do(replay(setup(TIMED), []), Verb.undo)
    with refused("draft_no_timer", ""):
        do(played(setup(TIMED), "H00", "H01", "H02", "H03"), Verb.expire, 99_000)


BARS = Bars((frozenset({"H10"}), frozenset({"H11"})), (frozenset({"H12"}), frozenset({"H13"})))


@pytest.mark.parametrize(
    ("before", "choice", "code"),
    [
        ((), "Nobody", "draft_not_in_pool"),
        (("H00",), "H00", "draft_banned"),
        (("H00", "H01", "H02"), "H02", "draft_picked"),
        (("H00", "H01"), "H01", "draft_banned"),
        ((), "H12", "draft_ban_barred"),
        (("H00", "H01"), "H11", "draft_pick_barred"),
        (("H00", "H01", "H02", "H03"), "H10", "draft_pick_barred"),
        ((), lineup("a"), "draft_name_wanted"),
    ],
)
def test_choices_that_are_refused(before: tuple[str, ...], choice, code: str) -> None:
    state = played(setup(TIMED, bars=BARS), *before)
    with refused(code, "/choice"):
        do(state, Verb.act, 0, turn(state)[0], choice)
    assert choice not in options(state)


def test_bars_hold_for_their_slot_and_kind_alone() -> None:
    state = played(setup(TIMED, bars=BARS), "H10", "H11", "H12", "H13", "H14")
    assert state.phase is DraftPhase.ended


def test_a_side_must_be_one_of_the_sides() -> None:
    steps = (Step(Actor.a, Kind.pick), Step(Actor.b, Kind.side))
    state = played(setup(Script("s", steps, ("red", "blue")), MAPS), "Nuke")
    assert options(state) == ("red", "blue")
    with refused("draft_side_unknown", "/choice"):
        do(state, Verb.act, 0, 1, "green")


def faults(draft) -> dict[str, str]:
    """What is wrong with a setup, by code: the pointer."""
    with pytest.raises(EngineError) as caught:
        replay(draft, [])
    assert caught.value.code == "draft_setup_unsound"
    assert caught.value.params == {"count": len(caught.value.findings)}
    assert all("{" not in str(finding) for finding in caught.value.findings)
    return {finding.code: finding.pointer for finding in caught.value.findings}


def test_an_unsound_setup_is_refused_with_all_its_faults() -> None:
    sized = replace(TIMED, pool_size=9)
    draft = setup(sized, ("x", "x", " ", "y" * 81), first=2)
    assert faults(draft) == {
        "pool_twice": "/pool/1",
        "pool_name": "/pool/3",
        "pool_size": "/pool",
        "first_slot": "/first",
    }


def test_a_pool_must_suffice_whatever_the_sides_take() -> None:
    assert replay(setup(TIMED, HEROES[:5]), []).phase is DraftPhase.ready
    assert faults(setup(TIMED, HEROES[:4])) == {"pool_too_small": "/pool"}
    bars = Bars((frozenset(), frozenset({"H00"})))
    assert replay(setup(TIMED, HEROES[:5], bars=bars), []).phase is DraftPhase.ready
    bars = Bars((frozenset(), frozenset({"H00", "H01"})))
    assert faults(setup(TIMED, HEROES[:5], bars=bars)) == {"pool_too_small": "/pool"}


def test_lineups_that_stand_in_must_be_there_and_sound() -> None:
    assert faults(replace(sealed(), previous=None)) == {"previous_missing": "/previous"}
    assert faults(replace(sealed(), previous=(lineup("a"), lineup("b", size=4)))) == {
        "lineup_size": "/previous/1"
    }
    assert faults(replace(sealed(), pool=HEROES[:14])) == {"lineup_unknown": "/previous/1/4/hero"}
    assert "pool_too_small" in faults(replace(sealed(), pool=HEROES[:4]))
