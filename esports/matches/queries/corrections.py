"""Every SQL statement about corrections of results."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Select,
    Uuid,
    any_,
    cast,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.brackets.wire import ResultRow
from esports.db.rows import to_struct
from esports.db.schema.entries import entries
from esports.db.schema.honours import qualifications, qualifiers
from esports.db.schema.matches import corrections, results
from esports.db.schema.tournaments import PUBLISHED, tournaments
from esports.matches.correction_wire import Correction, StoredCorrection
from esports.matches.impact_wire import TournamentImpact


async def add_correction(
    connection: AsyncConnection, stored: StoredCorrection, *, made_by: UUID | None
) -> None:
    """Insert a correction."""
    same = ("id", "before_id", "after_id", "stands", "reason", "made_at")
    row = {name: getattr(stored, name) for name in same}
    others = {"match_id": stored.match, "report_id": stored.report, "voided": stored.voided_results}
    await connection.execute(insert(corrections).values(**row, **others, made_by=made_by))


async def change_correction(connection: AsyncConnection, correction_id: UUID, **values: Any) -> None:
    """Store changed columns of a correction."""
    await connection.execute(update(corrections).where(corrections.c.id == correction_id).values(**values))


def _corrections() -> Select[Any]:
    """Corrections with the matches of the results that they took out, the first one first."""
    taken = select(func.coalesce(func.array_agg(results.c.match_id), cast([], ARRAY(Uuid)))).where(
        results.c.id == any_(corrections.c.voided)
    )
    plain = ("id", "stands", "reason", "made_at", "revert_reason", "reverted_at", "before_id", "after_id")
    return select(
        *(corrections.c[name] for name in (*plain, "reseated", "refilled")),
        corrections.c.match_id.label("match"),
        corrections.c.report_id.label("report"),
        corrections.c.voided.label("voided_results"),
        taken.scalar_subquery().label("voided"),
    ).order_by(corrections.c.made_at, corrections.c.id)


async def corrections_of(connection: AsyncConnection, match_id: UUID) -> list[Correction]:
    """The match's corrections, the first one first."""
    rows = await connection.execute(_corrections().where(corrections.c.match_id == match_id))
    return [to_struct(row, Correction) for row in rows]


async def correction(connection: AsyncConnection, correction_id: UUID) -> StoredCorrection | None:
    """One correction."""
    query = _corrections().where(corrections.c.id == correction_id)
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, StoredCorrection) if row else None


async def result_rows(connection: AsyncConnection, result_ids: Sequence[UUID]) -> dict[UUID, ResultRow]:
    """Results of any state by their ids."""
    columns = (results.c[name] for name in ResultRow.__struct_fields__)
    query = select(results.c.id, *columns).where(results.c.id.in_(result_ids))
    return {row.id: to_struct(row, ResultRow) for row in await connection.execute(query)}


async def led_to(connection: AsyncConnection, tournament_id: UUID) -> list[TournamentImpact]:
    """The tournaments that places of this one lead to, unless they are drafts, by name."""
    entered = (
        select(func.count())
        .select_from(qualifiers.join(entries, entries.c.id == qualifiers.c.entry_id))
        .where(qualifiers.c.source_id == tournament_id, entries.c.tournament_id == tournaments.c.id)
        .scalar_subquery()
    )
    columns = (tournaments.c.id.label("tournament"), tournaments.c.name, tournaments.c.state)
    query = (
        select(*columns, entered.label("entered"))
        .join(qualifications, qualifications.c.target_id == tournaments.c.id)
        .where(qualifications.c.source_id == tournament_id, PUBLISHED)
        .order_by(tournaments.c.name, tournaments.c.id)
    )
    return [to_struct(row, TournamentImpact) for row in await connection.execute(query)]
