"""Turns what has happened into messages of webhooks, every second and by one process at a time."""

import asyncio

from esports import log
from esports.uow import unit_of_work
from esports.webhooks import delivery
from workers.parts import SERVER_TROUBLE, Parts

PERIOD_SECONDS = 1.0

logger = log.get(__name__)


async def run(parts: Parts) -> None:
    """Collect until cancelled; what was missed while nobody did is found the next time."""
    while True:
        more = 0
        try:
            more = await collect(parts)
        except SERVER_TROUBLE as error:
            logger.warning("webhooks wait for their servers", reason=str(error))
        await asyncio.sleep(0 if more else PERIOD_SECONDS)


async def collect(parts: Parts) -> int:
    """One pass; returns how many journals were behind."""
    async with unit_of_work(parts.engine, parts.waker, clock=parts.clock) as unit:
        behind = await delivery.collect(unit)
        await unit.commit()
    return behind
