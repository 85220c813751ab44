"""Every SQL statement by which notices come into inboxes, of however many people at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Integer, Uuid, bindparam, func, insert, select, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.accounts import people
from esports.db.schema.notifications import deliveries, own_chats
from esports.notifications.wire import Box, Habits

ADD = text("""
    INSERT INTO notices (id, person_id, event_id, kind, dedupe_key, payload, sent_at)
    SELECT row.id, row.person_id, events.id, row.kind, row.dedupe_key, row.payload, :sent_at
    FROM jsonb_to_recordset(:rows) AS row
        (id uuid, person_id uuid, event_slug text, kind text, dedupe_key text, payload jsonb)
    LEFT JOIN events ON events.slug = row.event_slug
    ON CONFLICT (person_id, dedupe_key) DO NOTHING RETURNING id
""").bindparams(bindparam("rows", type_=JSONB), bindparam("sent_at", type_=DateTime(timezone=True)))

BOXES = text("""
    SELECT person.id,
        (SELECT count(*) FROM notices WHERE person_id = person.id AND read_at IS NULL) AS unread,
        ARRAY(
            SELECT notices.id FROM notices WHERE person_id = person.id
            ORDER BY notices.id DESC OFFSET :shown LIMIT :below
        ) AS below
    FROM unnest(:people) AS person (id)
""").bindparams(
    bindparam("people", type_=ARRAY(Uuid)),
    bindparam("shown", type_=Integer),
    bindparam("below", type_=Integer),
)


async def hold_inboxes(connection: AsyncConnection, person_ids: Collection[UUID]) -> None:
    """Let nobody else change these people's notices until the transaction ends."""
    query = select(people.c.id).where(people.c.id.in_(person_ids)).order_by(people.c.id)
    await connection.execute(query.with_for_update(key_share=True))


async def add_notices(
    connection: AsyncConnection, rows: Sequence[Mapping[str, Any]], *, sent_at: datetime
) -> set[UUID]:
    """Insert notices whose people have none with their `dedupe_key` yet; gives the ids of these."""
    return set((await connection.execute(ADD, {"rows": rows, "sent_at": sent_at})).scalars())


async def boxes(
    connection: AsyncConnection, person_ids: Collection[UUID], *, shown: int, below: int
) -> dict[UUID, Box]:
    """How many notices each has not read, and the newest ones `below` those that are `shown`."""
    found = await connection.execute(BOXES, {"people": list(person_ids), "shown": shown, "below": below})
    return {row.id: Box(unread=row.unread, below=row.below) for row in found}


async def habits(connection: AsyncConnection, person_ids: Collection[UUID]) -> dict[UUID, Habits]:
    """How each of these people has notices sent."""
    in_use = select(own_chats.c.id).where(
        own_chats.c.person_id == people.c.id, own_chats.c.paused_at.is_(None)
    )
    query = select(
        people.c.id,
        people.c.notices,
        people.c.time_zone,
        people.c.quiet_hours,
        people.c.digest,
        func.array(in_use.scalar_subquery(), type_=ARRAY(Uuid)).label("chats"),
    ).where(people.c.id.in_(person_ids))
    return {row.id: to_struct(row, Habits) for row in await connection.execute(query)}


async def begin_deliveries(connection: AsyncConnection, sent: Sequence[tuple[UUID, str]]) -> None:
    """Note that notices are to go out, each by a channel."""
    if sent:
        rows = [{"notice_id": notice_id, "channel": channel} for notice_id, channel in sent]
        await connection.execute(insert(deliveries), rows)
