"""Every SQL statement about sessions."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.queries import PERSON, person_in
from esports.accounts.wire import Person, Session
from esports.db.rows import to_struct
from esports.db.schema.accounts import people, sessions


class Opened(msgspec.Struct, frozen=True):
    """A session that has not run out, and whose it is."""

    person: Person
    csrf_token: str


async def add(
    connection: AsyncConnection,
    *,
    id: UUID,
    id_hash: bytes,
    person_id: UUID,
    csrf_token: str,
    device: str | None,
    expires_at: datetime,
) -> None:
    """Store a session."""
    await connection.execute(
        insert(sessions).values(
            id=id,
            id_hash=id_hash,
            person_id=person_id,
            csrf_token=csrf_token,
            device=device,
            expires_at=expires_at,
        )
    )


OPENED = (
    select(*PERSON, sessions.c.csrf_token)
    .join_from(sessions, people)
    .where(sessions.c.id_hash == bindparam("id_hash"), sessions.c.expires_at > bindparam("now"))
)
"""Built once, for it runs at every request of a browser that is signed in."""


async def opened(connection: AsyncConnection, id_hash: bytes, *, now: datetime) -> Opened | None:
    """The session, unless it has run out."""
    row = (await connection.execute(OPENED, {"id_hash": id_hash, "now": now})).one_or_none()
    return Opened(person_in(row), row.csrf_token) if row else None


async def close(connection: AsyncConnection, id_hash: bytes) -> None:
    """Forget a session."""
    await connection.execute(delete(sessions).where(sessions.c.id_hash == id_hash))


async def of_person(
    connection: AsyncConnection, person_id: UUID, *, here: bytes | None, now: datetime
) -> list[Session]:
    """A person's sessions, the newest first; `current` is the one whose hash is `here`."""
    query = (
        select(
            sessions.c.id,
            sessions.c.device,
            sessions.c.created_at,
            sessions.c.expires_at,
            (sessions.c.id_hash == here).label("current"),
        )
        .where(sessions.c.person_id == person_id, sessions.c.expires_at > now)
        .order_by(sessions.c.created_at.desc(), sessions.c.id.desc())
    )
    return [to_struct(row, Session) for row in await connection.execute(query)]


async def end(connection: AsyncConnection, session_id: UUID, *, person_id: UUID) -> bool:
    """End one of a person's sessions; whether there was one."""
    gone = delete(sessions).where(sessions.c.id == session_id, sessions.c.person_id == person_id)
    return (await connection.execute(gone)).rowcount > 0


async def end_all(connection: AsyncConnection, person_id: UUID, *, but: bytes | None = None) -> int:
    """End a person's sessions, `but` one; tells how many ended."""
    gone = delete(sessions).where(sessions.c.person_id == person_id)
    if but is not None:
        gone = gone.where(sessions.c.id_hash != but)
    return (await connection.execute(gone)).rowcount
