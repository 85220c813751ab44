"""HTTP for the pauses of a match."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from esports.accounts.access import Actor
from esports.http.openapi import writes
from esports.http.write import write
from esports.refereeing import pausing
from esports.refereeing.wire import NewPause, Resumption, Room
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


handlers = [pause_match, resume_match]
