"""Every SQL statement about seeds and final places."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import (
    Integer,
    Text,
    Uuid,
    cast,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.entries import entries
from esports.entries.queries import COLUMNS
from esports.entries.wire import Entry


async def set_seeds(
    connection: AsyncConnection, tournament_id: UUID, order: Sequence[UUID]
) -> list[tuple[UUID, int | None]]:
    """Number the entries in this order and take the seed from all others; gives those that it changed."""
    position = func.array_position(cast(list(order), ARRAY(Uuid)), entries.c.id)
    statement = (
        update(entries)
        .where(entries.c.tournament_id == tournament_id, entries.c.seed.is_distinct_from(position))
        .values(seed=position, revision=entries.c.revision + 1)
        .returning(entries.c.id, entries.c.seed)
    )
    return [(row.id, row.seed) for row in await connection.execute(statement)]


async def set_places(
    connection: AsyncConnection, tournament_id: UUID, places: Mapping[UUID, int]
) -> list[Entry]:
    """Store these final places and take the place from all others; gives the entries that it changed."""
    known = cast({str(entry): place for entry, place in places.items()}, JSONB)
    place = cast(known[cast(entries.c.id, Text)].astext, Integer)
    statement = (
        update(entries)
        .where(entries.c.tournament_id == tournament_id, entries.c.place.is_distinct_from(place))
        .values(place=place, revision=entries.c.revision + 1)
        .returning(*COLUMNS)
    )
    return [to_struct(row, Entry) for row in await connection.execute(statement)]


async def with_place(connection: AsyncConnection, tournament_id: UUID) -> list[Entry]:
    """The entries that have a final place, in final order; who shares one by seed."""
    query = (
        select(*COLUMNS)
        .where(entries.c.tournament_id == tournament_id, entries.c.place.is_not(None))
        .order_by(entries.c.place, entries.c.seed.asc().nulls_last(), entries.c.registered_order)
    )
    return [to_struct(row, Entry) for row in await connection.execute(query)]


async def places_by_name(
    connection: AsyncConnection, tournament_id: UUID, earlier_id: UUID
) -> dict[UUID, int]:
    """The places that the tournament's entries had in an earlier one, where they had the same names."""
    earlier = entries.alias("earlier")
    query = (
        select(entries.c.id, func.min(earlier.c.place))
        .join(earlier, func.lower(earlier.c.name) == func.lower(entries.c.name))
        .where(entries.c.tournament_id == tournament_id)
        .where(earlier.c.tournament_id == earlier_id, earlier.c.place.is_not(None))
        .group_by(entries.c.id)
    )
    return {row[0]: row[1] for row in await connection.execute(query)}


async def without_place(
    connection: AsyncConnection, tournament_id: UUID, field: Sequence[UUID]
) -> list[UUID]:
    """The tournament's entries that are not in the field."""
    query = select(entries.c.id).where(entries.c.tournament_id == tournament_id, entries.c.id.not_in(field))
    return list((await connection.execute(query)).scalars())
