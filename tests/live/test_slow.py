"""Clients that read slowly, or not at all: never a hole, and never at the others' cost."""

import asyncio
import json
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.frames import Close, Frame, Opcode

from esports.journal.facts import Change
from esports.live import heartbeat
from esports.live.framing import close_frame
from esports.live.gateway import Gateway
from esports.live.protocol import Limits
from esports.live.tasks import end
from tests.live.conftest import Gateways
from tests.live.test_rules import follow, numbers
from tests.live.world import Raw, World, raw
from tests.support.wait import until

LOAD = "x" * 60_000
HANDSHAKE = (
    b"GET /live/v1 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


@asynccontextmanager
async def narrow(gateway: Gateway, hello: dict[str, Any]) -> AsyncIterator[Raw]:
    """A client whose machine takes little, and that takes nothing from it unless it is asked to hear."""
    thin = socket.socket()
    thin.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    thin.connect(("127.0.0.1", gateway.port))
    async with raw(gateway.port, hello=hello, sock=thin, max_queue=1, close_timeout=1) as client:
        yield client


async def flood(world: World, gateway: Gateway, journal_id: UUID, slow: Raw, load: str = LOAD) -> int:
    """Write until a session is too slow for it, and stays so; the journal's head."""
    head = stuck = 0
    while stuck < 2:
        head += 1
        await world.write(journal_id, [Change("load", f"{head}{load}")])
        await until(lambda head=head: gateway.hub.followed()[journal_id] >= head)  # type: ignore[misc]
        paused = any(session.paused for session in gateway.sessions)
        stuck = stuck + 1 if paused and not slow.socket.transport.is_reading() else 0
    return head


async def test_who_does_not_read_is_cut_off_and_resumes_without_a_hole(
    gateways: Gateways, world: World
) -> None:
    gateway = await gateways(limits=Limits(stall_seconds=0.2, abort_seconds=60))
    journal_id = await world.tournament()
    async with (
        raw(gateway.port, hello=follow(journal_id)) as healthy,
        narrow(gateway, follow(journal_id)) as stalled,
    ):
        epoch = (await healthy.hear())["epoch"]
        assert (await stalled.hear())["seq"] == 0
        both, head = list(gateway.sessions), 0
        while all(session.open for session in both):
            head += 1
            await world.write(journal_id, [Change("load", f"{head}{LOAD}")])
            assert len(await numbers(healthy, head)) == 1
        heard = 0
        with suppress(ConnectionClosed):
            while True:
                message = await stalled.hear()
                assert message["from"] == heard + 1
                heard = message["to"]
        assert (stalled.socket.close_code, stalled.socket.close_reason) == (4008, "resume")
        async with raw(gateway.port, hello=follow(journal_id, epoch=epoch, after=heard)) as again:
            await world.write(journal_id, [Change("load", None)])
            assert len(await numbers(again, head + 1)) == head + 1 - heard


async def test_who_reads_on_in_time_gets_everything(gateways: Gateways, world: World) -> None:
    gateway = await gateways(limits=Limits(stall_seconds=600))
    journal_id = await world.tournament()
    async with narrow(gateway, follow(journal_id)) as slow:
        await slow.hear()
        head = await flood(world, gateway, journal_id, slow)
        for _ in range(20):
            head += 1
            await world.write(journal_id, [Change("load", LOAD)])
        await until(lambda: gateway.hub.followed()[journal_id] == head)
        session = next(iter(gateway.sessions))
        assert session.socket.get_write_buffer_size() < 3 * len(LOAD)
        assert len(await numbers(slow, head)) == head
        await until(lambda: not session.paused)


async def test_who_has_something_kept_for_it_is_sent_nothing_past_it(
    gateways: Gateways, world: World
) -> None:
    """What the socket did not take waits in the transport; the next commit must not overtake it."""
    gateway = await gateways(limits=Limits(stall_seconds=600))
    journal_id = await world.tournament()
    async with narrow(gateway, follow(journal_id)) as slow:
        await slow.hear()
        small = LOAD[:3_000]
        head = await flood(world, gateway, journal_id, slow, small)
        session = next(iter(gateway.sessions))
        assert 0 < session.socket.get_write_buffer_size() < 2 * len(small)
        head += 1
        await world.write(journal_id, [Change("load", small)])
        await until(lambda: gateway.hub.followed()[journal_id] == head)
        assert session.socket.get_write_buffer_size() < 2 * len(small)
        assert len(await numbers(slow, head)) == head


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux what a socket has not sent")
async def test_the_kernel_hides_little_of_what_a_client_has_not_taken(
    gateways: Gateways, world: World
) -> None:
    """Left to itself it takes megabytes for each, and the limits above it see nothing."""
    gateway = await gateways(limits=Limits(stall_seconds=600))
    async with narrow(gateway, {}):
        await until(lambda: len(gateway.sessions) == 1)
        (session,) = gateway.sessions
        session.socket.write(b"\x00" * 2_000_000)
        kept = session.socket.get_write_buffer_size()
        assert 1_500_000 < kept < 2_000_000
        session.socket.abort()


async def test_who_does_not_answer_a_ping_is_cut_off_and_no_one_else(
    gateways: Gateways, world: World
) -> None:
    gateway = await gateways(limits=Limits(abort_seconds=0.1))
    reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
    writer.write(HANDSHAKE)
    await reader.readuntil(b"\r\n\r\n")
    async with raw(gateway.port, hello={}) as healthy:
        await until(lambda: len(gateway.sessions) == 2)
        await healthy.say("ping")
        await healthy.hear()
        heartbeat.beat(gateway._connections)
        await until(lambda: any(connection.heard for connection in gateway._connections))
        heartbeat.beat(gateway._connections)
        assert sum(session.open for session in gateway.sessions) == 1
        await healthy.say("ping")
        assert await healthy.hear() == {"type": "pong"}
    assert (await reader.read()).endswith(close_frame(4008, "resume"))
    writer.close()
    await writer.wait_closed()


async def test_everyone_is_asked_in_turn(gateways: Gateways, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[object] = set()
    monkeypatch.setattr(heartbeat, "beat", asked.update)
    connections: Any = set(range(130))
    keeping = asyncio.create_task(heartbeat.keep(connections, 0.01))
    await until(lambda: asked == connections)
    await end([keeping])


async def test_who_never_reads_again_is_gone(gateways: Gateways, world: World) -> None:
    gateway = await gateways(limits=Limits(stall_seconds=0.1, abort_seconds=0.1))
    journal_id = await world.tournament()
    async with narrow(gateway, follow(journal_id)) as stalled:
        await stalled.hear()
        while gateway.sessions:
            await world.write(journal_id, [Change("load", LOAD)])


@pytest.mark.usefixtures("hasty")
async def test_a_restart_says_when_to_come_back_and_does_not_wait_for_the_stalled(
    gateways: Gateways, world: World
) -> None:
    gateway = await gateways(limits=Limits(stall_seconds=600))
    journal_id = await world.tournament()
    async with (
        raw(gateway.port, hello=follow(journal_id)) as healthy,
        narrow(gateway, follow(journal_id)) as stalled,
    ):
        await healthy.hear()
        await stalled.hear()
        await flood(world, gateway, journal_id, stalled)
        await gateways.close(gateway)
        notice = (await healthy.hear_until("notice"))[-1]
        assert (notice["code"], notice["within_seconds"]) == ("restart", 10)
        assert await healthy.closed() == (1012, "restart")
    assert not gateway.sessions


async def test_after_the_closing_frame_nothing_is_sent(gateway: Gateway, world: World) -> None:
    """A peer that takes its time to answer the closing frame must not get another frame behind it."""
    journal_id = await world.tournament()
    reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
    writer.write(HANDSHAKE)
    await reader.readuntil(b"\r\n\r\n")
    hello = json.dumps({"type": "hello", "protocol": 1, **follow(journal_id)}).encode()
    writer.write(Frame(Opcode.TEXT, hello).serialize(mask=True))
    await reader.readexactly(2)  # the snapshot begins: the client is in the stream
    session = next(iter(gateway.sessions))
    closing = asyncio.create_task(session.close(4001, "signed_out"))
    await until(lambda: not session.open)
    for number in range(1, 4):
        await world.write(journal_id, [Change("load", number)])
        gateway.hub.hint(journal_id, number)
        await until(lambda number=number: gateway.hub.followed()[journal_id] == number)  # type: ignore[misc]
    writer.write(Frame(Opcode.CLOSE, Close(4001, "").serialize()).serialize(mask=True))
    rest = await reader.read()
    writer.close()
    await writer.wait_closed()
    await closing
    assert rest.endswith(close_frame(4001, "signed_out"))
