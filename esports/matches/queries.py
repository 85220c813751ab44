"""Every SQL statement about reports and results."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.brackets import matches
from esports.db.schema.entries import entries
from esports.db.schema.matches import reports, results
from esports.matches.wire import Report


async def reports_of(connection: AsyncConnection, match_id: UUID) -> list[Report]:
    """The match's reports, the first one first."""
    query = (
        select(
            reports.c.id,
            reports.c.match_id.label("match"),
            reports.c.version,
            reports.c.state,
            reports.c.body,
            matches.c.revision.label("match_revision"),
        )
        .join(matches, matches.c.id == reports.c.match_id)
        .where(reports.c.match_id == match_id)
        .order_by(reports.c.version)
    )
    return [to_struct(row, Report) for row in await connection.execute(query)]


async def add_confirmed(
    connection: AsyncConnection, report: Mapping[str, Any], result: Mapping[str, Any]
) -> None:
    """Insert a report, which is never edited, and the active result that it makes."""
    stored = insert(reports).values(**report).cte("stored")
    await connection.execute(insert(results).values(**result).add_cte(stored))


async def names(connection: AsyncConnection, entry_ids: Sequence[UUID]) -> dict[str, str]:
    """The names of entries."""
    query = select(entries.c.id, entries.c.name).where(entries.c.id.in_(entry_ids))
    return {str(row.id): row.name for row in await connection.execute(query)}
