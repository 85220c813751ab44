"""Every SQL statement about who says that they are ready, and until when the others may."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.brackets import matches, slots
from esports.db.schema.matches import pauses, reports
from esports.db.schema.refereeing import presences
from esports.matches.queries import PAUSED
from esports.refereeing.pause_wire import Presence

_NEXT_VERSION = (
    select(func.coalesce(func.max(reports.c.version), 0) + 1)
    .where(reports.c.match_id == presences.c.match_id)
    .scalar_subquery()
)
_PLAYING = (
    select(func.array_agg(aggregate_order_by(slots.c.entry_id, slots.c.slot)))
    .where(slots.c.match_id == presences.c.match_id)
    .scalar_subquery()
)
COUNTS = and_(presences.c.entries == _PLAYING, presences.c.before_version == _NEXT_VERSION)
"""Whether a side's word that it is ready is of those who play now, and of what they play now."""
STANDS_STILL = exists().where(
    pauses.c.match_id == presences.c.match_id, pauses.c.paused_at < presences.c.due_at, PAUSED
)
"""Whether the clock of a side that waits stands still: in a pause, where it had not run out before."""


async def ready(connection: AsyncConnection, match_id: UUID) -> list[Presence]:
    """The sides of a match that are ready, by slot."""
    query = (
        select(presences.c.slot, presences.c.said_at, presences.c.due_at)
        .where(presences.c.match_id == match_id, COUNTS)
        .order_by(presences.c.slot)
    )
    return [to_struct(row, Presence) for row in await connection.execute(query)]


async def ready_sides(connection: AsyncConnection, match_ids: Sequence[UUID]) -> dict[UUID, list[int]]:
    """The slots of the sides that are ready, by match."""
    query = (
        select(presences.c.match_id, presences.c.slot)
        .where(presences.c.match_id.in_(match_ids), COUNTS)
        .order_by(presences.c.slot)
    )
    found: dict[UUID, list[int]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.match_id, []).append(row.slot)
    return found


async def say_ready(connection: AsyncConnection, **row: Any) -> None:
    """Store that a side is ready, in the place of a word that does not count any more."""
    statement = upsert(presences).values(**row)
    changed = {name: statement.excluded[name] for name in row if name not in ("match_id", "slot")}
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["match_id", "slot"], set_=changed)
    )


async def take_back(connection: AsyncConnection, match_id: UUID, slot: int) -> None:
    """Forget that a side is ready."""
    await connection.execute(
        delete(presences).where(presences.c.match_id == match_id, presences.c.slot == slot)
    )


async def put_due(
    connection: AsyncConnection, match_id: UUID, slot: int | None, due: datetime | None
) -> None:
    """Store until when the side of this slot waits for the other, and that no other one waits."""
    of_match = update(presences).where(presences.c.match_id == match_id)
    await connection.execute(of_match.values(due_at=None, raised_at=None))
    if slot is not None:
        await connection.execute(of_match.where(presences.c.slot == slot).values(due_at=due))


async def put_began(connection: AsyncConnection, match_id: UUID, at: datetime | None) -> None:
    """Store when the match began to be played: since both sides are there, or not yet."""
    await connection.execute(update(matches).where(matches.c.id == match_id).values(began_at=at))


async def awaiting(connection: AsyncConnection, match_id: UUID, now: datetime) -> int | None:
    """The slot that has waited past its time, of which the referees were not told. None in a pause."""
    query = select(presences.c.slot).where(
        presences.c.match_id == match_id,
        presences.c.due_at <= now,
        presences.c.raised_at.is_(None),
        COUNTS,
        ~STANDS_STILL,
    )
    slot: int | None = (await connection.execute(query)).scalar_one_or_none()
    return slot


async def raised(connection: AsyncConnection, match_id: UUID, slot: int, now: datetime) -> None:
    """Store that the referees were told."""
    await connection.execute(
        update(presences)
        .where(presences.c.match_id == match_id, presences.c.slot == slot)
        .values(raised_at=now)
    )
