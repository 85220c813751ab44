"""Wake-ups over Redis: hints that save a poll, and nothing more."""

import asyncio
from uuid import UUID

import msgspec
from redis.asyncio import Redis
from redis.exceptions import RedisError

from esports import log

DEADLINE_SECONDS = 0.5
logger = log.get(__name__)


def journal_channel(prefix: str) -> str:
    """Where `{journal id: last seq}` is published."""
    return f"{prefix}:journal"


def outbox_channel(prefix: str) -> str:
    """Where an empty message says that the outbox has new work."""
    return f"{prefix}:outbox"


class RedisWaker:
    """Publishes after each commit; a Redis that is away costs half a second at most, and no data."""

    def __init__(self, redis: Redis, prefix: str) -> None:
        self._redis = redis
        self._prefix = prefix

    async def wake(self, journals: dict[UUID, int], *, jobs: bool) -> None:
        """Publish what changed."""
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                if journals:
                    await self._redis.publish(journal_channel(self._prefix), msgspec.json.encode(journals))
                if jobs:
                    await self._redis.publish(outbox_channel(self._prefix), b"")
        except (RedisError, OSError, TimeoutError) as error:
            logger.warning("wake-up lost", reason=str(error))
