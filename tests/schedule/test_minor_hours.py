"""Minors' hours: no plan that blocks leaves them, and a warning stands at the matches outside and no other.

The oracle here asks the clock on the wall for every minute, and knows nothing of the planner's intervals.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.errors import DomainError
from esports.planning.checker import violations
from esports.planning.model import Booking as Planned
from esports.planning.model import Plan
from esports.schedule.guarding import hours, of_age
from esports.schedule.limits import EVERY_DAY, MinorHours, Window
from esports.schedule.minors import Watch
from esports.schedule.modelling import Dial, Week, model_of, users
from esports.schedule.rows import Booking
from esports.schedule.solving import Made, plan, plan_again
from tests.schedule.test_modelling import EVENT, day, game, weeks
from tests.schedule.week import DAYS, TITLE, hall, publish
from tests.schedule.week import plan as planned
from tests.support.desk import Desk, Json

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ZONES = ["Europe/Berlin", "Europe/London", "Asia/Shanghai"]
CLOCKS = st.sampled_from(["00:00", "04:00", "10:00", "13:15", "15:00", "21:00"])
"""None is in the hour that the clock shows twice."""
minor_hours = st.builds(
    MinorHours,
    mode=st.just("block"),
    windows=st.lists(
        st.builds(
            Window,
            days=st.lists(st.sampled_from([*EVERY_DAY[4:], "mon", "holiday"]), min_size=1, max_size=4),
            begins=CLOCKS,
            ends=CLOCKS,
        ),
        min_size=1,
        max_size=3,
    ),
    holidays=st.lists(st.sampled_from([date(2039, 10, 29), date(2039, 10, 31)]), max_size=2),
)
people = st.dictionaries(
    st.sampled_from([*(UUID(int=100 + number) for number in range(6)), UUID(int=200), UUID(int=201)]),
    st.sampled_from([date(2039, 10, 30), date(2045, 1, 1)]),
    max_size=4,
)
"""Entries and people who are minors, and the day from which on they are none."""


def allows(minors: MinorHours, shown: datetime) -> bool:
    """Whether the clock on the wall stands in a window."""
    for on, earlier in ((shown.date(), False), (shown.date() - DAY, True)):
        names = {EVERY_DAY[on.weekday()]} | ({"holiday"} if on in minors.holidays else set())
        for window in minors.windows:
            begins, ends = time.fromisoformat(window.begins), time.fromisoformat(window.ends)
            over = begins >= ends
            inside = (
                shown.time() < ends if earlier else begins <= shown.time() and (over or shown.time() < ends)
            )
            if names & set(window.days) and inside and (over or not earlier):
                return True
    return False


def outside(week: Week, minors: MinorHours, free_from: Mapping[UUID, date], place: Booking) -> bool:
    """Whether in any minute of the match a minor in it is outside of all windows."""
    match = next(one for one in week.matches if one.id == place.match_id)
    days = [free_from[one] for one in users(match.entries, week.people) if one in free_from]
    at, zone = place.starts_at - week.settings.warm_up * MINUTE, ZoneInfo(week.event.time_zone)
    while days and at < place.ends_at:
        shown = at.astimezone(zone)
        if shown.date() < max(days) and not allows(minors, shown):
            return True
        at += MINUTE
    return False


def places(made: Made) -> list[Booking]:
    """The bookings of a plan."""
    rows = [{**row} for row in made.rows if row["station_id"]]
    return [Booking(**{name: row[name] for name in Booking.__struct_fields__}) for row in rows]


def watching(week: Week, minors: MinorHours, free_from: Mapping[UUID, date]) -> Watch:
    """What the desk looks at a plan with."""
    return Watch(
        dial=Dial(week.event),
        warm_up=week.settings.warm_up,
        matches={one.id: one for one in week.matches},
        people=week.people,
        limits=hours(week.event, minors, free_from),
    )


@settings(max_examples=30)
@given(weeks(), minor_hours, people, st.sampled_from([plan, plan_again]), st.sampled_from(ZONES))
def test_no_plan_leaves_the_hours_and_a_warning_stands_where_one_does(
    week: Week, minors: MinorHours, free_from: dict[UUID, date], planner: Callable[[Week], Made], zone: str
) -> None:
    week = msgspec.structs.replace(week, event=msgspec.structs.replace(EVENT, time_zone=zone))
    watch = watching(week, minors, free_from)
    blocked = planner(msgspec.structs.replace(week, limits=watch.limits))
    assert blocked.is_right
    kept = places(blocked)
    assert [one for one in kept if outside(week, minors, free_from, one)] == []
    watch.refuse(kept, "/plan")

    free = places(planner(week))
    left = [one for one in free if outside(week, minors, free_from, one)]
    assert [one for one in free if watch.is_outside(one)] == left
    if left:
        with pytest.raises(DomainError, match="outside_hours"):
            watch.refuse(free, "/plan")


def test_without_the_guard_a_plan_leaves_the_hours_and_the_checker_sees_it() -> None:
    week = msgspec.structs.replace(day(game(0), hour=0), published={})
    minors = MinorHours(mode="block", windows=[Window(days=["sat"], begins="12:00", ends="13:00")])
    free_from = {game(0).entries[1]: date(2045, 1, 1)}
    (early,) = places(plan(week))
    assert outside(week, minors, free_from, early)
    limited = msgspec.structs.replace(week, limits=watching(week, minors, free_from).limits)
    model, dial = model_of(limited), Dial(week.event)
    place = Planned(str(early.match_id), dial.minute(early.starts_at), str(early.station_id))
    assert [one.code for one in violations(model, Plan((place,)))] == ["person_hours"]
    (late,) = places(plan(limited))
    assert dial.shown(dial.minute(late.starts_at)) == "10-29 12:05"


def test_who_stays_a_minor_in_days_without_hours_plays_never() -> None:
    week = msgspec.structs.replace(day(game(0), game(1), hour=0), published={})
    minors = MinorHours(mode="block", windows=[Window(days=["thu"], begins="20:00", ends="21:00")])
    watch = watching(week, minors, {game(0).entries[0]: date(2045, 1, 1)})
    made = plan(msgspec.structs.replace(week, limits=watch.limits))
    assert [row["station_id"] is None for row in made.rows] == [True, False]
    assert [(one.code, one.params["matches"]) for one in made.problems] == [("hours", "T #0")]


def test_where_the_clock_shows_an_hour_twice_it_counts_against_the_player() -> None:
    def spans(begins: str, ends: str) -> list[str]:
        minors = MinorHours(windows=[Window(days=["sun"], begins=begins, ends=ends)])
        (only, _) = hours(EVENT, minors, {1: date(2045, 1, 1)})[1]
        dial = Dial(EVENT)
        return [f"{dial.back(minute):%H:%M}" for minute in (only.start, only.end)]

    assert spans("02:30", "05:00") == ["01:30", "04:00"], "from the second 02:30 on, which is 01:30 UTC"
    assert spans("01:00", "02:30") == ["23:00", "00:30"], "up to the first 02:30"


@pytest.mark.parametrize(
    ("born", "day"),
    [
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2008, 2, 28), date(2026, 2, 28)),
        (date(2004, 2, 29), date(2024, 2, 29)),
    ],
)
def test_the_day_of_coming_of_age(born: date, day: date) -> None:
    assert of_age(born, day.year - born.year) == day


async def test_a_minors_match_is_in_the_hours_or_told(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    await hall(desk, event)
    path = f"/events/{event['id']}/schedule"
    tournament = await desk.tournament(event, title=TITLE, roster={"min": 1, "max": 2})
    stage = await desk.stage(tournament)
    young = [{"name": "Secret Name", "birth_date": "2024-02-03"}, {"name": "Old", "birth_date": "2000-01-01"}]
    grown = [{"name": "Other Name", "birth_date": "2000-01-01"}]
    await desk.entries(tournament, 1, prefix="Young", roster=young)
    await desk.entries(tournament, 1, prefix="Grown", roster=grown)
    await desk.entries(tournament, 2, prefix="Unknown")
    await desk.start(stage)

    async def guard(mode: str, begins: str = "15:00", ends: str = "18:00") -> None:
        windows = [{"days": EVERY_DAY, "begins": begins, "ends": ends}]
        await desk.do("PUT", f"{path}/settings", {"minors": {"mode": mode, "windows": windows}})

    def codes(made: Json) -> dict[str, str | None]:
        return {one["match"]: one["warning"] and one["warning"]["code"] for one in made["matches"]}

    first = await publish(desk, event)
    (minors,) = [one["match"] for one in first["matches"] if "Young 1" in one["names"]]
    starts = {one["match"]: one["starts_at"] for one in first["matches"]}
    assert starts[minors] == "2039-11-21T02:05:00Z"

    await guard("warn")
    made = await planned(desk, event)
    assert codes(made) == {one: "outside_hours" if one == minors else None for one in starts}
    assert (made["problems"], made["drift"], made["ages_unknown"]) == ([], [], 2)
    assert not any(secret in str(made) for secret in ("Secret", "2024-02", "birth"))
    assert (await desk.post(f"{path}/publish", {"plan": made["plan"]}))["moved"] == 0

    await guard("block")
    told = await desk.get(f"{path}/plan")
    assert [one["code"] for one in told["drift"]] == ["outside_hours"]
    made = await planned(desk, event, again=True)
    assert made["moved"] > 0
    assert set(codes(made).values()) == {None}
    places = {one["match"]: one["starts_at"] for one in made["matches"]}
    assert places[minors] == "2039-11-21T07:05:00Z"
    await guard("block", "16:00")
    body = {"plan": made["plan"]}
    problem = await desk.refused("POST", f"{path}/publish", body, 409, "outside_hours", "/plan")
    assert "Young" not in problem["detail"]
    await guard("block")
    assert (await desk.post(f"{path}/publish", body))["version"] == 3
    await desk.refused("POST", f"{path}/undo", {"version": 3}, 409, "outside_hours", "/version")
    assert (await desk.get(f"{path}/plan"))["drift"] == []

    await desk.do("PUT", f"/matches/{minors}/pin", {"starts_at": "2039-11-21T03:00:00Z"})
    made = await planned(desk, event)
    assert [one["code"] for one in made["problems"]] == ["pin_hours"]
    left = next(one for one in made["matches"] if one["match"] == minors)
    assert (left["starts_at"], left["reason"]["code"]) == (None, "hours")
    await guard("off")
    assert (await desk.get(f"{path}/plan"))["ages_unknown"] == 0


async def test_a_cup_for_minors_alone_needs_no_birth_dates(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    await hall(desk, event)
    for name, rule in (("Young", {"max": 15}), ("Grown", {"min": 18}), ("Any", {"max": 18})):
        tournament = await desk.tournament(event, title=TITLE, name=name)
        age = {"on": "2039-11-21", "by": "word", **rule}
        await desk.do("PUT", f"/tournaments/{tournament['id']}/entry-rules", {"eligibility": {"age": age}})
        stage = await desk.stage(tournament)
        await desk.entries(tournament, 2, prefix=name, ages_said=True)
        await desk.start(stage)
    path = f"/events/{event['id']}/schedule"
    windows = [{"days": ["holiday"], "begins": "12:00", "ends": "20:00"}]
    body = {"minors": {"mode": "block", "windows": windows, "holidays": ["2039-11-22"]}}
    await desk.do("PUT", f"{path}/settings", body)
    made = await planned(desk, event)
    assert made["ages_unknown"] == 2
    found = {one["tournament_name"]: one["starts_at"] for one in made["matches"]}
    assert found.pop("Young") == "2039-11-22T04:05:00Z"
    assert {at[:10] for at in found.values()} == {"2039-11-21"}

    for minors, code, pointer in (
        ({"mode": "warn"}, "windows_missing", "/minors/windows"),
        ({"holidays": ["2039-11-21", "2039-11-23"]}, "day_outside", "/minors/holidays/1"),
    ):
        await desk.refused("PUT", f"{path}/settings", {"minors": minors}, 422, code, pointer)
