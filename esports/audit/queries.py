"""What there is to audit."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.journal import journals
from esports.db.schema.tournaments import stages


class Kept(NamedTuple):
    """A journal, and what it is of: `tournament`, `event`, `person`."""

    id: UUID
    kind: str


async def kept(connection: AsyncConnection) -> list[Kept]:
    """Every journal."""
    rows = await connection.execute(select(journals.c.id, journals.c.kind).order_by(journals.c.id))
    return [Kept(row.id, row.kind) for row in rows]


async def started_stages(connection: AsyncConnection, tournament_id: UUID) -> list[UUID]:
    """The tournament's stages that have a bracket of matches."""
    query = (
        select(stages.c.id)
        .where(
            stages.c.tournament_id == tournament_id,
            stages.c.started_at.is_not(None),
            stages.c.format != "judged",
        )
        .order_by(stages.c.position)
    )
    return list((await connection.execute(query)).scalars())
