"""What can be taken back of a plan: how it was before each change, until it is published."""

from uuid import UUID

from esports.schedule import queries
from esports.schedule.queries import steps
from esports.schedule.rows import ScheduleRow
from esports.uow import UnitOfWork

MOST = 10
"""So many plans back."""


async def keep(unit: UnitOfWork, event_id: UUID) -> ScheduleRow:
    """Keep the plan with its pins and wishes as they are, before they change; once for each plan.

    What changes while a plan is being made belongs to the step before it. The schedule's row is held.
    """
    held = await queries.hold(unit.connection, event_id)
    if held.state != "planning" and not await steps.has(unit.connection, event_id, held.plan):
        before = await steps.as_it_is(unit.connection, held)
        await steps.add(unit.connection, event_id, held.plan, before, most=MOST)
    return held


async def forget(unit: UnitOfWork, event_id: UUID) -> None:
    """What is published is taken back as a publication, not step by step."""
    await steps.remove(unit.connection, event_id)
