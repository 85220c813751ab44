"""Who follows what in this process: the feeds of the journals, and their streams."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from esports.clock import Clock, utc_now
from esports.db.wake import News
from esports.journal import store
from esports.journal.tail import Tail
from esports.live.crowd import Crowd, Follower, PlainCrowd
from esports.live.deltas import Commit, Place
from esports.live.feed import Feed, NoJournal
from esports.live.held import HeldStream
from esports.live.messages import Notice
from esports.live.stream import Framer, Reading, Stream
from esports.live.topics import Topic, TopicKind

BUILDS_AT_ONCE = 4
ATTEMPTS = 20
NEWS = "Something is new that is not in this view."
NEWS_WITHIN_SECONDS = 5.0
"""Over how long those who hear of news spread their questions."""
Key = tuple[Topic, bool, int]
"""A topic for one class of watchers: whether they are staff, and how many seconds late they want it."""


class Builders(msgspec.Struct, frozen=True):
    """Where topics stand and how their views are read; a process hands them in.

    `locate` finds a topic's place, for the person who asks, or None. `view` reads the view at a place
    for staff or for everybody, inside a REPEATABLE READ transaction; None if the thing is gone.
    """

    locate: Callable[[AsyncConnection, Topic, UUID | None], Awaitable[Place | None]]
    view: Callable[[AsyncConnection, Place, bool], Awaitable[Any]]


class Hub:
    """All feeds and streams of one process, on one loop.

    `window_seconds`: what everybody gets is bunched in such windows. They are those of reading, unless staff
    follow: then each commit is read and sent to staff at once, and it is the streams that bunch.
    `keeps_connection`: one of the pool is kept for reading, which a process should that does little else.

    Attributes:
        on_hear: told which journals want hints, and which do not any more.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        builders: Builders,
        frame: Framer,
        *,
        window_seconds: float,
        clock: Clock = utc_now,
        gather: Callable[[], Crowd] = PlainCrowd,
        keeps_connection: bool = False,
    ) -> None:
        self.on_hear: Callable[[UUID, bool], None] = lambda _journal_id, _wanted: None
        self._engine = engine
        self._tail = Tail(engine, keeps=keeps_connection)
        self._builders = builders
        self._frame = frame
        self._window = window_seconds
        self._clock = clock
        self._gather = gather
        self._builds = asyncio.Semaphore(BUILDS_AT_ONCE)
        self._feeds: dict[UUID, Feed] = {}
        self._streams: dict[UUID, dict[Key, Stream]] = {}
        self._arriving: Counter[UUID] = Counter()

    async def follow(
        self,
        follower: Follower,
        place: Place,
        *,
        staff: bool,
        epoch: str | None,
        after: int | None,
        delay: int = 0,
    ) -> Stream:
        """Bring `follower` to the present and let it join; whatever it was sent before must end at `after`.

        With a `delay` in seconds, to what was the present so long ago.

        Raises:
            NoJournal: the topic's journal is gone.
            UNAVAILABLE: the database cannot be read at the moment.
        """
        self._arriving[place.journal_id] += 1
        try:
            for _ in range(ATTEMPTS):
                stream = await self._stream(place, staff, delay)
                base = await stream.base(epoch, after)
                if stream.join(follower, base):
                    return stream
        finally:
            self._arriving[place.journal_id] -= 1
        raise TimeoutError(f"{place.topic} changes faster than it can be read")

    def followed(self) -> dict[UUID, int]:
        """Every journal that is followed here, with the number that it is known to have reached."""
        return {journal_id: feed.top for journal_id, feed in self._feeds.items() if feed.epoch}

    def hint(self, journal_id: UUID, seq: int) -> None:
        """A journal is said to have come to `seq`."""
        feed = self._feeds.get(journal_id)
        if feed is not None:
            feed.hint(seq)

    def tell(self, news: News) -> None:
        """Something is new that is in no view: say so to who follows what it is about."""
        for journal_id in news.journals:
            for stream in self._streams.get(journal_id, {}).values():
                topic = stream.place.topic
                if topic.kind is not TopicKind.match or topic.id in news.matches:
                    stream.tell(
                        Notice(
                            code=news.code,
                            detail=NEWS,
                            within_seconds=NEWS_WITHIN_SECONDS,
                            topic=str(topic),
                        )
                    )

    async def check(self, known: dict[UUID, int], heads: dict[UUID, store.Head]) -> None:
        """Compare with PostgreSQL: `heads` were read after `known` was. Nothing can stay behind for long."""
        for journal_id, top in known.items():
            feed, head = self._feeds.get(journal_id), heads.get(journal_id)
            if feed is None:
                continue
            if head is None or head.epoch != feed.epoch or head.seq < top:
                await self._restart(feed)
            else:
                feed.hint(head.seq)

    def sweep(self) -> None:
        """Forget the journals that nobody follows any more."""
        for journal_id, feed in list(self._feeds.items()):
            if self._arriving[journal_id]:
                continue
            streams = self._streams[journal_id]
            followed = {key[:2] for key, stream in streams.items() if not stream.idle()}
            for key in [key for key in streams if key[:2] not in followed]:
                streams.pop(key).close()
            if not streams and feed.idle():
                self._forget(feed)
                del self._arriving[journal_id]

    async def close(self) -> None:
        """Stop reading, and give back what it keeps."""
        try:
            for journal_id, feed in list(self._feeds.items()):
                await feed.close()
                for stream in self._streams[journal_id].values():
                    stream.close()
        finally:
            await self._tail.close()

    async def _read_view(self, place: Place, *, staff: bool) -> Reading:
        """In one REPEATABLE READ transaction, the position first; a few at once, for the pool is small."""
        async with self._builds, self._engine.connect() as connection:
            await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            head = await store.head(connection, place.journal_id)
            if head is None:
                raise NoJournal(str(place.journal_id))
            return head, await self._builders.view(connection, place, staff)

    async def _restart(self, feed: Feed) -> None:
        try:
            await feed.restart(feed.epoch)
        except NoJournal:
            self._forget(feed)

    def _forget(self, feed: Feed) -> None:
        if self._feeds.get(feed.journal_id) is feed:
            self._hear(feed, False)
            del self._feeds[feed.journal_id]
            for stream in self._streams.pop(feed.journal_id).values():
                stream.close()

    def _hear(self, feed: Feed, wanted: bool) -> None:
        if self._feeds.get(feed.journal_id) is feed:
            self.on_hear(feed.journal_id, wanted)

    async def _stream(self, place: Place, staff: bool, delay: int) -> Stream:
        feed = self._feeds.get(place.journal_id)
        if feed is None:
            feed = self._feeds[place.journal_id] = self._make_feed(place.journal_id)
            self._streams[place.journal_id] = {}
        try:
            if await feed.open():
                self._hear(feed, True)
        except NoJournal:
            self._forget(feed)
            raise
        streams = self._streams[place.journal_id]
        present = streams.get((place.topic, staff, 0))
        if present is None:
            read = partial(self._read_view, place, staff=staff)
            window = partial(self._stream_window, place.journal_id, staff=staff)
            present = Stream(
                place,
                feed,
                self._frame,
                read,
                staff=staff,
                window_seconds=window,
                gather=self._gather,
            )
            streams[place.topic, staff, 0] = present
        key = (place.topic, staff, delay)
        if key not in streams:
            streams[key] = HeldStream(present, timedelta(seconds=delay), self._clock, gather=self._gather)
        return streams[key]

    def _make_feed(self, journal_id: UUID) -> Feed:
        def streams() -> list[Stream]:
            return list(self._streams.get(journal_id, {}).values())

        def on_commits(commits: list[Commit]) -> None:
            for stream in streams():
                stream.publish(commits)

        def on_reset() -> None:
            for stream in streams():
                stream.reset("epoch")

        def window() -> float:
            return 0 if self._staff_follow(journal_id) else self._window

        feed = Feed(
            self._engine,
            self._tail,
            journal_id,
            on_commits=on_commits,
            on_reset=on_reset,
            on_hear=lambda wanted: self._hear(feed, wanted),
            window_seconds=window,
        )
        return feed

    def _staff_follow(self, journal_id: UUID) -> bool:
        return any(
            stream.staff and not stream.idle() for stream in self._streams.get(journal_id, {}).values()
        )

    def _stream_window(self, journal_id: UUID, *, staff: bool) -> float:
        return self._window if not staff and self._staff_follow(journal_id) else 0
