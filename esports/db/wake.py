"""Wake-ups over Redis: hints that save a poll, and nothing more."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from uuid import UUID

import msgspec
from redis.asyncio import Redis
from redis.exceptions import RedisError

from esports import log

DEADLINE_SECONDS = 0.5
FEW = 4
"""Of so many journals each is told of on its own channel; of more, such as a crowd's inboxes, at once."""
logger = log.get(__name__)


def journal_channel(prefix: str, journal_id: UUID) -> str:
    """Where the last seq of one journal is published."""
    return f"{prefix}:journal:{journal_id}"


def journals_channel(prefix: str) -> str:
    """Where `{journal id: last seq}` of many journals is published."""
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
    """Publishes after each commit; a Redis that is away costs half a second at most, and no data.

    What becomes new while something is on its way goes together, by whoever comes first: in a rush everybody
    who listens hears one hint of many commits.
    """

    def __init__(self, redis: Redis, prefix: str) -> None:
        self._redis = redis
        self._prefix = prefix
        self._turn = asyncio.Lock()
        self._journals: dict[UUID, int] = {}
        self._jobs = False

    async def wake(self, journals: dict[UUID, int], *, jobs: bool) -> None:
        """Publish what changed."""
        for journal_id, seq in journals.items():
            self._journals[journal_id] = max(seq, self._journals.get(journal_id, 0))
        self._jobs = self._jobs or jobs
        async with _for_a_moment(), self._turn:
            await self._publish(self._taken())

    async def tell(self, news: News) -> None:
        """Publish what is new."""
        async with _for_a_moment():
            await self._publish([(news_channel(self._prefix), msgspec.json.encode(news))])

    def _taken(self) -> list[tuple[str, bytes]]:
        """What waits to be told; nothing where another has taken it along."""
        told: list[tuple[str, bytes]] = []
        if len(self._journals) > FEW:
            told.append((journals_channel(self._prefix), msgspec.json.encode(self._journals)))
        else:
            told += [(journal_channel(self._prefix, one), b"%d" % seq) for one, seq in self._journals.items()]
        if self._jobs:
            told.append((outbox_channel(self._prefix), b""))
        self._journals, self._jobs = {}, False
        return told

    async def _publish(self, told: Collection[tuple[str, bytes]]) -> None:
        if told:
            async with self._redis.pipeline(transaction=False) as at_once:
                for channel, data in told:
                    at_once.publish(channel, data)
                await at_once.execute()


@asynccontextmanager
async def _for_a_moment() -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            yield
    except (RedisError, OSError, TimeoutError) as error:
        logger.warning("wake-up lost", reason=str(error))
