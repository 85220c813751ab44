"""What journals have grown by, read by the driver itself: for gateways, which read fifty times a second."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.dialects.postgresql import asyncpg as dialect
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from esports.journal.facts import Item
from esports.journal.store import END, READ

COMPILED = READ.compile(dialect=dialect.dialect())  # type: ignore[no-untyped-call]
STATEMENT, ORDER = str(COMPILED), tuple(COMPILED.positiontup or ())


class Tail:
    """Reads as `store.read` reads, outside of any transaction, in half of its time.

    Who reads often keeps the connection meanwhile, one for all who do: to take one from the pool and give it
    back takes longer than the reading.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        # One statement at a time, of what is never changed: it needs no transaction around it.
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._connection: AsyncConnection | None = None
        self._driver: Any = None
        self._lock = asyncio.Lock()
        self._keepers = 0

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Keep the connection between readings."""
        self._keepers += 1
        try:
            yield
        finally:
            self._keepers -= 1
            async with self._lock:
                await self._rest()

    async def read(self, journal_id: UUID, *, after: int, limit: int, upto: int = END) -> list[Item]:
        """Items behind `after` in order; a last commit may be cut by `limit`.

        Raises:
            DATABASE_ERRORS: the database cannot be read at the moment.
        """
        given = {"journal_id": journal_id, "after": after, "upto": upto, "limit": limit}
        async with self._lock:
            try:
                if self._driver is None or self._driver.is_closed():
                    await self._connect()
                rows = await self._driver.fetch(STATEMENT, *(given[name] for name in ORDER))
            except BaseException:
                await self._let_go()
                raise
            await self._rest()
        return [msgspec.convert(dict(row), Item) for row in rows]

    async def _connect(self) -> None:
        await self._let_go()
        self._connection = await self._engine.connect()
        self._driver = (await self._connection.get_raw_connection()).driver_connection

    async def _rest(self) -> None:
        if not self._keepers:
            await self._let_go()

    async def _let_go(self) -> None:
        connection, self._connection, self._driver = self._connection, None, None
        if connection is not None:
            await connection.close()
