"""Signs of life of worker processes, by the database's clock: those of machines differ.

Who ends as it should takes its row along; the row of one that died stays for a day, and says when.
"""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import Float, cast, delete, extract, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.workers import workers

BEAT_SECONDS = 5.0
ALIVE_SECONDS = 20.0
"""Who was not seen for so long is taken for dead."""
REMEMBERED = timedelta(days=1)
MOST = 20


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A worker process: since when it works, and how many seconds ago it was seen."""

    began_at: datetime
    seen_seconds: float

    @property
    def alive(self) -> bool:
        """Whether it was seen just now."""
        return self.seen_seconds < ALIVE_SECONDS


async def beat(connection: AsyncConnection, worker_id: UUID) -> None:
    """Show that a worker lives."""
    begun = insert(workers).values(id=worker_id, began_at=func.now(), seen_at=func.now())
    await connection.execute(begun.on_conflict_do_update(index_elements=["id"], set_={"seen_at": func.now()}))
    await connection.execute(delete(workers).where(workers.c.seen_at < func.now() - REMEMBERED))


async def leave(connection: AsyncConnection, worker_id: UUID) -> None:
    """A worker ends as it should."""
    await connection.execute(delete(workers).where(workers.c.id == worker_id))


async def seen(connection: AsyncConnection) -> list[Seen]:
    """The workers that live and those that died within a day, the one seen last first."""
    ago = cast(extract("epoch", func.now() - workers.c.seen_at), Float)
    query = select(workers.c.began_at, ago.label("seen_seconds")).order_by(workers.c.seen_at.desc())
    return [Seen(**row._mapping) for row in await connection.execute(query.limit(MOST))]
