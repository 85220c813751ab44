"""Wake-ups over Redis: hints that save a poll, and nothing more."""

import asyncio
from collections.abc import Collection
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


def news_channel(prefix: str) -> str:
    """Where a `News` says that something which stands in no journal is new."""
    return f"{prefix}:news"


class News(msgspec.Struct, frozen=True):
    """Something is new for who follows these journals; of matches, these alone.

    It is worth asking for again, by a fallback now and then where nobody hears of it.
    """

    code: str
    journals: Collection[UUID]
    matches: Collection[UUID]


class RedisWaker:
    """Publishes after each commit; a Redis that is away costs half a second at most, and no data."""

    def __init__(self, redis: Redis, prefix: str) -> None:
        self._redis = redis
        self._prefix = prefix

    async def wake(self, journals: dict[UUID, int], *, jobs: bool) -> None:
        """Publish what changed."""
        told = []
        if journals:
            told.append((journal_channel(self._prefix), msgspec.json.encode(journals)))
        if jobs:
            told.append((outbox_channel(self._prefix), b""))
        await self._publish(told)

    async def tell(self, news: News) -> None:
        """Publish what is new."""
        await self._publish([(news_channel(self._prefix), msgspec.json.encode(news))])

    async def _publish(self, told: Collection[tuple[str, bytes]]) -> None:
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                for channel, data in told:
                    await self._redis.publish(channel, data)
        except (RedisError, OSError, TimeoutError) as error:
            logger.warning("wake-up lost", reason=str(error))
