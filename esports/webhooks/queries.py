"""Every SQL statement about webhooks and chat groups."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from sqlalchemy import Row, Select, delete, func, insert, select, text, true, update
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.brackets import matches, slots
from esports.db.schema.entries import entries
from esports.db.schema.events import events
from esports.db.schema.journal import journals
from esports.db.schema.schedule import bookings, stations
from esports.db.schema.tournaments import PUBLISHED, tournaments
from esports.db.schema.webhooks import webhook_attempts, webhook_cursors, webhook_messages, webhooks
from esports.webhooks.chat_wire import Chat, ChatKinds
from esports.webhooks.chat_words import CalledMatch
from esports.webhooks.outgoing import Outcome, Reply
from esports.webhooks.services import masked
from esports.webhooks.wire import Attempt, Message, Webhook, WebhookHealth


class Behind(msgspec.Struct, frozen=True, kw_only=True):
    """A journal of which a webhook has not been told everything.

    `kinds` are what a chat group wants to be told, None of a webhook; the names are for its words.
    """

    webhook_id: UUID
    event_id: UUID
    journal_id: UUID
    seq: int
    kinds: ChatKinds | None
    event: str
    event_slug: str
    tournament: str
    tournament_slug: str


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A message to be sent, its row locked, with what its webhook tells of the way."""

    webhook_id: UUID
    url: str
    way: str
    locale: str | None
    secret: bytes | None
    old_secret: bytes | None
    old_secret_until: datetime | None
    disabled_at: datetime | None
    rests_until: datetime | None
    body: str
    attempts: int


def _counted(state: str) -> Any:
    return (
        select(func.count())
        .where(webhook_messages.c.webhook_id == webhooks.c.id, webhook_messages.c.state == state)
        .scalar_subquery()
        .label(state)
    )


def _webhooks() -> Select[Any]:
    return select(
        webhooks.c.id,
        webhooks.c.url,
        webhooks.c.old_secret_until,
        webhooks.c.disabled_at,
        webhooks.c.created_at,
        _counted("waiting"),
        _counted("failed"),
    )


async def of_event(connection: AsyncConnection, event_id: UUID) -> list[Webhook]:
    """An event's webhooks, the oldest first."""
    ours = _webhooks().where(webhooks.c.event_id == event_id, webhooks.c.way == "webhook")
    query = ours.order_by(webhooks.c.id)
    return [Webhook(**row._mapping) for row in await connection.execute(query)]


async def health(connection: AsyncConnection, event_id: UUID) -> list[WebhookHealth]:
    """How an event's webhooks and chat groups fare, the oldest first."""
    last = (
        select(webhook_attempts.c.outcome, webhook_attempts.c.status, webhook_attempts.c.at)
        .join(webhook_messages, webhook_messages.c.id == webhook_attempts.c.message_id)
        .where(webhook_messages.c.webhook_id == webhooks.c.id)
        .order_by(webhook_attempts.c.id.desc())
        .limit(1)
        .lateral("last")
    )
    oldest = (
        select(func.min(webhook_messages.c.created_at))
        .where(webhook_messages.c.webhook_id == webhooks.c.id, webhook_messages.c.state == "waiting")
        .scalar_subquery()
    )
    query = (
        select(
            webhooks.c.way,
            webhooks.c.name,
            webhooks.c.url,
            webhooks.c.disabled_at,
            _counted("waiting"),
            oldest.label("oldest_at"),
            _counted("failed"),
            last.c.outcome,
            last.c.status,
            last.c.at.label("tried_at"),
        )
        .outerjoin(last, true())
        .where(webhooks.c.event_id == event_id)
        .order_by(webhooks.c.id)
    )
    return [_health(dict(row._mapping)) for row in await connection.execute(query)]


def _health(fields: dict[str, Any]) -> WebhookHealth:
    parts = urlsplit(fields.pop("url"))
    host = parts.scheme if fields["way"] == "chat" else parts.hostname or ""
    outcome = fields.pop("outcome")
    return WebhookHealth(host=host, outcome=Outcome(outcome) if outcome else None, **fields)


async def one(connection: AsyncConnection, webhook_id: UUID) -> Webhook | None:
    """The webhook."""
    query = _webhooks().where(webhooks.c.id == webhook_id, webhooks.c.way == "webhook")
    row = (await connection.execute(query)).one_or_none()
    return Webhook(**row._mapping) if row else None


def _chats() -> Select[Any]:
    told = (
        webhooks.c[name] for name in ("id", "name", "url", "locale", "kinds", "disabled_at", "created_at")
    )
    return select(*told, _counted("waiting"), _counted("failed")).where(webhooks.c.way == "chat")


def _chat(row: Row[Any]) -> Chat:
    told = {str(name): value for name, value in row._mapping.items()}
    return msgspec.convert({**told, "address": masked(row.url)}, Chat)


async def chats(connection: AsyncConnection, event_id: UUID) -> list[Chat]:
    """An event's chat groups, the oldest first."""
    query = _chats().where(webhooks.c.event_id == event_id).order_by(webhooks.c.id)
    return [_chat(row) for row in await connection.execute(query)]


async def chat(connection: AsyncConnection, chat_id: UUID) -> Chat | None:
    """The chat group."""
    row = (await connection.execute(_chats().where(webhooks.c.id == chat_id))).one_or_none()
    return _chat(row) if row else None


async def event_of(connection: AsyncConnection, webhook_id: UUID) -> UUID | None:
    """The event of a webhook or a chat group."""
    query = select(webhooks.c.event_id).where(webhooks.c.id == webhook_id)
    return (await connection.execute(query)).scalar_one_or_none()


async def webhook_of(connection: AsyncConnection, message_id: UUID) -> UUID | None:
    """The webhook of a message."""
    query = select(webhook_messages.c.webhook_id).where(webhook_messages.c.id == message_id)
    return (await connection.execute(query)).scalar_one_or_none()


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Insert a webhook; what happened before it is not told."""
    await connection.execute(insert(webhooks).values(**values))
    heads = (
        select(webhooks.c.id, journals.c.id, journals.c.seq)
        .join(tournaments, tournaments.c.event_id == webhooks.c.event_id)
        .join(journals, journals.c.id == tournaments.c.id)
        .where(webhooks.c.id == values["id"], PUBLISHED)
    )
    await connection.execute(insert(webhook_cursors).from_select(["webhook_id", "journal_id", "seq"], heads))


async def change(connection: AsyncConnection, webhook_id: UUID, **values: Any) -> None:
    """Store what changed of a webhook."""
    await connection.execute(update(webhooks).where(webhooks.c.id == webhook_id).values(**values))


async def rotate(connection: AsyncConnection, webhook_id: UUID, secret: bytes, *, until: datetime) -> None:
    """Give a webhook another secret; the one before stays in use `until` then."""
    values = {"secret": secret, "old_secret": webhooks.c.secret, "old_secret_until": until}
    await connection.execute(update(webhooks).where(webhooks.c.id == webhook_id).values(values))


async def remove(connection: AsyncConnection, webhook_id: UUID) -> None:
    """Delete a webhook with its messages."""
    await connection.execute(delete(webhooks).where(webhooks.c.id == webhook_id))


async def behind(connection: AsyncConnection, *, limit: int) -> list[Behind]:
    """Journals that have moved on, of published tournaments; their webhooks are held for this transaction."""
    told = func.coalesce(webhook_cursors.c.seq, 0)
    query = (
        select(
            webhooks.c.id.label("webhook_id"),
            webhooks.c.event_id,
            journals.c.id.label("journal_id"),
            told.label("seq"),
            webhooks.c.kinds,
            events.c.name.label("event"),
            events.c.slug.label("event_slug"),
            tournaments.c.name.label("tournament"),
            tournaments.c.slug.label("tournament_slug"),
        )
        .select_from(webhooks)
        .join(events, events.c.id == webhooks.c.event_id)
        .join(tournaments, tournaments.c.event_id == webhooks.c.event_id)
        .join(journals, journals.c.id == tournaments.c.id)
        .outerjoin(
            webhook_cursors,
            (webhook_cursors.c.webhook_id == webhooks.c.id) & (webhook_cursors.c.journal_id == journals.c.id),
        )
        .where(journals.c.seq > told, PUBLISHED)
        .order_by(webhooks.c.id, journals.c.id)
        .limit(limit)
        .with_for_update(of=webhooks, skip_locked=True)
    )
    return [to_struct(row, Behind) for row in await connection.execute(query)]


async def called(connection: AsyncConnection, match_ids: Sequence[UUID]) -> dict[UUID, CalledMatch]:
    """What a call of each of these matches is about: who plays what, and where."""
    names = (
        select(func.array_agg(aggregate_order_by(entries.c.name, slots.c.slot)))
        .join(slots, slots.c.entry_id == entries.c.id)
        .where(slots.c.match_id == matches.c.id)
        .scalar_subquery()
    )
    query = (
        select(
            matches.c.id,
            tournaments.c.title,
            func.coalesce(names, []).label("names"),
            stations.c.name.label("station"),
        )
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .outerjoin(bookings, bookings.c.match_id == matches.c.id)
        .outerjoin(stations, stations.c.id == bookings.c.station_id)
        .where(matches.c.id.in_(match_ids))
    )
    return {row.id: to_struct(row, CalledMatch) for row in await connection.execute(query)}


async def add_messages(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Put messages in; a fact that another process was faster to tell the webhook of is passed over."""
    await connection.execute(upsert(webhook_messages).on_conflict_do_nothing(), rows)


async def move(connection: AsyncConnection, webhook_id: UUID, journal_id: UUID, seq: int) -> None:
    """Note how far a webhook has been told of a journal; never less far than before."""
    moved = upsert(webhook_cursors).values(webhook_id=webhook_id, journal_id=journal_id, seq=seq)
    await connection.execute(
        moved.on_conflict_do_update(
            index_elements=["webhook_id", "journal_id"],
            set_={"seq": func.greatest(webhook_cursors.c.seq, seq)},
        )
    )


async def hold(connection: AsyncConnection, message_id: UUID) -> Held | None:
    """Lock a message that waits, for longer than the database lets a transaction idle otherwise."""
    query = (
        select(
            webhooks.c.id.label("webhook_id"),
            *(webhooks.c[name] for name in Held.__struct_fields__[1:9]),
            webhook_messages.c.body,
            webhook_messages.c.attempts,
        )
        .join(webhooks, webhooks.c.id == webhook_messages.c.webhook_id)
        .where(webhook_messages.c.id == message_id, webhook_messages.c.state == "waiting")
        .with_for_update(of=webhook_messages)
    )
    row = (await connection.execute(query)).one_or_none()
    await connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = '30s'"))
    return Held(**row._mapping) if row else None


async def add_attempt(
    connection: AsyncConnection, attempt_id: UUID, message_id: UUID, reply: Reply, *, at: datetime
) -> None:
    """Write down how an attempt went."""
    values = {"id": attempt_id, "message_id": message_id, "at": at, **msgspec.structs.asdict(reply)}
    await connection.execute(insert(webhook_attempts).values(values))


async def settle(connection: AsyncConnection, message_id: UUID, *, state: str, attempts: int) -> None:
    """Store how a message stands."""
    values = {"state": state, "attempts": attempts}
    await connection.execute(
        update(webhook_messages).where(webhook_messages.c.id == message_id).values(values)
    )


async def waiting(connection: AsyncConnection, webhook_id: UUID) -> list[UUID]:
    """The messages that a webhook has not been sent, the oldest first."""
    query = (
        select(webhook_messages.c.id)
        .where(webhook_messages.c.webhook_id == webhook_id, webhook_messages.c.state == "waiting")
        .order_by(webhook_messages.c.id)
    )
    return list((await connection.execute(query)).scalars())


def _messages() -> Select[Any]:
    return select(
        webhook_messages.c.id,
        webhook_messages.c.kind,
        webhook_messages.c.state,
        webhook_messages.c.created_at,
    )


async def messages(
    connection: AsyncConnection, webhook_id: UUID, *, limit: int, before: UUID | None = None
) -> list[Message]:
    """A webhook's messages with their attempts, the newest first, behind the cursor `before`."""
    query = _messages().where(webhook_messages.c.webhook_id == webhook_id)
    if before is not None:
        query = query.where(webhook_messages.c.id < before)
    rows = (await connection.execute(query.order_by(webhook_messages.c.id.desc()).limit(limit))).all()
    tried = await _attempts(connection, [row.id for row in rows])
    return [Message(**row._mapping, attempts=tried[row.id]) for row in rows]


async def message(connection: AsyncConnection, message_id: UUID) -> Message | None:
    """The message with its attempts."""
    row = (await connection.execute(_messages().where(webhook_messages.c.id == message_id))).one_or_none()
    if row is None:
        return None
    return Message(**row._mapping, attempts=(await _attempts(connection, [message_id]))[message_id])


async def _attempts(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, list[Attempt]]:
    query = (
        select(webhook_attempts)
        .where(webhook_attempts.c.message_id.in_(ids))
        .order_by(webhook_attempts.c.at.desc(), webhook_attempts.c.id.desc())
    )
    found: dict[UUID, list[Attempt]] = {one: [] for one in ids}
    for row in await connection.execute(query):
        told = {name: getattr(row, name) for name in Attempt.__struct_fields__}
        found[row.message_id].append(msgspec.convert(told, Attempt))
    return found
