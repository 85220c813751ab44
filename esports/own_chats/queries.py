"""Every SQL statement about chats and phones of people's own."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, case, cast, delete, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import Text

from esports.db.rows import to_struct
from esports.db.schema.accounts import people
from esports.db.schema.notifications import deliveries, notices, own_chats
from esports.own_chats.wire import ChatNotice, OwnChat
from esports.webhooks.outgoing import Outcome, Reply
from esports.webhooks.services import masked


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Where a chat is, how it fares, and the language of whose it is."""

    url: str
    locale: str
    failing_since: datetime | None
    paused_at: datetime | None


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """Whose chat is paused, since when, and how the last attempt went."""

    person_id: UUID
    name: str
    outcome: str
    paused_at: datetime


def channel_of(chat_id: UUID) -> str:
    """What deliveries call it."""
    return f"chat:{chat_id}"


def _chat(row: Row[Any]) -> OwnChat:
    told = {str(name): value for name, value in row._mapping.items()}
    return msgspec.convert({**told, "address": masked(row.url)}, OwnChat)


async def of_person(connection: AsyncConnection, person_id: UUID) -> list[OwnChat]:
    """A person's chats, the oldest first."""
    query = select(own_chats).where(own_chats.c.person_id == person_id).order_by(own_chats.c.id)
    return [_chat(row) for row in await connection.execute(query)]


async def one_of(connection: AsyncConnection, person_id: UUID, chat_id: UUID) -> OwnChat | None:
    """The chat, if it is this person's."""
    query = select(own_chats).where(own_chats.c.person_id == person_id, own_chats.c.id == chat_id)
    row = (await connection.execute(query)).one_or_none()
    return _chat(row) if row else None


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Insert a chat."""
    await connection.execute(insert(own_chats).values(**values))


async def remove(connection: AsyncConnection, chat_id: UUID) -> None:
    """Delete a chat, with what tells how notices went to it."""
    await connection.execute(delete(deliveries).where(deliveries.c.channel == channel_of(chat_id)))
    await connection.execute(delete(own_chats).where(own_chats.c.id == chat_id))


async def resume(connection: AsyncConnection, chat_id: UUID) -> None:
    """Speak to a chat again that was paused."""
    chosen = own_chats.c.id == chat_id
    await connection.execute(update(own_chats).where(chosen).values(paused_at=None, failing_since=None))


async def target(connection: AsyncConnection, chat_id: UUID) -> Target | None:
    """Where a chat is; the transaction may idle for as long as its service is spoken to."""
    query = (
        select(own_chats.c.url, own_chats.c.failing_since, own_chats.c.paused_at, people.c.locale)
        .join(people, people.c.id == own_chats.c.person_id)
        .where(own_chats.c.id == chat_id)
    )
    row = (await connection.execute(query)).one_or_none()
    await connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = '30s'"))
    return to_struct(row, Target) if row else None


async def pause(connection: AsyncConnection, chat_id: UUID) -> Pause | None:
    """What there is to tell of a chat, if it is paused."""
    columns = (own_chats.c[name] for name in Pause.__struct_fields__)
    query = select(*columns).where(own_chats.c.id == chat_id, own_chats.c.paused_at.is_not(None))
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, Pause) if row else None


async def note(
    connection: AsyncConnection, chat_id: UUID, reply: Reply, *, at: datetime, paused: bool
) -> None:
    """Store how an attempt went, and since when none has arrived; `paused`: nothing is sent any more."""
    arrived = reply.outcome is Outcome.delivered
    values: dict[str, Any] = {
        "tried_at": at,
        "outcome": reply.outcome,
        "status": reply.status,
        "failing_since": None if arrived else func.coalesce(own_chats.c.failing_since, at),
    }
    if paused:
        values["paused_at"] = func.coalesce(own_chats.c.paused_at, at)
    await connection.execute(update(own_chats).where(own_chats.c.id == chat_id).values(**values))


async def sent_to(
    connection: AsyncConnection, chat_id: UUID, *, limit: int, before: UUID | None
) -> list[ChatNotice]:
    """How notices fare on their way to a chat, the newest first, behind the cursor `before`."""
    state = case((deliveries.c.state == "failed", "put_off"), else_=cast(deliveries.c.state, Text))
    query = (
        select(
            notices.c.id,
            notices.c.kind,
            state.label("state"),
            deliveries.c.attempts,
            notices.c.sent_at.label("noticed_at"),
            deliveries.c.tried_at,
        )
        .join(notices, notices.c.id == deliveries.c.notice_id)
        .where(deliveries.c.channel == channel_of(chat_id))
        .order_by(notices.c.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(notices.c.id < before)
    return [to_struct(row, ChatNotice) for row in await connection.execute(query)]
