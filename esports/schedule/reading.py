"""What is published of an event, and for its staff the plan beside it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.events import service as events
from esports.schedule import queries
from esports.schedule.wire import Plan, Schedule, Settings, Venues


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
        venues=await queries.venues_of(connection, event_id),
        matches=await queries.published(connection, event_id),
    )


async def venues(connection: AsyncConnection, event_id: UUID) -> Venues:
    """The venues of an event with their stations.

    Raises:
        DomainError: `not_found`.
    """
    await events.get(connection, event_id)
    return Venues(items=await queries.venues_of(connection, event_id))


async def plan(connection: AsyncConnection, *, actor: Actor, event_id: UUID) -> Plan:
    """The newest plan, for the staff.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`.
    """
    await events.get(connection, event_id)
    await access.require(connection, actor, Permission.see_private, event_id)
    return await plan_of(connection, event_id)


async def plan_of(connection: AsyncConnection, event_id: UUID) -> Plan:
    """The newest plan of an event, whoever asks."""
    row = await queries.schedule(connection, event_id)
    return Plan(
        event=event_id,
        plan=row.plan if row else 0,
        version=row.version if row else 0,
        state=row.state if row else "none",
        planned_at=row.planned_at if row else None,
        settings=row.settings if row else Settings(),
        problems=(row.problems or []) if row else [],
        matches=await queries.planned(connection, event_id),
    )
