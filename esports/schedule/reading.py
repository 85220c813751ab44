"""What is published of an event, and for its staff the plan beside it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.events import service as events
from esports.schedule import queries
from esports.schedule.drifting import drift
from esports.schedule.forecast_reading import latest
from esports.schedule.queries import places, playing
from esports.schedule.wire import Place, Plan, PlannedMatch, Schedule, Settings, Told, Venues


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
    matches = await queries.planned(connection, event_id)
    foretold = await latest(connection, event_id, now)
    return Plan(
        event=event_id,
        plan=row.plan if row else 0,
        version=row.version if row else 0,
        state=row.state if row else "none",
        planned_at=row.planned_at if row else None,
        settings=row.settings if row else Settings(),
        problems=(row.problems or []) if row else [],
        moved=sum(_moves(one) for one in matches),
        drift=await _drift(connection, event_id, now) if row and row.version else [],
        endings=foretold.endings if foretold else [],
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


async def _drift(connection: AsyncConnection, event_id: UUID, now: datetime) -> list[Told]:
    event = await events.get(connection, event_id)
    venues = await places.venues_of(connection, event_id)
    found = await playing.open_matches(connection, event_id)
    return drift(event, venues, found, await queries.bookings_of(connection, event_id), now)
