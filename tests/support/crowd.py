"""Many people with a session of their own, put into the tables at once: signing up is not looked at."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.accounts import secret
from esports.clock import utc_now
from esports.db.schema.accounts import people, sessions
from esports.db.schema.entries import entries
from esports.db.schema.journal import journals
from esports.ids import new_id
from esports.settings import Settings

CSRF, FOREVER = "c", datetime(2100, 1, 1, tzinfo=UTC)
Headers = dict[str, str]


async def people_in(engine: AsyncEngine, count: int) -> list[tuple[UUID, Headers]]:
    """So many people who are signed in; of each the id, and the headers that they send."""
    crowd = [(new_id(utc_now), secret.new()) for _ in range(count)]
    persons = [
        {"id": one, "email": f"{one}@example.org", "display_name": "Mei", "password_hash": ""}
        for one, _ in crowd
    ]
    opened = [
        {"id_hash": secret.digest(key), "person_id": one, "csrf_token": CSRF, "expires_at": FOREVER}
        for one, key in crowd
    ]
    async with engine.begin() as connection:
        await connection.execute(insert(people), persons)
        await connection.execute(insert(sessions), opened)
        await connection.execute(
            insert(journals), [{"id": one, "kind": "person", "epoch": "crowd"} for one, _ in crowd]
        )
    return [
        (one, {"cookie": f"{Settings().session_cookie}={key}", "x-csrf-token": CSRF}) for one, key in crowd
    ]


async def speak_for(engine: AsyncEngine, tournament: str) -> dict[str, Headers]:
    """Give each entry of a tournament a captain; by entry the headers that they send."""
    async with engine.connect() as connection:
        query = select(entries.c.id).where(entries.c.tournament_id == UUID(tournament))
        found = (await connection.execute(query)).scalars().all()
    crowd = await people_in(engine, len(found))
    rows = [{"entry": entry, "person": one} for entry, (one, _) in zip(found, crowd, strict=True)]
    async with engine.begin() as connection:
        statement = update(entries).where(entries.c.id == bindparam("entry"))
        await connection.execute(statement.values(person_id=bindparam("person")), rows)
    return {str(entry): headers for entry, (_, headers) in zip(found, crowd, strict=True)}
