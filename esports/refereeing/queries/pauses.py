"""Every SQL statement about pauses of a match."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.matches import pauses
from esports.db.schema.refereeing import presences
from esports.matches.queries import PAUSED, THIS_SITTING
from esports.refereeing.pause_wire import Paused
from esports.refereeing.queries.presences import COUNTS


async def move_due(
    connection: AsyncConnection, match_id: UUID, *, since: datetime, now: datetime, minutes: int
) -> datetime | None:
    """Give the side that waits for the other the time of a pause that began at `since`; its new deadline.

    A word said in the pause gets all its `minutes` from now; one whose time was up before it gets nothing.
    """
    began = func.least(presences.c.due_at - timedelta(minutes=minutes), now)
    statement = (
        update(presences)
        .where(presences.c.match_id == match_id, presences.c.due_at > since, COUNTS)
        .values(due_at=presences.c.due_at + (now - func.greatest(since, began)))
        .returning(presences.c.due_at)
    )
    due: datetime | None = (await connection.execute(statement)).scalar_one_or_none()
    return due


async def pause(connection: AsyncConnection, match_id: UUID) -> Paused | None:
    """The pause of a match that is in force."""
    query = select(pauses.c.paused_at, pauses.c.slot, pauses.c.reason, pauses.c.due_at).where(
        pauses.c.match_id == match_id, PAUSED
    )
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, Paused) if row else None


async def count_pauses(connection: AsyncConnection, match_id: UUID, slot: int) -> int:
    """How often the side has paused the match."""
    query = select(func.count()).where(pauses.c.match_id == match_id, pauses.c.slot == slot, THIS_SITTING)
    count: int = (await connection.execute(query)).scalar_one()
    return count


async def add_pause(connection: AsyncConnection, **row: Any) -> None:
    """Insert a pause."""
    await connection.execute(insert(pauses).values(**row))


async def resume(connection: AsyncConnection, match_id: UUID, **values: Any) -> None:
    """End the pauses of a match."""
    await connection.execute(
        update(pauses).where(pauses.c.match_id == match_id, pauses.c.resumed_at.is_(None)).values(**values)
    )
