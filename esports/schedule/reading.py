"""What is published of an event, and for its staff the plan beside it."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.events import service as events
from esports.schedule import queries
from esports.schedule.drifting import drift
from esports.schedule.forecast_reading import latest
from esports.schedule.minors import OUTSIDE, Watch, watch
from esports.schedule.queries import places, playing, steps
from esports.schedule.rows import Booking, ScheduleRow
from esports.schedule.settings_wire import Settings
from esports.schedule.venue_wire import Venues
from esports.schedule.wire import Place, Plan, PlannedMatch, Schedule, Told


async def schedule(connection: AsyncConnection, event_id: UUID) -> Schedule:
    """The published schedule.

    Raises:
        DomainError: `not_found`.
    """
    event = await events.get(connection, event_id)
    row = await queries.schedule(connection, event_id)
    return Schedule(
        event=event_id,
        version=row.version if row else 0,
        time_zone=event.time_zone,
        venues=await places.venues_of(connection, event_id),
        matches=await queries.published(connection, event_id),
    )


async def venues(connection: AsyncConnection, event_id: UUID) -> Venues:
    """The venues of an event with their stations.

    Raises:
        DomainError: `not_found`.
    """
    await events.get(connection, event_id)
    return Venues(items=await places.venues_of(connection, event_id))


async def plan(connection: AsyncConnection, *, actor: Actor, event_id: UUID, now: datetime) -> Plan:
    """The newest plan, for the staff.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`.
    """
    await events.get(connection, event_id)
    await access.require(connection, actor, Permission.see_private, event_id)
    return await plan_of(connection, event_id, now)


async def plan_of(connection: AsyncConnection, event_id: UUID, now: datetime) -> Plan:
    """The newest plan of an event at this time, whoever asks."""
    row = await queries.schedule(connection, event_id)
    watched = await watch(connection, await events.get(connection, event_id), row.settings) if row else None
    matches = [_warned(one, watched) for one in await queries.planned(connection, event_id)]
    foretold = await latest(connection, event_id, now)
    return Plan(
        event=event_id,
        plan=row.plan if row else 0,
        version=row.version if row else 0,
        state=row.state if row else "none",
        planned_at=row.planned_at if row else None,
        search=row.search if row else None,
        settings=row.settings if row else Settings(),
        problems=(row.problems or []) if row else [],
        moved=sum(_moves(one) for one in matches),
        drift=await _drift(connection, row, now, watched) if row and row.version else [],
        endings=foretold.endings if foretold else [],
        ages_unknown=len(watched.unknown) if watched else 0,
        undoable=await steps.has(connection, event_id),
        matches=matches,
    )


def _moves(match: PlannedMatch) -> bool:
    """Whether the plan gives another place to what is published and can still move."""
    return (
        match.published is not None
        and match.state == "idle"
        and match.phase in queries.OPEN
        and match.published != Place(station=match.station, starts_at=match.starts_at)
    )


def _warned(match: PlannedMatch, watched: Watch | None) -> PlannedMatch:
    if watched is None or match.station is None or match.starts_at is None or match.ends_at is None:
        return match
    place = Booking(
        match_id=match.match, station_id=match.station, starts_at=match.starts_at, ends_at=match.ends_at
    )
    return msgspec.structs.replace(match, warning=OUTSIDE) if watched.is_outside(place) else match


async def drift_of(connection: AsyncConnection, event_id: UUID, now: datetime) -> list[Told]:
    """What does not hold any more in what is published of an event, whoever asks."""
    row = await queries.schedule(connection, event_id)
    if row is None or not row.version:
        return []
    watched = await watch(connection, await events.get(connection, event_id), row.settings)
    return await _drift(connection, row, now, watched)


async def _drift(
    connection: AsyncConnection, row: ScheduleRow, now: datetime, watched: Watch | None
) -> list[Told]:
    event = await events.get(connection, row.event_id)
    venues = await places.venues_of(connection, row.event_id)
    found = await playing.open_matches(connection, row.event_id)
    published = await queries.bookings_of(connection, row.event_id)
    blocked = watched if row.settings.minors.mode == "block" else None
    return drift(event, venues, found, published, now, blocked)
