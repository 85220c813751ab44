"""The dispatcher: its plans hold, leave out only what has no place, and say why."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from esports.planning.checker import violations
from esports.planning.dispatch import dispatch
from esports.planning.instances import week
from esports.planning.model import Booking, Interval, Model, Person, Referee, Station, Travel
from esports.planning.perfect import perfect
from esports.planning.reasons import Reason, Why
from esports.planning.tables import shared_pools
from tests.planning.worlds import DAY, change, match, models, world


@settings(max_examples=30, deadline=None)
@given(models())
def test_a_plan_breaks_nothing_and_misses_only_what_is_said_to_have_no_place(model: Model) -> None:
    plan, decisions = dispatch(model)
    found = violations(model, plan)
    assert {violation.code for violation in found} <= {"missing"}
    homeless = {decision.match for decision in decisions if decision.begin is None}
    assert {violation.params["match"] for violation in found} == homeless
    assert [decision.match for decision in decisions] == [match.id for match in model.matches]
    booked = {booking.match: booking for booking in plan.bookings}
    for decision, asked in zip(decisions, model.matches, strict=True):
        if decision.begin is not None:
            assert booked[asked.id].start == decision.begin + asked.warm_up
            assert booked[asked.id].station == decision.station


def test_what_has_begun_is_where_it_is_and_the_others_are_around_it() -> None:
    """It runs into the closing hour, where its title is not served; another match gets the station after."""
    model = world(
        matches=(match("on", 40), match("next", title="y")), stations=(Station("s", "annex", ("y",)),)
    )
    plan, _ = dispatch(model, [Booking("on", 600, "s")])
    assert [(one.match, one.start) for one in plan.bookings] == [("on", 600), ("next", 640)]
    late, _ = dispatch(model, [Booking("on", 950, "s")])
    assert [(one.match, one.start) for one in late.bookings] == [("next", 600), ("on", 950)]
    pinned = change(model, "matches", 0, start=950)
    assert [one.match for one in dispatch(pinned)[0].bookings] == ["next"], "a pin alone does not hold there"


@settings(max_examples=25, deadline=None)
@given(models(most=8))
def test_without_pins_and_limits_every_match_has_a_place(model: Model) -> None:
    """Two days are more than eight matches of an hour can fill, one after the other."""
    free = tuple(msgspec.structs.replace(asked, start=None, station=None) for asked in model.matches)
    leads = (Referee("leads", ("x", "y")),)
    model = msgspec.structs.replace(model, matches=free, people=(), referees=leads)
    plan, _ = dispatch(model)
    assert violations(model, plan) == ()


@settings(max_examples=25, deadline=None)
@given(models(most=8))
def test_no_match_could_begin_a_minute_sooner_alone(model: Model) -> None:
    """Nothing idles: with all others where they are, something is in the way a minute before."""
    free = tuple(msgspec.structs.replace(asked, start=None, station=None) for asked in model.matches)
    model = msgspec.structs.replace(model, matches=free)
    plan, decisions = dispatch(model)
    whole = {violation.code for violation in violations(model, plan)}
    for place, booking in enumerate(plan.bookings):
        sooner = msgspec.structs.replace(booking, start=booking.start - 1)
        moved = msgspec.structs.replace(
            plan, bookings=(*plan.bookings[:place], sooner, *plan.bookings[place + 1 :])
        )
        codes = {violation.code for violation in violations(model, moved)} - whole
        begin = next(decision.begin for decision in decisions if decision.match == booking.match)
        assert codes or begin == 0


@pytest.mark.parametrize(
    "model", [*(week(100, seed) for seed in (1, 2, 3)), week(500, 1), perfect(120, 1)[0]]
)
def test_the_published_instances_get_whole_plans(model: Model) -> None:
    plan, _ = dispatch(model)
    assert violations(model, plan) == ()
    assert dispatch(model)[0] == plan


P = ("p",)
A = match("a", people=P)


def told(*matches: Any, **fields: Any) -> tuple[int | None, str | None, Reason]:
    """The decision on the last of the matches."""
    model = world(matches=matches, tournaments=world().tournaments, **fields)
    plan, decisions = dispatch(change(model, "tournaments", 0, release=600))
    assert {found.code for found in violations(model, plan)} <= {"missing"}
    return decisions[-1].begin, decisions[-1].station, decisions[-1].reason


TWO = {"stations": (Station("s1", "hall", ("x",)), Station("s2", "hall", ("x",)))}
ONE = {"stations": (Station("s1", "hall", ("x",)),)}
FAR = {"stations": (Station("s1", "hall", ("x",)), Station("s3", "annex", ("y",)))}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (told(match("a")), (600, "s1", Reason(Why.free, "t", "", 600))),
        (told(A, match("b", people=P)), (630, "s1", Reason(Why.person_playing, "p", "a", 630))),
        (
            told(match("a", people=P, rest=5), match("b", people=P)),
            (635, "s1", Reason(Why.person_resting, "p", "a", 635)),
        ),
        (
            told(A, match("b", title="y", people=P), **FAR),
            (650, "s3", Reason(Why.person_travelling, "p", "a", 650)),
        ),
        (
            told(match("a", rest=5), match("b", predecessors=("a",))),
            (635, "s1", Reason(Why.predecessor, "", "a", 635)),
        ),
        (told(match("a"), match("b"), **ONE), (630, "s1", Reason(Why.station_busy, "s1", "a", 630))),
        (
            told(match("a", streamed=True), match("b", streamed=True)),
            (630, "s1", Reason(Why.stream_busy, "air", "a", 630)),
        ),
        (
            told(match("a", referees=1), match("b", referees=1), referees=(Referee("r", ("x",)),)),
            (630, "s1", Reason(Why.referee_busy, "r", "a", 630)),
        ),
        (told(match("a", 130), **ONE), (750, "s1", Reason(Why.closed, "hall", "", 750))),
        (
            told(match("a", people=("late",)), people=(Person("late", (Interval(700, 960),)),), **FAR),
            (750, "s1", Reason(Why.closed, "hall", "", 750)),
        ),
        (
            told(match("a", people=("late",)), people=(Person("late", (Interval(660, 960),)),)),
            (660, "s1", Reason(Why.hours, "late", "", 660)),
        ),
        (
            told(match("a", people=P, start=620, station="s1"), match("b", people=P)),
            (650, "s1", Reason(Why.person_pinned, "p", "a", 650)),
        ),
        (told(match("a", start=DAY + 800)), (DAY + 800, "s1", Reason(Why.pinned, "", "", DAY + 800))),
        (told(match("a", title="z")), (None, None, Reason(Why.no_station))),
        (told(match("a", 361)), (None, None, Reason(Why.closed, "annex"))),
        (
            told(match("a", title="z"), match("b", predecessors=("a",))),
            (None, None, Reason(Why.predecessor, "", "a")),
        ),
        (told(match("a", streamed=True), streams=()), (None, None, Reason(Why.no_stream))),
        (told(match("a", referees=3)), (None, None, Reason(Why.no_referee))),
        (
            told(match("b", start=650, predecessors=("a",)), match("a", 60)),
            (None, None, Reason(Why.pin_ahead)),
        ),
        (told(match("a", start=599, warm_up=9)), (None, None, Reason(Why.before_release, "", "", 600))),
        (told(match("a", start=710), **ONE), (None, None, Reason(Why.closed, "hall"))),
        (told(match("a", start=800, people=("minor",))), (None, None, Reason(Why.hours, "minor"))),
        (
            told(match("a", start=620, people=P), match("b", start=630, people=P), **TWO),
            (None, None, Reason(Why.person_pinned, "p", "a", 650)),
        ),
        (told(match("a", start=620), match("b", start=630), **ONE), (None, None, Reason(Why.station_busy))),
        (
            told(match("a", start=620, streamed=True), match("b", start=630, streamed=True), **TWO),
            (None, None, Reason(Why.stream_busy)),
        ),
        (told(match("a", start=620, streamed=True), streams=()), (None, None, Reason(Why.no_stream))),
        (
            told(match("a", start=620, referees=2), match("b", start=630, referees=1)),
            (None, None, Reason(Why.referee_busy)),
        ),
        (told(match("a", start=620, referees=3)), (None, None, Reason(Why.no_referee))),
        (told(match("a", start=620, title="z")), (None, None, Reason(Why.no_station))),
        (
            told(match("a", title="z"), match("b", start=700, predecessors=("a",))),
            (None, None, Reason(Why.predecessor, "", "a")),
        ),
    ],
    ids=str,
)
def test_a_decision_says_what_held_the_match_back_last(answer: Any, expected: Any) -> None:
    assert answer == expected


def test_the_way_counts_between_a_match_and_the_one_it_waits_for() -> None:
    begin, station, reason = told(
        match("a", rest=5),
        match("b", title="y", predecessors=("a",)),
        travel=(Travel("hall", "annex", 20),),
        **FAR,
    )
    assert (begin, station, reason) == (655, "s3", Reason(Why.predecessor, "", "a", 655))


def test_a_cycle_has_no_place() -> None:
    model = world(matches=(match("a", predecessors=("b",)), match("b", predecessors=("a",)), match("c")))
    plan, decisions = dispatch(model)
    assert [booking.match for booking in plan.bookings] == ["c"]
    assert decisions[0].reason == Reason(Why.predecessor, "", "b")


def test_titles_that_share_stations_share_a_pool() -> None:
    pools = shared_pools([("a", "b"), ("c",), ("b", "d"), ("e", "c"), ()])
    assert pools["a"] == pools["b"] == pools["d"] != pools["c"] == pools["e"]
