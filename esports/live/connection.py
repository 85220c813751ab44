"""One client's socket, as the gateway knows it."""

import asyncio
import socket
import sys
from typing import Any

from websockets.asyncio.server import ServerConnection

from esports.live.protocol import POLICY
from esports.live.session import Session

UNSENT_IN_KERNEL_BYTES = 16_384
TAKEN_AT_ONCE_BYTES, TAKEN_PER_SECOND_BYTES = 262_144, 16_384
"""What a client may send, whatever it is: the protocol's own limits do not see pings."""
TCP_NOTSENT_LOWAT = {"linux": 25, "darwin": 0x201}.get(sys.platform)


class LiveConnection(ServerConnection):
    """Tells its session when the client drains too slowly, and when it has drained.

    `everyone` holds it as long as its socket is open: the library knows of it after the handshake alone.
    Beyond `most` of them it is hung up on, before it has said a word.

    Attributes:
        wire: a second handle of the transport's socket, which costs less than the transport's `write`. It may
            be used as long as the transport keeps nothing, and is let go before the socket is closed.
    """

    wire: socket.socket

    session: Session | None = None
    heard = False
    """Whether anything has come since the last ping."""

    def __init__(self, *told: Any, everyone: "set[LiveConnection]", most: int, **options: Any) -> None:
        super().__init__(*told, **options)
        self._everyone = everyone
        self._most = most
        self._allowance: float = TAKEN_AT_ONCE_BYTES
        self._counted_at = self.loop.time()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let the kernel hide only little of what a stalled client has not taken."""
        super().connection_made(transport)
        self._everyone.add(self)
        if len(self._everyone) > self._most:
            self.transport.abort()
        raw = transport.get_extra_info("socket")
        self.wire = socket.socket(raw.family, raw.type, raw.proto, fileno=raw.fileno())
        self.wire.setblocking(False)
        if TCP_NOTSENT_LOWAT is not None and raw.family in (socket.AF_INET, socket.AF_INET6):
            raw.setsockopt(socket.IPPROTO_TCP, TCP_NOTSENT_LOWAT, UNSENT_IN_KERNEL_BYTES)

    def data_received(self, data: bytes) -> None:
        """Something has come, if only the answer to a ping."""
        self.heard = True
        now = self.loop.time()
        refilled = self._allowance + (now - self._counted_at) * TAKEN_PER_SECOND_BYTES
        self._allowance = min(TAKEN_AT_ONCE_BYTES, refilled) - len(data)
        self._counted_at = now
        if self._allowance >= 0 or self.session is None:  # the library bounds handshakes
            super().data_received(data)
        elif self.session.open:
            self.session.cut("flood", POLICY, "too_many_messages")

    def connection_lost(self, exc: Exception | None) -> None:
        """The socket is about to be closed, and its number free for the next one: nobody may write to it."""
        if self.session is not None:
            self.session.leave()
        self.wire.detach()
        super().connection_lost(exc)
        self._everyone.discard(self)

    def pause_writing(self) -> None:
        """The write buffer is above its high mark."""
        super().pause_writing()
        if self.session is not None:
            self.session.pause()

    def resume_writing(self) -> None:
        """The write buffer is below its low mark."""
        super().resume_writing()
        if self.session is not None:
            self.session.resume()
