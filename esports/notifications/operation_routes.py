"""HTTP for those who run the installation: the background work."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from esports.accounts.access import Actor
from esports.http.callers import READER
from esports.http.openapi import reads, writes
from esports.http.write import read, write
from esports.notifications import operation
from esports.notifications.operation_wire import Operation, TroubledJob
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]


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
    """Have a job that went wrong done now."""
    return await write(request, unit, lambda: operation.retry(unit, actor=actor, job_id=job))


handlers = [see_jobs, retry_job]
