"""The same feed as Server-Sent Events, inside the API process, for networks that block sockets.

A process reads journals only while somebody listens. A response ends after some seconds, or earlier for
who reads too slowly; the browser comes back by itself with `Last-Event-ID`, has its rights checked anew and
goes on without a gap. So a server that is told to stop need not wait long for anyone.
"""

import asyncio
from collections.abc import AsyncIterator

from esports.accounts.access import Actor
from esports.errors import DomainError, Kind, not_found
from esports.http.provide import Parts
from esports.i18n import N_
from esports.live import topics
from esports.live.crowd import Outlet, Wire
from esports.live.doorman import Doorman, Right
from esports.live.feed import NoJournal
from esports.live.framing import sse_block
from esports.live.hub import Hub
from esports.live.snapshots import PRODUCT
from esports.live.stream import Stream
from esports.live.topics import TopicKind
from esports.live.wake import Wake

LISTENERS = 200
LIFE_SECONDS = 15.0
HEARTBEAT_SECONDS = 5.0
WAITING_BLOCKS = 256
RETRY = b"retry: 250\n\n"
HEARTBEAT = b": still here\n\n"


class Listener:
    """One open response. It is its own outlet: blocks wait in a bounded queue."""

    def __init__(self) -> None:
        self.outlet: Outlet = self
        self.wire: Wire = self
        self.stream: Stream | None = None
        self._blocks: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._ended = False

    def write(self, data: bytes, /) -> None:
        """Queue a block; who does not read goes, and comes back to the same place."""
        self._blocks.put_nowait(data)
        if self._blocks.qsize() > WAITING_BLOCKS:
            self.end()

    def send(self, data: bytes, /) -> int:
        """Take all."""
        self.write(data)
        return len(data)

    def fileno(self) -> int:
        """It is no socket."""
        return -1

    def gone(self) -> bool:
        """Whether the response is ending."""
        return self._ended

    def ready(self) -> bool:
        """Whether it keeps up."""
        return not self._ended

    def dropped(self, _reason: str) -> None:
        """Its place is worth nothing any more; the browser asks anew and is told so."""
        self.end()

    def end(self) -> None:
        """Finish the response after what is queued."""
        if not self._ended:
            self._ended = True
            if self.stream is not None:
                self.stream.leave(self)
            self._blocks.put_nowait(None)

    async def blocks(self) -> AsyncIterator[bytes]:
        """What goes out, until it ends."""
        yield RETRY
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    block = await self._blocks.get()
            except TimeoutError:
                block = HEARTBEAT
            if block is None:
                return
            yield block


class Room:
    """Everyone who listens at this process."""

    def __init__(self, parts: Parts) -> None:
        settings = parts.settings
        self._parts = parts
        self._doorman = Doorman(parts.engine, PRODUCT, settings, parts.clock)
        window_seconds = settings.live_window_ms / 1000
        self._hub = Hub(parts.engine, PRODUCT, sse_block, window_seconds=window_seconds, clock=parts.clock)
        self._wake = Wake(parts.engine, self._hub, redis_url=settings.redis_url, prefix=settings.redis_prefix)
        self._listeners: set[Listener] = set()
        self._closed = False

    async def enter(
        self, actor: Actor, topic_name: str, position: tuple[str, int] | None, *, delay: int = 0
    ) -> AsyncIterator[bytes]:
        """Begin to listen, `delay` seconds late; the blocks of the response.

        Raises:
            DomainError: `not_found`, `sign_in_required`, `too_many_listeners`, `restarting`.
        """
        right = await self._right(actor, topic_name)
        listener = self._seat()
        epoch, after = position or (None, None)
        try:
            listener.stream = await self._hub.follow(
                listener, right.place, staff=right.staff, epoch=epoch, after=after, delay=delay
            )
        except NoJournal as error:
            await self._leave(listener)
            raise not_found("topic") from error
        except BaseException:
            await self._leave(listener)
            raise
        return self._listen(listener, LIFE_SECONDS + delay)

    async def close(self) -> None:
        """Let every response end; nobody comes in any more."""
        self._closed = True
        for listener in list(self._listeners):
            listener.end()
        await self._wake.stop()
        await self._hub.close()

    async def _right(self, actor: Actor, topic_name: str) -> Right:
        topic = topics.parse(topic_name)
        right = topic and await self._doorman.right(actor, topic)
        if right:
            return right
        if topic is not None and topic.kind is TopicKind.inbox:
            raise DomainError(Kind.unauthenticated, "sign_in_required", N_("Please sign in first."))
        raise not_found("topic")

    def _seat(self) -> Listener:
        if self._closed:
            raise DomainError(
                Kind.unavailable,
                "restarting",
                N_("The server restarts; please come back in a moment."),
                retry_after_seconds=2,
            )
        if len(self._listeners) >= LISTENERS:
            raise DomainError(
                Kind.unavailable,
                "too_many_listeners",
                N_("Too many listen here at the moment."),
                retry_after_seconds=10,
            )
        if not self._listeners:
            self._wake.start()
        listener = Listener()
        self._listeners.add(listener)
        return listener

    async def _listen(self, listener: Listener, seconds: float) -> AsyncIterator[bytes]:
        timer = asyncio.get_running_loop().call_later(seconds, listener.end)
        try:
            async for block in listener.blocks():
                yield block
        finally:
            timer.cancel()
            await self._leave(listener)

    async def _leave(self, listener: Listener) -> None:
        listener.end()
        self._listeners.discard(listener)
        if not self._listeners and not self._closed:
            await self._wake.stop()
