"""The driver's own reading tells what the store's does, and fails as its callers expect."""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.journal import store, tail
from esports.journal.facts import Change, Visibility
from esports.live.feed import UNAVAILABLE
from esports.settings import Settings
from tests.live.world import World


async def test_it_reads_what_the_store_reads(engine: AsyncEngine, settings: Settings) -> None:
    world = World(engine, settings)
    journal_id = await world.tournament()
    await world.write(journal_id, [Change("a", {"b": [1, None, "é"]})], [Change("a/b", 2)], wake=False)
    await world.write(journal_id, [Change("c", 1.5)], visibility=Visibility.staff, wake=False)
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        whole = await store.read(connection, journal_id, after=0, limit=9)
        assert len(whole) == 3
        assert await tail.read(connection, journal_id, after=0, limit=9) == whole
        assert await tail.read(connection, journal_id, after=1, limit=9, upto=2) == whole[1:2]
        assert await tail.read(connection, journal_id, after=0, limit=2) == whole[:2]
    await world.close()


async def test_a_connection_that_is_cut_is_no_more_than_unavailable(
    engine: AsyncEngine, settings: Settings
) -> None:
    world = World(engine, settings)
    journal_id = await world.tournament()
    async with engine.connect() as connection, engine.connect() as other:
        pid = (await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()
        await connection.rollback()
        await other.execute(text(f"SELECT pg_terminate_backend({pid}, 5000)"))
        with pytest.raises(UNAVAILABLE):
            await tail.read(connection, journal_id, after=0, limit=9)
        await connection.invalidate()
    await world.close()
