"""Every SQL statement about whom to tell how a tournament ended."""

from uuid import UUID

import msgspec
from sqlalchemy import func, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.entries import entries, roster_members


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
    registrants = select(entries.c.person_id, entries.c.id).where(has_place)
    members = select(roster_members.c.person_id, entries.c.id).join(
        entries, entries.c.id == roster_members.c.entry_id
    )
    whom = union(registrants, members.where(has_place)).subquery()
    among = select(func.count()).select_from(entries).where(has_place).scalar_subquery()
    query = (
        select(
            whom.c.person_id,
            entries.c.id.label("entry_id"),
            entries.c.name,
            entries.c.place,
            among.label("among"),
        )
        .join(entries, entries.c.id == whom.c.id)
        .where(whom.c.person_id.is_not(None))
        .distinct(whom.c.person_id)
        .order_by(whom.c.person_id, entries.c.place)
        .limit(limit)
    )
    if after is not None:
        query = query.where(whom.c.person_id > after)
    return [to_struct(row, Placed) for row in await connection.execute(query)]
