"""Every SQL statement about whom to tell that an entry has come in, and that it goes on."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.entries import HOLDS_A_PLACE, entries
from esports.db.schema.events import events
from esports.db.schema.honours import qualifiers
from esports.db.schema.tournaments import tournaments
from esports.notifications.entry_wire import EntryQualified, EntryReceived
from esports.notifications.queries import OVER, WHERE
from esports.notifications.queries.crowds import in_parts, people_of

RECEIVED = {
    "pending": "pending",
    "waitlisted": "waitlisted",
    "offered": "waitlisted",
    "confirmed": "confirmed",
    "checked_in": "confirmed",
    "playing": "confirmed",
}
"""What a receipt says of an entry in each state; of one in another state there is none any more."""


class Somebody(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of an entry, with the entry's name."""

    person_id: UUID
    entry_id: UUID
    name: str


async def received(connection: AsyncConnection, entry_id: UUID) -> tuple[UUID, EntryReceived] | None:
    """Who registered the entry, and what to tell them of it, unless it has left or all is over."""
    query = (
        select(entries.c.person_id, entries.c.id.label("entry_id"), *WHERE, entries.c.name, entries.c.state)
        .join(tournaments, tournaments.c.id == entries.c.tournament_id)
        .join(events, events.c.id == tournaments.c.event_id)
        .where(entries.c.id == entry_id, entries.c.person_id.is_not(None))
        .where(entries.c.state.in_(RECEIVED), tournaments.c.state.not_in(OVER))
    )
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    fields = {**row._mapping, "state": RECEIVED[row.state]}
    return fields.pop("person_id"), EntryReceived(**fields)


async def qualified(connection: AsyncConnection, entry_id: UUID) -> EntryQualified | None:
    """By what an entry came in, if it did by a qualification and is still in."""
    source = tournaments.alias()
    query = (
        select(*WHERE, entries.c.name, source.c.name.label("source"), qualifiers.c.place)
        .join(qualifiers, qualifiers.c.entry_id == entries.c.id)
        .join(source, source.c.id == qualifiers.c.source_id)
        .join(tournaments, tournaments.c.id == entries.c.tournament_id)
        .join(events, events.c.id == tournaments.c.event_id)
        .where(entries.c.id == entry_id, ~qualifiers.c.superseded)
        .where(entries.c.state.in_(HOLDS_A_PLACE), tournaments.c.state.not_in(OVER))
    )
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, EntryQualified) if row else None


async def people_in(
    connection: AsyncConnection, entry_ids: Sequence[UUID], *, after: UUID | None = None, limit: int
) -> list[Somebody]:
    """The people of the entries who have an account, each once, in the order of their ids."""
    whom = people_of(entries.c.id.in_(entry_ids))
    query = (
        select(whom.c.person_id, whom.c.entry_id, entries.c.name)
        .join(entries, entries.c.id == whom.c.entry_id)
        .order_by(whom.c.person_id, whom.c.entry_id)
    )
    found = await connection.execute(in_parts(query, whom, after=after, limit=limit))
    return [to_struct(row, Somebody) for row in found]
