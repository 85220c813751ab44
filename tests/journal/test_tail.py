"""The driver's own reading tells what the store's does, and fails as its callers expect."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.db.engine import create_engine
from esports.journal import store
from esports.journal.facts import Change, Visibility
from esports.journal.tail import Tail
from esports.live.feed import UNAVAILABLE
from esports.settings import Settings
from tests.live.world import World


async def test_it_reads_what_the_store_reads(engine: AsyncEngine, settings: Settings) -> None:
    world = World(engine, settings)
    journal_id = await world.tournament()
    await world.write(journal_id, [Change("a", {"b": [1, None, "é"]})], [Change("a/b", 2)], wake=False)
    await world.write(journal_id, [Change("c", 1.5)], visibility=Visibility.staff, wake=False)
    async with engine.connect() as connection:
        whole = await store.read(connection, journal_id, after=0, limit=9)
    assert len(whole) == 3
    tail = Tail(engine)
    assert await tail.read(journal_id, after=0, limit=9) == whole
    assert await tail.read(journal_id, after=1, limit=9, upto=2) == whole[1:2]
    assert await tail.read(journal_id, after=0, limit=2) == whole[:2]
    assert tail._driver is None
    await world.close()


async def test_it_may_keep_its_connection_and_reads_by_another_where_that_was_cut(
    engine: AsyncEngine, settings: Settings
) -> None:
    world = World(engine, settings)
    journal_id = await world.tournament()
    await world.write(journal_id, [Change("a", 1)], wake=False)
    tail = Tail(engine, keeps=True)
    items = [await tail.read(journal_id, after=0, limit=9) for _ in range(2)]
    kept = tail._driver.get_server_pid()
    async with engine.connect() as connection:
        await connection.execute(text(f"SELECT pg_terminate_backend({kept}, 5000)"))
    items.append(await tail.read(journal_id, after=0, limit=9))
    assert items[0] == items[1] == items[2] != []
    assert tail._driver.get_server_pid() != kept
    await tail.close()
    assert tail._driver is None
    assert await tail.read(journal_id, after=0, limit=9) == items[0]
    assert tail._driver is None
    await world.close()


async def test_without_a_server_it_is_no_more_than_unavailable() -> None:
    nowhere = create_engine(Settings(database_url="postgresql://127.0.0.1:1/nothing"), application="test")
    tail = Tail(nowhere)
    with pytest.raises(UNAVAILABLE):
        await tail.read(UUID(int=1), after=0, limit=9)
