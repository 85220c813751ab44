"""Every SQL statement about matches whose sides differ on the result."""

from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.brackets import matches, slots
from esports.db.schema.entries import entries
from esports.db.schema.events import events
from esports.db.schema.matches import ACTIVE, results
from esports.db.schema.tournaments import tournaments
from esports.notifications.queries import WHERE


class Differed(msgspec.Struct, frozen=True, kw_only=True):
    """A match and the result that is in force, null where none is. `entries` and `names` are in slot order,
    `winner` and `scores` the result's.
    """

    match_id: UUID
    tournament_id: UUID
    tournament: str
    tournament_slug: str
    event: str
    event_slug: str
    number: int
    state: str
    entries: list[UUID]
    names: list[str]
    result_id: UUID | None
    winner: int | None
    scores: list[int] | None


async def differed(connection: AsyncConnection, match_id: UUID) -> Differed | None:
    """The match as it is now; None where it is gone."""
    by_slot = (
        select(slots.c.match_id)
        .join(entries, entries.c.id == slots.c.entry_id)
        .where(slots.c.match_id == matches.c.id)
    )
    ids = by_slot.with_only_columns(func.array_agg(aggregate_order_by(entries.c.id, slots.c.slot)))
    names = by_slot.with_only_columns(func.array_agg(aggregate_order_by(entries.c.name, slots.c.slot)))
    query = (
        select(
            matches.c.id.label("match_id"),
            *WHERE,
            matches.c.number,
            matches.c.state,
            func.coalesce(ids.scalar_subquery(), []).label("entries"),
            func.coalesce(names.scalar_subquery(), []).label("names"),
            results.c.id.label("result_id"),
            results.c.winner,
            results.c.scores,
        )
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .join(events, events.c.id == tournaments.c.event_id)
        .outerjoin(results, (results.c.match_id == matches.c.id) & ACTIVE)
        .where(matches.c.id == match_id)
    )
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, Differed) if row else None
