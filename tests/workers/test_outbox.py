"""The outbox: handed out by lease, held while worked on, ended once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db import outbox
from esports.db.parts import run
from esports.db.schema.journal import outbox as table
from esports.jobs import DeliverMail
from workers.parts import Parts

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LEASE = timedelta(seconds=20)
SECOND = timedelta(seconds=1)


async def put(parts: Parts, **values: Any) -> UUID:
    row = {"id": uuid4(), "payload": DeliverMail(uuid4()), "due_at": NOW, **values}
    async with parts.engine.begin() as connection:
        await connection.execute(insert(table).values(**row))
    return UUID(str(row["id"]))


async def state(parts: Parts, job: UUID) -> Any:
    async with parts.engine.connect() as connection:
        return (await connection.execute(select(table).where(table.c.id == job))).one()


async def claim(connection: AsyncConnection, now: datetime = NOW, limit: int = 10) -> dict[UUID, int]:
    claimed = await outbox.claim(connection, now=now, lease=LEASE, limit=limit)
    return {job.id: job.attempts for job in claimed}


async def test_a_job_is_handed_out_when_due_and_again_when_its_lease_is_over(parts: Parts) -> None:
    job = await put(parts)
    async with parts.engine.begin() as connection:
        assert await claim(connection, NOW - SECOND) == {}
        assert await claim(connection, NOW) == {job: 1}
        assert await claim(connection, NOW + LEASE) == {}
        assert await claim(connection, NOW + LEASE + SECOND) == {job: 2}


async def test_the_longest_due_go_first_and_no_more_than_asked_for(parts: Parts) -> None:
    jobs = [await put(parts, due_at=NOW - SECOND * number) for number in range(5)]
    async with parts.engine.begin() as connection:
        assert set(await claim(connection, limit=2)) == {jobs[4], jobs[3]}
        assert set(await claim(connection, limit=2)) == {jobs[2], jobs[1]}
        assert set(await claim(connection, limit=2)) == {jobs[0]}


async def test_what_is_patient_goes_behind_all_else_that_is_due(parts: Parts) -> None:
    patient = [await put(parts, due_at=NOW - SECOND * number, patient=True) for number in range(3)]
    later, urgent = await put(parts, due_at=NOW + SECOND), await put(parts)
    async with parts.engine.begin() as connection:
        assert set(await claim(connection, limit=2)) == {urgent, patient[2]}
        assert await outbox.claim(connection, now=NOW, lease=LEASE, limit=9, patient=False) == []
        assert set(await claim(connection, NOW + SECOND, limit=9)) == {later, *patient[:2]}


async def test_many_relays_share_the_jobs_and_none_gets_another_s(parts: Parts) -> None:
    jobs = {await put(parts) for _ in range(40)}

    async def relay() -> list[UUID]:
        taken: list[UUID] = []
        for _ in range(10):
            async with parts.engine.begin() as connection:
                taken += await claim(connection, limit=3)
        return taken

    shares = await asyncio.gather(*(relay() for _ in range(5)))
    everything = [job for share in shares for job in share]
    assert len(everything) == len(set(everything))
    assert set(everything) == jobs


async def test_a_job_in_work_is_not_handed_out_though_its_lease_is_over(parts: Parts) -> None:
    job = await put(parts)
    async with parts.engine.begin() as connection:
        await claim(connection)
    async with parts.engine.begin() as working, parts.engine.begin() as other:
        assert await outbox.hold(working, job) is not None
        assert await outbox.hold(other, job) is None
        assert await claim(other, NOW + 10 * LEASE) == {}


async def test_only_a_job_that_is_handed_out_can_be_held(parts: Parts) -> None:
    waiting = await put(parts)
    done = await put(parts, lease_until=NOW, done_at=NOW)
    failed = await put(parts, lease_until=NOW, failed_at=NOW)
    async with parts.engine.begin() as connection:
        for job in (waiting, done, failed, uuid4()):
            assert await outbox.hold(connection, job) is None


async def test_what_has_ended_stays_ended(parts: Parts) -> None:
    done, failed = await put(parts), await put(parts)
    async with parts.engine.begin() as connection:
        await outbox.finish(connection, done, now=NOW)
        await outbox.fail(connection, failed, now=NOW, error="a\0b" + "c" * 5_000)
        await outbox.put_off(connection, done, until=NOW, error="late")
        await outbox.finish(connection, failed, now=NOW)
        assert await claim(connection, NOW + LEASE) == {}
    assert (await state(parts, done)).last_error is None
    row = await state(parts, failed)
    assert row.done_at is None
    assert len(row.last_error) == 2_000
    assert row.last_error.startswith("abc")


async def test_the_backlog_counts_what_is_late_and_what_was_given_up(parts: Parts) -> None:
    async with parts.engine.begin() as connection:
        assert await outbox.backlog(connection, now=NOW) == outbox.Backlog(due=0, oldest_seconds=0, failed=0)
    await put(parts, due_at=NOW + SECOND)
    await put(parts, due_at=NOW - 30 * SECOND)
    await put(parts)
    await put(parts, done_at=NOW)
    await put(parts, due_at=NOW - 60 * SECOND, failed_at=NOW)
    async with parts.engine.begin() as connection:
        assert await outbox.backlog(connection, now=NOW) == outbox.Backlog(due=2, oldest_seconds=30, failed=1)


@pytest.mark.parametrize(("key", "jobs"), [("once", 1), (None, 2)])
async def test_a_key_makes_a_job_happen_once(parts: Parts, key: str | None, jobs: int) -> None:
    async with parts.engine.begin() as connection:
        for _ in range(2):
            waiting = outbox.Waiting(
                id=uuid4(), payload=DeliverMail(uuid4()), due_at=NOW, dedupe_key=key, correlation_id=None
            )
            await run(connection, [outbox.adding([waiting])])
        assert len(await claim(connection)) == jobs
