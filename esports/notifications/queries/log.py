"""Every SQL statement about the log of deliveries."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Text, Uuid, case, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.accounts import people
from esports.db.schema.events import events
from esports.db.schema.journal import outbox
from esports.db.schema.notifications import deliveries, notices
from esports.notifications.causes import cause_of
from esports.notifications.log_wire import LoggedChannel, LoggedDelivery, LoggedState
from esports.notifications.queries import CHANNEL

OWN_JOB = (outbox.c.dedupe_key == deliveries.c.channel + ":" + cast(notices.c.id, Text)) & (
    outbox.c.done_at.is_(None)
)
"""The job that a delivery waits for; its key is the channel and the notice."""
ERROR = func.coalesce(deliveries.c.last_error, outbox.c.last_error)
STATE: ColumnElement[str] = case(
    (deliveries.c.state.in_(("sent", "unwanted")), deliveries.c.state),
    (outbox.c.failed_at.is_not(None), literal("given_up")),
    (ERROR.is_not(None), literal("put_off")),
    else_=literal("waiting"),
)
"""A job may go wrong where its delivery could not say so: by a fault, or beyond its time."""


async def page(
    connection: AsyncConnection,
    event_id: UUID | None,
    *,
    channel: LoggedChannel | None,
    state: LoggedState | None,
    before: UUID | None,
    limit: int,
) -> list[LoggedDelivery]:
    """Deliveries of an event, or of all, the newest notice first, behind the cursor `before`."""
    query = (
        select(
            notices.c.id.label("notice"),
            notices.c.kind,
            CHANNEL.label("channel"),
            events.c.name.label("event"),
            events.c.slug.label("event_slug"),
            people.c.display_name.label("reader"),
            STATE.label("state"),
            deliveries.c.attempts,
            ERROR.label("error"),
            notices.c.sent_at.label("noticed_at"),
            deliveries.c.tried_at,
            outbox.c.due_at,
            outbox.c.id.label("job"),
        )
        .join(notices, notices.c.id == deliveries.c.notice_id)
        .join(people, people.c.id == notices.c.person_id)
        .outerjoin(events, events.c.id == notices.c.event_id)
        .outerjoin(outbox, OWN_JOB)
        .order_by(notices.c.id.desc(), deliveries.c.channel)
        .limit(limit)
    )
    if event_id is not None:
        query = query.where(notices.c.event_id == event_id)
    if channel is not None:
        query = query.where(CHANNEL.in_([channel]))
    if state is not None:
        query = query.where(STATE.in_([state]))
    if before is not None:
        query = query.where(notices.c.id < before)
    return [
        LoggedDelivery(**row._mapping, message=None, cause=cause_of(row.error) if row.error else None)
        for row in await connection.execute(query)
    ]


async def due(connection: AsyncConnection, event_id: UUID, *, now: datetime) -> tuple[int, float]:
    """How many deliveries of an event are due, and for how many seconds the oldest has been."""
    query = (
        select(func.count(), func.min(outbox.c.due_at))
        .select_from(deliveries)
        .join(notices, notices.c.id == deliveries.c.notice_id)
        .join(outbox, OWN_JOB)
        .where(notices.c.event_id == event_id, outbox.c.failed_at.is_(None), outbox.c.due_at <= now)
    )
    count, oldest = (await connection.execute(query)).one()
    return count, (now - oldest).total_seconds() if oldest else 0.0


async def event_of_job(connection: AsyncConnection, job_id: UUID) -> UUID | None:
    """The event of the notice that a job delivers; None where it does anything else."""
    of = cast(outbox.c.payload["notice_id"].astext, Uuid) == notices.c.id
    query = select(notices.c.event_id).select_from(outbox).join(notices, of).where(outbox.c.id == job_id)
    return (await connection.execute(query)).scalar_one_or_none()
