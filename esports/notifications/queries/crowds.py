"""Who is to be told of an entry: who registered it, and who is on its roster and has an account."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.entries import entries, roster_members


def people_of(chosen: ColumnElement[bool]) -> Subquery:
    """The people (`person_id`) of the chosen entries (`entry_id`)."""
    registrants = select(entries.c.person_id, entries.c.id.label("entry_id"))
    members = select(roster_members.c.person_id, entries.c.id).join(
        entries, entries.c.id == roster_members.c.entry_id
    )
    return union(registrants.where(chosen), members.where(chosen)).subquery()


async def everybody_of(connection: AsyncConnection, entry_ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """The people of each of these entries who have an account."""
    whom = people_of(entries.c.id.in_(entry_ids))
    query = select(whom.c.entry_id, whom.c.person_id).where(whom.c.person_id.is_not(None))
    found: dict[UUID, set[UUID]] = {entry: set() for entry in entry_ids}
    for entry, person in await connection.execute(query):
        found[entry].add(person)
    return found


def in_parts(query: Select[Any], whom: Subquery, *, after: UUID | None, limit: int) -> Select[Any]:
    """The first rows of a query over people, each of them once, in the order of their ids behind `after`."""
    query = query.where(whom.c.person_id.is_not(None)).distinct(whom.c.person_id).limit(limit)
    return query if after is None else query.where(whom.c.person_id > after)
