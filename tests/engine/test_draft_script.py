"""Scripts as data: sound ones are read, and of an unsound one every fault is told."""

from contextlib import suppress
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esports.engine.draft_model import Actor, Kind, Step, Timeout
from esports.engine.draft_script import ACTORS, SCRIPT_KEYS, STEP_KEYS, TIMEOUTS, parse_script, script_to_json
from esports.engine.draft_scripts import SCRIPTS
from esports.engine.errors import EngineError

PICK = {"actor": "a", "kind": "pick"}


def script(*steps, **fields):
    return {"name": "test", "steps": list(steps), **fields}


def findings(raw, pointer: str = "") -> list[tuple[str, str]]:
    """What is found: code and pointer."""
    with pytest.raises(EngineError) as caught:
        parse_script(raw, pointer)
    assert (caught.value.code, caught.value.pointer) == ("script_unsound", pointer)
    assert caught.value.params == {"count": len(caught.value.findings)}
    assert all("{" not in str(finding) for finding in caught.value.findings)
    return [(finding.code, finding.pointer) for finding in caught.value.findings]


def test_what_is_left_out_has_its_default() -> None:
    read = parse_script(script(PICK, {"kind": "decider"}))
    assert read.steps == (Step(Actor.a, Kind.pick), Step(Actor.nobody, Kind.decider))
    assert (read.name, read.sides, read.pool_size) == ("test", (), None)
    sealed = parse_script(script({"kind": "lineup", "count": 3, "seconds": 9, "timeout": "previous"}))
    assert sealed.steps == (Step(Actor.both, Kind.lineup, 3, 9, Timeout.previous),)


@pytest.mark.parametrize("name", SCRIPTS)
def test_named_scripts_are_sound_and_read_back(name: str) -> None:
    assert parse_script(script_to_json(SCRIPTS[name])) == SCRIPTS[name]


@pytest.mark.parametrize(("actor", "kind"), [*product([*Actor, "c", 1, None, ["a"]], Kind)])
def test_the_whole_grid_of_actors_and_kinds(actor, kind: Kind) -> None:
    steps = [PICK, {"actor": actor, "kind": kind}][0 if kind is Kind.side else 1 :]
    at = len(steps) - 1
    left_out = actor is None and len(ACTORS[kind]) == 1
    if actor in ACTORS[kind] or left_out:
        read = parse_script(script(*steps, sides=["x", "y"]))
        assert read.steps[at] == Step(ACTORS[kind][0] if left_out else actor, kind)
    else:
        assert findings(script(*steps, sides=["x", "y"])) == [("script_word", f"/steps/{at}/actor")]


@pytest.mark.parametrize(
    ("timeout", "kind", "seconds"), [*product([*Timeout, None, "wait"], Kind, [None, 20])]
)
def test_the_whole_grid_of_timeouts_and_kinds(timeout, kind: Kind, seconds) -> None:
    step = {"actor": ACTORS[kind][0], "kind": kind, "seconds": seconds, "timeout": timeout}
    steps = [PICK, step][0 if kind is Kind.side else 1 :]
    at = len(steps) - 1
    sound = timeout in TIMEOUTS[kind] if seconds else timeout is None
    if sound:
        assert parse_script(script(*steps, sides=["x", "y"])).steps[at].timeout == timeout
    elif seconds and kind is Kind.decider:
        assert findings(script(*steps)) == [("step_seconds", f"/steps/{at}/seconds")]
    else:
        code = "script_word" if seconds else "step_timeout"
        assert findings(script(*steps, sides=["x", "y"])) == [(code, f"/steps/{at}/timeout")]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (None, [("script_not_an_object", "")]),
        ([], [("script_not_an_object", "")]),
        ({}, [("script_text", "/name"), ("script_steps", "/steps")]),
        (script(), [("script_steps", "/steps")]),
        (script(*[PICK] * 201), [("script_steps", "/steps")]),
        (script(PICK, "ban"), [("script_not_an_object", "/steps/1")]),
        (script(PICK, name=" "), [("script_text", "/name")]),
        (script(PICK, name="x" * 81), [("script_text", "/name")]),
        (script(PICK, author="x"), [("script_unknown_key", "")]),
        (script({**PICK, "map": 1}), [("script_unknown_key", "/steps/0")]),
        (script({"actor": "a", "kind": "veto"}), [("script_word", "/steps/0/kind")]),
        (script({**PICK, "count": 0}), [("script_number", "/steps/0/count")]),
        (script({**PICK, "count": True}), [("script_number", "/steps/0/count")]),
        (script({**PICK, "seconds": 3601, "timeout": "random"}), [("script_number", "/steps/0/seconds")]),
        (script(PICK, pool_size="7"), [("script_number", "/pool_size")]),
        (script(PICK, sides=["x"]), [("script_sides", "/sides")]),
        (script(PICK, sides=["x", "x"]), [("script_sides", "/sides")]),
        (script(PICK, sides=[*"abcdefghijk"]), [("script_sides", "/sides")]),
        (script(PICK, sides="xy"), [("script_sides", "/sides")]),
        (script(PICK, sides=["x", 7]), [("script_text", "/sides/1")]),
        (script({"actor": "a", "kind": "side"}, sides=["x", "y"]), [("side_without_pick", "/steps/0")]),
        (
            script({**PICK, "count": 2}, {"actor": "b", "kind": "side"}, sides=["x", "y"]),
            [("side_without_pick", "/steps/1")],
        ),
        (
            script(PICK, {"actor": "b", "kind": "side", "count": 2}),
            [("side_count", "/steps/1/count"), ("sides_missing", "/sides")],
        ),
        (script(PICK, {"kind": "lineup"}), [("lineup_not_alone", "/steps/1")]),
        (
            {"name": 7, "steps": [{"kind": "ban"}, {"kind": "ban", "actor": "x", "count": -1}], "sides": {}},
            [
                ("script_text", "/name"),
                ("script_sides", "/sides"),
                ("script_word", "/steps/0/actor"),
                ("script_number", "/steps/1/count"),
            ],
        ),
    ],
)
def test_every_fault_is_told(raw, found: list[tuple[str, str]]) -> None:
    assert findings(raw) == found


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.sampled_from([*Kind]),
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(st.sampled_from([*SCRIPT_KEYS, *STEP_KEYS, "x"]), inside, max_size=6)
    ),
)


@given(JSON | st.fixed_dictionaries({"name": JSON, "steps": JSON, "sides": JSON}))
def test_anything_is_a_script_or_refused(raw) -> None:
    with suppress(EngineError):
        read = parse_script(raw)
        assert parse_script(script_to_json(read)) == read


def test_pointers_lie_under_that_of_the_script() -> None:
    assert findings(script({"kind": "ban"}), "/options/script") == [
        ("script_word", "/options/script/steps/0/actor")
    ]
