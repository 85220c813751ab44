"""Calls matches whose turn it is, every few seconds, in the events that have it so."""

import asyncio
from uuid import UUID

from esports import log
from esports.schedule import auto_calling, queries
from esports.uow import unit_of_work
from workers.parts import SERVER_TROUBLE, Parts

PERIOD_SECONDS = 3.0

logger = log.get(__name__)


async def run(parts: Parts) -> None:
    """Look until cancelled."""
    while True:
        try:
            await call_due(parts)
        except SERVER_TROUBLE as error:
            logger.warning("calls wait for their servers", reason=str(error))
        await asyncio.sleep(PERIOD_SECONDS)


async def call_due(parts: Parts) -> int:
    """Call what can be called now; returns how many matches that were."""
    called = 0
    async with parts.engine.connect() as connection:
        found = await queries.calling_by_itself(connection)
    for event_id in found:
        try:
            while await _call_next(parts, event_id):
                called += 1
        except SERVER_TROUBLE:
            raise
        except Exception:  # one event in which nothing can be called stops neither the others nor the worker
            logger.exception("the next match could not be called", event_id=str(event_id))
    return called


async def _call_next(parts: Parts, event_id: UUID) -> bool:
    async with unit_of_work(parts.engine, parts.waker, clock=parts.clock) as unit:
        called = await auto_calling.call_next(unit, event_id)
        await unit.commit()
    return called
