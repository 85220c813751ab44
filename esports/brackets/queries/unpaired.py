"""Statements that take paired rounds away again."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    delete,
    exists,
    insert,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.brackets import matches, slots, unpairings
from esports.db.schema.drafts import drafts
from esports.db.schema.matches import pauses, reports, results
from esports.db.schema.refereeing import cases, lobby_codes, match_links, presences

DEEDS = (reports, results, drafts, cases, pauses)
"""What somebody did about a match, which stays on record, so that the match does."""
PREPARED = (lobby_codes, match_links, presences)
"""What goes with a match that is not played."""


def _any(rows: Select[tuple[bool]]) -> ColumnElement[bool]:
    return rows.limit(1).scalar_subquery().is_not(None)


async def any_deed(connection: AsyncConnection, match_ids: Sequence[UUID]) -> bool:
    """Whether anything was reported, drafted, paused or called for in one of these matches."""
    query = select(or_(*(exists().where(one.c.match_id.in_(match_ids)) for one in DEEDS)))
    found: bool = (await connection.execute(query)).scalar_one()
    return found


async def remove_matches(connection: AsyncConnection, match_ids: Sequence[UUID]) -> None:
    """Take out matches in which nothing was done, and what was prepared for them."""
    for one in (*PREPARED, slots):
        await connection.execute(delete(one).where(one.c.match_id.in_(match_ids)))
    await connection.execute(delete(matches).where(matches.c.id.in_(match_ids)))


async def add_unpairing(connection: AsyncConnection, **row: Any) -> None:
    """Keep that a round was unpaired, and who would have played whom."""
    await connection.execute(insert(unpairings).values(**row))
