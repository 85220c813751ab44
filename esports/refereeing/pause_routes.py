"""HTTP for the pauses of a match."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from esports.accounts.access import Actor
from esports.accounts.authenticate import SIGNS_IN
from esports.accounts.private import private
from esports.http.callers import NOBODY
from esports.http.limits import admit, caller_address
from esports.http.openapi import writes
from esports.http.provide import Parts
from esports.http.write import write
from esports.refereeing import pausing
from esports.refereeing.link_wire import Station, StationPause, StationWord
from esports.refereeing.pause_wire import NewPause, Resumption
from esports.refereeing.presence_routes import STATION_WORDS
from esports.refereeing.wire import Room
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]


@post("/matches/{match:uuid}/pause", **writes(Room))
async def pause_match(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    match: FromPath[UUID],
    data: JSONBody[NewPause],
) -> Response[bytes]:
    """Pause a match and say why; by a side that has a pause left, or a referee."""
    return await write(request, unit, lambda: pausing.pause(unit, actor=actor, match_id=match, new=data))


@post("/matches/{match:uuid}/resume", **writes(Room))
async def resume_match(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    match: FromPath[UUID],
    data: JSONBody[Resumption],
) -> Response[bytes]:
    """Let a match go on; by the side that paused it, or a referee."""
    return await write(request, unit, lambda: pausing.resume(unit, actor=actor, match_id=match))


@post("/station/pause", opt=SIGNS_IN, **writes(Station, who=NOBODY, refusals=(403, 429)))
async def pause_by_link(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    parts: NamedDependency[Parts],
    data: JSONBody[StationPause],
) -> Response[bytes]:
    """Pause a match from its station for a side that has a pause left, and say why."""
    await admit(parts, STATION_WORDS, caller_address(request, parts.settings.trusted_proxies))
    return private(await write(request, unit, lambda: pausing.pause_by_link(unit, data)))


@post("/station/resume", opt=SIGNS_IN, **writes(Station, who=NOBODY, refusals=(403, 429)))
async def resume_by_link(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    parts: NamedDependency[Parts],
    data: JSONBody[StationWord],
) -> Response[bytes]:
    """Let a match go on from its station, for the side that paused it."""
    await admit(parts, STATION_WORDS, caller_address(request, parts.settings.trusted_proxies))
    return private(await write(request, unit, lambda: pausing.resume_by_link(unit, data)))


handlers = [pause_match, resume_match, pause_by_link, resume_by_link]
