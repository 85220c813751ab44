"""One connected client: does what its dialogue says, and keeps it neither waiting nor flooded.

While the client reads more slowly than we write, it is out of all streams, and is brought to the present
from its last position as soon as it has drained; one that hardly reads at all is cut off, to resume later.
"""

import asyncio
from contextlib import suppress
from typing import Protocol

from esports import log
from esports.i18n import N_
from esports.live import metrics
from esports.live.crowd import Wire
from esports.live.doorman import Caller, Doorman
from esports.live.feed import UNAVAILABLE, NoJournal
from esports.live.following import Following, Socket
from esports.live.framing import close_frame, websocket_frame
from esports.live.hub import Hub
from esports.live.messages import Outgoing, Resync
from esports.live.protocol import (
    SIGNED_OUT,
    TOO_SLOW,
    TRY_AGAIN,
    Action,
    Admit,
    Attach,
    Close,
    Detach,
    Dialogue,
    Limits,
    Say,
)
from esports.live.topics import Topic, TopicKind

LEAST_DRAINED_BYTES = 4_096
logger = log.get(__name__)


class Line(Protocol):
    """The connection, as far as a session uses it."""

    async def recv(self) -> str | bytes:
        """The next message."""

    async def close(self, code: int, reason: str) -> None:
        """The closing handshake."""


class Session:
    """One connection from hello to close.

    Attributes:
        socket: the transport that frames are written to.
        wire: the same socket itself, for who keeps up.
        open: whether it may still be written to.
        paused: whether the client has to drain first.
        follows: its interests by topic.
    """

    def __init__(
        self,
        line: Line,
        socket: Socket,
        wire: Wire,
        hub: Hub,
        doorman: Doorman,
        limits: Limits,
        session_id: str | None,
    ) -> None:
        self.socket = socket
        self.wire = wire
        self.open = True
        self.paused = False
        self.follows: dict[Topic, Following] = {}
        self._line = line
        self._hub = hub
        self._doorman = doorman
        self._limits = limits
        self._caller = Caller(session_id=session_id)
        self._loop = asyncio.get_running_loop()
        self._dialogue = Dialogue(now=self._loop.time(), limits=limits)
        self._order = asyncio.Lock()
        self._drained: asyncio.Event | None = None
        """There while the client has to drain first: few ever do, and it is not small."""
        self._stall: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Hear the client out until the connection ends."""
        try:
            async with asyncio.timeout(self._limits.hello_seconds):
                first = await self._line.recv()
            await self._do(self._dialogue.receive(first, self._loop.time()))
        except TimeoutError:
            await self._do(self._dialogue.tick(self._loop.time() + self._limits.hello_seconds))
        while self.open:
            await self._do(self._dialogue.receive(await self._line.recv(), self._loop.time()))

    def end(self) -> None:
        """The connection is over."""
        self.leave()
        self._go_on()
        if self._stall is not None:
            self._stall.cancel()
        for task in self._tasks:
            task.cancel()

    def leave(self) -> None:
        """Out of all streams for good; the socket may be closed after it."""
        self.open = False
        for topic in list(self.follows):
            self._drop(topic)

    def say(self, message: Outgoing) -> None:
        """Send one message of the session's own."""
        self.write(websocket_frame(message))

    def write(self, frame: bytes) -> None:
        """Send one frame of the session's own."""
        if self.open:
            try:
                self.socket.write(frame)
            except (RuntimeError, OSError):
                self.leave()

    def cut(self, why: str, code: int = TOO_SLOW, reason: str = "resume") -> None:
        """End it without waiting for the client, which may be gone or hostile, and is given a moment."""
        self.leave()
        metrics.CUTS.labels(why).inc()
        with suppress(RuntimeError, OSError):
            self.socket.write(close_frame(code, reason))
        self.socket.close()
        self._loop.call_later(self._limits.abort_seconds, self.socket.abort)

    async def close(self, code: int, reason: str) -> None:
        """End it from our side: first out of the streams, so that no frame can follow the closing one."""
        if self.open:
            self.leave()
            metrics.CUTS.labels(reason).inc()
            await self._line.close(code, reason)

    def pause(self) -> None:
        """The client has more to take than it should: leave it out until it has drained."""
        self.paused = True
        self._drained = asyncio.Event()
        for following in self.follows.values():
            following.leave()
        self._watch()

    def resume(self) -> None:
        """The client has drained."""
        self.paused = False
        self._go_on()
        if self._stall is not None:
            self._stall.cancel()
        self.return_soon()

    def return_soon(self) -> None:
        """Bring every topic that was left out to the present."""
        if self.open:
            task = self._loop.create_task(self._return())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def review(self) -> None:
        """Is the caller still signed in, and may they still follow what they follow?"""
        caller = await self._doorman.again(self._caller)
        if caller is None:
            await self.close(SIGNED_OUT, "signed_out")
            return
        async with self._order:
            self._caller = caller
            for following in list(self.follows.values()):
                right = await self._doorman.right(caller.actor, following.topic)
                if right is None or right == following.right:
                    if right is None:
                        self._refuse(following.topic)
                    continue
                following.leave()
                following.position = (None, None)
                self.say(Resync(topic=str(following.topic), reason="rights"))
                await self._attach(following)

    async def _do(self, actions: list[Action]) -> None:
        for action in actions:
            if not self.open:
                return
            if isinstance(action, Say):
                self.say(action.message)
            elif isinstance(action, Close):
                await self.close(action.code, action.reason)
            elif isinstance(action, Admit):
                await self._admit(action.ticket)
            elif isinstance(action, Detach):
                self._drop(action.topic)
            elif isinstance(action, Attach):
                self._drop(action.topic)
                following = Following(self, action.topic, action.epoch, action.after, action.delay)
                self.follows[action.topic] = following
                async with self._order:
                    await self._attach(following)

    async def _admit(self, ticket: str | None) -> None:
        try:
            if ticket is not None:
                caller = await self._doorman.by_ticket(ticket)
            elif self._caller.session_id is not None:
                caller = await self._doorman.by_cookie(self._caller.session_id) or Caller()
            else:
                caller = Caller()
        except UNAVAILABLE as error:
            await self._give_up(error)
            return
        if caller is None:
            self.say(self._dialogue.error("bad_ticket", N_("This ticket is used, too old or none.")).message)
            await self.close(SIGNED_OUT, "bad_ticket")
        else:
            self._caller = caller

    async def _attach(self, following: Following) -> None:
        """Bring one topic to the present; the caller holds the order."""
        while self._drained is not None:
            await self._drained.wait()
        if following.gone() or following.position is None:
            return
        epoch, after = following.position
        try:
            right = await self._doorman.right(self._caller.actor, following.topic)
            if right is None:
                self._refuse(following.topic)
                return
            stream = await self._hub.follow(
                following, right.place, staff=right.staff, epoch=epoch, after=after, delay=following.delay
            )
        except NoJournal:
            self._refuse(following.topic)
            return
        except UNAVAILABLE as error:
            await self._give_up(error)
            return
        following.right, following.stream, following.position = right, stream, None
        if self.paused:
            following.leave()

    async def _return(self) -> None:
        async with self._order:
            for following in list(self.follows.values()):
                if following.stream is None:
                    await self._attach(following)

    async def _give_up(self, error: Exception) -> None:
        logger.warning("live session without database", reason=str(error))
        words = N_("The server cannot read its data at the moment.")
        self.say(self._dialogue.error("unavailable", words).message)
        await self.close(TRY_AGAIN, "unavailable")

    def _refuse(self, topic: Topic) -> None:
        self._drop(topic)
        self._dialogue.forget(topic)
        if topic.kind is TopicKind.inbox:
            error = self._dialogue.error("sign_in_required", N_("Please sign in first."), topic)
        else:
            error = self._dialogue.error("not_found", N_("There is no such topic."), topic)
        self.say(error.message)

    def _drop(self, topic: Topic) -> None:
        following = self.follows.pop(topic, None)
        if following is not None:
            following.leave()

    def _go_on(self) -> None:
        drained, self._drained = self._drained, None
        if drained is not None:
            drained.set()

    def _watch(self) -> None:
        """Cut the client off unless it drains at a bearable pace."""
        left = self.socket.get_write_buffer_size()
        self._stall = self._loop.call_later(self._limits.stall_seconds, self._check_pace, left)

    def _check_pace(self, left: int) -> None:
        if left - self.socket.get_write_buffer_size() >= LEAST_DRAINED_BYTES:
            self._watch()
            return
        self.cut("slow")
