"""The checker: each kind of violation is found, and nothing else is."""

import ast
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import esports.planning
from esports.planning.checker import violations
from esports.planning.checker_words import at
from esports.planning.model import Booking, Model, Plan, Referee, Stream
from esports.planning.perfect import perfect
from tests.planning.worlds import DAY, change, match, world

ROOM = Path(esports.planning.__file__).parent
MODULES = ("checker", "checker_people", "checker_places", "checker_words")

A, B = Booking("a", 610, "s1"), Booking("b", 660, "s2")
WORLD = world(
    matches=(
        match("a", people=("p", "q"), rest=10, warm_up=10),
        match("b", people=("p",), predecessors=("a",), warm_up=10, referees=1, streamed=True),
    )
)
WORLD = change(WORLD, "tournaments", 0, release=600)
GOOD = Plan((A, msgspec.structs.replace(B, stream="air", referees=("r1",))))


def codes(model: Model, *bookings: Booking) -> list[str]:
    found = violations(model, Plan(bookings))
    assert all("{" not in str(violation) for violation in found)
    return sorted({violation.code for violation in found})


def moved(**fields: Any) -> tuple[Model, Booking, Booking]:
    """The good plan with its second booking changed."""
    return WORLD, GOOD.bookings[0], msgspec.structs.replace(GOOD.bookings[1], **fields)


def other(**fields: Any) -> tuple[Model, Booking, Booking]:
    """The good plan in a model whose second match is another."""
    return change(WORLD, "matches", 1, **fields), *GOOD.bookings


def pair(one: dict[str, Any], two: dict[str, Any], first: Booking, second: Booking) -> Any:
    """A plan of two matches that only their fields bind."""
    return world(matches=(match("a", **one), match("b", **two))), first, second


P = {"people": ("p",)}
FOREIGN = (Stream("far", "annex"), Stream("short", "hall", WORLD.streams[0].hours[1:]))
CASES: dict[str, list[Any]] = {
    "missing": [(WORLD, A)],
    "duplicate": [(world(matches=(match("a"),)), A, Booking("a", 800, "s1"))],
    "unknown_match": [(world(matches=(match("a"),)), A, Booking("z", 800, "s1"))],
    "unknown_station": [moved(station="z")],
    "station_title": [pair({}, {"title": "y"}, A, Booking("b", 660, "s1"))],
    "unknown_stream": [moved(stream="z")],
    "stream_missing": [moved(stream=None)],
    "stream_unasked": [other(streamed=False)],
    "stream_venue": [(msgspec.structs.replace(WORLD, streams=FOREIGN), *moved(stream="far")[1:])],
    "stream_hours": [(msgspec.structs.replace(WORLD, streams=FOREIGN), *moved(stream="short")[1:])],
    "referee_count": [moved(referees=()), moved(referees=("r1", "r1")), moved(referees=("r1", "r2"))],
    "unknown_referee": [moved(referees=("z",))],
    "referee_title": [
        (change(WORLD, "referees", 0, titles=("y",)), *GOOD.bookings),
    ],
    "referee_hours": [moved(start=820, referees=("r2",))],
    "referee_plays": [(change(WORLD, "referees", 0, id="p"), *moved(referees=("p",))[1:])],
    "closed": [moved(start=DAY + 500), moved(start=DAY + 605)],
    "straddle": [moved(start=940)],
    "break": [moved(start=740), moved(start=700)],
    "person_hours": [pair({"people": ("minor",)}, {}, Booking("a", 760, "s3"), Booking("b", 610, "s1"))],
    "release": [(change(WORLD, "tournaments", 0, release=601), *GOOD.bookings)],
    "pinned_start": [other(start=665)],
    "pinned_station": [other(station="s1")],
    "station_overlap": [
        pair({}, {}, A, Booking("b", 639, "s1")),
        pair({}, {"warm_up": 10}, A, Booking("b", 649, "s1")),
        pair({"planned": 90}, {}, Booking("a", 600, "s1"), Booking("b", 610, "s1")),
    ],
    "stream_overlap": [
        pair(
            {"streamed": True},
            {"streamed": True},
            Booking("a", 610, "s1", "air"),
            Booking("b", 630, "s2", "air"),
        )
    ],
    "referee_overlap": [
        pair(
            {"referees": 1},
            {"referees": 1},
            Booking("a", 610, "s1", None, ("r1",)),
            Booking("b", 630, "s2", None, ("r1",)),
        ),
        pair(
            {"referees": 1},
            {"people": ("r1",)},
            Booking("a", 610, "s1", None, ("r1",)),
            Booking("b", 630, "s2"),
        ),
    ],
    "person_overlap": [pair(P, P, A, Booking("b", 639, "s2"))],
    "warm_up": [pair(P, P | {"warm_up": 10}, A, Booking("b", 649, "s2"))],
    "rest": [pair(P | {"rest": 10}, P, A, Booking("b", 649, "s2"))],
    "travel": [
        pair(P | {"rest": 10}, P, A, Booking("b", 669, "s3")),
    ],
    "predecessor": [pair({}, {"predecessors": ("a",)}, A, Booking("b", 639, "s2"))],
    "predecessor_rest": [
        pair({"rest": 10}, {"predecessors": ("a",)}, A, Booking("b", 649, "s2")),
        pair({"rest": 10}, {"predecessors": ("a",)}, A, Booking("b", 669, "s3")),
    ],
}


def test_a_good_plan_has_no_violation() -> None:
    assert violations(WORLD, GOOD) == ()
    # Each of them as near as it may come.
    assert codes(*pair(P, P | {"warm_up": 10}, A, Booking("b", 650, "s1"))) == []
    assert codes(*pair(P | {"rest": 10}, P, A, Booking("b", 670, "s3"))) == []
    assert codes(*pair({"rest": 10}, {"predecessors": ("a",)}, A, Booking("b", 650, "s1"))) == []
    assert codes(world(matches=(match("a", warm_up=10),)), Booking("a", 930, "s1")) == []
    assert codes(world(matches=(match("a", people=("minor",)),)), Booking("a", 750, "s1")) == []


ALONE = {
    "missing",
    "duplicate",
    "unknown_match",
    "rest",
    "travel",
    "warm_up",
    "person_overlap",
    "predecessor",
}


@pytest.mark.parametrize(("code", "case"), [(code, case) for code, cases in CASES.items() for case in cases])
def test_each_kind_of_violation_is_caught(code: str, case: Any) -> None:
    found = codes(*case)
    assert code in found
    if code in ALONE:
        assert found == [code]


def test_a_minor_plays_within_their_hours_alone() -> None:
    model = world(matches=(match("a", people=("minor",)),))
    assert codes(model, Booking("a", 751, "s1")) == ["person_hours"]
    assert codes(model, Booking("a", 770, "s3")) == ["person_hours"]


def test_the_way_back_may_be_longer_than_what_lies_between() -> None:
    """The first and the third match are apart by less than the way, though neighbours are not."""
    model = world(
        matches=tuple(match(name, 5, people=("p",)) for name in "abc"),
        venues=(*WORLD.venues, msgspec.structs.replace(WORLD.venues[1], id="far")),
        travel=(msgspec.structs.replace(WORLD.travel[0], minutes=60),),
    )
    model = change(model, "stations", 1, venue="far")
    found = violations(
        model, Plan((Booking("a", 600, "s1"), Booking("b", 610, "s2"), Booking("c", 620, "s3")))
    )
    assert [(found.code, found.params["first"], found.params["second"]) for found in found] == [
        ("travel", "a", "c")
    ]


def test_every_code_has_a_case() -> None:
    told = set()
    for name in MODULES:
        for node in ast.walk(ast.parse((ROOM / f"{name}.py").read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Violation":
                assert isinstance(node.args[0], ast.Constant)
                told.add(node.args[0].value)
    assert told == set(CASES)


def test_the_checker_shares_the_model_alone_with_what_makes_plans() -> None:
    for name in MODULES:
        for node in ast.walk(ast.parse((ROOM / f"{name}.py").read_text())):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("esports"):
                assert str(node.module).rpartition(".")[2] in {"model", *MODULES}


def test_words_name_day_and_clock() -> None:
    assert at(0) == "1d 00:00"
    assert at(DAY + 14 * 60 + 5) == "2d 14:05"
    found = violations(*[WORLD, Plan((A,))])
    assert [str(violation) for violation in found] == ["Match b is not in the plan."]


KNOWN = [perfect(40, seed) for seed in (1, 2)]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_perfect_plan_holds_and_any_two_matches_on_one_place_do_not(data: st.DataObject) -> None:
    model, plan = data.draw(st.sampled_from(KNOWN))
    assert violations(model, plan) == ()
    place = data.draw(st.integers(0, len(plan.bookings) - 1))
    chosen = plan.bookings[place]
    onto = data.draw(st.sampled_from([booking for booking in plan.bookings if booking.match != chosen.match]))
    shift = data.draw(st.integers(-20, 20))
    there = msgspec.structs.replace(chosen, station=onto.station, start=max(0, onto.start + shift))
    mutated = Plan((*plan.bookings[:place], there, *plan.bookings[place + 1 :]))
    found = violations(model, mutated)
    # Every block is at least 30 minutes long: two that begin less than that apart overlap.
    pairs = [
        {violation.params["first"], violation.params["second"]}
        for violation in found
        if violation.code == "station_overlap"
    ]
    assert {chosen.match, onto.match} in pairs


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_two_matches_at_once_may_not_share_a_person(data: st.DataObject) -> None:
    model, plan = data.draw(st.sampled_from(KNOWN))
    place = data.draw(st.integers(0, len(plan.bookings) - 1))
    chosen = plan.bookings[place]
    lengths = {match.id: match.duration.planned for match in model.matches}
    at_once = [
        booking
        for booking in plan.bookings
        if booking.match != chosen.match
        and booking.start < chosen.start + lengths[chosen.match]
        and chosen.start < booking.start + lengths[booking.match]
    ]
    if not at_once:
        return
    with_them = data.draw(st.sampled_from(at_once))
    matches = tuple(
        msgspec.structs.replace(known, people=(*known.people, "both"))
        if known.id in {chosen.match, with_them.match}
        else known
        for known in model.matches
    )
    found = violations(msgspec.structs.replace(model, matches=matches), plan)
    assert [violation.code for violation in found] == ["person_overlap"]
    assert {found[0].params["first"], found[0].params["second"]} == {chosen.match, with_them.match}


def test_referees_and_players_are_one_when_their_ids_are() -> None:
    model = world(
        matches=(match("a", referees=1), match("b", people=("r9",))), referees=(Referee("r9", ("x",)),)
    )
    at_once = (Booking("a", 610, "s1", None, ("r9",)), Booking("b", 620, "s2"))
    assert codes(model, *at_once) == ["referee_overlap"]
