"""How a process learns that journals went on: hints by Redis at once, and by PostgreSQL every second.

Each journal that is followed here has its own channel, which is left while so much comes that the journal is
read all the time anyway: to wake up for a hint costs a gateway more than to read, decode and frame a commit.
What came before a channel was heard is found by a look at PostgreSQL.

Nothing of value travels by Redis. While it is away the poll alone feeds everyone, a second later at
most; a hint that was lost, also the last one of a quiet topic, is made good by the next poll.
"""

import asyncio
from collections.abc import Callable, Collection
from functools import partial
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncEngine

from esports import log
from esports.db.wake import News, journal_channel, journals_channel, news_channel
from esports.journal import store
from esports.live.feed import UNAVAILABLE
from esports.live.hints import Subscription, subscribe
from esports.live.hub import Hub
from esports.live.tasks import end

POLL_SECONDS = 1.0
RETRY_SECONDS = 0.5
logger = log.get(__name__)
_news: msgspec.json.Decoder[News] = msgspec.json.Decoder(News)
_hints: msgspec.json.Decoder[dict[UUID, int]] = msgspec.json.Decoder(dict[UUID, int])


class Wake:
    """Runs both ways until it is stopped."""

    def __init__(self, engine: AsyncEngine, hub: Hub, *, redis_url: str, prefix: str) -> None:
        self._subscription: Subscription | None = None
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._hub = hub
        self._url = redis_url
        self._prefix = prefix
        self._heard: dict[str, UUID] = {}
        self._unseen: set[UUID] = set()
        """Journals that may have gone on before they were heard."""
        self._something_unseen = asyncio.Event()
        hub.on_hear = self._hear
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to poll and, where a Redis is named, to listen."""
        self._tasks.append(asyncio.create_task(self._poll()))
        if self._url:
            self._tasks.append(asyncio.create_task(self._listen()))
            self._tasks.append(asyncio.create_task(self._catch_up()))

    async def stop(self) -> None:
        """End both."""
        tasks, self._tasks = self._tasks, []
        await end(tasks)

    async def poll_once(self, only: Collection[UUID] | None = None) -> None:
        """Compare every followed journal with PostgreSQL, or `only` some."""
        known = {
            journal_id: top
            for journal_id, top in self._hub.followed().items()
            if only is None or journal_id in only
        }
        if known:
            async with self._engine.connect() as connection:
                heads = await store.heads(connection, list(known))
            await self._hub.check(known, heads)

    async def _poll(self) -> None:
        while True:
            try:
                await self.poll_once()
            except UNAVAILABLE as error:
                logger.warning("journals not readable", reason=str(error))
            self._hub.sweep()
            await asyncio.sleep(POLL_SECONDS)

    @property
    def listening(self) -> bool:
        """Whether Redis is there at the moment."""
        return self._subscription is not None and self._subscription.confirmed

    async def _listen(self) -> None:
        while True:
            try:
                self._subscription = await subscribe(self._url, self._takers(), self._on_open)
                await self._subscription.until_lost()
            except (OSError, TimeoutError) as error:
                if self.listening:
                    logger.warning("no wake-ups, polling alone", reason=str(error))
            finally:
                if self._subscription is not None:
                    self._subscription.transport.abort()
                    self._subscription = None
            await asyncio.sleep(RETRY_SECONDS)

    async def _catch_up(self) -> None:
        while True:
            await self._something_unseen.wait()
            self._something_unseen.clear()
            unseen, self._unseen = self._unseen, set()
            try:
                await self.poll_once(unseen)
            except UNAVAILABLE as error:
                logger.warning("journals not readable", reason=str(error))

    def _takers(self) -> dict[str, Callable[[bytes], None]]:
        own: dict[str, Callable[[bytes], None]] = {
            channel: partial(self._take, journal_id) for channel, journal_id in self._heard.items()
        }
        return {
            journals_channel(self._prefix): self._take_many,
            news_channel(self._prefix): self._tell,
            **own,
        }

    def _hear(self, journal_id: UUID, wanted: bool) -> None:
        channel = journal_channel(self._prefix, journal_id)
        if wanted == (channel in self._heard):
            return
        if wanted:
            self._heard[channel] = journal_id
        else:
            del self._heard[channel]
        if self._subscription is not None and wanted:
            self._subscription.open(channel, partial(self._take, journal_id))
        elif self._subscription is not None:
            self._subscription.shut(channel)

    def _on_open(self, channel: str) -> None:
        if channel in self._heard:
            self._unseen.add(self._heard[channel])
            self._something_unseen.set()

    def _take(self, journal_id: UUID, data: bytes) -> None:
        try:
            self._hub.hint(journal_id, int(data))
        except ValueError as error:
            logger.warning("wake-up not understood", reason=str(error))

    def _take_many(self, data: bytes) -> None:
        try:
            hints = _hints.decode(data)
        except msgspec.MsgspecError as error:
            logger.warning("wake-up not understood", reason=str(error))
            return
        for journal_id, seq in hints.items():
            self._hub.hint(journal_id, seq)

    def _tell(self, data: bytes) -> None:
        try:
            self._hub.tell(_news.decode(data))
        except msgspec.MsgspecError as error:
            logger.warning("news not understood", reason=str(error))
