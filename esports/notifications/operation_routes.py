"""HTTP for those who run the installation: the background work."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from esports.accounts.access import Actor
from esports.http.callers import READER
from esports.http.openapi import reads, writes
from esports.http.write import read, write
from esports.notifications import delivery_log, operation
from esports.notifications.log_wire import Deliveries, EventDeliveries, LoggedChannel, LoggedState
from esports.notifications.operation_wire import Operation, TroubledJob
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]
Limit = Annotated[int, QueryParameter(ge=1, le=100)]


@get("/jobs", **reads(Operation, who=READER))
async def see_jobs(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor]
) -> Response[bytes]:
    """The queue of the background work, what went wrong in it, and how the channels of notices fare."""
    return read(request, await operation.see(unit.connection, actor=actor, now=unit.now))


@post("/jobs/{job:uuid}/retry", **writes(TroubledJob))
async def retry_job(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], job: FromPath[UUID]
) -> Response[bytes]:
    """Have a job that went wrong done now. Who runs an event may do so with the mails of its notices."""
    return await write(request, unit, lambda: operation.retry(unit, actor=actor, job_id=job))


@get("/deliveries", **reads(Deliveries, who=READER))
async def see_deliveries(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    channel: FromQuery[LoggedChannel | None] = None,
    only: FromQuery[LoggedState | None] = None,
    cursor: FromQuery[UUID | None] = None,
    limit: Limit = 50,
) -> Response[bytes]:
    """How each notice, and each message of a webhook or chat group, went out, over all events."""
    found = await delivery_log.see_all(
        unit.connection, actor=actor, channel=channel, state=only, before=cursor, limit=limit
    )
    return read(request, found)


@get("/events/{event:uuid}/deliveries", **reads(EventDeliveries, who=READER))
async def see_event_deliveries(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    event: FromPath[UUID],
    channel: FromQuery[LoggedChannel | None] = None,
    only: FromQuery[LoggedState | None] = None,
    cursor: FromQuery[UUID | None] = None,
    limit: Limit = 50,
) -> Response[bytes]:
    """What goes out for an event, for its owners and operators: what is due, and each delivery."""
    found = await delivery_log.see_of_event(
        unit.connection,
        actor=actor,
        event_id=event,
        now=unit.now,
        channel=channel,
        state=only,
        before=cursor,
        limit=limit,
    )
    return read(request, found)


handlers = [see_jobs, retry_job, see_deliveries, see_event_deliveries]
