"""Every SQL statement about whom to remind."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import and_, exists, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.accounts import people
from esports.db.schema.entries import entries, roster_members

ABSENT = and_(
    roster_members.c.entry_id == entries.c.id,
    roster_members.c.role == "player",
    roster_members.c.checked_in_at.is_(None),
)


async def who_likes(connection: AsyncConnection, person_ids: Iterable[UUID], minutes: int) -> set[UUID]:
    """Those of the people who want to be reminded of their matches so many minutes before, or sooner."""
    query = select(people.c.id).where(people.c.id.in_(list(person_ids)), people.c.remind_minutes >= minutes)
    return set((await connection.execute(query)).scalars())


async def absent(
    connection: AsyncConnection, tournament_id: UUID, *, each: bool, after: UUID | None, limit: int
) -> list[tuple[UUID, str, bool]]:
    """Who has still to check in, which entry, and whether it waits for a place, in the order of the people's
    ids behind `after`.

    Who registered an entry does so for it; where `each` player does, for those without an account alone.
    """
    columns = (entries.c.name, (entries.c.state == "waitlisted").label("waiting"))
    registrants = select(entries.c.person_id, *columns)
    if each:
        registrants = registrants.where(exists().where(ABSENT, roster_members.c.person_id.is_(None)))
    players = select(roster_members.c.person_id, *columns).join(entries, ABSENT)
    away = entries.c.state.in_(("confirmed", "waitlisted")) & entries.c.checked_in_at.is_(None)
    chosen = (entries.c.tournament_id == tournament_id) & away
    kinds = [registrants, players] if each else [registrants]
    found = union(*(kind.where(chosen) for kind in kinds)).subquery()
    query = (
        select(found)
        .where(found.c.person_id.is_not(None))
        .distinct(found.c.person_id)
        .order_by(found.c.person_id, found.c.name)
        .limit(limit)
    )
    if after is not None:
        query = query.where(found.c.person_id > after)
    return [(row.person_id, row.name, row.waiting) for row in await connection.execute(query)]
