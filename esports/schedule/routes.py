"""HTTP for venues, stations, plans and the published schedule."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from esports.accounts.access import Actor
from esports.http.callers import READER
from esports.http.openapi import reads, writes
from esports.http.write import read, write
from esports.schedule import asking, calling, draft_routes, live_routes, publishing, reading, service, what_if
from esports.schedule.crossing_wire import Crossings
from esports.schedule.settings_wire import Settings
from esports.schedule.venue_wire import NewStation, NewVenue, Station, StationChanges, Venue, Venues
from esports.schedule.what_if_wire import Difference, WhatIf
from esports.schedule.wire import Call as CalledMatch
from esports.schedule.wire import (
    CallQueue,
    LongerSearch,
    NewPin,
    Pin,
    Plan,
    PlanNumber,
    Published,
    Schedule,
    VersionNumber,
)
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]
Unit = NamedDependency[UnitOfWork]
Caller = NamedDependency[Actor]


@post("/events/{event:uuid}/venues", **writes(Venue, 201))
async def add_venue(
    request: Call, unit: Unit, actor: Caller, event: FromPath[UUID], data: JSONBody[NewVenue]
) -> Response[bytes]:
    """Add a venue: when it is open, by the event's clock. For owners and operators."""
    return await write(
        request, unit, lambda: service.add_venue(unit, actor=actor, event_id=event, new=data), status=201
    )


@get("/events/{event:uuid}/venues", **reads(Venues))
async def list_venues(request: Call, unit: Unit, event: FromPath[UUID]) -> Response[bytes]:
    """The venues of an event with their stations."""
    return read(request, await reading.venues(unit.connection, event))


@put("/venues/{venue:uuid}", **writes(Venue))
async def change_venue(
    request: Call, unit: Unit, actor: Caller, venue: FromPath[UUID], data: JSONBody[NewVenue]
) -> Response[bytes]:
    """Give a venue its name and hours anew; what is published stays until the next plan is."""
    return await write(
        request, unit, lambda: service.change_venue(unit, actor=actor, venue_id=venue, new=data)
    )


@delete("/venues/{venue:uuid}", **writes(Venue))
async def remove_venue(request: Call, unit: Unit, actor: Caller, venue: FromPath[UUID]) -> Response[bytes]:
    """Take out a venue with its stations, unless matches are published there."""
    return await write(request, unit, lambda: service.remove_venue(unit, actor=actor, venue_id=venue))


@post("/venues/{venue:uuid}/stations", **writes(Station, 201))
async def add_station(
    request: Call, unit: Unit, actor: Caller, venue: FromPath[UUID], data: JSONBody[NewStation]
) -> Response[bytes]:
    """Add a station to a venue, for matches of these titles."""
    return await write(
        request, unit, lambda: service.add_station(unit, actor=actor, venue_id=venue, new=data), status=201
    )


@patch("/stations/{station:uuid}", **writes(Station))
async def change_station(
    request: Call, unit: Unit, actor: Caller, station: FromPath[UUID], data: JSONBody[StationChanges]
) -> Response[bytes]:
    """Change what a station serves, or say that it is out of order: the next plan does without it."""
    return await write(
        request, unit, lambda: service.change_station(unit, actor=actor, station_id=station, changes=data)
    )


@delete("/stations/{station:uuid}", **writes(Station))
async def remove_station(
    request: Call, unit: Unit, actor: Caller, station: FromPath[UUID]
) -> Response[bytes]:
    """Take out a station, unless matches are published there."""
    return await write(request, unit, lambda: service.remove_station(unit, actor=actor, station_id=station))


@get("/events/{event:uuid}/schedule", **reads(Schedule, etag=True))
async def get_schedule(request: Call, unit: Unit, event: FromPath[UUID]) -> Response[bytes]:
    """What is published: which match is played when, and at which station."""
    return read(request, await reading.schedule(unit.connection, event), digest=True)


@get("/events/{event:uuid}/schedule/plan", **reads(Plan, who=READER))
async def get_plan(request: Call, unit: Unit, actor: Caller, event: FromPath[UUID]) -> Response[bytes]:
    """The newest plan beside what is published, with a reason for each match; for the event's staff."""
    return read(request, await reading.plan(unit.connection, actor=actor, event_id=event, now=unit.now))


@put("/events/{event:uuid}/schedule/settings", **writes(Settings))
async def set_schedule_settings(
    request: Call, unit: Unit, actor: Caller, event: FromPath[UUID], data: JSONBody[Settings]
) -> Response[bytes]:
    """Decide what plans respect: rest, lengths, days, the hours of minors, referees, streams, ways."""
    return await write(
        request, unit, lambda: service.set_settings(unit, actor=actor, event_id=event, new=data)
    )


@post("/events/{event:uuid}/schedule/plan", **writes(Plan, 202))
async def ask_for_plan(request: Call, unit: Unit, actor: Caller, event: FromPath[UUID]) -> Response[bytes]:
    """Have a plan made of all matches that are not over; it is there when its state is `ready`."""
    return await write(request, unit, lambda: asking.ask(unit, actor=actor, event_id=event), status=202)


@post("/events/{event:uuid}/schedule/plan/search", **writes(Plan, 202))
async def search_longer(
    request: Call, unit: Unit, actor: Caller, event: FromPath[UUID], data: JSONBody[LongerSearch]
) -> Response[bytes]:
    """Have a better plan searched than the one that is there, or for longer; no worse one takes its place."""

    async def search() -> Plan:
        return await asking.search_longer(
            unit, actor=actor, event_id=event, plan=data.plan, seconds=data.seconds
        )

    return await write(request, unit, search, status=202)


@post("/events/{event:uuid}/schedule/plan/stop", **writes(Plan))
async def stop_search(
    request: Call, unit: Unit, actor: Caller, event: FromPath[UUID], data: JSONBody[PlanNumber]
) -> Response[bytes]:
    """Search no longer for a better plan, and keep the best that was found."""
    return await write(request, unit, lambda: asking.stop(unit, actor=actor, event_id=event, plan=data.plan))


@post("/events/{event:uuid}/schedule/replan", **writes(Plan, 202))
async def ask_for_replan(request: Call, unit: Unit, actor: Caller, event: FromPath[UUID]) -> Response[bytes]:
    """Have the rest planned again, with as little of what is published moved as is found."""
    return await write(
        request, unit, lambda: asking.ask(unit, actor=actor, event_id=event, again=True), status=202
    )


@post("/events/{event:uuid}/schedule/publish", **writes(Published))
async def publish_schedule(
    request: Call, unit: Unit, actor: Caller, event: FromPath[UUID], data: JSONBody[PlanNumber]
) -> Response[bytes]:
    """Publish the plan as one change; whoever moved is told."""
    return await write(
        request, unit, lambda: publishing.publish(unit, actor=actor, event_id=event, plan=data.plan)
    )


@post("/events/{event:uuid}/schedule/undo", **writes(Published))
async def undo_schedule(
    request: Call, unit: Unit, actor: Caller, event: FromPath[UUID], data: JSONBody[VersionNumber]
) -> Response[bytes]:
    """Take back the newest publication; whoever moves back is told."""
    return await write(
        request, unit, lambda: publishing.undo(unit, actor=actor, event_id=event, version=data.version)
    )


@post("/events/{event:uuid}/schedule/what-if", **writes(Difference, keyed=False))
async def ask_what_if(
    request: Call, unit: Unit, actor: Caller, event: FromPath[UUID], data: JSONBody[WhatIf]
) -> Response[bytes]:
    """What other stations, hours, days or best-of would change; nothing is stored."""
    return read(request, await what_if.what_if(unit, actor=actor, event_id=event, asked=data))


@get("/events/{event:uuid}/schedule/crossings", **reads(Crossings, who=READER))
async def list_crossings(request: Call, unit: Unit, actor: Caller, event: FromPath[UUID]) -> Response[bytes]:
    """The tournaments that share people, how likely they meet, and days that lower it; drawn or not."""
    return read(request, await what_if.crossing(unit, actor=actor, event_id=event))


@put("/matches/{match:uuid}/pin", **writes(Pin))
async def pin_match(
    request: Call, unit: Unit, actor: Caller, match: FromPath[UUID], data: JSONBody[NewPin]
) -> Response[bytes]:
    """Hold a match to a station, a start, a stream, in the plans to come; with none of them, let it go."""
    return await write(request, unit, lambda: service.pin(unit, actor=actor, match_id=match, new=data))


@get("/events/{event:uuid}/calls", **reads(CallQueue, who=READER))
async def list_calls(request: Call, unit: Unit, actor: Caller, event: FromPath[UUID]) -> Response[bytes]:
    """The matches that can be called to their stations, and what holds each back; for the event's staff."""
    return read(request, await calling.queue(unit, actor=actor, event_id=event))


@post("/matches/{match:uuid}/call", **writes(CalledMatch))
async def call_match(request: Call, unit: Unit, actor: Caller, match: FromPath[UUID]) -> Response[bytes]:
    """Call a match to its station; its people are told."""
    return await write(request, unit, lambda: calling.call(unit, actor=actor, match_id=match))


@post("/matches/{match:uuid}/uncall", **writes(CalledMatch))
async def uncall_match(request: Call, unit: Unit, actor: Caller, match: FromPath[UUID]) -> Response[bytes]:
    """Take a call back: the station and the players are free for others."""
    return await write(request, unit, lambda: calling.call(unit, actor=actor, match_id=match, back=True))


handlers = [
    add_venue,
    list_venues,
    change_venue,
    remove_venue,
    add_station,
    change_station,
    remove_station,
    get_schedule,
    get_plan,
    set_schedule_settings,
    ask_for_plan,
    ask_for_replan,
    search_longer,
    stop_search,
    publish_schedule,
    undo_schedule,
    ask_what_if,
    list_crossings,
    pin_match,
    list_calls,
    call_match,
    uncall_match,
    *draft_routes.handlers,
    *live_routes.handlers,
]
