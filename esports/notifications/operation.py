"""Use cases of those who run the installation: see how the background work fares, and try again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.access import Actor, Permission, require
from esports.db import outbox, workers
from esports.errors import not_found
from esports.notifications import queries
from esports.notifications.causes import cause_of
from esports.notifications.operation_wire import Operation, TroubledJob, WorkerSeen
from esports.notifications.queries import log
from esports.uow import UnitOfWork

MOST_SHOWN = 100


async def see(connection: AsyncConnection, *, actor: Actor, now: datetime) -> Operation:
    """How the background work fares.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`, `forbidden`, `second_factor_required`.
    """
    await require(connection, actor, Permission.operate, None)
    backlog = await outbox.backlog(connection, now=now)
    return Operation(
        due=backlog.due,
        oldest_seconds=backlog.oldest_seconds,
        later=await outbox.later(connection, now=now),
        given_up=backlog.failed,
        workers=[
            WorkerSeen(began_at=one.began_at, seen_seconds=one.seen_seconds, alive=one.alive)
            for one in await workers.seen(connection)
        ],
        troubled=[_told(one) for one in await outbox.troubled(connection, limit=MOST_SHOWN)],
        channels=await queries.channels(connection),
    )


async def retry(unit: UnitOfWork, *, actor: Actor, job_id: UUID) -> TroubledJob:
    """Have a job that was given up, or put off, done now, with all of its attempts before it again.

    Who runs an event may do so with what delivers the event's notices.

    Raises:
        DomainError: what `see` refuses; `not_found` for a job that nothing is wrong with.
    """
    event_id = await log.event_of_job(unit.connection, job_id)
    permission = Permission.manage_event if event_id else Permission.operate
    await require(unit.connection, actor, permission, event_id)
    job = await outbox.retry(unit.connection, job_id, now=unit.now)
    if job is None:
        raise not_found("job")
    return _told(job)


def _told(job: outbox.Troubled) -> TroubledJob:
    return TroubledJob(
        id=job.id,
        job=job.job or "",
        state="put_off" if job.failed_at is None else "given_up",
        attempts=job.attempts,
        due_at=job.due_at,
        failed_at=job.failed_at,
        error=job.last_error,
        cause=cause_of(job.last_error),
    )
