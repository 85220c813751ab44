"""Every SQL statement about whom to tell how a tournament ended."""

from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.entries import entries
from esports.notifications.queries.crowds import in_parts, people_of


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of an entry that has a place, of `among` entries that have one."""

    person_id: UUID
    entry_id: UUID
    name: str
    place: int
    among: int


async def placed(
    connection: AsyncConnection, tournament_id: UUID, *, after: UUID | None, limit: int
) -> list[Placed]:
    """Who registered an entry that has a place or is on its roster, in the order of their ids."""
    has_place = (entries.c.tournament_id == tournament_id) & entries.c.place.is_not(None)
    whom = people_of(has_place)
    among = select(func.count()).select_from(entries).where(has_place).scalar_subquery()
    query = (
        select(whom.c.person_id, whom.c.entry_id, entries.c.name, entries.c.place, among.label("among"))
        .join(entries, entries.c.id == whom.c.entry_id)
        .order_by(whom.c.person_id, entries.c.place)
    )
    found = await connection.execute(in_parts(query, whom, after=after, limit=limit))
    return [to_struct(row, Placed) for row in found]
