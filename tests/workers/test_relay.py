"""The relay: what is due goes to the queue, a little at a time, and nothing depends on Redis."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest
from arq.connections import ArqRedis
from arq.constants import in_progress_key_prefix
from redis.asyncio import Redis
from redis.exceptions import RedisError

from esports.clock import utc_now
from esports.db import outbox
from esports.db.wake import RedisWaker
from esports.embedded.valkey import Valkey
from esports.jobs import AnnounceMatchReady, DeliverMail
from esports.settings import Settings
from esports.uow import unit_of_work
from tests.support.wait import until
from tests.workers.test_outbox import put, state
from tests.workers.test_process import valkey
from tests.workers.test_run import ready_match
from workers import queue
from workers.parts import Parts
from workers.relay import LEASE, Relay

__all__ = ["valkey"]


async def queued(redis_queue: ArqRedis, settings: Settings) -> list[str]:
    return [key.decode() for key in await redis_queue.zrange(queue.queue_name(settings), 0, -1)]


async def test_a_hand_out_has_a_key_of_its_own(
    parts: Parts, settings: Settings, redis_queue: ArqRedis
) -> None:
    job = await put(parts, due_at=utc_now())
    relay = Relay(settings, parts, redis_queue)
    assert not await relay.pass_on()
    assert not await relay.pass_on()
    assert await queued(redis_queue, settings) == [f"{settings.redis_prefix}:{job}:1"]
    stored = await redis_queue.get(f"arq:job:{settings.redis_prefix}:{job}:1")
    assert msgspec.json.decode(stored)["a"] == [str(job), False]


async def test_what_redis_forgets_is_handed_out_again_after_its_lease(
    parts: Parts, settings: Settings, redis_queue: ArqRedis
) -> None:
    jobs = {await put(parts, due_at=utc_now()) for _ in range(3)}
    await Relay(settings, parts, redis_queue).pass_on()
    await redis_queue.flushdb()
    later = msgspec.structs.replace(parts, clock=lambda: utc_now() + LEASE + timedelta(seconds=1))
    await Relay(settings, later, redis_queue).pass_on()
    expected = {f"{settings.redis_prefix}:{job}:2" for job in jobs}
    assert set(await queued(redis_queue, settings)) == expected


async def test_no_more_waits_in_redis_than_is_soon_worked_on(
    parts: Parts, settings: Settings, redis_queue: ArqRedis
) -> None:
    room = 2 * queue.max_jobs(settings)
    jobs = [await put(parts, due_at=utc_now()) for _ in range(room + 3)]
    relay = Relay(settings, parts, redis_queue)
    assert await relay.pass_on()
    assert await relay.pass_on()
    assert len(await queued(redis_queue, settings)) == room
    await redis_queue.delete(queue.queue_name(settings))
    assert not await relay.pass_on()
    assert len(await queued(redis_queue, settings)) == 3
    assert [(await state(parts, job)).attempts for job in jobs] == [1] * len(jobs)


async def test_what_dead_workers_had_begun_leaves_room_after_its_lease(
    parts: Parts, settings: Settings, redis_queue: ArqRedis
) -> None:
    room = 2 * queue.max_jobs(settings)
    jobs = [await put(parts, due_at=utc_now()) for _ in range(room)]
    now = utc_now()
    relay = Relay(settings, msgspec.structs.replace(parts, clock=lambda: now), redis_queue)
    assert await relay.pass_on()
    for key in await queued(redis_queue, settings):
        await redis_queue.set(in_progress_key_prefix + key, b"1")
    now += LEASE - timedelta(seconds=1)
    await relay.pass_on()
    assert [(await state(parts, job)).attempts for job in jobs] == [1] * room
    now += timedelta(seconds=2)
    assert await relay.pass_on()
    assert [(await state(parts, job)).attempts for job in jobs] == [2] * room


async def test_what_waits_for_its_turn_is_not_handed_out_twice(
    parts: Parts, settings: Settings, redis_queue: ArqRedis
) -> None:
    """Its lease is renewed; of what the queue has lost, and of what a dead worker had begun, it is not."""
    lost, begun, waiting = [await put(parts, due_at=utc_now()) for _ in range(3)]
    now = utc_now()
    relay = Relay(settings, msgspec.structs.replace(parts, clock=lambda: now), redis_queue)
    await relay.pass_on()
    await redis_queue.zrem(queue.queue_name(settings), f"{settings.redis_prefix}:{lost}:1")
    await redis_queue.set(f"{in_progress_key_prefix}{settings.redis_prefix}:{begun}:1", b"1")
    for _ in range(4):
        now += LEASE * 0.6
        await relay.pass_on()
    assert [(await state(parts, job)).attempts for job in (lost, begun)] == [2, 2]
    assert (await state(parts, waiting)).attempts == 1
    other = Relay(settings, msgspec.structs.replace(parts, clock=lambda: now + 2 * LEASE), redis_queue)
    await other.pass_on()
    assert (await state(parts, waiting)).attempts == 2


async def test_a_job_that_is_worked_on_does_not_hold_up_renewals(
    parts: Parts, settings: Settings, redis_queue: ArqRedis
) -> None:
    held, waiting = [await put(parts, due_at=utc_now()) for _ in range(2)]
    now = utc_now()
    relay = Relay(settings, msgspec.structs.replace(parts, clock=lambda: now), redis_queue)
    await relay.pass_on()
    async with parts.engine.connect() as connection:
        assert await outbox.hold(connection, held)
        before = (await state(parts, waiting)).lease_until
        now += LEASE * 0.6
        await relay.pass_on()
        assert (await state(parts, held)).lease_until == before
        assert (await state(parts, waiting)).lease_until > before


async def test_a_crowd_of_mails_leaves_room(parts: Parts, settings: Settings, redis_queue: ArqRedis) -> None:
    now = utc_now()
    slow = msgspec.structs.replace(settings, mails_per_second=1)
    relay = Relay(slow, msgspec.structs.replace(parts, clock=lambda: now), redis_queue)
    room = 2 * queue.max_jobs(settings)
    for _ in range(room + 1):
        await put(parts, payload=DeliverMail(uuid4()), patient=True, due_at=now - timedelta(minutes=1))
    assert await relay.pass_on()
    await redis_queue.flushdb()
    jobs = (AnnounceMatchReady(uuid4()), *(DeliverMail(uuid4()) for _ in range(3)))
    urgent = {f"{settings.redis_prefix}:{await put(parts, payload=job, due_at=now)}:1" for job in jobs}
    assert await relay.pass_on()
    assert set(await queued(redis_queue, settings)) == urgent
    now += timedelta(seconds=room)
    await relay.pass_on()
    assert set(await queued(redis_queue, settings)) == urgent, "mails that go first count as well"
    now += timedelta(seconds=len(urgent))
    await relay.pass_on()
    assert len(await queued(redis_queue, settings)) > len(urgent)


async def test_without_redis_no_job_loses_an_attempt(parts: Parts, settings: Settings) -> None:
    job = await put(parts, due_at=utc_now())
    away = msgspec.structs.replace(settings, redis_url="redis://127.0.0.1:1/0")
    async with queue.connect(away) as client:
        with pytest.raises(RedisError):
            await Relay(away, parts, client).pass_on()
    row = await state(parts, job)
    assert (row.attempts, row.lease_until) == (0, None)


async def test_a_redis_that_takes_nothing_costs_no_job_an_attempt(
    parts: Parts, settings: Settings, valkey: Valkey
) -> None:
    jobs = [await put(parts, due_at=utc_now()) for _ in range(2)]
    full = msgspec.structs.replace(settings, redis_url=valkey.url)
    async with queue.connect(full) as client:
        relay = Relay(full, parts, client)
        await client.config_set("maxmemory", "1")
        for _ in range(3):
            with pytest.raises(RedisError):
                await relay.pass_on()
        rows = [await state(parts, job) for job in jobs]
        assert [(row.attempts, row.lease_until) for row in rows] == [(0, None)] * 2
        await client.config_set("maxmemory", "0")
        await relay.pass_on()
        assert len(await queued(client, full)) == 2
    assert [(await state(parts, job)).attempts for job in jobs] == [1, 1]


@pytest.fixture
async def running(parts: Parts, settings: Settings, redis_queue: ArqRedis) -> AsyncIterator[Relay]:
    """A relay that runs and listens, but looks by itself only once an hour."""
    relay = Relay(settings, parts, redis_queue, poll_seconds=3_600)
    async with Redis.from_url(settings.redis_url) as redis, asyncio.TaskGroup() as group:
        tasks = [group.create_task(relay.run()), group.create_task(relay.listen(redis))]

        async def is_heard() -> bool:
            return bool(await redis.publish(f"{settings.redis_prefix}:outbox", b""))

        await until(is_heard)
        yield relay
        for task in tasks:
            task.cancel()


@pytest.mark.usefixtures("running")
async def test_a_commit_wakes_it(parts: Parts, settings: Settings, redis_queue: ArqRedis) -> None:
    match = await ready_match(parts)
    async with Redis.from_url(settings.redis_url) as redis:
        waker = RedisWaker(redis, settings.redis_prefix)
        async with unit_of_work(parts.engine, waker) as unit:
            unit.enqueue(AnnounceMatchReady(match))
            await unit.commit()

    async def is_queued() -> bool:
        return len(await queued(redis_queue, settings)) == 1

    await until(is_queued)


async def test_without_a_wake_up_it_looks_by_itself(
    parts: Parts, settings: Settings, redis_queue: ArqRedis
) -> None:
    relay = asyncio.create_task(Relay(settings, parts, redis_queue, poll_seconds=0.05).run())
    await put(parts, due_at=utc_now())

    async def is_queued() -> bool:
        return len(await queued(redis_queue, settings)) == 1

    await until(is_queued)
    relay.cancel()
    await asyncio.gather(relay, return_exceptions=True)
