"""Every SQL statement about whom to tell of a draw, and what of it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.brackets import matches, seats, slots
from esports.db.schema.entries import entries
from esports.db.schema.schedule import bookings, stations
from esports.engine.model import FINISHED
from esports.notifications.queries.crowds import in_parts, people_of
from esports.notifications.queries.entering import Somebody

PLAYING = ("playing", "placed")


class FirstMatch(msgspec.Struct, frozen=True, kw_only=True):
    """The first match of an entry in a stage that is not over. `names` are in slot order."""

    entry_id: UUID
    match_id: UUID
    number: int
    group: str | None
    names: list[str]
    starts_at: datetime | None
    station: str | None


async def seated(
    connection: AsyncConnection, stage_id: UUID, *, after: UUID | None, limit: int
) -> list[Somebody]:
    """The people of the entries that play in a stage, each once, in the order of their ids."""
    inside = entries.c.id.in_(select(seats.c.entry_id).where(seats.c.stage_id == stage_id))
    whom = people_of(inside & entries.c.state.in_(PLAYING))
    query = (
        select(whom.c.person_id, whom.c.entry_id, entries.c.name)
        .join(entries, entries.c.id == whom.c.entry_id)
        .order_by(whom.c.person_id, whom.c.entry_id)
    )
    found = await connection.execute(in_parts(query, whom, after=after, limit=limit))
    return [to_struct(row, Somebody) for row in found]


async def first_matches(
    connection: AsyncConnection, stage_id: UUID, entry_ids: Sequence[UUID]
) -> dict[UUID, FirstMatch]:
    """The first match of each of these entries in the stage, with its published place, if it has one."""
    side, name = slots.alias(), entries.alias()
    names = (
        select(func.coalesce(func.array_agg(aggregate_order_by(name.c.name, side.c.slot)), []))
        .select_from(side.join(name, name.c.id == side.c.entry_id))
        .where(side.c.match_id == matches.c.id)
        .scalar_subquery()
    )
    query = (
        select(
            slots.c.entry_id,
            matches.c.id.label("match_id"),
            matches.c.number,
            matches.c.group_key.label("group"),
            names.label("names"),
            bookings.c.starts_at,
            stations.c.name.label("station"),
        )
        .join(matches, matches.c.id == slots.c.match_id)
        .outerjoin(bookings, bookings.c.match_id == matches.c.id)
        .outerjoin(stations, stations.c.id == bookings.c.station_id)
        .where(matches.c.stage_id == stage_id, matches.c.phase.not_in(sorted(FINISHED)))
        .where(slots.c.entry_id.in_(entry_ids))
        .distinct(slots.c.entry_id)
        .order_by(slots.c.entry_id, matches.c.round, matches.c.number)
    )
    return {row.entry_id: to_struct(row, FirstMatch) for row in await connection.execute(query)}
