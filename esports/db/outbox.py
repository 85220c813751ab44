"""The outbox: jobs that are committed with the state that asks for them, and handed out by a lease.

A job *waits* until it is due, is *handed out* while its lease lasts, and ends *done* or *failed*. Whoever
works on it holds its row locked, so a lease that runs out meanwhile hands out nothing twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.parts import Part, PartText
from esports.db.schema.journal import outbox
from esports.jobs import AnyJob

OPEN = outbox.c.done_at.is_(None) & outbox.c.failed_at.is_(None)
JOB = outbox.c.payload["job"].astext


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A job on its way into the outbox."""

    id: UUID
    payload: AnyJob
    due_at: datetime
    patient: bool = False
    dedupe_key: str | None
    correlation_id: str | None


class HandedOut(msgspec.Struct, frozen=True, kw_only=True):
    """A job that may be worked on until its lease runs out, its kind, and how often that was so."""

    id: UUID
    job: str | None
    attempts: int
    patient: bool


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A job whose row this transaction holds. `payload` is as stored: it may be of an unknown kind."""

    id: UUID
    payload: Any
    attempts: int
    correlation_id: str | None


class Backlog(msgspec.Struct, frozen=True, kw_only=True):
    """How many jobs are due, the age in seconds of the one due longest, and how many have failed."""

    due: int
    oldest_seconds: float
    failed: int


class Troubled(msgspec.Struct, frozen=True, kw_only=True):
    """A job that went wrong, and waits for its next attempt or, `failed_at` set, for somebody to look."""

    id: UUID
    job: str | None
    attempts: int
    due_at: datetime
    failed_at: datetime | None
    last_error: str


ADD = PartText(
    "added_jobs",
    """
    INSERT INTO outbox (id, payload, due_at, patient, dedupe_key, correlation_id)
    SELECT id, payload, due_at, patient, dedupe_key, correlation_id FROM jsonb_to_recordset(:jobs) AS job
        (id uuid, payload jsonb, due_at timestamptz, patient boolean, dedupe_key text, correlation_id text)
    ON CONFLICT (dedupe_key) DO NOTHING
    """,
    (bindparam("jobs", type_=JSONB),),
)


def adding(jobs: Sequence[Waiting]) -> Part:
    """The statement that puts jobs in; one whose `dedupe_key` is already there is dropped."""
    return Part(ADD, {"jobs": jobs})


async def claim(
    connection: AsyncConnection,
    *,
    now: datetime,
    lease: timedelta,
    limit: int,
    patient: bool = True,
) -> list[HandedOut]:
    """Take up to `limit` due jobs that nobody works on, for the length of `lease`: first those that are not
    patient, and of `patient` ones none where they have to wait.
    """
    due = (
        select(outbox.c.id)
        .where(OPEN, outbox.c.due_at <= now)
        .where(or_(outbox.c.lease_until.is_(None), outbox.c.lease_until < now))
        .order_by(outbox.c.patient, outbox.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    if not patient:
        due = due.where(~outbox.c.patient)
    chosen = due.cte("due")
    taken = (
        update(outbox)
        .where(outbox.c.id == chosen.c.id)
        .values(lease_until=now + lease, attempts=outbox.c.attempts + 1)
        .returning(outbox.c.id, JOB.label("job"), outbox.c.attempts, outbox.c.patient)
    )
    return [HandedOut(**row._mapping) for row in await connection.execute(taken)]


async def renew(connection: AsyncConnection, jobs: Sequence[HandedOut], *, until: datetime) -> None:
    """Let hand-outs last longer that wait for their turn; those that somebody is at by now are left alone."""
    same = tuple_(outbox.c.id, outbox.c.attempts).in_([(job.id, job.attempts) for job in jobs])
    waiting = (
        select(outbox.c.id)
        .where(same, OPEN, outbox.c.lease_until.is_not(None))
        .with_for_update(skip_locked=True)
        .cte("waiting")
    )
    await connection.execute(update(outbox).where(outbox.c.id == waiting.c.id).values(lease_until=until))


async def give_back(connection: AsyncConnection, jobs: Sequence[HandedOut]) -> None:
    """Undo hand-outs that reached nobody: they count as none, and may be made again at once."""
    same = tuple_(outbox.c.id, outbox.c.attempts).in_([(job.id, job.attempts) for job in jobs])
    before = {"lease_until": None, "attempts": outbox.c.attempts - 1}
    await connection.execute(update(outbox).where(same, OPEN).values(before))


HOLD = (
    select(outbox.c.id, outbox.c.payload, outbox.c.attempts, outbox.c.correlation_id)
    .where(outbox.c.id == bindparam("job_id"), OPEN, outbox.c.lease_until.is_not(None))
    .with_for_update(skip_locked=True)
)
FINISH = (
    update(outbox)
    .where(outbox.c.id == bindparam("job_id"), OPEN)
    .values(done_at=bindparam("now"), lease_until=None, last_error=None)
)
"""Made once: each job needs both, and to build them takes longer than to run them."""


async def hold(connection: AsyncConnection, job_id: UUID) -> Held | None:
    """Lock one job's row to the end of the transaction.

    None if there is nothing to do: it is done, failed, put off, or somebody else is at work on it.
    """
    row = (await connection.execute(HOLD, {"job_id": job_id})).one_or_none()
    return Held(**row._mapping) if row else None


async def finish(connection: AsyncConnection, job_id: UUID, *, now: datetime) -> None:
    """Mark a job as done."""
    await connection.execute(FINISH, {"job_id": job_id, "now": now})


async def put_off(connection: AsyncConnection, job_id: UUID, *, until: datetime, error: str) -> None:
    """Give a job back that went wrong, to be tried again at `until`."""
    await _end(connection, job_id, due_at=until, lease_until=None, last_error=_words(error))


async def fail(connection: AsyncConnection, job_id: UUID, *, now: datetime, error: str) -> None:
    """Give a job up. Its row stays, with the error, until somebody has looked at it."""
    await _end(connection, job_id, failed_at=now, lease_until=None, last_error=_words(error))


async def _end(connection: AsyncConnection, job_id: UUID, **values: object) -> None:
    await connection.execute(update(outbox).where(outbox.c.id == job_id, OPEN).values(**values))


def _words(error: str) -> str:
    return error.replace("\0", "")[:2_000]


async def backlog(connection: AsyncConnection, *, now: datetime) -> Backlog:
    """What waits, and what was given up."""
    late = OPEN & (outbox.c.due_at <= now)
    query = select(
        func.count().filter(late),
        func.min(outbox.c.due_at).filter(late),
        func.count().filter(outbox.c.failed_at.is_not(None)),
    ).where(outbox.c.done_at.is_(None))
    due, oldest, failed = (await connection.execute(query)).one()
    return Backlog(due=due, oldest_seconds=(now - oldest).total_seconds() if oldest else 0.0, failed=failed)


async def later(connection: AsyncConnection, *, now: datetime) -> int:
    """How many jobs wait for a moment that has not come."""
    query = select(func.count()).where(OPEN, outbox.c.due_at > now)
    return int((await connection.execute(query)).scalar_one())


TROUBLED = (
    outbox.c.id,
    JOB.label("job"),
    outbox.c.attempts,
    outbox.c.due_at,
    outbox.c.failed_at,
    outbox.c.last_error,
)
WRONG = outbox.c.done_at.is_(None) & outbox.c.last_error.is_not(None)


async def troubled(connection: AsyncConnection, *, limit: int) -> list[Troubled]:
    """What went wrong and is not done yet: first what was given up, then the rest, the newest first."""
    query = (
        select(*TROUBLED)
        .where(WRONG)
        .order_by(outbox.c.failed_at.desc().nulls_last(), outbox.c.id.desc())
        .limit(limit)
    )
    return [Troubled(**row._mapping) for row in await connection.execute(query)]


async def given_up(connection: AsyncConnection, job_id: UUID) -> Troubled | None:
    """The job, if it was given up and nobody has had it tried again."""
    query = select(*TROUBLED).where(outbox.c.id == job_id, outbox.c.failed_at.is_not(None))
    row = (await connection.execute(query)).one_or_none()
    return Troubled(**row._mapping) if row else None


async def retry(connection: AsyncConnection, job_id: UUID, *, now: datetime) -> Troubled | None:
    """Have a job that went wrong handed out now, as if it never had been; None if there is no such job."""
    again = (
        update(outbox)
        .where(outbox.c.id == job_id, WRONG)
        .values(due_at=now, lease_until=None, failed_at=None, attempts=0)
        .returning(*TROUBLED)
    )
    row = (await connection.execute(again)).one_or_none()
    return Troubled(**row._mapping) if row else None
