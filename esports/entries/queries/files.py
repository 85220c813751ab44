"""Every SQL statement about the files that are answers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.entry_rules import entry_files


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """A file, and whose it is."""

    tournament_id: UUID
    entry_id: UUID | None
    person_id: UUID | None
    media_type: str
    body: bytes


async def add(connection: AsyncConnection, **row: Any) -> None:
    """Keep a file that no entry has yet."""
    await connection.execute(insert(entry_files).values(**row))


async def by_id(connection: AsyncConnection, file_id: UUID) -> Stored | None:
    """The file with its bytes."""
    columns = [entry_files.c[name] for name in Stored.__struct_fields__]
    row = (await connection.execute(select(*columns).where(entry_files.c.id == file_id))).one_or_none()
    return to_struct(row, Stored) if row else None


async def loose(connection: AsyncConnection, tournament_id: UUID, person_id: UUID) -> int:
    """How many the person has sent for this tournament that no entry has."""
    query = select(func.count()).where(
        entry_files.c.tournament_id == tournament_id,
        entry_files.c.person_id == person_id,
        entry_files.c.entry_id.is_(None),
    )
    count: int = (await connection.execute(query)).scalar_one()
    return count


async def usable(
    connection: AsyncConnection, tournament_id: UUID, entry_id: UUID, person_id: UUID | None
) -> frozenset[str]:
    """The ids of the entry's own, and of those that the person has sent and no entry has."""
    free = entry_files.c.entry_id.is_(None) & (entry_files.c.person_id == person_id)
    query = select(entry_files.c.id).where(
        entry_files.c.tournament_id == tournament_id, free | (entry_files.c.entry_id == entry_id)
    )
    return frozenset(str(one) for one in (await connection.execute(query)).scalars())


async def bind(connection: AsyncConnection, entry_id: UUID, file_ids: Sequence[UUID]) -> None:
    """These are the entry's; what it had beside them is deleted."""
    others = (entry_files.c.entry_id == entry_id) & entry_files.c.id.not_in(file_ids)
    await connection.execute(delete(entry_files).where(others))
    bound = update(entry_files).where(entry_files.c.id.in_(file_ids)).values(entry_id=entry_id)
    await connection.execute(bound)
