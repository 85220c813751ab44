"""Redis channels at the least cost for each message.

In a busy hour a gateway hears hundreds of hints a second, and at the client library's own subscriber most of
the time of each went to waking up and asking whether there was more. This takes them as they arrive.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NoReturn

import hiredis
from redis.asyncio.connection import ConnectionPool, SSLConnection, UnixDomainSocketConnection

DIAL_SECONDS = 2.0
SILENT_SECONDS = 5.0
"""After so long it is asked whether it is there; it has as long to answer."""
Takers = Mapping[str, Callable[[bytes], None]]
"""Whom the messages of each channel go to."""
Command = Any  # a tuple of words; the parser's own type allows but one


class Subscription(asyncio.Protocol):
    """A connection that says `commands`, and whose messages go to the taker of their channel.

    `on_open` is told of each channel from when on its messages come.

    Attributes:
        confirmed: the messages of all channels that were asked for at first come.
        lost: done once the connection has ended, with the reason.
    """

    def __init__(self, commands: Sequence[Command], takers: Takers, on_open: Callable[[str], None]) -> None:
        self.confirmed = False
        self.lost: asyncio.Future[Exception] = asyncio.get_running_loop().create_future()
        self._commands = commands
        self._takers = {channel.encode(): take for channel, take in takers.items()}
        self._awaited = set(self._takers)
        self._on_open = on_open
        self._heard = True
        self._replies = hiredis.Reader()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say who we are, and what we want to hear."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        for command in self._commands:
            self._say(command)

    def open(self, channel: str, take: Callable[[bytes], None]) -> None:
        """Hear one more channel."""
        self._takers[channel.encode()] = take
        self._say(("SUBSCRIBE", channel))

    def shut(self, channel: str) -> None:
        """Hear a channel no more."""
        self._takers.pop(channel.encode(), None)
        self._say(("UNSUBSCRIBE", channel))

    def data_received(self, data: bytes) -> None:
        """Take what is whole of it."""
        self._heard = True
        try:
            self._replies.feed(data)
            while (reply := self._replies.gets()) is not False:
                self._hear(reply)
        except hiredis.HiredisError as error:
            self._end(ConnectionError(str(error)))

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing will come any more."""
        self._end(exc or ConnectionError("the server closed the connection"))

    async def until_lost(self) -> NoReturn:
        """Wait until it ends. Raises OSError, TimeoutError among them if it falls silent."""
        while not self.lost.done():
            self._heard = False
            self._say(("PING",))
            await asyncio.wait([self.lost], timeout=SILENT_SECONDS)
            if not self._heard:
                raise TimeoutError("the server does not answer")
        raise self.lost.result()

    def _hear(self, reply: Any) -> None:
        if isinstance(reply, hiredis.HiredisError):
            raise reply
        if isinstance(reply, list) and reply[0] == b"message":
            if take := self._takers.get(reply[1]):
                take(reply[2])
        elif isinstance(reply, list) and reply[0] == b"subscribe":
            self._awaited.discard(reply[1])
            self.confirmed = not self._awaited
            self._on_open(reply[1].decode())

    def _say(self, command: Command) -> None:
        self.transport.write(hiredis.pack_command(command))

    def _end(self, error: Exception) -> None:
        if not self.lost.done():
            self.lost.set_result(error)
            self.transport.abort()


async def subscribe(
    url: str, takers: Takers, on_open: Callable[[str], None] = lambda _: None
) -> Subscription:
    """Connect to the Redis at `url`; whoever asks closes the transport. Raises OSError."""
    told: Any = ConnectionPool.from_url(url).make_connection()  # type: ignore[no-untyped-call]
    commands: list[Command] = [("SUBSCRIBE", *takers)]
    if told.password:
        commands.insert(0, ("AUTH", *([told.username] if told.username else []), told.password))
    make = partial(Subscription, commands, takers, on_open)
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(DIAL_SECONDS):
        if isinstance(told, UnixDomainSocketConnection):
            return (await loop.create_unix_connection(make, told.path))[1]
        context = told.ssl_context.get() if isinstance(told, SSLConnection) else None
        return (await loop.create_connection(make, told.host, told.port, ssl=context))[1]
