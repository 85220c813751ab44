"""Who is to be told of an entry: who registered it, and who plays for it; they need an account for that."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.entries import entries
from esports.schedule.queries.playing import who_plays


def people_of(chosen: ColumnElement[bool]) -> Subquery:
    """The people (`person_id`) of the chosen entries (`entry_id`)."""
    registrants = select(entries.c.id.label("entry_id"), entries.c.person_id).where(
        chosen, entries.c.person_id.is_not(None)
    )
    players = who_plays(chosen)
    return union(registrants, select(players.c.entry_id, players.c.person_id)).subquery()


async def everybody_of(connection: AsyncConnection, entry_ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """The people of each of these entries who have an account."""
    whom = people_of(entries.c.id.in_(entry_ids))
    found: dict[UUID, set[UUID]] = {entry: set() for entry in entry_ids}
    for entry, person in await connection.execute(select(whom.c.entry_id, whom.c.person_id)):
        found[entry].add(person)
    return found


def in_parts(query: Select[Any], whom: Subquery, *, after: UUID | None, limit: int) -> Select[Any]:
    """The first rows of a query over people, each of them once, in the order of their ids behind `after`."""
    query = query.distinct(whom.c.person_id).limit(limit)
    return query if after is None else query.where(whom.c.person_id > after)
