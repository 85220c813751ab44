"""Every SQL statement about venues and their stations."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import delete, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.schedule import (
    bookings,
    stations,
    venues,
)
from esports.schedule.venue_wire import Station, Venue

VENUE_COLUMNS = (
    venues.c.id,
    venues.c.event_id.label("event"),
    venues.c.name,
    venues.c.hours,
    venues.c.breaks,
)
STATION_COLUMNS = (
    stations.c.id,
    stations.c.venue_id.label("venue"),
    stations.c.name,
    stations.c.titles,
    stations.c.out_of_order,
)


async def add_venue(connection: AsyncConnection, **values: Any) -> None:
    """Insert a venue."""
    await connection.execute(insert(venues).values(**values))


async def change_venue(connection: AsyncConnection, venue_id: UUID, **values: Any) -> None:
    """Store a venue's fields."""
    await connection.execute(update(venues).where(venues.c.id == venue_id).values(**values))


async def remove_venue(connection: AsyncConnection, venue_id: UUID) -> None:
    """Delete a venue with its stations."""
    await connection.execute(delete(venues).where(venues.c.id == venue_id))


async def venue(connection: AsyncConnection, venue_id: UUID) -> Venue | None:
    """One venue, without its stations."""
    row = (await connection.execute(select(*VENUE_COLUMNS).where(venues.c.id == venue_id))).one_or_none()
    return to_struct(row, Venue) if row else None


async def venues_of(connection: AsyncConnection, event_id: UUID) -> list[Venue]:
    """The event's venues with their stations, each in the order of their making."""
    inside: dict[UUID, list[Station]] = defaultdict(list)
    query = select(*STATION_COLUMNS).join(venues, venues.c.id == stations.c.venue_id)
    for row in await connection.execute(query.where(venues.c.event_id == event_id).order_by(stations.c.id)):
        one = to_struct(row, Station)
        inside[one.venue].append(one)
    found = select(*VENUE_COLUMNS).where(venues.c.event_id == event_id).order_by(venues.c.id)
    return [
        msgspec.structs.replace(one, stations=inside[one.id])
        for one in (to_struct(row, Venue) for row in await connection.execute(found))
    ]


async def add_station(connection: AsyncConnection, **values: Any) -> None:
    """Insert a station."""
    await connection.execute(insert(stations).values(**values))


async def change_station(connection: AsyncConnection, station_id: UUID, values: dict[str, Any]) -> None:
    """Store a station's changed fields."""
    await connection.execute(update(stations).where(stations.c.id == station_id).values(**values))


async def remove_station(connection: AsyncConnection, station_id: UUID) -> None:
    """Delete a station."""
    await connection.execute(delete(stations).where(stations.c.id == station_id))


async def station(connection: AsyncConnection, station_id: UUID) -> tuple[Station, UUID] | None:
    """A station and its event."""
    query = (
        select(*STATION_COLUMNS, venues.c.event_id)
        .join(venues, venues.c.id == stations.c.venue_id)
        .where(stations.c.id == station_id)
    )
    row = (await connection.execute(query)).one_or_none()
    return (to_struct(row, Station), row.event_id) if row else None


async def in_use(connection: AsyncConnection, *, venue_id: UUID | None, station_id: UUID | None) -> bool:
    """Whether a match is published there."""
    query = exists().where(bookings.c.station_id == stations.c.id)
    query = query.where(or_(stations.c.venue_id == venue_id, stations.c.id == station_id))
    found: bool = (await connection.execute(select(query))).scalar_one()
    return found


async def station_names(connection: AsyncConnection, station_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of stations."""
    query = select(stations.c.id, stations.c.name).where(stations.c.id.in_(list(station_ids)))
    return {row.id: row.name for row in await connection.execute(query)}
