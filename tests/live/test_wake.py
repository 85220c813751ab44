"""News by Redis and by PostgreSQL: either alone is enough, and each comes back after it was away."""

import asyncio
import os
import random
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import msgspec
import pytest
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.db.wake import FEW, News, RedisWaker, journal_channel, journals_channel, outbox_channel
from esports.embedded import find
from esports.embedded.folder import Folder
from esports.embedded.valkey import Valkey
from esports.live.gateway import Gateway
from esports.live.hints import subscribe
from esports.live.tasks import end
from esports.settings import Settings
from esports.uow import unit_of_work
from tests.live.conftest import Gateways
from tests.live.test_laws import Proxy
from tests.live.test_rules import follow, numbers
from tests.live.world import World, raw, score
from tests.support.wait import until
from tests.webhooks.certificates import Authority


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


@pytest.mark.usefixtures("soon")
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
    gateways: Gateways, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("esports.live.wake.POLL_SECONDS", 3600)
    gateway = await gateways()
    journal_id = await world.tournament()
    async with raw(gateway.port, hello=follow(journal_id)) as client:
        await client.hear()
        await until(lambda: gateway.wake.listening)
        await world.write(journal_id, score(1))
        assert await numbers(client, 1) == [(1, 1)]


@pytest.mark.parametrize("many", [FEW, FEW + 1])
async def test_a_hint_comes_of_every_journal_of_a_commit(
    gateways: Gateways, world: World, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr("esports.live.wake.POLL_SECONDS", 3600)
    gateway = await gateways()
    journals = [await world.tournament() for _ in range(many)]
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(raw(gateway.port, hello=follow(one))) for one in journals]
        for client in clients:
            await client.hear()
        await until(lambda: gateway.wake.listening)
        async with unit_of_work(world.engine, world.waker) as unit:
            for journal_id in journals:
                world.record(unit, journal_id, score(1))
            await unit.commit()
        for client in clients:
            assert await numbers(client, 1) == [(1, 1)]


async def test_a_journal_is_heard_while_it_is_followed_and_what_came_before_that_is_found(
    gateways: Gateways, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("esports.live.wake.POLL_SECONDS", 3600)
    gateway = await gateways()
    journal_id = await world.tournament()
    channel = journal_channel(world.settings.redis_prefix, journal_id)

    async def ears() -> int:
        assert world.redis
        return int((await world.redis.pubsub_numsub(channel))[0][1])

    async def heard() -> bool:
        return await ears() == 1

    async def not_heard() -> bool:
        return await ears() == 0

    await until(lambda: gateway.wake.listening)
    assert await not_heard()
    async with raw(gateway.port, hello=follow(journal_id)) as client:
        await client.hear()
        await until(heard)
        gateway.hub.on_hear(journal_id, False)
        await until(not_heard)
        await world.write(journal_id, score(1))
        gateway.hub.on_hear(journal_id, True)
        assert await numbers(client, 1) == [(1, 1)]
    await until(lambda: not gateway.sessions)
    gateway.hub.sweep()
    await until(not_heard)


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


async def test_what_comes_while_a_hint_is_on_its_way_goes_together(world: World) -> None:
    prefix = world.settings.redis_prefix
    waker = RedisWaker(world.redis, prefix)
    one, other = uuid4(), uuid4()
    first, second, jobs = journal_channel(prefix, one), journal_channel(prefix, other), outbox_channel(prefix)
    async with Redis.from_url(world.settings.redis_url) as redis, redis.pubsub() as heard:
        await heard.subscribe(first, second, jobs)
        for _ in range(3):
            assert await heard.get_message(timeout=10)
        seqs = [3, 1, 2, *range(4, 40)]
        await asyncio.gather(
            *(waker.wake({one: seq}, jobs=False) for seq in seqs), waker.wake({other: 7}, jobs=True)
        )
        await waker.wake({other: 8}, jobs=False)
        told: list[tuple[str, bytes]] = []
        while not told or told[-1] != (second, b"8"):
            message = await heard.get_message(timeout=10)
            assert message is not None
            told.append((message["channel"].decode(), message["data"]))
    # Nothing goes alone that need not.
    assert told == [(first, b"3"), (first, b"39"), (second, b"7"), (jobs, b""), (second, b"8")]


async def test_nonsense_on_the_channel_is_passed_over(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    prefix = world.settings.redis_prefix
    channels = journals_channel(prefix), journal_channel(prefix, journal_id)
    async with (
        raw(gateway.port, hello=follow(journal_id)) as client,
        Redis.from_url(world.settings.redis_url) as redis,
    ):
        await client.hear()
        await until(lambda: gateway.wake.listening)
        for nonsense in (b"", b"{", b'{"x": 1}', b"\xff", f'{{"{journal_id}": "x"}}'.encode()):
            for channel in channels:
                await redis.publish(channel, nonsense)
        await world.write(journal_id, score(1))
        assert await numbers(client, 1) == [(1, 1)]
        assert gateway.wake.listening


@pytest.mark.usefixtures("soon")
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


async def heard(url: str, world: World) -> list[bytes]:
    """What a subscription hears of two messages."""
    messages: list[bytes] = []
    subscription = await subscribe(url, {"news": messages.append})
    await until(lambda: subscription.confirmed or subscription.lost.done())
    if not subscription.confirmed:
        raise subscription.lost.result()
    assert world.redis
    for message in (b"1", b"\r\n" * 40_000):
        await world.redis.publish("news", message)
    await until(lambda: len(messages) == 2)
    subscription.transport.abort()
    return messages


async def test_a_subscription_hears_by_every_way_that_a_url_may_name(world: World, tmp_path: Path) -> None:
    url = urlsplit(world.settings.redis_url)
    told = [b"1", b"\r\n" * 40_000]
    assert await heard(url.geturl(), world) == told
    assert await heard(url._replace(netloc=f"default{url.netloc}").geturl(), world) == told

    assert url.port
    proxy = Proxy([url.port], random.Random(1))
    door = await asyncio.start_unix_server(proxy, tmp_path / "redis")
    async with door:
        assert await heard(f"unix://:{url.password}@{tmp_path}/redis", world) == told
    authority = Authority(tmp_path)
    door = await asyncio.start_server(proxy, "127.0.0.1", 0, ssl=authority.serving("127.0.0.1"))
    async with door:
        place = f"127.0.0.1:{door.sockets[0].getsockname()[1]}/0?ssl_ca_certs={authority.file}"
        assert await heard(f"rediss://:{url.password}@{place}", world) == told
        await until(lambda: not proxy._writers)


async def test_a_subscription_that_is_refused_ends(world: World) -> None:
    url = urlsplit(world.settings.redis_url)
    with pytest.raises(ConnectionError, match="WRONGPASS"):
        await heard(url._replace(netloc=f":wrong@{url.hostname}:{url.port}").geturl(), world)


@pytest.mark.parametrize(("says", "error"), [(b"", TimeoutError), (b"?\r\n", ConnectionError)])
async def test_a_server_that_is_silent_or_talks_nonsense_is_left(
    monkeypatch: pytest.MonkeyPatch, says: bytes, error: type[Exception]
) -> None:
    monkeypatch.setattr("esports.live.hints.SILENT_SECONDS", 0.05)

    ended = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(says)
        with suppress(OSError):
            await reader.read()
        writer.close()
        ended.set()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        subscription = await subscribe(f"redis://127.0.0.1:{port}/0", {"news": print})
        with pytest.raises(error):
            await subscription.until_lost()
        subscription.transport.abort()
        await ended.wait()
