"""What journals have grown by, read by the driver itself: for gateways, which read fifty times a second."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from sqlalchemy.dialects.postgresql import asyncpg as dialect
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from esports.journal.facts import Item
from esports.journal.store import END, READ

COMPILED = READ.compile(dialect=dialect.dialect())  # type: ignore[no-untyped-call]
CUT = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.IdleSessionTimeoutError,
    asyncpg.InterfaceError,
    ConnectionError,
)
"""How a connection fails whose server has gone since it was used."""
STATEMENT, ORDER = str(COMPILED), tuple(COMPILED.positiontup or ())


class Tail:
    """Reads as `store.read` reads, outside of any transaction, in half of its time.

    With `keeps` it keeps its connection, one for all journals: to take one from the pool and give it back
    takes longer than the reading.
    """

    def __init__(self, engine: AsyncEngine, *, keeps: bool = False) -> None:
        self._keeps = keeps
        # One statement at a time, of what is never changed: it needs no transaction around it.
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._connection: AsyncConnection | None = None
        self._driver: Any = None
        self._lock = asyncio.Lock()

    async def read(self, journal_id: UUID, *, after: int, limit: int, upto: int = END) -> list[Item]:
        """Items behind `after` in order; a last commit may be cut by `limit`.

        Raises:
            DATABASE_ERRORS: the database cannot be read at the moment.
        """
        given = {"journal_id": journal_id, "after": after, "upto": upto, "limit": limit}
        values = [given[name] for name in ORDER]
        async with self._lock:
            kept = self._driver is not None
            try:
                rows = await self._fetch(values)
            except CUT:
                if not kept:
                    raise
                rows = await self._fetch(values)  # the server may have gone and come back since the last time
            if not self._keeps:
                await self._let_go()
        return [msgspec.convert(dict(row), Item) for row in rows]

    async def close(self) -> None:
        """Give the connection back, and keep none any more."""
        self._keeps = False
        async with self._lock:
            await self._let_go()

    async def _fetch(self, values: Sequence[Any]) -> Sequence[Any]:
        try:
            if self._driver is None:
                await self._connect()
            rows: Sequence[Any] = await self._driver.fetch(STATEMENT, *values)
        except BaseException:
            await self._let_go()
            raise
        return rows

    async def _connect(self) -> None:
        self._connection = await self._engine.connect()
        self._driver = (await self._connection.get_raw_connection()).driver_connection

    async def _let_go(self) -> None:
        connection, self._connection, self._driver = self._connection, None, None
        if connection is not None:
            await connection.close()
