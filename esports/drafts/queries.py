"""Every SQL statement about drafts."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.brackets import matches, slots
from esports.db.schema.drafts import draft_actions, drafts
from esports.db.schema.entries import entries
from esports.drafts.wire import Party, StoredDraft


def _drafts() -> Select[Any]:
    """Drafts with where their matches stand."""
    playing = (
        select(func.array_agg(aggregate_order_by(slots.c.entry_id, slots.c.slot)))
        .where(slots.c.match_id == drafts.c.match_id)
        .scalar_subquery()
    )
    plain = ("id", "game", "entries", "series_rule", "setup", "revision", "voided_at")
    return select(
        *(drafts.c[name] for name in plain),
        drafts.c.match_id.label("match"),
        matches.c.stage_id.label("stage"),
        matches.c.tournament_id.label("tournament"),
        matches.c.phase,
        playing.label("playing"),
    ).join(matches, matches.c.id == drafts.c.match_id)


async def by_id(connection: AsyncConnection, draft_id: UUID) -> StoredDraft | None:
    """One draft."""
    row = (await connection.execute(_drafts().where(drafts.c.id == draft_id))).one_or_none()
    return to_struct(row, StoredDraft) if row else None


async def in_force(connection: AsyncConnection, match_id: UUID) -> list[StoredDraft]:
    """The match's drafts that were not voided, by game."""
    query = _drafts().where(drafts.c.match_id == match_id, drafts.c.voided_at.is_(None))
    rows = await connection.execute(query.order_by(drafts.c.game))
    return [to_struct(row, StoredDraft) for row in rows]


async def actions_of(connection: AsyncConnection, draft_id: UUID) -> list[Any]:
    """What was done in the draft, in order."""
    query = select(draft_actions.c.action).where(draft_actions.c.draft_id == draft_id)
    return list((await connection.execute(query.order_by(draft_actions.c.number))).scalars())


async def parties_of(connection: AsyncConnection, entry_ids: Sequence[UUID]) -> tuple[Party, Party]:
    """Both sides, in this order."""
    query = select(entries.c.id, entries.c.name, entries.c.person_id.label("person"))
    rows = await connection.execute(query.where(entries.c.id.in_(entry_ids)))
    found = {row.id: to_struct(row, Party) for row in rows}
    first, second = (found[entry] for entry in entry_ids)
    return first, second


async def add(connection: AsyncConnection, row: Mapping[str, Any]) -> None:
    """Insert a draft."""
    await connection.execute(insert(drafts).values(**row))


async def add_action(
    connection: AsyncConnection, draft_id: UUID, number: int, action: Mapping[str, Any], made_by: UUID | None
) -> None:
    """Add an action to the draft's; one number is never taken twice."""
    values = {"draft_id": draft_id, "number": number, "action": action, "made_by": made_by}
    await connection.execute(insert(draft_actions).values(**values))


async def change(connection: AsyncConnection, draft_id: UUID, **values: Any) -> None:
    """Store changed columns of a draft."""
    await connection.execute(update(drafts).where(drafts.c.id == draft_id).values(**values))
