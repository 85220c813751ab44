"""What a journal has grown by, read by the driver itself: for gateways, which read fifty times a second."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.dialects.postgresql import asyncpg as dialect
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.journal.facts import Item
from esports.journal.store import END, READ

COMPILED = READ.compile(dialect=dialect.dialect())  # type: ignore[no-untyped-call]
STATEMENT, ORDER = str(COMPILED), tuple(COMPILED.positiontup or ())


async def read(
    connection: AsyncConnection, journal_id: UUID, *, after: int, limit: int, upto: int = END
) -> list[Item]:
    """As `store.read` reads, outside of any transaction, in half of its time.

    Raises:
        DATABASE_ERRORS: the database cannot be read at the moment.
    """
    driver: Any = (await connection.get_raw_connection()).driver_connection
    given = {"journal_id": journal_id, "after": after, "upto": upto, "limit": limit}
    rows = await driver.fetch(STATEMENT, *(given[name] for name in ORDER))
    return [msgspec.convert(dict(row), Item) for row in rows]
