"""From venues and matches to a plan that holds, and from a plan to what everybody reads."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text, update

from esports.db.schema.schedule import publications
from esports.notifications import scheduled, telling
from esports.schedule import making, queries
from tests.schedule.week import DAYS, HALL, TITLE, announce, cup, hall, plan, publish, unit
from tests.support import wait
from tests.support.desk import NOBODY, Desk, Json
from tests.support.post import Post, post

__all__ = ["post"]


def at(text: str) -> datetime:
    """A moment of a reply."""
    return datetime.fromisoformat(text)


def by_match(told: Json) -> dict[str, Any]:
    """The matches of a plan or schedule by id."""
    return {one["match"]: one for one in told["matches"]}


async def test_a_week_is_planned_published_moved_and_taken_back(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    stations = await hall(desk, event)
    stage = await cup(desk, event)
    path = f"/events/{event['id']}/schedule"

    made = await plan(desk, event)
    assert (made["state"], made["problems"], made["version"]) == ("ready", [], 0)
    assert [one["reason"]["code"] for one in made["matches"]] == ["closed", "closed", "predecessor"]
    first, second, final = made["matches"]
    # The hall opens at 10:00 in Shanghai; five minutes are for warming up.
    assert first["starts_at"] == second["starts_at"] == "2039-11-21T02:05:00Z"
    assert {first["station"], second["station"]} == {one["id"] for one in stations}
    assert at(final["starts_at"]) >= at(first["ends_at"])
    assert (await desk.get(path))["matches"] == [], "a plan is not published"

    told = await publish(desk, event)
    assert told["version"] == 1
    assert len(told["matches"]) == 3
    shown = {one["id"]: one for one in (await desk.view(stage))["matches"]}
    for match in told["matches"]:
        assert shown[match["match"]]["starts_at"] == match["starts_at"]
        assert shown[match["match"]]["station"] in ("Station 1", "Station 2")

    pin = {"starts_at": "2039-11-22T03:00:30Z", "station": stations[1]["id"]}
    kept = await desk.do("PUT", f"/matches/{final['match']}/pin", pin)
    assert kept["starts_at"] == "2039-11-22T03:00:00Z", "plans count in whole minutes"
    again = await publish(desk, event)
    moved = by_match(again)[final["match"]]
    assert (moved["starts_at"], moved["station"]) == ("2039-11-22T03:00:00Z", stations[1]["id"])
    assert by_match(await desk.get(f"{path}/plan"))[final["match"]]["reason"]["code"] == "pinned"

    back = await desk.post(f"{path}/undo", {"version": 2})
    assert back == {"version": 3, "moved": 1}
    assert (await desk.get(path))["matches"] == told["matches"]
    await desk.refused("POST", f"{path}/undo", {"version": 3}, 409, "nothing_to_undo")
    desk.replay()


async def test_what_is_over_keeps_its_place_and_what_is_out_of_order_is_freed(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    stations = await hall(desk, event)
    stage = await cup(desk, event)
    told = await publish(desk, event)
    played = (await desk.ready(stage))[0]
    await desk.report(played, {"winner": 0})
    broken = by_match(told)[stage["matches"][1]["id"]]["station"]
    await desk.do("PATCH", f"/stations/{broken}", {"out_of_order": True})

    again = await publish(desk, event)
    assert by_match(again)[played["id"]] == {
        **by_match(told)[played["id"]],
        "phase": "settled",
        "state": "confirmed",
    }
    left = next(one["id"] for one in stations if one["id"] != broken)
    assert {one["station"] for one in again["matches"] if one["match"] != played["id"]} == {left}

    await desk.refused("DELETE", f"/stations/{left}", None, 409, "station_in_use")
    await desk.refused("PUT", f"/matches/{played['id']}/pin", {}, 409, "match_over")


async def test_one_person_is_never_in_two_matches_at_once(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    await hall(desk, event, stations=4, titles=[TITLE, "Other"])
    async with desk.person() as player:
        own = []
        for title in (TITLE, "Other"):
            tournament = await desk.tournament(event, title=title, entry_kind="player")
            stage = await desk.stage(tournament)
            await player.post(f"/tournaments/{tournament['id']}/entries", {"name": "Mine"})
            await desk.entries(tournament, 1, prefix="Rival")
            own += (await desk.start(stage))["matches"]
        told = by_match(await publish(desk, event))
        first, second = sorted((told[one["id"]] for one in own), key=lambda one: one["starts_at"])
        assert (at(second["starts_at"]) - at(first["ends_at"])).total_seconds() == 60 * (10 + 5)

        async with desk.engine.connect() as connection:
            publication, moves = (
                await connection.execute(select(publications.c.id, publications.c.moves))
            ).one()
        ends = [{**move, "before": {**move["after"], "ends_at": DAYS["ends_on"]}} for move in moves]
        for stored, count in ((ends, 0), (moves, 1), (moves, 1)):
            async with desk.engine.begin() as connection:
                await connection.execute(update(publications).values(moves=stored))
            await announce(desk, publication)
            inbox = (await player.get("/inbox"))["items"]
            assert len(inbox) == count, "another end is no news, and what was told is not told again"
        (notice,) = inbox
        assert notice["kind"] == "schedule_changed"
        assert [one["starts_at"] for one in notice["payload"]["matches"]] == [
            first["starts_at"],
            second["starts_at"],
        ]


async def test_a_crowd_is_told_in_parts_and_each_once(
    desk: Desk, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "AT_ONCE", 1)
    event = await desk.event(**DAYS)
    await hall(desk, event)
    tournament = await desk.tournament(event, title=TITLE, entry_kind="player")
    stage = await desk.stage(tournament)
    async with desk.person() as first, desk.person() as second, desk.person() as third:
        people = (first, second, third)
        for number, player in enumerate(people):
            await player.post(f"/tournaments/{tournament['id']}/entries", {"name": f"Player {number}"})
        await desk.start(stage)
        await publish(desk, event)
        for _ in range(len(people) + 1):
            await post.deliver()
        for player in people:
            kinds = [one["kind"] for one in (await player.get("/inbox"))["items"]]
            assert kinds.count("schedule_changed") == 1


async def test_impossible_demands_are_told_with_what_conflicts(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    (station,) = await hall(desk, event, stations=1)
    stage = await cup(desk, event)
    strange = await cup(desk, event, 2, title="Chess")
    noon = {"starts_at": "2039-11-21T03:00:00Z", "station": station["id"]}
    pinned = [one["id"] for one in await desk.ready(stage)]
    for match in pinned:
        await desk.do("PUT", f"/matches/{match}/pin", noon)
    made = await plan(desk, event)
    (told,) = made["problems"]
    assert (told["code"], told["params"]["title"]) == ("no_station", "Chess")
    reasons = {match: one["reason"]["code"] for match, one in by_match(made).items()}
    assert reasons[strange["matches"][0]["id"]] == "no_station"
    assert sorted(reasons[match] for match in pinned) == ["pinned", "station_busy"]

    await desk.do("PATCH", f"/stations/{station['id']}", {"titles": [TITLE, "Chess"]})
    (told,) = (await plan(desk, event))["problems"]
    assert told["code"] == "pins_station"
    assert "#1" in told["params"]["matches"]
    assert "#2" in told["params"]["matches"]


async def test_matches_are_called_as_stations_and_people_allow(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    (station,) = await hall(desk, event, stations=1)
    stage = await cup(desk, event)
    first, second = await desk.ready(stage)
    path = f"/events/{event['id']}/calls"
    await desk.refused("POST", f"/matches/{first['id']}/call", None, 409, "not_scheduled")
    await publish(desk, event)
    one, other = (await desk.get(path))["items"]
    assert {one["match"], other["match"]} == {first["id"], second["id"]}
    assert (one["hindrance"], other["hindrance"]) == (None, None)

    called = await desk.post(f"/matches/{one['match']}/call")
    assert called["state"] == "called"
    assert await desk.post(f"/matches/{one['match']}/call") == called
    states = {match["id"]: match["state"] for match in (await desk.view(stage))["matches"]}
    assert states[one["match"]] == "called"
    await desk.refused("POST", f"/matches/{other['match']}/call", None, 409, "station_busy")
    assert (await desk.get(path))["items"][1]["hindrance"]["code"] == "station_busy"

    await desk.post(f"/matches/{one['match']}/uncall")
    await desk.post(f"/matches/{other['match']}/call")
    await desk.report({"id": other["match"]}, {"winner": 0})
    await desk.post(f"/matches/{one['match']}/call")
    await desk.report({"id": one["match"]}, {"winner": 0})
    (final,) = (await desk.get(path))["items"]
    assert final["hindrance"]["code"] == "person_resting"
    await desk.refused("POST", f"/matches/{final['match']}/call", None, 409, "person_resting")
    await desk.refused("POST", f"/matches/{one['match']}/call", None, 409, "match_not_ready")
    await desk.do("PATCH", f"/stations/{station['id']}", {"out_of_order": True})
    await desk.refused("POST", f"/matches/{final['match']}/call", None, 409, "station_out_of_order")


async def test_who_is_called_is_told_where(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    await hall(desk, event)
    async with desk.person() as player:
        tournament = await desk.tournament(event, title=TITLE, entry_kind="player")
        stage = await desk.stage(tournament)
        await player.post(f"/tournaments/{tournament['id']}/entries", {"name": "Mine"})
        await desk.entries(tournament, 1, prefix="Rival")
        (match,) = (await desk.start(stage))["matches"]
        await publish(desk, event)
        await desk.post(f"/matches/{match['id']}/call")
        async with unit(desk) as work:
            await scheduled.announce_call(work, UUID(match["id"]))
            await work.commit()
        (notice,) = (await player.get("/inbox"))["items"]
        assert (notice["kind"], notice["payload"]["station"]) == ("match_called", "Station 1")


async def test_settings_are_respected(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    await hall(desk, event)
    stage = await cup(desk, event, 2, best_of=3)
    path = f"/events/{event['id']}/schedule/settings"
    days = [{"tournament": stage["tournament"]["id"], "first": "2039-11-22", "last": "2039-11-22"}]
    lengths = [{"title": TITLE, "best_of": 3, "minutes": 77}]
    await desk.do("PUT", path, {"warm_up": 0, "days": days, "lengths": lengths})
    ((only),) = (await plan(desk, event))["matches"]
    assert only["starts_at"] == "2039-11-22T02:00:00Z"
    assert (at(only["ends_at"]) - at(only["starts_at"])).total_seconds() == 77 * 60


async def test_a_plan_is_made_once(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    await hall(desk, event)
    await cup(desk, event)
    made = await plan(desk, event)
    async with unit(desk) as work:
        await making.make(work, UUID(event["id"]), made["plan"])
        await work.commit()
    assert await desk.get(f"/events/{event['id']}/schedule/plan") == made
    asked = await desk.post(f"/events/{event['id']}/schedule/plan")
    assert (await desk.post(f"/events/{event['id']}/schedule/plan"))["plan"] == asked["plan"]


async def test_a_plan_that_came_to_nothing_while_it_was_made_is_not_stored(desk: Desk) -> None:
    """Nothing is locked while a plan is searched; whoever changed the state meanwhile is not overwritten."""
    event = await desk.event(**DAYS)
    await hall(desk, event)
    await cup(desk, event)
    path = f"/events/{event['id']}/schedule/plan"
    asked = await desk.post(path)
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )

    async def make() -> None:
        async with unit(desk) as work:
            await work.connection.execute(text("SET LOCAL lock_timeout = '90s'"))
            await making.make(work, UUID(event["id"]), asked["plan"])
            await work.commit()

    async def made() -> bool:
        async with unit(desk) as observer:
            return bool((await observer.connection.execute(waiting)).scalar())

    async with unit(desk) as other, asyncio.TaskGroup() as tasks:
        await queries.hold(other.connection, UUID(event["id"]))
        tasks.create_task(make())
        await wait.until(made)
        await queries.change(other.connection, UUID(event["id"]), state="failed")
        await other.commit()
    assert (await desk.get(path))["state"] == "failed"


async def test_refusals(desk: Desk) -> None:
    event, other = await desk.event(**DAYS), await desk.event(**DAYS)
    stage = await cup(desk, event, 2)
    match = stage["matches"][0]["id"]
    path = f"/events/{event['id']}"
    await desk.refused("POST", f"{path}/schedule/plan", None, 409, "no_stations")
    outside = {**HALL, "hours": [{"day": "2039-11-23", "begins": "10:00", "ends": "12:00"}]}
    await desk.refused("POST", f"{path}/venues", outside, 422, "day_outside", "/hours/0/day")
    (station,) = await hall(desk, event, stations=1)
    (foreign,) = await hall(desk, other, stations=1)
    await desk.refused("POST", f"{path}/venues", HALL, 409, "name_taken", "/name")
    again = {"name": "Station 1", "titles": ["T"]}
    await desk.refused("POST", f"/venues/{station['venue']}/stations", again, 409, "name_taken", "/name")
    await desk.refused("PUT", f"/venues/{NOBODY}", HALL, 404, "not_found")
    await desk.refused("PATCH", f"/stations/{NOBODY}", {}, 404, "not_found")
    pin = f"/matches/{match}/pin"
    await desk.refused("PUT", pin, {"station": foreign["id"]}, 422, "unknown_station", "/station")
    for when in ("2039-11-20T15:59:00Z", "2039-12-01T00:00:00Z", "2039-11-21T10:00:00"):
        await desk.refused("PUT", pin, {"starts_at": when}, 422, "day_outside", "/starts_at")
    days = {"tournament": NOBODY, "first": "2039-11-21", "last": "2039-11-21"}
    settings = f"{path}/schedule/settings"
    body = {"days": [days]}
    await desk.refused("PUT", settings, body, 422, "unknown_tournament", "/days/0/tournament")
    days |= {"tournament": stage["tournament"]["id"], "last": "2039-11-20"}
    await desk.refused("PUT", settings, body, 422, "days_reversed", "/days/0/last")
    days |= {"first": "2039-11-20"}
    await desk.refused("PUT", settings, body, 422, "day_outside", "/days/0/first")
    publish_path = f"{path}/schedule/publish"
    await desk.refused("POST", publish_path, {"plan": 0}, 409, "no_plan")
    await desk.refused("POST", publish_path, {"plan": 7}, 409, "plan_changed")
    await desk.refused("POST", f"{path}/schedule/undo", {"version": 7}, 409, "schedule_changed")
    await desk.refused("POST", f"{path}/schedule/undo", {"version": 0}, 409, "nothing_to_undo")
    gone = await desk.do("DELETE", f"/venues/{station['venue']}")
    assert gone["name"] == "Hall"
    assert (await desk.get(f"{path}/venues"))["items"] == []
