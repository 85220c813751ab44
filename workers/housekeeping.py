"""Sweeps leftovers out of the database, every so often and by one process at a time."""

import asyncio
import random

from esports import log
from esports.db import housekeeping
from workers.parts import SERVER_TROUBLE, Parts

PERIOD_SECONDS = 600.0
PAUSE_SECONDS = 1.0
"""Between two batches, so that a big sweep leaves room for others."""

logger = log.get(__name__)


async def run(parts: Parts) -> None:
    """Sweep until cancelled. The first time soon, and processes not all at once."""
    wait = random.uniform(0, PERIOD_SECONDS / 10)  # noqa: S311
    while True:
        await asyncio.sleep(wait)
        try:
            gone = await sweep(parts)
        except SERVER_TROUBLE as error:
            logger.warning("housekeeping failed", reason=str(error))
        else:
            logger.debug("housekeeping", rows=gone)
        wait = PERIOD_SECONDS


async def sweep(parts: Parts, *, pause_seconds: float = PAUSE_SECONDS) -> int:
    """Delete all that is over, in batches; returns how many rows went."""
    total = 0
    while True:
        async with parts.engine.begin() as connection:
            gone = await housekeeping.sweep(connection, now=parts.clock())
        if not gone:
            return total
        total += gone
        await asyncio.sleep(pause_seconds)
