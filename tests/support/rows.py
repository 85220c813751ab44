"""Rows that tests start from, put straight into the tables, and everything cleared away again."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from esports.clock import utc_now
from esports.db.schema import metadata
from esports.db.schema.accounts import people
from esports.db.schema.brackets import matches, slots
from esports.db.schema.entries import entries
from esports.db.schema.events import events
from esports.db.schema.tournaments import stages, tournaments
from esports.ids import new_id
from esports.journal import store
from esports.journal.chain import REWRITE

EMPTYING = ";".join([str(REWRITE), *(str(delete(table)) for table in reversed(metadata.sorted_tables))])


async def clear(engine: AsyncEngine) -> None:
    """Empty every table, in one round trip: it happens before each test that has a database."""
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        await raw.driver_connection.execute(EMPTYING)  # one script, and so one transaction


async def add_person(connection: AsyncConnection, name: str = "Ana", *, locale: str = "en") -> UUID:
    """A person with an account and a journal; cannot sign in."""
    person_id = new_id(utc_now)
    await connection.execute(
        insert(people).values(
            id=person_id,
            email=f"{person_id.hex}@example.org",
            display_name=name,
            locale=locale,
            password_hash="-",
        )
    )
    await store.create(connection, person_id, "person")
    return person_id


async def add_match(
    connection: AsyncConnection,
    registrants: Sequence[UUID | None],
    *,
    names: Sequence[str] = ("Vitality", "MOUZ"),
    phase: str = "ready",
    state: str = "running",
) -> UUID:
    """A best-of-3 final of a single elimination, its two entries registered by `registrants`."""
    event, tournament, stage, match = (uuid4() for _ in range(4))
    day = date(2026, 11, 23)
    await connection.execute(
        insert(events).values(
            id=event, slug=event.hex, name="The Week", time_zone="UTC", starts_on=day, ends_on=day
        )
    )
    await connection.execute(
        insert(tournaments).values(
            id=tournament,
            event_id=event,
            slug="major",
            name="The Major",
            title="Counter-Strike 2",
            entry_kind="team",
            state=state,
        )
    )
    await connection.execute(
        insert(stages).values(
            id=stage,
            tournament_id=tournament,
            position=1,
            name="Playoffs",
            format="single_elimination",
            options={},
            state="running",
            started_at=datetime(2026, 11, 23, tzinfo=UTC),
        )
    )
    await connection.execute(
        insert(matches).values(
            id=match,
            stage_id=stage,
            tournament_id=tournament,
            key="U3-1",
            number=7,
            round=3,
            bracket="upper",
            best_of=3,
            phase=phase,
        )
    )
    for slot, (name, person_id) in enumerate(zip(names, registrants, strict=True)):
        entry = uuid4()
        await connection.execute(
            insert(entries).values(
                id=entry,
                tournament_id=tournament,
                person_id=person_id,
                name=name,
                state="playing",
                registered_order=slot + 1,
            )
        )
        await connection.execute(
            insert(slots).values(match_id=match, slot=slot, source={"seed": slot + 1}, entry_id=entry)
        )
    return match
