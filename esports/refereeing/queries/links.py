"""Every SQL statement about the links that stand for a side of a match."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.refereeing import match_links
from esports.refereeing.link_wire import MatchLink


async def add_link(connection: AsyncConnection, **row: Any) -> None:
    """Insert a link to a match."""
    await connection.execute(insert(match_links).values(**row))


async def link(
    connection: AsyncConnection, *, link_id: UUID | None = None, secret_hash: bytes | None = None
) -> MatchLink | None:
    """A link by its id, or by what is kept of its secret."""
    which = match_links.c.id == link_id if link_id else match_links.c.secret_hash == secret_hash
    query = select(
        match_links.c.id,
        match_links.c.match_id.label("match"),
        match_links.c.entries,
        match_links.c.made_at,
        match_links.c.revoked_at,
    ).where(which)
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, MatchLink) if row else None


async def revoke_link(connection: AsyncConnection, link_id: UUID, now: datetime) -> None:
    """End a link."""
    await connection.execute(update(match_links).where(match_links.c.id == link_id).values(revoked_at=now))
