"""Every SQL statement about events."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.accounts import people, staff
from esports.db.schema.events import events
from esports.db.schema.schedule import schedules
from esports.db.schema.tournaments import PUBLISHED, tournaments
from esports.events.wire import Event, Staff

COLUMNS = (
    events.c.id,
    events.c.slug,
    events.c.name,
    events.c.description,
    events.c.time_zone,
    events.c.starts_on,
    events.c.ends_on,
    events.c.revision,
)


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Insert an event."""
    await connection.execute(insert(events).values(**values))


async def by_id(connection: AsyncConnection, event_id: UUID, *, lock: bool = False) -> Event | None:
    """The event, if there is one; `lock` holds its row to the end of the transaction."""
    query = select(*COLUMNS).where(events.c.id == event_id)
    row = (await connection.execute(query.with_for_update() if lock else query)).one_or_none()
    return to_struct(row, Event) if row else None


async def by_slug(connection: AsyncConnection, slug: str) -> Event | None:
    """The event with this short name."""
    row = (await connection.execute(select(*COLUMNS).where(events.c.slug == slug))).one_or_none()
    return to_struct(row, Event) if row else None


async def page(connection: AsyncConnection, *, before: UUID | None, limit: int) -> list[Event]:
    """Events, the newest first, behind the cursor `before`."""
    query = select(*COLUMNS).order_by(events.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(events.c.id < before)
    return [to_struct(row, Event) for row in await connection.execute(query)]


async def change(connection: AsyncConnection, event_id: UUID, values: dict[str, Any]) -> None:
    """Store the changed fields and count the revision up."""
    await connection.execute(
        update(events).where(events.c.id == event_id).values(**values, revision=events.c.revision + 1)
    )


async def add_staff(connection: AsyncConnection, **values: Any) -> None:
    """Give a person a role."""
    await connection.execute(insert(staff).values(**values))


async def staff_of(connection: AsyncConnection, event_id: UUID) -> list[Staff]:
    """Everybody with a role in the event."""
    query = (
        select(staff.c.person_id.label("person"), people.c.display_name, staff.c.role)
        .join(people, people.c.id == staff.c.person_id)
        .where(staff.c.event_id == event_id)
        .order_by(staff.c.id)
    )
    return [to_struct(row, Staff) for row in await connection.execute(query)]


async def programme(connection: AsyncConnection, event_id: UUID, *, drafts: bool) -> list[dict[str, Any]]:
    """The event's tournaments in a few words each; drafts are for staff."""
    query = (
        select(
            tournaments.c.id,
            tournaments.c.slug,
            tournaments.c.name,
            tournaments.c.title,
            tournaments.c.state,
            tournaments.c.champion,
        )
        .where(tournaments.c.event_id == event_id)
        .order_by(tournaments.c.id)
    )
    if not drafts:
        query = query.where(PUBLISHED)
    return [{**row._mapping, "id": str(row.id)} for row in await connection.execute(query)]


async def schedule_version(connection: AsyncConnection, event_id: UUID) -> int:
    """How often a schedule of the event was published."""
    query = select(schedules.c.version).where(schedules.c.event_id == event_id)
    return (await connection.execute(query)).scalar_one_or_none() or 0
