"""The door before the writes: so many are under way at once, the others stand in line, and the line ends.

A write holds a connection from its first statement to its commit, and most of that time it may wait for
the lock of one tournament into which everybody wants. Without a door a rush takes all connections of the
process, whoever only reads fails as well, and who comes late waits for a connection up to an error.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from esports.errors import DomainError, Kind
from esports.i18n import N_

KEPT_FOR_READERS = 2
LINE = 1_000
"""How many may stand in line."""
PATIENCE_SECONDS = 10.0
"""For as long does one stand in line; browsers and proxies wait longer."""


class Door:
    """Lets `places` writes in at once and the others in the order of their coming."""

    def __init__(self, places: int, *, line: int = LINE, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._places = asyncio.Semaphore(places)
        self._line = line
        self._patience_seconds = patience_seconds
        self._waiting = 0

    @classmethod
    def for_pool(cls, connections: int) -> "Door":
        """The door of a process with so many connections: some stay free for those who read."""
        return cls(max(1, connections - KEPT_FOR_READERS))

    @asynccontextmanager
    async def passed(self) -> AsyncIterator[None]:
        """Be inside for the length of the block.

        Raises:
            DomainError: `writes_busy`, before anything has happened.
        """
        await self._enter()
        try:
            yield
        finally:
            self._places.release()

    async def _enter(self) -> None:
        if self._places.locked() and self._waiting >= self._line:
            raise _busy()
        self._waiting += 1
        try:
            async with asyncio.timeout(self._patience_seconds):
                await self._places.acquire()
        except TimeoutError as error:
            raise _busy() from error
        finally:
            self._waiting -= 1


def _busy() -> DomainError:
    return DomainError(
        Kind.unavailable,
        "writes_busy",
        N_("Many people are writing at this moment; nothing was changed, try again in a few seconds."),
        retry_after_seconds=2,
    )
