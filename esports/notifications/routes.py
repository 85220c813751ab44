"""HTTP for the caller's own inbox."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from esports.accounts.access import Actor
from esports.http.callers import READER
from esports.http.openapi import reads, writes
from esports.http.write import read, write
from esports.notifications import service
from esports.notifications.wire import AllRead, Inbox, Notice
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]
Limit = Annotated[int, QueryParameter(ge=1, le=100)]


@get("/inbox", **reads(Inbox, who=READER))
async def get_inbox(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    cursor: FromQuery[UUID | None] = None,
    limit: Limit = 50,
) -> Response[bytes]:
    """The caller's notices, the newest first."""
    return read(request, await service.inbox(unit.connection, actor=actor, before=cursor, limit=limit))


@post("/inbox/{notice:uuid}/read", **writes(Notice))
async def mark_read(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], notice: FromPath[UUID]
) -> Response[bytes]:
    """Mark a notice as read."""
    return await write(request, unit, lambda: service.mark_read(unit, actor=actor, notice_id=notice))


@post("/inbox/read-all", **writes(AllRead))
async def mark_all_read(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor]
) -> Response[bytes]:
    """Mark every notice as read."""
    return await write(request, unit, lambda: service.mark_all_read(unit, actor=actor))


handlers = [get_inbox, mark_read, mark_all_read]
