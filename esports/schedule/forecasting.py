"""Forecasts of events that are played: made anew after whatever happens, in the background.

They are kept, so that who reads one waits for nothing.
"""

import asyncio
from datetime import timedelta
from uuid import UUID

from esports.schedule import queries
from esports.schedule.foretelling import foretell
from esports.schedule.making import week_of
from esports.schedule.queries import forecasts
from esports.schedule.settings_wire import Calling
from esports.uow import UnitOfWork

RENEWED = timedelta(minutes=1)
"""Time passes, too: so old a forecast is made anew though nothing has happened."""
AHEAD, AFTER = timedelta(days=1), timedelta(days=2)
"""From so long before its first day to so long after its last one an event is foretold."""


async def due(unit: UnitOfWork) -> list[UUID]:
    """The events whose forecast has to be made anew."""
    return list(await _outdated(unit, None))


async def make(unit: UnitOfWork, event_id: UUID) -> bool:
    """Make the event's forecast anew, unless somebody else does or did; tells whether it was made.

    It is computed in a thread of its own, so that whatever else the process does goes on.
    """
    if not await forecasts.hold(unit.connection, event_id):
        return False
    basis = (await _outdated(unit, event_id)).get(event_id)
    held = await queries.schedule(unit.connection, event_id)
    if basis is None or held is None:
        return False
    await queries.take_time(unit.connection)
    week = await week_of(unit, held.event_id, held.settings, unit.now)
    known = {one.match for one in await queries.published(unit.connection, event_id)}
    by_itself = held.calling if held.calling and held.calling.by_itself else Calling(ahead=0)
    ahead = max(0, by_itself.ahead - held.settings.warm_up)
    told = await asyncio.to_thread(foretell, week, known=known, ahead=ahead, early=by_itself.early)
    await forecasts.store(unit.connection, event_id, told, basis=basis, at=unit.now)
    return True


async def _outdated(unit: UnitOfWork, event_id: UUID | None) -> dict[UUID, str]:
    limits = {"before": unit.now - RENEWED, "soon": unit.now + AHEAD, "lately": unit.now - AFTER}
    return await forecasts.outdated(unit.connection, event_id=event_id, **limits)
