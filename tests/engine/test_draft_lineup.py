"""Sealed lineups: unseen until both are in, late means the one of the game before, and every refusal."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esports.engine.draft_codec import choice_to_json
from esports.engine.draft_lineup import parse_lineup
from esports.engine.draft_model import Cause, DraftPhase
from esports.engine.draft_replay import Verb, replay
from esports.engine.draft_turn import turn
from esports.engine.draft_view import view
from esports.engine.errors import EngineError
from tests.engine.drafts import BEGIN, SPELLS, do, lineup, sealed
from tests.engine.refusals import refused


def begun(**fields):
    return replay(sealed(**fields), [BEGIN])


def choices(state, for_slot):
    return [row["choice"] for row in view(state, for_slot)["decisions"]]


def test_both_hand_in_within_three_minutes_and_mirrors_are_allowed() -> None:
    state = begun()
    assert (turn(state), state.deadline_ms) == ((0, 1), 180_000)
    state = do(state, Verb.act, 60_000, 1, lineup("b"))
    assert (turn(state), state.deadline_ms) == ((0,), 180_000)
    state = do(state, Verb.act, 119_999, 0, lineup("a"))
    assert state.phase is DraftPhase.ended
    assert [row.hero for row in state.decisions[0].choice] == [row.hero for row in state.decisions[1].choice]


@pytest.mark.parametrize("slot", [0, 1])
def test_late_means_the_lineup_of_the_game_before(slot: int) -> None:
    state = do(begun(), Verb.act, 1000, 1 - slot, lineup("x"))
    with refused("draft_too_late"):
        do(state, Verb.act, 179_000, slot, lineup("y"))
    late = do(state, Verb.expire, 179_000)
    assert late.phase is DraftPhase.ended
    assert late.decisions[1][2:5] == (slot, lineup("ab"[slot], 10), Cause.previous)


def test_both_may_be_late() -> None:
    late = do(begun(), Verb.expire, 180_000)
    assert [decision.choice for decision in late.decisions] == [lineup("a", 10), lineup("b", 10)]
    assert do(late, Verb.undo).decisions == ()


@given(st.integers(0, 1), st.permutations(range(5)))
def test_a_sealed_lineup_is_in_no_other_view_before_both_are_in(slot: int, order) -> None:
    mine = tuple(lineup("secret", 20)[n] for n in order)
    state = do(begun(), Verb.act, 1000, slot, mine)
    for state_now in (state, do(state, Verb.pause, 10)):
        assert choices(state_now, slot) == [choice_to_json(mine)]
        for other in (None, 1 - slot):
            seen = view(state_now, other)
            assert seen["decisions"][0]["sealed"] is True
            assert "secret" not in json.dumps(seen)
            assert not {row.hero for row in mine} & {*json.dumps(seen).split('"')}
    both = do(state, Verb.act, 1000, 1 - slot, lineup("b"))
    for watcher in (None, 0, 1):
        assert choices(both, watcher) == [choice_to_json(mine), choice_to_json(lineup("b"))]
        assert not any(row["sealed"] for row in view(both, watcher)["decisions"])
    undone = do(both, Verb.undo)
    assert choices(undone, None) == [None]
    assert turn(undone) == (1 - slot,)


def test_a_lineup_is_handed_in_once() -> None:
    state = do(begun(), Verb.act, 1000, 0, lineup("a"))
    with refused("draft_handed_in", "/slot"):
        do(state, Verb.act, 1000, 0, lineup("c"))
    with refused("draft_lineup_wanted", "/choice"):
        do(state, Verb.act, 1000, 1, "H01")


def test_every_fault_of_a_lineup_is_told() -> None:
    players = (tuple(f"a{n}" for n in range(9)), ())
    state = begun(players=players, spells=SPELLS)
    wrong = lineup("a")
    wrong = (
        wrong[0],
        wrong[1]._replace(player="a0"),
        wrong[2]._replace(hero=wrong[0].hero),
        wrong[3]._replace(spell="Fly"),
        wrong[4]._replace(hero="Nobody"),
        lineup("x", 6)[0],
    )
    with pytest.raises(EngineError) as caught:
        do(state, Verb.act, 0, 0, wrong)
    assert (caught.value.code, caught.value.params) == ("draft_lineup_unsound", {"count": 6})
    assert [(finding.code, finding.pointer) for finding in caught.value.findings] == [
        ("lineup_size", "/choice"),
        ("lineup_player_twice", "/choice/1/player"),
        ("lineup_hero_twice", "/choice/2/hero"),
        ("lineup_unknown", "/choice/3/spell"),
        ("lineup_unknown", "/choice/4/hero"),
        ("lineup_unknown", "/choice/5/player"),
    ]
    assert all("{" not in str(finding) for finding in caught.value.findings)


def test_a_lineup_is_read_from_plain_values() -> None:
    assert parse_lineup(choice_to_json(lineup("a"))) == lineup("a")
    assert parse_lineup([]) == ()


@pytest.mark.parametrize(
    ("raw", "pointer"),
    [
        (None, "/choice/0"),
        ("H01", "/choice/0"),
        ([{"player": "a"}], "/choice/0"),
        ([{"player": "a", "hero": "h", "spell": 7}], "/choice/0"),
        (
            [{"player": "a", "hero": "h", "spell": "s"}, {"player": "", "hero": "h", "spell": "s"}],
            "/choice/1",
        ),
        ([{"player": "a", "hero": "h", "spell": "s", "skin": "x"}], "/choice/0"),
        ([{"player": "a", "hero": "h", "spell": "s"}] * 21, "/choice/0"),
    ],
)
def test_what_is_no_lineup_is_refused(raw, pointer: str) -> None:
    with refused("draft_lineup_form", pointer):
        parse_lineup(raw)
