"""When matches are expected to begin: what it rests on, how it is renewed, and what is said of it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from esports.db.schema.schedule import schedules
from esports.db.wake import News
from esports.refereeing.queries.presences import put_began
from esports.schedule import newer
from esports.schedule.forecast_wire import Expected
from esports.schedule.foretelling import foretell
from esports.schedule.modelling import Dial, Week, is_played
from esports.schedule.nearing import nearest
from tests.drafts.hall import Hall
from tests.schedule.test_modelling import weeks
from tests.schedule.week import cup, evening, publish
from tests.support.desk import NOBODY, Desk, Json
from workers import calls, forecasts
from workers.news import HUSH_SECONDS, Herald

MINUTE = timedelta(minutes=1)


@given(weeks())
@settings(max_examples=25)
def test_whatever_goes_on_published_matches_are_foretold_in_order(week: Week) -> None:
    told = foretell(week, known=set(week.published))
    state = {one.id: one for one in week.matches}
    latest = max(week.now, Dial(week.event).origin) + timedelta(days=1, minutes=1)
    for one in told.starts:
        assert not is_played(state[one.match])
        assert week.published[one.match].starts_at <= one.low <= one.median <= one.high
        assert one.median <= latest
    assert foretell(week, known=set()).starts == []
    assert all(0 <= one.in_time <= 1 for one in told.endings)


def test_a_start_that_hardly_moved_is_no_news() -> None:
    at = datetime(2026, 11, 25, 12, tzinfo=UTC)
    one, other, third = (UUID(int=number) for number in range(3))

    def expected_at(match: UUID, minutes: int) -> Expected:
        median = at + minutes * MINUTE
        return Expected(match=match, low=at, median=median, high=median + 30 * MINUTE)

    before = {one: expected_at(one, 0), other: expected_at(other, 0)}
    assert newer.changed(before, before) == set()
    assert newer.changed(before, {one: expected_at(one, 1), other: expected_at(other, 2)}) == {other}
    assert newer.changed(before, {one: expected_at(one, 0), third: expected_at(third, 0)}) == {other, third}


async def test_nobody_is_flooded_with_news() -> None:
    told: list[News] = []
    now = [100.0]

    class Waker:
        async def wake(self, journals: dict[UUID, int], *, jobs: bool) -> None:
            """Nobody."""

        async def tell(self, news: News) -> None:
            """Keep it."""
            told.append(news)

    herald = Herald(Waker(), lambda: now[0])
    event, *matches = (UUID(int=number) for number in range(4))
    for match in matches[:2]:
        herald.add(event, News("forecast", [event], [match]))
    assert await herald.tell() == 1
    herald.add(event, News("forecast", [event], [matches[2]]))
    assert await herald.tell() == 0, "so soon after what was told"
    now[0] += HUSH_SECONDS
    assert await herald.tell() == 1
    assert await herald.tell() == 0
    assert [one.matches for one in told] == [matches[:2], matches[2:]]


@given(weeks(), st.integers(0, 30), st.data())
@settings(max_examples=25)
def test_matches_are_near_at_their_time_and_who_is_ready_as_the_next_of_a_station(
    week: Week, ahead: int, data: st.DataObject
) -> None:
    ready = data.draw(st.sets(st.sampled_from([one.id for one in week.matches])))
    matches = [
        msgspec.structs.replace(one, began_at=week.now) if one.id in ready else one for one in week.matches
    ]
    week = msgspec.structs.replace(week, matches=matches)
    dial, on = Dial(week.event), {one.id for one in week.matches if is_played(one)}
    late = nearest(week, dial, ahead, early=False)
    soon = nearest(week, dial, ahead, early=True)
    published = {match: one for match, one in week.published.items() if match not in on}
    assert late == {match: dial.minute(one.starts_at) - ahead for match, one in published.items()}
    assert set(soon) == set(late)
    for match, one in published.items():
        key = one.starts_at, match
        before = [
            soon[other]
            for other, booked in published.items()
            if booked.station_id == one.station_id and (booked.starts_at, other) < key
        ]
        assert soon[match] == (min(max(before, default=0), late[match]) if match in ready else late[match])


def starts(told: Json) -> dict[str, list[datetime]]:
    """The range of each match."""
    names = ("low", "median", "high")
    return {one["match"]: [datetime.fromisoformat(one[name]) for name in names] for one in told["items"]}


async def expected(desk: Desk, match: Json) -> Any:
    return (await desk.get(f"/matches/{match['id']}/forecast"))["expected"]


async def test_forecasts_follow_what_happens(hall: Hall) -> None:
    desk, clock = hall.desk, hall.clock
    event = await evening(desk, stations=1)
    stage = await cup(desk, event)
    first, second = await desk.ready(stage)
    path = f"/events/{event['id']}/schedule"
    assert await desk.get(f"{path}/forecast") == {"made_at": None, "items": [], "next_cursor": None}
    assert await forecasts.renew(hall.worker) == 0

    told = await publish(desk, event)
    planned = {one["match"]: datetime.fromisoformat(one["starts_at"]) for one in told["matches"]}
    if planned[first["id"]] > planned[second["id"]]:
        first, second = second, first
    herald = Herald(hall.worker.waker, lambda: 0.0)
    assert await forecasts.renew(hall.worker, herald) == 1
    assert await herald.tell() == 1
    assert await forecasts.renew(hall.worker) == 0
    found = starts(await desk.get(f"{path}/forecast"))
    assert set(found) == set(planned)
    # Nothing stands in the way of the first; the others wait for what comes before them.
    assert found[first["id"]] == [planned[first["id"]]] * 3
    low, median, high = found[second["id"]]
    assert planned[second["id"]] <= low <= median < high

    # Called early, who is ready begins as soon as the station is free.
    async with desk.engine.begin() as connection:
        await put_began(connection, UUID(second["id"]), clock.now)
    calling = f"/events/{event['id']}/calls/settings"
    for early in (True, False):
        await desk.do("PUT", calling, {"by_itself": early, "ahead": 0, "early": early})
        clock.go(61)
        assert await forecasts.renew(hall.worker) == 1
        found = starts(await desk.get(f"{path}/forecast"))
        assert (found[second["id"]][0] < planned[second["id"]]) is early
        assert found[first["id"]][0] >= planned[first["id"]]

    clock.now = planned[first["id"]]
    await desk.post(f"/matches/{first['id']}/call")
    assert await forecasts.renew(hall.worker) == 1
    assert await expected(desk, first) is None
    before = await expected(desk, second)
    assert before == next(
        one for one in (await desk.get(f"{path}/forecast"))["items"] if one["match"] == second["id"]
    )
    (ending,) = (await desk.get(f"{path}/plan"))["endings"]
    assert ending["tournament"] == stage["tournament"]["id"]
    assert ending["in_time"] > 0.9

    # It is on for an hour: whoever waits for its station begins later, and perhaps not today.
    clock.go(3600)
    assert (await desk.get(f"{path}/forecast"))["made_at"] is None
    assert await desk.get(f"/matches/{second['id']}/forecast") == {
        "made_at": None,
        "expected": None,
        "early": False,
    }
    assert (await desk.get(f"{path}/plan"))["endings"] == []
    assert await forecasts.renew(hall.worker) == 1
    after = await expected(desk, second)
    assert datetime.fromisoformat(after["median"]) > clock.now > datetime.fromisoformat(before["median"])

    # Where matches are called early, the page has to say so.
    assert (await desk.get(f"/matches/{second['id']}/forecast"))["early"] is False
    await desk.do("PUT", f"/events/{event['id']}/calls/settings", {"by_itself": True, "early": True})
    assert (await desk.get(f"/matches/{second['id']}/forecast"))["early"] is True
    assert (await desk.get(f"/matches/{first['id']}/forecast"))["early"] is False, "it is on"
    await desk.do("PUT", f"/events/{event['id']}/calls/settings", {"by_itself": False, "early": True})
    assert (await desk.get(f"/matches/{second['id']}/forecast"))["early"] is False

    # Its result frees the station at once.
    await desk.report(first, {"winner": 0})
    assert await forecasts.renew(hall.worker) == 1
    soon = datetime.fromisoformat((await expected(desk, second))["median"])
    assert clock.now < soon <= clock.now + 10 * MINUTE
    await desk.refused("GET", f"/matches/{NOBODY}/forecast", None, 404, "not_found")
    await desk.refused("GET", f"/events/{NOBODY}/schedule/forecast", None, 404, "not_found")

    # What cannot be foretold, such as what a broken row says, stops neither the worker nor its other work.
    async with desk.engine.begin() as connection:
        broken = {"settings": {"rest": "long"}, "calling": {"by_itself": True}}
        await connection.execute(update(schedules).values(**broken))
    clock.go(61)
    assert await forecasts.renew(hall.worker) == 0
    assert await calls.call_due(hall.worker) == 0
