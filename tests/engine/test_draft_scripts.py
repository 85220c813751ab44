"""The named scripts, step by step as rules.md, 8 has them, and vetoes played to their maps."""

import pytest

from esports.engine.draft_model import Cause, Kind, Step, Timeout
from esports.engine.draft_replay import Verb, replay
from esports.engine.draft_scripts import (
    COUNTER_STRIKE_BO1,
    COUNTER_STRIKE_BO3,
    COUNTER_STRIKE_BO5,
    HONOR_OF_KINGS,
    LEAGUE,
    SCRIPTS,
    ULTIMATE_BATTLE,
)
from esports.engine.draft_turn import options, turn
from esports.engine.draft_view import Chosen, chosen, view
from tests.engine.drafts import BEGIN, HEROES, MAPS, do, played, setup


def steps(script) -> list[tuple[str, str, int]]:
    return [(str(step.actor), str(step.kind), step.count) for step in script.steps]


def test_counter_strike_best_of_one() -> None:
    assert steps(COUNTER_STRIKE_BO1) == [
        ("a", "ban", 2),
        ("b", "ban", 3),
        ("a", "ban", 1),
        ("nobody", "decider", 1),
        ("b", "side", 1),
    ]


def test_counter_strike_best_of_three() -> None:
    assert steps(COUNTER_STRIKE_BO3) == [
        ("a", "ban", 1),
        ("b", "ban", 1),
        ("a", "pick", 1),
        ("b", "side", 1),
        ("b", "pick", 1),
        ("a", "side", 1),
        ("b", "ban", 1),
        ("a", "ban", 1),
        ("nobody", "decider", 1),
        ("b", "side", 1),
    ]


def test_counter_strike_best_of_five() -> None:
    assert steps(COUNTER_STRIKE_BO5) == [
        ("a", "ban", 1),
        ("b", "ban", 1),
        ("a", "pick", 1),
        ("b", "side", 1),
        ("b", "pick", 1),
        ("a", "side", 1),
        ("a", "pick", 1),
        ("b", "side", 1),
        ("b", "pick", 1),
        ("a", "side", 1),
        ("nobody", "decider", 1),
        ("b", "side", 1),
    ]


def turns(script, kind: Kind) -> str:
    """As rules.md writes it: blue and red with counts."""
    return " ".join(
        f"{'B' if step.actor == 'a' else 'R'}{step.count}" for step in script.steps if step.kind is kind
    )


def test_honor_of_kings() -> None:
    kinds = "".join("-" if step.kind is Kind.ban else "+" for step in HONOR_OF_KINGS.steps)
    assert kinds == "----++++----+++"
    assert turns(HONOR_OF_KINGS, Kind.ban) == "B1 R1 B1 R1 R1 B1 R1 B1"
    assert turns(HONOR_OF_KINGS, Kind.pick) == "B1 R2 B2 R1 R1 B2 R1"


def test_league() -> None:
    kinds = "".join("-" if step.kind is Kind.ban else "+" for step in LEAGUE.steps)
    assert kinds == "------++++----+++"
    assert turns(LEAGUE, Kind.ban) == "B1 R1 B1 R1 B1 R1 R1 B1 R1 B1"
    assert turns(LEAGUE, Kind.pick) == "B1 R2 B2 R1 R1 B2 R1"


def test_ultimate_battle() -> None:
    assert ULTIMATE_BATTLE.steps == (Step("both", Kind.lineup, 5, 180, Timeout.previous),)


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_turn_has_a_timer_and_a_name_finds_its_script(name: str) -> None:
    assert SCRIPTS[name].name == name
    for step in SCRIPTS[name].steps:
        assert (step.kind is Kind.decider) == (step.seconds is None)


@pytest.mark.parametrize("first", [0, 1])
def test_a_best_of_three_is_played(first: int) -> None:
    a, b = first, 1 - first
    state = played(
        setup(COUNTER_STRIKE_BO3, MAPS, first=first),
        *("Ancient", "Dust2", "Inferno", "CT", "Mirage", "T", "Nuke", "Overpass", "CT"),
    )
    assert chosen(state) == (
        Chosen("Inferno", a, b, "CT"),
        Chosen("Mirage", b, a, "T"),
        Chosen("Train", None, b, "CT"),
    )


def test_a_best_of_one_that_nobody_attends_is_drawn() -> None:
    state = replay(setup(COUNTER_STRIKE_BO1, MAPS), [BEGIN])
    while turn(state):
        state = do(state, Verb.expire, 30_000)
    (only,) = chosen(state)
    assert only.thing in MAPS
    assert (only.slot, only.side_slot) == (None, 1)
    assert {decision.cause for decision in state.decisions} == {Cause.random, Cause.rest}


def test_skipped_bans_are_not_chosen() -> None:
    state = replay(setup(HONOR_OF_KINGS, HEROES), [BEGIN])
    for _ in range(4):
        state = do(state, Verb.expire, 30_000)
    assert chosen(state) == ()
    state = do(state, Verb.act, 0, 0, "H00")
    assert chosen(state) == (Chosen("H00", 0),)


def test_a_view_of_a_draft() -> None:
    state = played(setup(COUNTER_STRIKE_BO3, MAPS, first=1), "Nuke")
    assert view(state) == {
        "script": "counter_strike_bo3",
        "phase": "running",
        "first": 1,
        "step": 1,
        "kind": "ban",
        "turn": [0],
        "options": [name for name in MAPS if name != "Nuke"],
        "deadline_ms": 31_000,
        "left_ms": None,
        "draw_seed": None,
        "decisions": [
            {
                "id": "1",
                "step": 0,
                "kind": "ban",
                "slot": 1,
                "cause": "chosen",
                "sealed": False,
                "choice": "Nuke",
            }
        ],
    }


def test_the_draw_seed_is_shown_at_the_end() -> None:
    state = played(setup(HONOR_OF_KINGS, HEROES))
    while turn(state):
        assert view(state)["draw_seed"] is None
        state = do(state, Verb.act, 0, turn(state)[0], options(state)[0])
    seen = view(state)
    assert (seen["draw_seed"], seen["step"], seen["kind"], seen["phase"]) == ("seed", None, None, "ended")
    assert len(chosen(state)) == 10
