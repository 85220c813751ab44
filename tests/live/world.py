"""A small world to follow: journals written by units of work, and views that are those journals merged."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID, uuid4

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from esports.clock import Clock, utc_now
from esports.db.wake import News, RedisWaker
from esports.journal import store
from esports.journal.facts import Change, EntryChanged, Fact, Visibility
from esports.journal.views import look_up, merge
from esports.live.deltas import Place
from esports.live.hub import Builders
from esports.live.topics import Topic, TopicKind
from esports.settings import Settings
from esports.uow import UnitOfWork, unit_of_work

DEADLINE_SECONDS = 60


class NoWaker:
    """Wakes nobody: what follows has to poll."""

    async def wake(self, journals: dict[UUID, int], *, jobs: bool) -> None:
        """Keep it to oneself."""

    async def tell(self, news: News) -> None:
        """Keep it to oneself."""


class World:
    """Tournaments in one event, with stages and matches that are named and no more.

    Attributes:
        builds: how many views were read.
        asked: how often a topic's place was looked up.
        gate: cleared, it holds every view that is being read.
    """

    def __init__(self, engine: AsyncEngine, settings: Settings) -> None:
        self.engine = engine
        self.settings = settings
        self.event_id = uuid4()
        self.hidden: set[UUID] = set()
        self.stages: dict[UUID, UUID] = {}
        self.matches: dict[UUID, tuple[UUID, UUID]] = {}
        self.builds = 0
        self.asked = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.redis = Redis.from_url(settings.redis_url) if settings.redis_url else None
        self.waker: Any = RedisWaker(self.redis, settings.redis_prefix) if self.redis else NoWaker()
        self.builders = Builders(locate=self.locate, view=self.view)

    async def close(self) -> None:
        """Let go of Redis."""
        if self.redis is not None:
            await self.redis.aclose()

    async def tournament(self, kind: str = "tournament") -> UUID:
        """A journal, empty."""
        journal_id = uuid4()
        async with unit_of_work(self.engine, NoWaker()) as unit:
            await unit.open_journal(journal_id, kind)
            await unit.commit()
        return journal_id

    def stage(self, tournament_id: UUID) -> UUID:
        """Name a stage."""
        stage_id = uuid4()
        self.stages[stage_id] = tournament_id
        return stage_id

    def match(self, stage_id: UUID) -> UUID:
        """Name a match."""
        match_id = uuid4()
        self.matches[match_id] = (self.stages[stage_id], stage_id)
        return match_id

    async def write(
        self,
        journal_id: UUID,
        *patches: Any,
        visibility: Visibility = Visibility.public,
        wake: bool = True,
        clock: Clock = utc_now,
    ) -> None:
        """One commit: an item for each patch, which is a list of changes or a pair of fact and changes."""
        async with unit_of_work(self.engine, self.waker if wake else NoWaker(), clock=clock) as unit:
            self.record(unit, journal_id, *patches, visibility=visibility)
            await unit.commit()

    def record(
        self, unit: UnitOfWork, journal_id: UUID, *patches: Any, visibility: Visibility = Visibility.public
    ) -> None:
        """What `write` puts into its unit."""
        for one in patches:
            fact, changes = one if isinstance(one, tuple) else (plain_fact("x"), one)
            unit.record(journal_id, fact, changes, visibility=visibility)

    async def locate(
        self, _connection: AsyncConnection, topic: Topic, person_id: UUID | None
    ) -> Place | None:
        """The place of a topic."""
        self.asked += 1
        if topic.id is None:
            return Place(topic=topic, journal_id=person_id, mine=True) if person_id else None
        if topic.kind is TopicKind.stage and topic.id in self.stages:
            return self._place(topic, self.stages[topic.id], f"stages/{topic.id}")
        if topic.kind is TopicKind.match and topic.id in self.matches:
            tournament_id, stage_id = self.matches[topic.id]
            return self._place(topic, tournament_id, f"stages/{stage_id}/matches/{topic.id}")
        if topic.kind in (TopicKind.tournament, TopicKind.event):
            return self._place(topic, topic.id, "")
        return None

    async def view(self, connection: AsyncConnection, place: Place, staff: bool) -> Any:
        """The journal merged, as far as staff or everybody may see it."""
        self.builds += 1
        items = await store.read(connection, place.journal_id, after=0, limit=1_000_000)
        whole: Any = {}
        for item in items:
            if staff or item.visibility is Visibility.public:
                whole = merge(whole, item.patch)
        await self.gate.wait()
        return look_up(whole, place.root.split("/")) if place.root else whole

    async def refetch(self, topic: Topic, *, staff: bool = False) -> Any:
        """The view of a topic as it is now in the database."""
        async with self.engine.connect() as connection:
            place = await self.locate(connection, topic, None)
            assert place is not None
            return await self.view(connection, place, staff)

    def _place(self, topic: Topic, journal_id: UUID, root: str) -> Place:
        hidden = journal_id in self.hidden
        return Place(topic=topic, journal_id=journal_id, root=root, event_id=self.event_id, hidden=hidden)


def plain_fact(name: str) -> Fact:
    """Some fact."""
    return EntryChanged(entry_id=UUID(int=1), name=name)


def score(number: int) -> list[Change]:
    """A patch that sets one figure."""
    return [Change("score", number)]


class Raw:
    """A plain client: JSON in and out, and no opinion."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def say(self, type_: str, **fields: Any) -> None:
        """Send one message."""
        await self.socket.send(json.dumps({"type": type_, **fields}))

    async def hear(self) -> Any:
        """The next message."""
        async with asyncio.timeout(DEADLINE_SECONDS):
            return json.loads(await self.socket.recv())

    async def hear_until(self, type_: str) -> list[Any]:
        """All messages up to and with the next one of a type."""
        heard = [await self.hear()]
        while heard[-1]["type"] != type_:
            heard.append(await self.hear())
        return heard

    async def closed(self) -> tuple[int | None, str | None]:
        """The code and reason with which the server closed; what was said before is thrown away."""
        async with asyncio.timeout(DEADLINE_SECONDS):
            with suppress(ConnectionClosed):
                while True:
                    await self.socket.recv()
        return self.socket.close_code, self.socket.close_reason


@asynccontextmanager
async def raw(port: int, *, hello: dict[str, Any] | None = None, **options: Any) -> AsyncIterator[Raw]:
    """A connected client that has said hello, unless `hello` is None."""
    url = f"ws://127.0.0.1:{port}/live/v1"
    async with connect(url, compression=None, max_size=None, proxy=None, **options) as socket:
        client = Raw(socket)
        if hello is not None:
            await client.say("hello", protocol=1, **hello)
        yield client
