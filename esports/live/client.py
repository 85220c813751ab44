"""A client of the live socket for programs: follows topics, keeps their views, and survives cuts.

    async with LiveClient("ws://127.0.0.1:8001/live/v1") as live:
        live.follow(f"tournament/{tournament_id}")
        async for update in live.updates():
            print(update.topic, update.seq, [item.fact for item in update.items])

After a cut it comes back by itself, at random within a growing time or within the time that a restarting
server asks for, and goes on from the last number that it has: nothing is missed and nothing comes twice. A
message that does not fit what it has is not applied; it asks again from there. `live.copies[topic].view` is
the merged view at any time, as the API tells it; `await live.wait_for(topic, condition)` waits for one.

Public topics need no ticket. For others hand in a function that fetches one; it is called at each
connection, for a ticket opens the door once. A server that sends a topic no longer says so in `refusals`.
`follow(topic, delay=90)` hears everything ninety seconds late, for broadcasts whose pictures are late.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, WebSocketException

from esports.live.copy import Copy, Verdict
from esports.live.messages import (
    PROTOCOL,
    Delta,
    DeltaItem,
    Error,
    Follow,
    Hello,
    Notice,
    Skip,
    Snapshot,
    Unfollow,
    Wanted,
    encode,
    read_outgoing,
)
from esports.live.tasks import end

BACK_OFF_SECONDS = 0.25
LONGEST_BACK_OFF_SECONDS = 10.0
CONNECT_SECONDS = 10.0
WAITING_UPDATES = 1_000

Ticket = Callable[[], Awaitable[str]]
"""Fetches a fresh single-use ticket, by `POST /api/v1/live/ticket`."""


class Update(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a topic. `items` are the facts of one commit; empty for a whole view or a passed number."""

    topic: str
    verdict: Verdict
    epoch: str | None
    seq: int
    view: Any
    items: list[DeltaItem] = []


class NoTicket(Exception):
    """The caller's function brought no ticket."""


class Refused(Exception):
    """The server will not send a topic; `error` tells why."""

    def __init__(self, error: Error) -> None:
        super().__init__(f"{error.topic}: {error.code}: {error.detail}")
        self.error = error


class LiveClient:
    """A connection that comes back.

    Attributes:
        copies: the topics followed, each with its view.
        online: whether it is connected at the moment.
        refusals: the errors about topics that are not sent.
    """

    def __init__(
        self,
        url: str,
        *,
        ticket: Ticket | None = None,
        locale: str | None = None,
        back_off_seconds: float = BACK_OFF_SECONDS,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.url = url
        self.copies: dict[str, Copy] = {}
        self.online = False
        self.refusals: dict[str, Error] = {}
        self._ticket = ticket
        self._locale = locale
        self._back_off = back_off_seconds
        self._headers = headers
        self._delays: dict[str, int] = {}
        self._asked: set[str] = set()
        self._spread: float | None = None
        self._failures = 0
        self._socket: ClientConnection | None = None
        self._queues: list[asyncio.Queue[Update]] = []
        self._news = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._task is not None:
            await end([self._task])

    def follow(self, topic: str, *, delay: int = 0) -> Copy:
        """Follow a topic from now on, `delay` seconds late; its copy fills as soon as the server answers.

        A topic that is followed already stays as it is.
        """
        if topic not in self.copies:
            self.copies[topic], self._delays[topic] = Copy(topic), delay
            self._tell(Follow(topic=topic, delay=delay))
        return self.copies[topic]

    def unfollow(self, topic: str) -> None:
        """Hear no more of a topic."""
        if self.copies.pop(topic, None) is not None:
            self.refusals.pop(topic, None)
            self._tell(Unfollow(topic=topic))

    async def updates(self) -> AsyncIterator[Update]:
        """Every step of every topic from now on. Who takes them slowly makes the server wait."""
        queue: asyncio.Queue[Update] = asyncio.Queue(WAITING_UPDATES)
        self._queues.append(queue)
        try:
            while True:
                yield await queue.get()
        finally:
            self._queues.remove(queue)

    async def wait_for(self, topic: str, condition: Callable[[Copy], bool]) -> Copy:
        """Wait until the copy of `topic`, which is followed hereby, is as `condition` wants it.

        Raises:
            Refused: the server will not send it.
        """
        copy = self.follow(topic)
        async with self._news:
            while not (copy.epoch is not None and condition(copy)):
                if topic in self.refusals:
                    raise Refused(self.refusals[topic])
                await self._news.wait()
        return copy

    async def _run(self) -> None:
        while True:
            self._failures += 1
            with suppress(WebSocketException, InvalidHandshake, OSError, TimeoutError, ValueError, NoTicket):
                await self._connected()
            self.online, self._socket = False, None
            await asyncio.sleep(random.uniform(0, self._longest_wait()))  # noqa: S311
            self._spread = None

    def _longest_wait(self) -> float:
        if self._spread is not None:
            return self._spread
        return float(min(LONGEST_BACK_OFF_SECONDS, self._back_off * 2 ** min(self._failures, 10)))

    async def _connected(self) -> None:
        """One connection from hello to its end."""
        async with connect(
            self.url,
            compression=None,
            max_size=None,
            open_timeout=CONNECT_SECONDS,
            additional_headers=self._headers,
        ) as socket:
            hello = Hello(
                protocol=PROTOCOL,
                ticket=await self._fresh_ticket(),
                locale=self._locale,
                follow=[self._wanted(copy) for copy in self.copies.values()],
            )
            self._socket = socket
            self._asked.clear()
            await socket.send(encode(hello).decode())
            async for text in socket:
                self.online = True
                message = read_outgoing(text)
                if not isinstance(message, Error):  # a server that can only say why it cannot is no success
                    self._failures = 0
                await self._take(message)

    async def _take(self, message: Any) -> None:
        if isinstance(message, Notice) and message.topic is None:
            self._spread = message.within_seconds
        elif isinstance(message, Error) and message.topic is not None:
            self.refusals[message.topic] = message
            await self._announce(None)
        elif isinstance(message, Snapshot | Delta | Skip) and message.topic in self.copies:
            copy = self.copies[message.topic]
            verdict = copy.take(message)
            if verdict in (Verdict.gap, Verdict.misfit):
                self._ask_again(copy)
            else:
                self._asked.discard(copy.topic)
            self.refusals.pop(copy.topic, None)
            items = message.items if isinstance(message, Delta) and verdict is Verdict.changed else []
            await self._announce(
                Update(
                    topic=copy.topic,
                    verdict=verdict,
                    epoch=copy.epoch,
                    seq=copy.seq,
                    view=copy.view,
                    items=items,
                )
            )

    async def _announce(self, update: Update | None) -> None:
        if update is not None:
            for queue in self._queues:
                await queue.put(update)
        async with self._news:
            self._news.notify_all()

    def _ask_again(self, copy: Copy) -> None:
        """From where the copy stands, and once: what is on its way already does not fit either."""
        if copy.topic not in self._asked:
            self._asked.add(copy.topic)
            wanted = self._wanted(copy)
            self._tell(Follow(topic=copy.topic, epoch=wanted.epoch, after=wanted.after, delay=wanted.delay))

    async def _fresh_ticket(self) -> str | None:
        if self._ticket is None:
            return None
        try:
            return await self._ticket()
        except Exception as error:  # the caller's own function may fail in any way; it is asked again
            raise NoTicket from error

    def _wanted(self, copy: Copy) -> Wanted:
        delay = self._delays[copy.topic]
        if copy.epoch is None:
            return Wanted(topic=copy.topic, delay=delay)
        return Wanted(topic=copy.topic, epoch=copy.epoch, after=copy.seq, delay=delay)

    def _tell(self, message: Follow | Unfollow) -> None:
        """Say it if there is a connection; the next hello says the rest."""
        if self._socket is not None:
            sending = asyncio.ensure_future(self._socket.send(encode(message).decode()))
            sending.add_done_callback(lambda done: done.cancelled() or done.exception())
