"""Workers show that they live: those who run the installation see who does, and who died."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, select, update

from esports.accounts.access import Actor
from esports.clock import utc_now
from esports.db import workers
from esports.db.schema.workers import workers as table
from esports.notifications import operation
from esports.notifications.operation_wire import WorkerSeen
from tests.support.wait import until
from workers import heartbeat
from workers.parts import Parts

ADMIN = Actor(person_id=uuid4(), is_admin=True)


async def seen(parts: Parts) -> list[WorkerSeen]:
    async with parts.engine.connect() as connection:
        return (await operation.see(connection, actor=ADMIN, now=utc_now())).workers


async def test_a_worker_is_seen_while_it_lives(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "BEAT_SECONDS", 0.01)
    async with parts.engine.begin() as connection:
        await connection.execute(delete(table))
    beating = asyncio.create_task(heartbeat.run(parts))
    query = select(table.c.seen_at - table.c.began_at)

    async def has_beaten_again() -> bool:
        async with parts.engine.connect() as connection:
            return any(row > timedelta(0) for row in (await connection.execute(query)).scalars())

    await until(has_beaten_again)
    assert [one.alive for one in await seen(parts)] == [True]
    beating.cancel()
    await asyncio.gather(beating, return_exceptions=True)
    assert await seen(parts) == []


async def test_one_that_died_is_told_for_a_day(parts: Parts) -> None:
    dead, alive = uuid4(), uuid4()
    ages = ((workers.ALIVE_SECONDS + 1, 1), (86_400 + 60, 0))
    async with parts.engine.begin() as connection:
        await connection.execute(delete(table))
        for age, left in ages:
            await workers.beat(connection, dead)
            then = func.now() - timedelta(seconds=age)
            await connection.execute(update(table).where(table.c.id == dead).values(seen_at=then))
            await workers.beat(connection, alive)
            told = await workers.seen(connection)
            assert [one.alive for one in told] == [True, False][: 1 + left]
