"""What only the live socket asks about people."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.accounts import sessions, tokens


async def signed_in(connection: AsyncConnection, person_id: UUID, *, now: datetime) -> bool:
    """Whether the person has a session or a token that still holds, anywhere."""
    session = exists().where(sessions.c.person_id == person_id, sessions.c.expires_at > now)
    token = (
        exists()
        .where(tokens.c.person_id == person_id, tokens.c.revoked_at.is_(None))
        .where(or_(tokens.c.expires_at.is_(None), tokens.c.expires_at > now))
    )
    return bool((await connection.execute(select(or_(session, token)))).scalar_one())
