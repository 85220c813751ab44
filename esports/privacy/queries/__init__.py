"""Every SQL statement about who looked at the data of minors; beside it those of one's own data."""

from typing import Any
from uuid import UUID

from sqlalchemy import exists, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.accounts import people
from esports.db.schema.entries import entries
from esports.db.schema.privacy import people_accesses
from esports.privacy.wire import Access

COLUMNS = (
    people_accesses.c.id,
    people_accesses.c.at,
    people_accesses.c.person_id.label("person"),
    people.c.display_name,
    people_accesses.c.entry_id.label("entry"),
    entries.c.name.label("entry_name"),
    people_accesses.c.positions,
    people_accesses.c.nicknames,
    people_accesses.c.reason,
)


async def add_access(connection: AsyncConnection, **values: Any) -> None:
    """Keep that somebody looked."""
    await connection.execute(insert(people_accesses).values(**values))


async def has_looked(connection: AsyncConnection, entry_id: UUID, person_id: UUID | None) -> bool:
    """Whether the person has looked at the minors of the entry, for a reason."""
    mine = (people_accesses.c.entry_id == entry_id) & (people_accesses.c.person_id == person_id)
    found: bool = (await connection.execute(select(exists().where(mine)))).scalar_one()
    return found


async def accesses(
    connection: AsyncConnection, event_id: UUID, *, before: UUID | None, limit: int
) -> list[Access]:
    """Who looked in the event, the newest first, behind the cursor `before`."""
    query = (
        select(*COLUMNS)
        .join(entries, entries.c.id == people_accesses.c.entry_id)
        .outerjoin(people, people.c.id == people_accesses.c.person_id)
        .where(people_accesses.c.event_id == event_id)
        .order_by(people_accesses.c.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(people_accesses.c.id < before)
    return [to_struct(row, Access) for row in await connection.execute(query)]
