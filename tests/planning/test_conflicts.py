"""Impossible demands: what conflicts with what, each a proof, and no more matches than it takes."""

import ast
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import esports.planning
from esports.planning.checker import violations
from esports.planning.conflicts import conflicts
from esports.planning.dispatch import Run, dispatch
from esports.planning.instances import week
from esports.planning.model import Interval, Model, Person, Referee, Station
from esports.planning.perfect import perfect
from esports.planning.tables import Tables
from tests.planning.worlds import DAY, match, models, world

P = ("p",)
ONE = {"stations": (Station("s1", "hall", ("x",)),)}
TWO = {"stations": (Station("s1", "hall", ("x",)), Station("s2", "hall", ("x",)))}
HOUR = (Person("p", (Interval(600, 660),)),)


def asked(*matches: Any, **fields: Any) -> Model:
    return world(matches=matches, **fields)


CASES: dict[str, tuple[Model, tuple[str, ...]]] = {
    "no_station": (asked(match("a", title="z")), ("a",)),
    "pinned_elsewhere": (asked(match("a", title="y", station="s1")), ("a",)),
    "no_stream": (asked(match("a", streamed=True), streams=()), ("a",)),
    "few_referees": (asked(match("a", referees=2, people=("r1",))), ("a",)),
    "too_long": (asked(match("a", 205, warm_up=10), match("b"), **ONE), ("a",)),
    "pin_before_release": (
        asked(
            match("a", start=605, warm_up=10, tournament="t"),
            tournaments=(msgspec.structs.replace(world().tournaments[0], release=600),),
        ),
        ("a",),
    ),
    "pin_closed": (asked(match("a", start=700), **ONE), ("a",)),
    "pin_hours": (asked(match("a", start=800, people=("minor",))), ("a",)),
    "hours": (asked(match("a", 61, people=P), people=HOUR), ("a",)),
    "cycle": (
        asked(
            match("a", predecessors=("d",)),
            match("b", predecessors=("a",)),
            match("c", predecessors=("b",)),
            match("d", predecessors=("c", "b")),
            match("e", predecessors=("d",)),
        ),
        ("a", "b", "d"),
    ),
    "pins_person": (
        asked(
            match("a", start=610, people=P, rest=5), match("b", start=644, people=P), match("c", start=900)
        ),
        ("a", "b"),
    ),
    "pins_station": (
        asked(
            *(match(name, start=start) for name, start in (("a", 610), ("b", 620), ("c", 630), ("d", 800))),
            **TWO,
        ),
        ("a", "b", "c"),
    ),
    "pins_stream": (
        asked(
            match("a", start=610, streamed=True), match("b", start=610), match("c", start=620, streamed=True)
        ),
        ("a", "c"),
    ),
    "pins_referee": (
        asked(
            match("a", start=610, referees=1),
            match("b", start=610, referees=2),
            match("c", start=800, referees=2),
        ),
        ("a", "b"),
    ),
    "pin_too_soon": (
        asked(
            match("a", start=700, rest=5, station="s3"),
            match("b", predecessors=("a",)),
            match("c"),
            match("d", predecessors=("b", "c"), start=764),
            match("e", predecessors=("d",), start=770),
        ),
        ("a", "b", "d"),
    ),
    "path_too_long": (
        asked(
            match("a", start=DAY + 900), match("b", 35, predecessors=("a",)), match("c", predecessors=("b",))
        ),
        ("a", "b"),
    ),
    "person_load": (
        asked(
            *(match(name, length, people=P) for name, length in (("a", 15), ("b", 25), ("c", 30), ("d", 20))),
            people=HOUR,
        ),
        ("b", "c", "d"),
    ),
    "pool_load": (
        asked(
            *(match(f"m{number}", 100) for number in range(5)),
            match("z"),
            **ONE,
            venues=(
                msgspec.structs.replace(world().venues[0], hours=(Interval(600, 960),), breaks=()),
                world().venues[1],
            ),
        ),
        ("m0", "m1", "m2", "m3"),
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_each_kind_of_conflict_is_told_with_the_matches_it_takes(code: str) -> None:
    model, names = CASES[code]
    found = conflicts(model)
    assert [(conflict.code, conflict.matches) for conflict in found] == [(code, names)]
    assert "{" not in str(found[0])
    assert len(dispatch(model)[0].bookings) < len(model.matches)


def test_every_code_has_a_case() -> None:
    told = set()
    for module in Path(esports.planning.__file__).parent.glob("conflict_*.py"):
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Conflict":
                assert isinstance(node.args[0], ast.Constant)
                told.add(node.args[0].value)
    assert told == set(CASES)


def test_words_say_who_and_when() -> None:
    model, _ = CASES["pins_person"]
    assert [str(conflict) for conflict in conflicts(model)] == [
        "p is pinned to a until 640, with 5 minutes of rest and 0 of way after it, and to b from 644."
    ]


def without(model: Model, name: str) -> Model:
    """The model without a match; what needed it does not any more."""
    left = tuple(
        msgspec.structs.replace(
            one, predecessors=tuple(earlier for earlier in one.predecessors if earlier != name)
        )
        for one in model.matches
        if one.id != name
    )
    return msgspec.structs.replace(model, matches=left)


@pytest.mark.parametrize("code", CASES)
def test_without_any_one_of_its_matches_a_conflict_is_gone(code: str) -> None:
    model, names = CASES[code]
    for left in model.matches:
        if left.id not in names:
            model = without(model, left.id)
    for name in names:
        assert conflicts(without(model, name)) == ()


@pytest.mark.parametrize("model", [week(100, 1), week(500, 2), perfect(120, 1)[0]])
def test_what_has_a_plan_has_no_conflict(model: Model) -> None:
    assert conflicts(model) == ()


@settings(max_examples=25, deadline=None)
@given(models(most=8), st.data())
def test_a_model_with_a_conflict_has_no_plan(model: Model, data: st.DataObject) -> None:
    """Of plans in any order of urgency none holds, where a conflict was told."""
    run = Run(Tables(model), data.draw(st.permutations(range(len(model.matches)))))
    run.go()
    if not violations(model, run.plan()):
        assert conflicts(model) == ()


def test_a_referee_may_be_listed_and_never_asked_for() -> None:
    assert conflicts(asked(match("a"), referees=(Referee("r", ("z",)),))) == ()
