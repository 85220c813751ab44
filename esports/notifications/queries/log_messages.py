"""Every SQL statement about what goes to webhooks and chat groups, as the log of deliveries tells it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Uuid, case, cast, func, literal, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.outbox import JOB, OPEN
from esports.db.schema.events import events
from esports.db.schema.journal import outbox
from esports.db.schema.webhooks import webhook_attempts, webhook_messages, webhooks
from esports.jobs import DeliverWebhook
from esports.notifications.log_wire import LoggedChannel, LoggedDelivery, LoggedState
from esports.notifications.operation_wire import Cause

CAUSES: dict[str, Cause] = {"refused": "declined"}
"""What an outcome means that a cause of mails has the name of: one of webhooks is not for good."""
CHANNEL: ColumnElement[str] = case((webhooks.c.way == "chat", literal("group")), else_=literal("webhook"))
STATE: ColumnElement[str] = case(
    (webhook_messages.c.state == "sent", literal("sent")),
    (webhook_messages.c.state == "failed", literal("given_up")),
    (webhook_messages.c.attempts > 0, literal("put_off")),
    else_=literal("waiting"),
)


async def page(
    connection: AsyncConnection,
    event_id: UUID | None,
    *,
    channel: LoggedChannel | None,
    state: LoggedState | None,
    before: UUID | None,
    limit: int,
) -> list[LoggedDelivery]:
    """Messages of an event's webhooks and chat groups, or of all, the newest first, behind `before`."""
    last = (
        select(webhook_attempts.c.outcome, webhook_attempts.c.status, webhook_attempts.c.at)
        .where(webhook_attempts.c.message_id == webhook_messages.c.id)
        .order_by(webhook_attempts.c.id.desc())
        .limit(1)
        .lateral("last")
    )
    query = (
        select(
            webhook_messages.c.id,
            webhook_messages.c.kind,
            webhook_messages.c.attempts,
            webhook_messages.c.created_at,
            webhooks.c.name,
            webhooks.c.url,
            events.c.name.label("event"),
            events.c.slug.label("event_slug"),
            CHANNEL.label("channel"),
            STATE.label("state"),
            last.c.outcome,
            last.c.status,
            last.c.at,
        )
        .join(webhooks, webhooks.c.id == webhook_messages.c.webhook_id)
        .join(events, events.c.id == webhooks.c.event_id)
        .outerjoin(last, true())
        .order_by(webhook_messages.c.id.desc())
        .limit(limit)
    )
    if event_id is not None:
        query = query.where(webhooks.c.event_id == event_id)
    if channel is not None:
        query = query.where(CHANNEL.in_([channel]))
    if state is not None:
        query = query.where(STATE.in_([state]))
    if before is not None:
        query = query.where(webhook_messages.c.id < before)
    rows = (await connection.execute(query)).all()
    due = await _due(connection, [row.id for row in rows])
    return [_told(row, due.get(row.id)) for row in rows]


def _told(row: Row[Any], due_at: datetime | None) -> LoggedDelivery:
    wrong = row.state in ("put_off", "given_up")
    return LoggedDelivery(
        notice=None,
        message=row.id,
        kind=row.kind,
        channel=row.channel,
        event=row.event,
        event_slug=row.event_slug,
        reader=row.name or urlsplit(row.url).hostname or "",
        state=row.state,
        attempts=row.attempts,
        cause=CAUSES.get(row.outcome, row.outcome) if wrong else None,
        error=f"HTTP {row.status}" if wrong and row.status else None,
        noticed_at=row.created_at,
        tried_at=row.at,
        due_at=due_at if row.state in ("waiting", "put_off") else None,
        job=None,
    )


async def _due(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When those that wait are tried next."""
    if not ids:
        return {}
    message = outbox.c.payload["message_id"].astext
    query = (
        select(cast(message, Uuid).label("id"), func.min(outbox.c.due_at).label("due_at"))
        .where(OPEN, DeliverWebhook.__name__ == JOB, message.in_([str(one) for one in ids]))
        .group_by(message)
    )
    return {row.id: row.due_at for row in await connection.execute(query)}
