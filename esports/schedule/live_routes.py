"""HTTP for the schedule while it is played: forecasts, calls by themselves, the queues of stations."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from esports.accounts.access import Actor
from esports.http.callers import READER
from esports.http.openapi import reads, writes
from esports.http.write import read, write
from esports.schedule import auto_calling, forecast_reading, station_queues
from esports.schedule.forecast_wire import Forecast, MatchForecast
from esports.schedule.settings_wire import Calling
from esports.schedule.station_wire import StationQueues
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]
Unit = NamedDependency[UnitOfWork]
Caller = NamedDependency[Actor]


@get("/events/{event:uuid}/schedule/forecast", **reads(Forecast, etag=True))
async def get_forecast(request: Call, unit: Unit, event: FromPath[UUID]) -> Response[bytes]:
    """When published matches are expected to begin, as things stand; renewed after whatever happens."""
    return read(request, await forecast_reading.forecast(unit.connection, event, unit.now), digest=True)


@get("/matches/{match:uuid}/forecast", **reads(MatchForecast, etag=True))
async def get_match_forecast(
    request: Call, unit: Unit, actor: Caller, match: FromPath[UUID]
) -> Response[bytes]:
    """When a match is expected to begin."""
    told = await forecast_reading.of_match(unit.connection, actor=actor, match_id=match, now=unit.now)
    return read(request, told, digest=True)


@put("/events/{event:uuid}/calls/settings", **writes(Calling))
async def set_calling(
    request: Call, unit: Unit, actor: Caller, event: FromPath[UUID], data: JSONBody[Calling]
) -> Response[bytes]:
    """Have matches called by themselves, or pause that; for those who report results."""
    return await write(
        request, unit, lambda: auto_calling.set_calling(unit, actor=actor, event_id=event, new=data)
    )


@get("/events/{event:uuid}/stations", **reads(StationQueues, who=READER))
async def list_stations(request: Call, unit: Unit, actor: Caller, event: FromPath[UUID]) -> Response[bytes]:
    """What each station has now, and what comes next at it; for the event's staff."""
    return read(request, await station_queues.station_queues(unit.connection, actor=actor, event_id=event))


handlers = [get_forecast, get_match_forecast, set_calling, list_stations]
