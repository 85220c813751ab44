"""Shows in the database that this process lives, for those who run the installation."""

import asyncio
import contextlib

from esports import log
from esports.db import workers
from esports.ids import new_id
from workers.parts import SERVER_TROUBLE, Parts

GOODBYE_SECONDS = 2.0

logger = log.get(__name__)


async def run(parts: Parts) -> None:
    """Beat until cancelled, and take leave then."""
    own = new_id(parts.clock)
    try:
        while True:
            try:
                async with parts.engine.begin() as connection:
                    await workers.beat(connection, own)
            except SERVER_TROUBLE as error:
                logger.warning("the heartbeat waits for its server", reason=str(error))
            await asyncio.sleep(workers.BEAT_SECONDS)
    finally:
        with contextlib.suppress(*SERVER_TROUBLE):
            async with asyncio.timeout(GOODBYE_SECONDS), parts.engine.begin() as connection:
                await workers.leave(connection, own)
