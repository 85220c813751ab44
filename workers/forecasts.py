"""Has forecasts made anew where something has happened, every few seconds and by one process at a time."""

import asyncio

from esports import log
from esports.schedule import forecasting, newer
from esports.uow import unit_of_work
from workers.news import Herald
from workers.parts import SERVER_TROUBLE, Parts

PERIOD_SECONDS = 3.0

logger = log.get(__name__)


async def run(parts: Parts) -> None:
    """Look until cancelled."""
    herald = Herald(parts.waker, asyncio.get_running_loop().time)
    while True:
        try:
            await renew(parts, herald)
            await herald.tell()
        except SERVER_TROUBLE as error:
            logger.warning("forecasts wait for their servers", reason=str(error))
        await asyncio.sleep(PERIOD_SECONDS)


async def renew(parts: Parts, herald: Herald | None = None) -> int:
    """Make what is outdated anew, and have told what is other then; returns how many events that were."""
    made = 0
    async with unit_of_work(parts.engine, parts.waker, clock=parts.clock) as unit:
        found = await forecasting.due(unit)
    for event_id in found:
        try:
            async with unit_of_work(parts.engine, parts.waker, clock=parts.clock) as unit:
                before = await newer.told(unit.connection, event_id, unit.now)
                made += await forecasting.make(unit, event_id)
                after = await newer.told(unit.connection, event_id, unit.now)
                changed = newer.changed(before, after)
                news = await newer.news(unit.connection, event_id, changed) if changed else None
                await unit.commit()
            if herald is not None and news is not None:
                herald.add(event_id, news)
        except SERVER_TROUBLE:
            raise
        except Exception:  # one event that cannot be foretold stops neither the others nor the worker
            logger.exception("an event could not be foretold", event_id=str(event_id))
    return made
