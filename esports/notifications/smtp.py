"""Connections to a mail server that are kept for the next mail: to open one, with its greetings, TLS and a
login, costs both sides more than the mail does.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import aiosmtplib

MOST_MAILS = 50
LONGEST_SECONDS = 60.0
"""A connection carries so many mails, and is used for so long, at most: servers limit both."""
IDLE_SECONDS = 5.0
"""So long it waits for the next mail; servers hang up after minutes, and count who is there."""
CHECK_SECONDS = 2.0
GOODBYE_SECONDS = 0.5


@dataclass(eq=False)
class Line:
    """An open connection, since when by the loop's clock, and how many mails it has carried."""

    client: aiosmtplib.SMTP
    opened: float
    mails: int = 0
    waits: asyncio.TimerHandle | None = None
    """What ends it if no mail comes; None while a mail is on it."""


class Lines:
    """The connections to one server. None is kept until `keep`, and after `close`."""

    def __init__(self, make: Callable[[], aiosmtplib.SMTP]) -> None:
        self._make = make
        self._keeps = False
        self._idle: list[Line] = []
        self._partings: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def line(self) -> AsyncIterator[aiosmtplib.SMTP]:
        """A connection for one mail: one that waited and still answers, or a new one.

        It is closed where the mail goes wrong, whatever it was: what state it is in then, nobody knows.
        """
        line = await self._waiting() or await self._opened()
        try:
            yield line.client
        except BaseException:
            line.client.close()
            raise
        line.mails += 1
        loop = asyncio.get_running_loop()
        if self._keeps and line.mails < MOST_MAILS and loop.time() - line.opened < LONGEST_SECONDS:
            line.waits = loop.call_later(IDLE_SECONDS, self._end, line)
            self._idle.append(line)
        else:
            self._part(line)

    async def _waiting(self) -> Line | None:
        """The one that was used last, if it is well: asked by RSET, for servers hang up when they like."""
        while self._idle:
            line = self._idle.pop()
            if line.waits:
                line.waits.cancel()
            try:
                await line.client.rset(timeout=CHECK_SECONDS)
                return line
            except (aiosmtplib.SMTPException, OSError):
                line.client.close()
            except BaseException:
                line.client.close()
                raise
        return None

    async def _opened(self) -> Line:
        client = self._make()
        try:
            await client.connect()
        except BaseException:
            client.close()
            raise
        return Line(client, asyncio.get_running_loop().time())

    def _end(self, line: Line) -> None:
        self._idle.remove(line)
        self._part(line)

    def _part(self, line: Line) -> None:
        """Say goodbye, for which no mail waits."""
        parting = asyncio.create_task(_goodbye(line.client))
        self._partings.add(parting)
        parting.add_done_callback(self._partings.discard)

    def keep(self) -> None:
        """Keep connections from now on."""
        self._keeps = True

    async def close(self) -> None:
        """Keep none any more, and end those that wait."""
        self._keeps = False
        for line in list(self._idle):
            if line.waits:
                line.waits.cancel()
            self._end(line)
        await self.settle()

    async def settle(self) -> None:
        """Where none is kept, wait until those that are being ended are closed."""
        if self._partings and not self._keeps:
            await asyncio.wait(self._partings)


async def _goodbye(client: aiosmtplib.SMTP) -> None:
    try:
        with suppress(aiosmtplib.SMTPException, OSError):
            await client.quit(timeout=GOODBYE_SECONDS)
    finally:
        client.close()
