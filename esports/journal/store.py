"""The journals in PostgreSQL: dense, in commit order, without gaps.

The sequence comes from updating the journal's own row: its lock orders the writers, so the order of
sequence numbers is the order of commits, and a rollback leaves no gap.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import BigInteger, DateTime, Row, Text, Uuid, bindparam, delete, insert, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.parts import Part, PartText, beside
from esports.db.schema.journal import journal_items, journals
from esports.journal import chain
from esports.journal.facts import Change, Fact, Item, Visibility


class Draft(msgspec.Struct, frozen=True):
    """An item before it has its place in the journal."""

    fact: Fact
    patch: Sequence[Change]
    visibility: Visibility


class Head(msgspec.Struct, frozen=True):
    """How far a journal has come, in which epoch, and the link that binds it."""

    epoch: str
    seq: int
    chain: bytes


async def create(connection: AsyncConnection, journal_id: UUID, kind: str) -> None:
    """Open a journal for a tournament, an event, a team or a person, in a fresh epoch."""
    await connection.execute(
        insert(journals).values(id=journal_id, kind=kind, epoch=secrets.token_hex(6), seq=0)
    )


APPEND = PartText(
    "appended",
    f"""
    WITH given AS (
        SELECT row.*, CAST(:actor_id AS uuid) AS actor_id, CAST(:correlation_id AS text) AS correlation_id,
            CAST(:at AS timestamptz) AS at, row.place AS seq
        FROM ROWS FROM (jsonb_to_recordset(:rows) AS (visibility text, fact jsonb, patch jsonb))
            WITH ORDINALITY AS row (visibility, fact, patch, place)
    ), told AS (
        SELECT {chain.DIGEST} AS digest FROM given
    ), moved AS (
        UPDATE journals SET seq = seq + :count, chain = {chain.LINK}
        FROM told WHERE id = :journal_id RETURNING seq, chain, digest
    )
    INSERT INTO journal_items
        (journal_id, seq, commit_seq, visibility, fact, patch, actor_id, correlation_id, at, digest, chain)
    SELECT :journal_id, moved.seq - :count + place, moved.seq, visibility, fact, patch,
        actor_id, correlation_id, at,
        CASE WHEN place = :count THEN digest END, CASE WHEN place = :count THEN chain END
    FROM moved, given
    RETURNING commit_seq
    """,  # noqa: S608 - the two expressions are constants
    (
        bindparam("journal_id", type_=Uuid),
        bindparam("count", type_=BigInteger),
        bindparam("rows", type_=JSONB),
        bindparam("actor_id", type_=Uuid),
        bindparam("correlation_id", type_=Text),
        bindparam("at", type_=DateTime(timezone=True)),
    ),
)
"""One statement, for the journal's row is locked from here to the commit."""


async def append(
    connection: AsyncConnection,
    journal_id: UUID,
    drafts: Sequence[Draft],
    *,
    at: datetime,
    actor_id: UUID | None,
    correlation_id: str | None,
    parts: Sequence[Part] = (),
) -> int:
    """Write `drafts` as one commit and return its last sequence number. Locks the journal to the commit.

    `parts` are written beside it in the same round trip.
    """
    rows = [{"visibility": draft.visibility, "fact": draft.fact, "patch": draft.patch} for draft in drafts]
    given = {name: value for part in parts for name, value in part.values.items()}
    told = await connection.execute(
        beside(APPEND, parts),
        {
            **given,
            "journal_id": journal_id,
            "count": len(rows),
            "rows": rows,
            "actor_id": actor_id,
            "correlation_id": correlation_id,
            "at": at,
        },
    )
    last: int = told.scalars().unique().one()
    return last


HOLD = text("SELECT id FROM journals WHERE id = ANY(:ids) ORDER BY id FOR UPDATE").bindparams(
    bindparam("ids", type_=ARRAY(Uuid))
)
APPEND_EACH = text(
    f"""
    WITH given AS (
        SELECT row.*, CAST(:actor_id AS uuid) AS actor_id, CAST(:correlation_id AS text) AS correlation_id,
            CAST(:at AS timestamptz) AS at
        FROM jsonb_to_recordset(:rows)
            AS row (journal_id uuid, seq bigint, visibility text, fact jsonb, patch jsonb)
    ), told AS (
        SELECT journal_id, count(*) AS count, {chain.DIGEST} AS digest FROM given GROUP BY journal_id
    ), moved AS (
        UPDATE journals SET seq = seq + told.count, chain = {chain.LINK_EACH}
        FROM told WHERE id = told.journal_id RETURNING id, seq, chain, digest, count
    )
    INSERT INTO journal_items
        (journal_id, seq, commit_seq, visibility, fact, patch, actor_id, correlation_id, at, digest, chain)
    SELECT moved.id, moved.seq - count + given.seq, moved.seq, visibility, fact, patch,
        actor_id, correlation_id, at,
        CASE WHEN given.seq = count THEN digest END, CASE WHEN given.seq = count THEN chain END
    FROM moved JOIN given ON given.journal_id = moved.id
    RETURNING journal_id, commit_seq
    """  # noqa: S608 - the two expressions are constants
).bindparams(
    bindparam("rows", type_=JSONB),
    bindparam("actor_id", type_=Uuid),
    bindparam("correlation_id", type_=Text),
    bindparam("at", type_=DateTime(timezone=True)),
)
"""What `APPEND` does, in as many journals as a crowd has inboxes: one by one they take most of the time."""


async def append_each(
    connection: AsyncConnection,
    drafts: Mapping[UUID, Sequence[Draft]],
    *,
    at: datetime,
    actor_id: UUID | None,
    correlation_id: str | None,
) -> dict[UUID, int]:
    """Write to each journal its drafts as one commit; gives their last sequence numbers.

    Locks the journals to the commit, in the order of their ids.
    """
    rows = [
        {
            "journal_id": journal_id,
            "seq": place,
            "visibility": draft.visibility,
            "fact": draft.fact,
            "patch": draft.patch,
        }
        for journal_id, own in drafts.items()
        for place, draft in enumerate(own, 1)
    ]
    held = (await connection.execute(HOLD, {"ids": list(drafts)})).scalars().all()
    if len(held) < len(drafts):
        raise LookupError("there is no such journal")
    given = {"rows": rows, "at": at, "actor_id": actor_id, "correlation_id": correlation_id}
    return {row.journal_id: row.commit_seq for row in await connection.execute(APPEND_EACH, given)}


async def head(connection: AsyncConnection, journal_id: UUID) -> Head | None:
    """Where the journal stands, or None if there is no such journal."""
    row = (await connection.execute(select(journals).where(journals.c.id == journal_id))).one_or_none()
    return Head(row.epoch, row.seq, row.chain) if row else None


async def forget(connection: AsyncConnection, journal_id: UUID) -> None:
    """Empty the journal of a person who goes; it begins anew in another epoch."""
    await connection.execute(chain.REWRITE)
    await connection.execute(delete(journal_items).where(journal_items.c.journal_id == journal_id))
    await connection.execute(
        update(journals)
        .where(journals.c.id == journal_id)
        .values(epoch=secrets.token_hex(6), seq=0, chain=b"")
    )


async def heads(connection: AsyncConnection, journal_ids: Sequence[UUID]) -> dict[UUID, Head]:
    """Where each of many journals stands: the poll of those who follow."""
    rows = await connection.execute(select(journals).where(journals.c.id.in_(journal_ids)))
    return {row.id: Head(row.epoch, row.seq, row.chain) for row in rows}


async def read(
    connection: AsyncConnection,
    journal_id: UUID,
    *,
    after: int,
    limit: int,
    upto: int | None = None,
    public: bool = False,
) -> list[Item]:
    """Items behind `after` in order, of every visibility or only the `public` ones.

    A last commit may be cut by `limit`.
    """
    asked = {"journal_id": journal_id, "after": after, "upto": END if upto is None else upto, "limit": limit}
    rows = await connection.execute(READ_PUBLIC if public else READ, asked)
    return [_item(row) for row in rows]


END = 2**62
READ = (
    select(journal_items)
    .where(
        journal_items.c.journal_id == bindparam("journal_id"),
        journal_items.c.seq > bindparam("after"),
        journal_items.c.seq <= bindparam("upto"),
    )
    .order_by(journal_items.c.seq)
    .limit(bindparam("limit"))
)
"""Made once: a gateway reads a few items at a time, and to build the statement takes as long as to run it."""
READ_PUBLIC = READ.where(journal_items.c.visibility == Visibility.public)


def _item(row: Row[tuple[object, ...]]) -> Item:
    return msgspec.convert({name: getattr(row, name) for name in Item.__struct_fields__}, Item)
