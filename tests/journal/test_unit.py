"""What a unit of work writes along: with the journal, or before where it is read, and never without it."""

from uuid import UUID, uuid4

from sqlalchemy import Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from esports.db.parts import Part, PartText
from esports.journal import store
from esports.journal.facts import EntryChanged
from esports.uow import UnitOfWork
from tests.live.world import NoWaker

MARK = PartText(
    "mark",
    "INSERT INTO logos (digest, media_type, body) VALUES (:digest, 'image/png', '')",
    (bindparam("digest", type_=Text),),
)


async def marks(connection: AsyncConnection, name: str) -> int:
    found: int = (
        await connection.execute(text("SELECT count(*) FROM logos WHERE digest = :name"), {"name": name})
    ).scalar_one()
    return found


async def test_it_goes_with_the_journal_or_before_it_is_read_and_never_twice(engine: AsyncEngine) -> None:
    journal_id, name = uuid4(), str(uuid4())
    async with engine.connect() as connection:
        unit = UnitOfWork(connection, NoWaker())
        await store.create(connection, journal_id, "tournament")
        unit.record(journal_id, EntryChanged(entry_id=UUID(int=1), name="A"))
        unit.write_along(Part(MARK, {"digest": name}))
        assert await marks(connection, name) == 0
        await unit.write_now()
        assert await marks(connection, name) == 1
        await unit.write_now()
        unit.write_along(Part(MARK, {"digest": f"{name} later"}))
        await unit.commit()
    async with engine.connect() as connection:
        assert [await marks(connection, one) for one in (name, f"{name} later")] == [1, 1]
        unit = UnitOfWork(connection, NoWaker())
        unit.write_along(Part(MARK, {"digest": f"{name} never"}))
        await unit.flush()
        await connection.rollback()
        assert await marks(connection, f"{name} never") == 0
