"""Every SQL statement about who gets a place: the order of registration, the waitlist, the check-in."""

from uuid import UUID

from sqlalchemy import (
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.entries import HOLDING, entries
from esports.entries.queries import COLUMNS
from esports.entries.wire import Entry

TAKEN = select(func.count()).where(entries.c.tournament_id == bindparam("which"), HOLDING)


async def places_taken(connection: AsyncConnection, tournament_id: UUID) -> int:
    """How many entries hold a place. Needs the tournament's lock to mean anything."""
    count: int = (await connection.execute(TAKEN, {"which": tournament_id})).scalar_one()
    return count


async def waiting(connection: AsyncConnection, tournament_id: UUID, *, limit: int | None) -> list[Entry]:
    """The head of the waitlist: `limit` entries, or all of them; who let a place pass is not asked again."""
    query = (
        select(*COLUMNS)
        .where(
            entries.c.tournament_id == tournament_id,
            entries.c.state == "waitlisted",
            entries.c.passed_at.is_(None),
        )
        .order_by(entries.c.registered_order)
        .limit(limit)
    )
    return [to_struct(row, Entry) for row in await connection.execute(query)]


async def arrived(
    connection: AsyncConnection, tournament_id: UUID, *, limit: int | None = None
) -> list[Entry]:
    """Those on the waitlist who have checked in, in its order; who let a place pass behind the others."""
    query = (
        select(*COLUMNS)
        .where(
            entries.c.tournament_id == tournament_id,
            entries.c.state == "waitlisted",
            entries.c.checked_in_at.is_not(None),
        )
        .order_by(entries.c.passed_at.asc().nulls_first(), entries.c.registered_order)
        .limit(limit)
    )
    return [to_struct(row, Entry) for row in await connection.execute(query)]


async def set_code(connection: AsyncConnection, entry_id: UUID, code_hash: str) -> None:
    """Store the hash of the entry's newest code; it is no part of what people edit."""
    await connection.execute(update(entries).where(entries.c.id == entry_id).values(code_hash=code_hash))


async def by_code(connection: AsyncConnection, tournament_id: UUID, code_hash: str) -> Entry | None:
    """The tournament's entry whose newest code has this hash."""
    query = select(*COLUMNS).where(entries.c.tournament_id == tournament_id, entries.c.code_hash == code_hash)
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, Entry) if row else None
