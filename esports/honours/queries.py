"""Every SQL statement about points rules, and what they and the medals are made from."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.entries import entries
from esports.db.schema.honours import points_rules
from esports.db.schema.tournaments import tournaments
from esports.entries.seeding import OVER
from esports.entries.service import GONE
from esports.honours.wire import Finish, StoredRules


async def finishes(connection: AsyncConnection, event_id: UUID) -> list[Finish]:
    """The places of all who played to the end, in the event's finished tournaments as they were made."""
    delegation = func.coalesce(entries.c.delegation, entries.c.club, entries.c.name)
    finished = (
        select(
            tournaments.c.id.label("tournament"),
            tournaments.c.name.label("tournament_name"),
            tournaments.c.slug,
            tournaments.c.title,
            entries.c.id.label("entry"),
            entries.c.name,
            entries.c.place,
            _as_first_spelled(delegation).label("delegation"),
            _as_first_spelled(entries.c.name).label("entry_name"),
        )
        .join(tournaments, tournaments.c.id == entries.c.tournament_id)
        .where(tournaments.c.event_id == event_id, tournaments.c.state.in_(OVER))
        .where(entries.c.place.is_not(None), entries.c.state.not_in(GONE))
        .order_by(tournaments.c.id, entries.c.place, entries.c.registered_order)
    )
    return [to_struct(row, Finish) for row in await connection.execute(finished)]


def _as_first_spelled(text: Any) -> Any:
    """The text as the first of all rows has it whose text is the same but for capitals."""
    return func.first_value(text).over(
        partition_by=func.lower(text), order_by=(tournaments.c.id, entries.c.registered_order)
    )


async def rules_of(connection: AsyncConnection, event_id: UUID) -> StoredRules | None:
    """The rules of the event's points table, if there are any."""
    query = select(points_rules.c.rules, points_rules.c.revision).where(points_rules.c.event_id == event_id)
    row = (await connection.execute(query)).one_or_none()
    return msgspec.convert({**row.rules, "revision": row.revision}, StoredRules) if row else None


async def store_rules(connection: AsyncConnection, event_id: UUID, rules: dict[str, Any]) -> int:
    """Put these rules in force; gives their revision."""
    statement = upsert(points_rules).values(event_id=event_id, rules=rules)
    statement = statement.on_conflict_do_update(
        index_elements=["event_id"],
        set_={"rules": statement.excluded.rules, "revision": points_rules.c.revision + 1},
    )
    revision: int = (await connection.execute(statement.returning(points_rules.c.revision))).scalar_one()
    return revision


async def tournaments_of(connection: AsyncConnection, event_id: UUID, *, drafts: bool) -> set[UUID]:
    """The event's tournaments."""
    query = select(tournaments.c.id).where(tournaments.c.event_id == event_id)
    if not drafts:
        query = query.where(tournaments.c.state != "draft")
    return set((await connection.execute(query)).scalars())
