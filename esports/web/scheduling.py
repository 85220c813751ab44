"""The schedule: the board that everybody reads, and the desk where it is planned."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.events import service as events
from esports.http.provide import Parts
from esports.schedule import reading
from esports.schedule.limits import PRESETS
from esports.tournaments import service as tournaments
from esports.web.caster import event_named, snapshot, with_head
from esports.web.page import page

Call = Request[Actor, Any, Any]


@get("/events/{event:str}/schedule", include_in_schema=False)
async def board(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor], event: FromPath[str]
) -> Response[str]:
    """What is published: by station and time, or as a list."""
    async with snapshot(parts) as connection:
        found = await event_named(connection, event)
        view = await with_head(connection, await events.event_view(connection, found.id), found.id)
        told = await reading.schedule(connection, found.id)
        manages = await access.allows(connection, actor, Permission.manage_event, found.id)
    data = {"view": view, "topic": f"event/{found.id}", "event": found, "schedule": told}
    return page(request, "schedule.html", event=found, manages=manages, data=data)


@get("/desk/events/{event:str}/schedule", include_in_schema=False)
async def desk(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor], event: FromPath[str]
) -> Response[str]:
    """Venues, stations, the plan and its publishing; for owners and operators."""
    async with snapshot(parts) as connection:
        found = await event_named(connection, event)
        await access.require(connection, actor, Permission.manage_event, found.id)
        listed = await tournaments.page(connection, actor, found.id, None)
        data: dict[str, Any] = {
            "event": found,
            "presets": PRESETS,
            "plan": await reading.plan_of(connection, found.id, parts.clock()),
            "schedule": await reading.schedule(connection, found.id),
            "titles": sorted({one.title for one in listed.items}),
            "tournaments": [{"id": one.id, "name": one.name} for one in listed.items],
        }
    more = {"titles": data["titles"], "settings": data["plan"].settings}
    return page(request, "desk_schedule.html", event=found, data=data, **more)


@get("/desk/events/{event:str}/schedule/what-if", include_in_schema=False)
async def what_if(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor], event: FromPath[str]
) -> Response[str]:
    """Who is in several tournaments, and what other stations, hours or days would change."""
    async with snapshot(parts) as connection:
        found = await event_named(connection, event)
        await access.require(connection, actor, Permission.manage_event, found.id)
        listed = await tournaments.page(connection, actor, found.id, None)
        told = await reading.venues(connection, found.id)
    venues = [(one.id, one.name) for one in told.items]
    playing = [(one.id, one.name) for one in listed.items]
    return page(
        request, "desk_what_if.html", event=found, venues=venues, playing=playing, data={"event": found}
    )


@get("/desk/events/{event:str}/calls", include_in_schema=False)
async def calls(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor], event: FromPath[str]
) -> Response[str]:
    """The matches that can be called to their stations; for those who report results."""
    async with snapshot(parts) as connection:
        found = await event_named(connection, event)
        await access.require(connection, actor, Permission.report_result, found.id)
        told = await reading.schedule(connection, found.id)
    data = {"event": found, "venues": told.venues}
    return page(request, "desk_calls.html", event=found, data=data)


@get("/desk/events/{event:str}/stations", include_in_schema=False)
async def stations(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor], event: FromPath[str]
) -> Response[str]:
    """What each station has now and what comes next at it; for the event's staff."""
    async with snapshot(parts) as connection:
        found = await event_named(connection, event)
        await access.require(connection, actor, Permission.see_private, found.id)
        may_call = await access.allows(connection, actor, Permission.report_result, found.id)
    return page(request, "desk_stations.html", event=found, may_call=may_call, data={"event": found})


handlers = [board, desk, what_if, calls, stations]
