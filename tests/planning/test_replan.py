"""Planning again: what was announced stays where it can, and every move is told and priced."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.planning.checker import violations
from esports.planning.dispatch import dispatch
from esports.planning.model import Booking, Model, Plan, Station
from esports.planning.moves import FAR, LOST, MOVED, NEAR, PINNED, STATION
from esports.planning.predict import Begun
from esports.planning.reasons import Why
from esports.planning.replan import FROZEN, Happened, Rest, replan
from tests.planning.test_bounds import placed
from tests.planning.worlds import DAY, change, match, models, world

TWO = {"stations": (Station("s1", "hall", ("x",)), Station("s2", "hall", ("x",)))}


def row(*names: str, **fields: object) -> tuple[Model, Plan]:
    """Matches of half an hour on the first of two stations, one after the other from 10:00 on."""
    model = world(matches=tuple(match(name) for name in names), **(TWO | fields))
    return model, Plan(tuple(Booking(name, 600 + 30 * at, "s1") for at, name in enumerate(names)))


def test_when_nothing_happened_nothing_moves() -> None:
    model, plan = row("a", "b", "c")
    again = replan(model, plan, Happened(), 590)
    assert (again.plan, again.moves, again.price, again.decisions) == (plan, (), 0, ())


def test_an_overrun_sends_the_next_match_to_another_station_at_its_time() -> None:
    model, plan = row("a", "b", "c")
    again = replan(model, plan, Happened((Begun(plan.bookings[0]),)), 640)
    (move,) = again.moves
    assert (move.match, move.announced, move.start, move.station) == ("b", 630, 640, "s2")
    assert move.price == MOVED + 10
    again = replan(model, plan, Happened((Begun(plan.bookings[0], 631),)), 625)
    (move,) = again.moves
    assert (move.match, move.start, move.station, move.price) == ("b", 630, "s2", STATION)
    assert violations(again.standing, again.plan) == ()


def test_a_slack_takes_up_a_delay() -> None:
    model, plan = row("a", "b", stations=(Station("s1", "hall", ("x",)),))
    later = Plan((plan.bookings[0], Booking("b", 640, "s1")))
    assert replan(model, later, Happened((Begun(plan.bookings[0], 640),)), 625).moves == ()


def test_a_broken_station_takes_no_match_any_more() -> None:
    model, plan = row("a", "b")
    begun = Happened((Begun(plan.bookings[0], 615),), ("s1",))
    (move,) = replan(model, plan, begun, 615).moves
    assert (move.match, move.start, move.station) == ("b", 630, "s2")
    (lost,) = replan(model, plan, msgspec.structs.replace(begun, broken=("s1", "s2")), 615).moves
    assert (lost.start, lost.station, lost.price) == (None, None, LOST)


def test_who_loses_a_station_takes_none_from_who_keeps_one() -> None:
    model = world(
        matches=(match("a"), match("b")), stations=(*TWO["stations"], Station("s3", "hall", ("x",)))
    )
    plan = Plan((Booking("a", 600, "s1"), Booking("b", 600, "s2")))
    (move,) = replan(model, plan, Happened(broken=("s1",)), 580).moves
    assert (move.match, move.start, move.station, move.price) == ("a", 600, "s3", STATION)


def test_one_who_is_late_waits_alone() -> None:
    model, plan = row("a", "b", "c")
    again = replan(model, plan, Happened(not_before={"a": 612}), 590)
    assert [(move.match, move.start, move.station) for move in again.moves] == [("a", 612, "s2")]
    assert again.decisions[0].match == "a"


def test_one_long_wait_is_cheaper_than_many_short_ones() -> None:
    """On one station the late match goes behind the others, rather than in front of them all."""
    model, plan = row(*"abcd", stations=(Station("s1", "hall", ("x",)),))
    again = replan(model, plan, Happened(not_before={"a": 625}), 580)
    assert [(move.match, move.start) for move in again.moves] == [("a", 750)]
    assert again.price == MOVED + NEAR + (150 - NEAR) // FAR


def test_the_search_lets_others_go_where_that_is_cheaper() -> None:
    model = world(
        matches=(match("a", 5), match("b", 60), match("c", 120)), stations=(Station("s1", "hall", ("x",)),)
    )
    plan = Plan((Booking("a", 750, "s1"), Booking("b", 755, "s1"), Booking("c", 815, "s1")))
    late = Happened(not_before={"a": 751})
    first, found = replan(model, plan, late, 700, tries=0), replan(model, plan, late, 700)
    assert [(move.match, move.start) for move in first.moves] == [("a", 935)]
    assert [(move.match, move.start) for move in found.moves] == [("a", 751), ("b", 756), ("c", 816)]
    assert found.price == 3 * (MOVED + 1) < first.price
    frozen = replan(model, plan, late, 756 - FROZEN)
    assert frozen.moves == first.moves


@pytest.mark.parametrize("shared", [{"streamed": True}, {"people": ("p",), "rest": 10}])
def test_who_stands_in_the_way_with_a_stream_or_a_person_lets_the_other_by(shared: dict[str, Any]) -> None:
    """The last hours, on two stations of which each serves one title: both begin ten minutes later."""
    stations = (Station("s1", "hall", ("x",)), Station("s2", "hall", ("y",)))
    matches = (match("a", 60), match("b", 60, **shared), match("c", 60, title="y", **shared))
    model = world(matches=matches, stations=stations)
    last = DAY + 750
    then = last + 120 + matches[1].rest
    stream = "air" if "streamed" in shared else None
    plan = Plan(
        (
            Booking("a", last, "s1"),
            Booking("b", last + 60, "s1", stream),
            Booking("c", then, "s2", stream),
        )
    )
    again = replan(model, plan, Happened((Begun(plan.bookings[0], last + 70),)), last + 65)
    assert [(move.match, move.start) for move in again.moves] == [("b", last + 70), ("c", then + 10)]


def test_a_search_ends_when_its_time_is_over() -> None:
    model, plan = row("a", "b", "c")
    late, asked = Happened((Begun(plan.bookings[0], 640),)), [False, True]
    found = replan(model, plan, late, 620, enough=lambda: asked.pop(0))
    assert asked == []
    assert found == replan(model, plan, late, 620, tries=1)


def test_what_pushes_on_and_on_is_let_go_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan is the same as if one were let go after the other, and who is pinned is let go last."""
    model, plan = row("a", "b", "c", "d", stations=(Station("s1", "hall", ("x",)),))
    pinned = tuple(
        msgspec.structs.replace(one, start=690 if one.id == "d" else None) for one in model.matches
    )
    late, held = Happened((Begun(plan.bookings[0], 640),)), msgspec.structs.replace(model, matches=pinned)
    slowly = [replan(one, plan, late, 620) for one in (model, held)]
    apart = Plan((*plan.bookings[:3], msgspec.structs.replace(plan.bookings[3], start=800)))
    assert Rest(slowly[0].standing, apart, late, 620).settled(frozenset())[0] == {1}
    monkeypatch.setattr("esports.planning.replan.PASSES", 1)
    assert Rest(slowly[0].standing, apart, late, 620).settled(frozenset())[0] == {1, 2, 3}
    assert [replan(one, plan, late, 620) for one in (model, held)] == slowly
    for again in slowly:
        assert violations(again.standing, again.plan) == ()


def test_a_pin_is_dear_and_lifted_only_where_it_cannot_hold() -> None:
    model, plan = row("a", "b", stations=(Station("s1", "hall", ("x",)),))
    model = change(model, "matches", 1, start=630, predecessors=("a",))
    again = replan(model, plan, Happened((Begun(plan.bookings[0], 640),)), 620)
    assert [(move.match, move.start, move.price) for move in again.moves] == [
        ("b", 640, PINNED * (MOVED + 10))
    ]
    assert again.decisions[0].reason.code is Why.predecessor
    assert violations(again.standing, again.plan) == ()


def test_what_was_not_announced_is_placed_around_what_was() -> None:
    model, plan = row("a", "b")
    model = msgspec.structs.replace(model, matches=(*model.matches, match("new")))
    again = replan(model, plan, Happened(broken=("s2",)), 590)
    assert again.moves == ()
    assert [booking.match for booking in again.plan.bookings] == ["a", "b", "new"]


@settings(max_examples=30, deadline=None)
@given(models(most=8), st.data())
def test_the_rest_of_a_plan_holds_and_begins_no_sooner_than_announced(
    model: Model, data: st.DataObject
) -> None:
    model = placed(model)
    plan, _ = dispatch(model)
    now = data.draw(st.integers(600, 900))
    ends = {one.id: one.duration.planned for one in model.matches}
    begun = tuple(
        Begun(one, one.start + ends[one.match] if one.start + ends[one.match] <= now else None)
        for one in plan.bookings
        if one.start <= now - 1
    )
    broken = tuple(data.draw(st.lists(st.sampled_from(["s1", "s2", "s3"]), max_size=1)))
    again = replan(model, plan, Happened(begun, broken), now, tries=3)
    assert violations(placed_in(again.standing, again.plan), again.plan) == ()
    announced = {one.match: one.start for one in plan.bookings}
    started = {one.booking.match for one in begun}
    for booking in again.plan.bookings:
        assert booking.start >= announced[booking.match]
        assert booking.match in started or booking.station not in broken
    assert {move.match for move in again.moves} >= {one.id for one in model.matches} - {
        one.match for one in again.plan.bookings
    }
    assert again.price == sum(move.price for move in again.moves)
    assert {one.match for one in again.decisions} == {move.match for move in again.moves}


def placed_in(model: Model, plan: Plan) -> Model:
    """The model of the matches alone that the plan has."""
    there = {booking.match for booking in plan.bookings}
    kept = tuple(one for one in model.matches if one.id in there)
    return msgspec.structs.replace(model, matches=kept)
