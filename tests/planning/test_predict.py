"""Prediction: sure where durations are, conditional on what has passed, and honest about what is not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from esports.planning.dispatch import dispatch
from esports.planning.instances import week
from esports.planning.kernel import play
from esports.planning.model import Booking, Duration, Model, Person, Plan, Station, Tournament
from esports.planning.native import Play, player
from esports.planning.predict import Begun, Forecast, lasting, predict
from tests.planning.worlds import DAY, change, match, models, world

ONE = {"stations": (Station("s1", "hall", ("x",)),)}


def certain(minutes: int) -> Duration:
    return Duration(30, float(minutes), 0.0)


def three(**fields: object) -> Model:
    """Three matches, one after the other, which are planned to take 30 minutes and take 20."""
    model = world(matches=tuple(match(name, people=("p",), rest=5) for name in "abc"), **fields)
    for place in range(3):
        model = change(model, "matches", place, duration=certain(20))
    return change(model, "tournaments", 0, release=600, due=670)


def sure(minute: int) -> Forecast:
    return Forecast(minute, minute, minute)


def test_where_nothing_is_left_to_chance_the_forecast_is_sure() -> None:
    model = three()
    plan, _ = dispatch(model)
    assert [booking.start for booking in plan.bookings] == [600, 635, 670]
    found = predict(model, plan, [], 590, 4, 1)
    # Whoever is ready before the plan's time starts.
    assert found.starts == {"a": sure(600), "b": sure(625), "c": sure(650)}
    assert found.ends == {"t": sure(670)}
    assert found.in_time == {"t": 1.0}


def test_what_has_begun_is_as_it_is_and_an_overrun_moves_the_rest() -> None:
    model = three()
    plan, _ = dispatch(model)
    first, second, _ = plan.bookings
    ended = predict(model, plan, [Begun(first, 645)], 646, 4, 1)
    assert ended.starts == {"b": sure(650), "c": sure(675)}
    assert ended.in_time == {"t": 0.0}
    # On for 40 minutes, twice of what is possible: it may end any minute.
    running = predict(model, plan, [Begun(first)], 640, 4, 1)
    assert running.starts["b"] == sure(646)
    early = predict(model, plan, [Begun(first, 610), Begun(second)], 640, 4, 1)
    assert early.starts == {"c": sure(660)}


def test_a_pin_is_waited_for_and_moved_by_an_overrun() -> None:
    model = change(three(), "matches", 1, start=700)
    plan, _ = dispatch(model)
    begun = [Begun(booking) for booking in plan.bookings if booking.match == "a"]
    assert predict(model, plan, begun, 601, 2, 1).starts["b"] == sure(700)
    # The other ends at 710; after the rest the hall has no time before its break: the annex, 20 minutes away.
    late = [Begun(plan.bookings[0], 620), Begun(Booking("c", 690, "s1"))]
    assert predict(model, plan, late, 701, 2, 1).starts["b"] == sure(735)


def test_streams_and_referees_of_a_running_match_are_taken() -> None:
    model = world(
        matches=(
            match("a", streamed=True, referees=1),
            match("b", streamed=True),
            match("c", title="y", referees=1),
        ),
    )
    for place in range(3):
        model = change(model, "matches", place, duration=certain(50))
    begun = Begun(Booking("a", 600, "s1", "air", ("r2",)))
    found = predict(model, dispatch(model)[0], [begun], 610, 2, 1)
    assert found.starts == {"b": sure(650), "c": sure(650)}


def test_what_has_no_place_left_has_no_forecast() -> None:
    model = three(people=(Person("p", tuple(world().venues[0].hours[:1])),))
    found = predict(model, dispatch(model)[0], [], 900, 4, 1)
    assert found.starts == {"a": sure(900), "b": sure(925)}
    assert found.ends == {}
    assert found.in_time == {"t": 0.0}


def test_a_tournament_without_matches_is_not_spoken_of() -> None:
    model = world(matches=(match("a"),), tournaments=(Tournament("t"), Tournament("u", 0, 700)))
    found = predict(model, dispatch(model)[0], [], 600, 2, 1)
    assert set(found.ends) == {"t"}
    assert found.in_time == {}


@given(st.floats(0, 300), st.floats(0, 1, exclude_max=True), st.floats(0, 1, exclude_max=True))
def test_a_running_match_lasts_longer_the_longer_it_is_on(elapsed: float, one: float, other: float) -> None:
    known = Duration(30, 25.0, 0.33)
    low, high = sorted([one, other])
    assert elapsed <= lasting(known, elapsed, low) <= lasting(known, elapsed, high)
    assert lasting(known, 0, one) <= lasting(known, elapsed, one) + 1e-9


def test_half_of_the_matches_exceed_the_median() -> None:
    assert lasting(Duration(30, 25.0, 0.33), 0, 0.5) == pytest.approx(25)
    assert lasting(Duration(30, 25.0, 0.33), 0, 0.5, 1.2) == pytest.approx(30)


def test_by_what_one_match_is_longer_than_believed_all_of_its_kind_are() -> None:
    model = three()
    for place in range(3):
        model = change(model, "matches", place, duration=Duration(30, 20.0, 0.0, 0.2))
    found = predict(model, dispatch(model)[0], [], 590, 99, 1).starts
    assert found["a"] == sure(600)
    one, two = (
        [minute - 600 - 5 * before for minute in (low, median, high)]
        for before, name in enumerate("bc", 1)
        for low, median, high in [(found[name].low, found[name].median, found[name].high)]
    )
    assert 14 <= one[0] <= 17 < one[1] < 23 <= one[2] <= 28
    assert two == [2 * minutes for minutes in one]


def test_the_forecasts_of_a_published_day_are_ranges_and_can_be_repeated() -> None:
    model = week(100, 1)
    plan, _ = dispatch(model)
    found = predict(model, plan, [], 0, 20, 1)
    assert found == predict(model, plan, [], 0, 20, 1)
    assert set(found.starts) == {asked.id for asked in model.matches}
    assert all(one.low <= one.median <= one.high for one in found.starts.values())
    assert any(one.low < one.high for one in found.starts.values())
    assert all(one.median < 7 * DAY for one in found.ends.values())


def day_at(model: Model, now: int) -> tuple[Plan, list[Begun]]:
    """The plan of a week, and what of it has begun if all went as planned until then."""
    plan, _ = dispatch(model)
    length = {asked.id: asked.duration.planned for asked in model.matches}
    started = [one for one in plan.bookings if one.start < now]
    ends = [one.start + length[one.match] for one in started]
    return plan, [Begun(one, end if end < now else None) for one, end in zip(started, ends, strict=True)]


@settings(max_examples=20, deadline=None)
@given(models(), st.integers(600, 720), st.booleans())
def test_the_kernel_foretells_what_comes_after_matches_that_share_a_station(
    model: Model, now: int, over: bool
) -> None:
    plan, begun = day_at(model, now)
    moved = [Begun(replace(one.booking, station="s2"), now if over else one.end) for one in begun]
    assert predict(model, plan, moved, now, 3, 1, play) == predict(model, plan, moved, now, 3, 1)


@settings(max_examples=20, deadline=None)
@given(models(), st.integers(0, 3 * DAY))
def test_the_kernel_foretells_what_the_dispatcher_does(model: Model, now: int) -> None:
    plan, begun = day_at(model, now)
    assert predict(model, plan, begun, now, 3, 1, play) == predict(model, plan, begun, now, 3, 1)


@pytest.mark.parametrize("native", [play, pytest.param(None, marks=pytest.mark.compiled)])
def test_the_kernel_foretells_a_published_week_as_the_dispatcher_does(native: Play | None) -> None:
    model = week(100, 1)
    plan, begun = day_at(model, 2 * DAY + 15 * 60)
    assert any(one.end is None for one in begun)
    args = (model, plan, begun, 2 * DAY + 15 * 60, 5, 1)
    assert predict(*args, native or player()) == predict(*args)
