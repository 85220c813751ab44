"""News by Redis and by PostgreSQL: either alone is enough, and each comes back after it was away."""

import asyncio
import os
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.db.wake import News, journal_channel
from esports.embedded import find
from esports.embedded.folder import Folder
from esports.embedded.valkey import Valkey
from esports.live.gateway import Gateway
from esports.live.tasks import end
from esports.settings import Settings
from tests.live.conftest import Gateways
from tests.live.test_rules import follow, numbers
from tests.live.world import World, raw, score
from tests.support.wait import until


@pytest.fixture
def own_redis() -> Iterator[Valkey]:
    """A Valkey of the test's own, to be killed and started again on the same port."""
    with tempfile.TemporaryDirectory() as path, Folder(Path(path)) as folder:
        server = Valkey(find.redis(os.environ), folder, scratch=True)
        server.start()
        yield server
        server.ask_to_stop()
        server.wait()


@pytest.fixture
async def own_world(engine: AsyncEngine, live_settings: Settings, own_redis: Valkey) -> AsyncIterator[World]:
    """A world whose wake-ups go by the test's own Redis."""
    made = World(engine, msgspec.structs.replace(live_settings, redis_url=own_redis.url))
    yield made
    await made.close()


async def test_without_redis_the_poll_brings_everything(gateways: Gateways, world: World) -> None:
    gateway = await gateways(settings=msgspec.structs.replace(world.settings, redis_url=""))
    journal_id = await world.tournament()
    async with raw(gateway.port, hello=follow(journal_id)) as client:
        await client.hear()
        await world.write(journal_id, score(1))
        await world.write(journal_id, score(2), score(3))
        assert await numbers(client, 3) == [(1, 1), (2, 3)]
    assert not gateway.wake.listening


async def test_a_hint_comes_through_redis_without_any_poll(
    gateway: Gateway, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("esports.live.wake.POLL_SECONDS", 3600)
    journal_id = await world.tournament()
    async with raw(gateway.port, hello=follow(journal_id)) as client:
        await client.hear()
        await until(lambda: gateway.wake.listening)
        await world.write(journal_id, score(1))
        assert await numbers(client, 1) == [(1, 1)]


async def test_news_reach_who_follows_what_they_are_about(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    stage = world.stage(journal_id)
    match, other = [world.match(stage) for _ in range(2)]
    names = [f"tournament/{journal_id}", f"match/{match}", f"match/{other}"]
    hello = {"follow": [{"topic": name} for name in names]}
    async with raw(gateway.port, hello=hello) as client:
        for _ in names:
            await client.hear()
        await until(lambda: gateway.wake.listening)
        await world.waker.tell(News("forecast", [journal_id, uuid4()], [match]))
        heard = [await client.hear() for _ in range(2)]
        assert {(one["type"], one["code"], one["topic"]) for one in heard} == {
            ("notice", "forecast", name) for name in names[:2]
        }
        # It has no number: what is in the journal goes on without a gap, and nobody hears it again.
        await world.write(journal_id, score(1))
        assert (await client.hear())["from"] == 1


async def test_nonsense_on_the_channel_is_passed_over(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    channel = journal_channel(world.settings.redis_prefix)
    async with (
        raw(gateway.port, hello=follow(journal_id)) as client,
        Redis.from_url(world.settings.redis_url) as redis,
    ):
        await client.hear()
        await until(lambda: gateway.wake.listening)
        for nonsense in (b"", b"{", b'{"x": 1}', b"\xff", f'{{"{journal_id}": "x"}}'.encode()):
            await redis.publish(channel, nonsense)
        await world.write(journal_id, score(1))
        assert await numbers(client, 1) == [(1, 1)]
        assert gateway.wake.listening


async def test_redis_may_be_killed_and_come_back(
    own_world: World, own_redis: Valkey, engine: AsyncEngine
) -> None:
    gateways = Gateways(own_world)
    gateway = await gateways()
    try:
        journal_id = await own_world.tournament()
        async with raw(gateway.port, hello=follow(journal_id)) as client:
            await client.hear()
            await until(lambda: gateway.wake.listening)
            await own_world.write(journal_id, score(1))
            assert await numbers(client, 1) == [(1, 1)]
            assert own_redis.pid
            os.kill(own_redis.pid, signal.SIGKILL)
            own_redis.wait()
            await until(lambda: not gateway.wake.listening)
            await own_world.write(journal_id, score(2))
            assert await numbers(client, 2) == [(2, 2)]
            own_redis.start()
            await until(lambda: gateway.wake.listening)
            await own_world.write(journal_id, score(3))
            assert await numbers(client, 3) == [(3, 3)]
    finally:
        await gateways.close_all()


async def test_a_task_that_takes_its_cancellation_for_an_error_is_cancelled_again() -> None:
    cancelled = 0

    async def stubborn() -> None:
        nonlocal cancelled
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError as error:
                cancelled += 1
                if cancelled > 1:
                    raise
                try:
                    raise OSError("closing failed") from error
                except OSError:
                    continue

    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    await end([task])
    assert task.cancelled()
