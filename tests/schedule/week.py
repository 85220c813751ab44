"""A small event with a hall, stations and running tournaments, and the background work done at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from esports.http.provide import parts_of
from esports.notifications import scheduled
from esports.schedule import making
from esports.uow import unit_of_work
from tests.support.desk import Desk, Json

DAYS = {"starts_on": "2039-11-21", "ends_on": "2039-11-22"}
HOURS = [{"day": day, "begins": "10:00", "ends": "20:00"} for day in DAYS.values()]
HALL = {"name": "Hall", "hours": HOURS, "breaks": [{"day": "2039-11-21", "begins": "13:00", "ends": "14:00"}]}
TITLE = "Counter-Strike 2"


@asynccontextmanager
async def setting_up(desk: Desk) -> AsyncIterator[None]:
    """The laws are checked once, over all that is written here: each write is tested in a room of its own."""
    if desk.lawful:
        async with desk.at_ease():
            yield
    else:
        yield


async def hall(
    desk: Desk, event: Json, stations: int = 2, titles: Any = (TITLE,), venue: Json = HALL
) -> list[Json]:
    """A hall with so many stations."""
    rows = [{"name": f"Station {number + 1}", "titles": list(titles)} for number in range(stations)]
    async with setting_up(desk):
        venue = await desk.post(f"/events/{event['id']}/venues", venue)
        return [await desk.post(f"/venues/{venue['id']}/stations", row) for row in rows]


async def cup(desk: Desk, event: Json, entries: int = 4, title: str = TITLE, **fields: Any) -> Json:
    """A running single elimination; gives the stage's document with its tournament."""
    async with setting_up(desk):
        tournament = await desk.tournament(event, title=title, **fields)
        stage = await desk.stage(tournament)
        rows = [{"name": f"{tournament['slug']} {number}"} for number in range(1, entries + 1)]
        await desk.post(f"/tournaments/{tournament['id']}/entries/import", {"entries": rows})
        return {**(await desk.start(stage)), "tournament": tournament}


async def plan(desk: Desk, event: Json, *, again: bool = False) -> Json:
    """Ask for a plan, have it made, and give it."""
    path = f"/events/{event['id']}/schedule"
    asked = await desk.post(f"{path}/replan" if again else f"{path}/plan")
    assert asked["state"] == "planning"
    made: Json = asked
    while made["state"] == "planning":
        made = await turn(desk, event, made, again=again)
    return made


async def turn(desk: Desk, event: Json, asked: Json, *, again: bool = False) -> Json:
    """Do one turn of the search for a plan, as the worker does, and give the plan then."""
    number = (asked["search"] or {"turns": 0})["turns"]
    async with unit(desk) as work:
        await making.make(work, UUID(event["id"]), asked["plan"], again=again, turn=number)
        await work.commit()
    made: Json = await desk.get(f"/events/{event['id']}/schedule/plan")
    return made


async def publish(desk: Desk, event: Json) -> Json:
    """Plan and publish; gives what is published."""
    made = await plan(desk, event)
    await desk.post(f"/events/{event['id']}/schedule/publish", {"plan": made["plan"]})
    told: Json = await desk.get(f"/events/{event['id']}/schedule")
    return told


async def announce(desk: Desk, publication_id: UUID) -> None:
    """Tell of a publication, as the worker does."""
    async with unit(desk) as work:
        await scheduled.announce(work, publication_id)
        await work.commit()


def unit(desk: Desk) -> Any:
    """A unit of work on the application's parts."""
    parts = parts_of(desk.app.state)
    return unit_of_work(parts.engine, parts.waker, clock=parts.clock)


async def evening(desk: Desk, *, stations: int = 2, **fields: Any) -> Json:
    """An event that is on by the clock of a hall, tonight and tomorrow; with these `fields` of settings."""
    days = {"starts_on": "2026-11-25", "ends_on": "2026-11-26"}
    hours = [{"day": day, "begins": "10:00", "ends": "23:30"} for day in days.values()]
    async with setting_up(desk):
        event = await desk.event(**days)
        await hall(desk, event, stations, venue={**HALL, "hours": hours, "breaks": []})
        await desk.do("PUT", f"/events/{event['id']}/schedule/settings", fields)
        return event
