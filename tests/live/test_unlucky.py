"""The gateway when its surroundings fail, and as a process of its own."""

import asyncio
import contextlib
import os
import signal
import socket
import sys

import httpx
import msgspec
import pytest
from sqlalchemy import text

from esports.db.engine import create_engine
from esports.embedded.postgres import free_port
from esports.live.gateway import Gateway
from esports.live.snapshots import PRODUCT
from esports.settings import Settings
from tests.live.conftest import Gateways
from tests.live.test_rules import follow, numbers
from tests.live.world import DEADLINE_SECONDS, World, raw, score
from tests.support.wait import until

HANDSHAKE_SECONDS = 10  # that the library waits for one

RUN = """
import os
from esports import settings
from esports.live import gateway
gateway.main(settings.load(os.environ))
"""


async def test_without_a_database_clients_are_told_to_try_again(gateways: Gateways, world: World) -> None:
    nowhere = Settings(database_url=f"postgresql://nobody@127.0.0.1:{free_port()}/nothing")
    engine = create_engine(nowhere, application="test")
    gateway = await gateways(engine=engine, builders=PRODUCT)
    for hello in ({"follow": [{"topic": f"event/{world.event_id}"}]}, {"ticket": "0" * 64}):
        async with raw(gateway.port, hello=hello) as client:
            assert (await client.hear())["code"] == "unavailable"
            assert await client.closed() == (1013, "unavailable")
    await gateways.close(gateway)
    await engine.dispose()


async def test_connections_to_the_database_may_be_cut(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    async with raw(gateway.port, hello=follow(journal_id)) as client:
        await client.hear()
        for number in range(1, 4):
            async with world.engine.begin() as connection:
                others = "datname = current_database() AND pid <> pg_backend_pid()"
                await connection.execute(
                    text(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {others}")
                )
            await world.write(journal_id, score(number))
            delta = await client.hear()
            assert (delta["from"], delta["to"]) == (number, number)


async def test_a_gateway_is_a_process_that_ends_in_good_order(world: World, live_settings: Settings) -> None:
    port = free_port()
    environ = {
        **os.environ,
        "ESPORTS_DATABASE_URL": live_settings.database_url,
        "ESPORTS_REDIS_URL": live_settings.redis_url,
        "ESPORTS_LIVE_PORT": str(port),
    }
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", RUN, env=environ)

    async def answers() -> bool:
        try:
            async with httpx.AsyncClient() as client:
                return (await client.get(f"http://127.0.0.1:{port}/health/live")).status_code == 200
        except httpx.TransportError:
            return False

    try:
        await until(answers)
        async with raw(port, hello={"follow": [{"topic": f"event/{world.event_id}"}]}) as client:
            assert (await client.hear())["code"] == "not_found"
            process.send_signal(signal.SIGTERM)
            assert (await client.hear())["type"] == "notice"
            assert await client.closed() == (1012, "restart")
        async with asyncio.timeout(DEADLINE_SECONDS):
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("changes", [{"redis_url": "redis://127.0.0.1:1/0"}, {"redis_url": ""}])
async def test_a_redis_that_was_never_there_is_no_loss(
    gateways: Gateways, world: World, changes: dict[str, str]
) -> None:
    gateway = await gateways(settings=msgspec.structs.replace(world.settings, **changes))
    journal_id = await world.tournament()
    async with raw(gateway.port, hello=follow(journal_id)) as client:
        await client.hear()
        await world.write(journal_id, score(1))
        assert await numbers(client, 1) == [(1, 1)]


@pytest.mark.parametrize("late_by_turns", range(4))
async def test_whoever_dials_while_a_gateway_closes_is_hung_up_on(
    gateways: Gateways, world: World, late_by_turns: int
) -> None:
    gateway = await gateways()
    place = ("127.0.0.1", gateway.port)
    closing = asyncio.create_task(gateways.close(gateway))
    for _ in range(late_by_turns):
        await asyncio.sleep(0)
    dialled: list[socket.socket] = []
    while not closing.done():
        with contextlib.suppress(ConnectionRefusedError):
            dialled.append(socket.create_connection(place))
        await asyncio.sleep(0)
    assert dialled
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(DEADLINE_SECONDS):
        for one in dialled:
            one.setblocking(False)
            with one, contextlib.suppress(ConnectionResetError):
                assert await loop.sock_recv(one, 1) == b""


async def test_who_dialled_and_says_nothing_does_not_hold_up_the_close(
    gateways: Gateways, world: World
) -> None:
    gateway = await gateways()
    with socket.create_connection(("127.0.0.1", gateway.port)):
        await until(lambda: len(gateway._connections) == 1)
        async with asyncio.timeout(HANDSHAKE_SECONDS / 2):
            await gateways.close(gateway)
