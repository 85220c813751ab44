"""Memory of many and of stalled watchers, and how soon all are back after a restart."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import msgspec
from websockets.frames import Frame, Opcode

from esports.journal import store
from tests.benchmarks.fanout.load import connected
from tests.benchmarks.fanout.subjects import (
    Journal,
    Subject,
    cpu_seconds,
    gateway,
    measured,
    resident_kb,
)
from tests.support.wait import until

STALLED = 50
STALLED_BYTES = 4_096
HANDSHAKE = (
    b"GET /live/v1 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


async def memory(program: str, journal: Journal, watchers: int, *, native: bool = True) -> float:
    """What a watcher takes in KB, and what one takes that does not read."""
    async with gateway(journal, window_ms=20, native=native) as subject:
        empty = resident_kb(subject.pid)
        async with connected(program, subject, watchers) as load:
            for _ in range(20):
                await journal.publish()
                await load.done()
            full = resident_kb(subject.pid)
            each = (full - empty) / (watchers - load.refused)
            await load.stats()
            print(
                f"{watchers - load.refused} watchers: {each:.1f} KB each, beside the gateway's own "
                f"{empty / 1024:.0f} MB; nothing lost"
            )
    async with gateway(journal, window_ms=20, native=native) as subject:
        await _stalled(subject, journal)
    return each


@asynccontextmanager
async def stalled(subject: Subject, count: int) -> AsyncIterator[None]:
    """So many sockets that say hello and then never read."""
    hello = Frame(Opcode.TEXT, subject.hello.encode()).serialize(mask=True)
    with ExitStack() as stack:
        for _ in range(count):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", subject.port)))
            one.sendall(HANDSHAKE)
            one.recv(4_096)
            one.sendall(hello)
        await until(lambda: measured(subject.port)["esports_live_watchers"] == count)
        yield


async def _stalled(subject: Subject, journal: Journal) -> None:
    empty = resident_kb(subject.pid)
    async with stalled(subject, STALLED):
        most_kb = most_kernel = 0.0
        for _ in range(300):
            await journal.publish(bytes=STALLED_BYTES)
            await asyncio.sleep(0.015)
            most_kb = max(most_kb, resident_kb(subject.pid) - empty)
            most_kernel = max(most_kernel, _queued(subject.port))
        print(
            f"{STALLED} that do not read: at most {most_kb / STALLED:.0f} KB in the process and "
            f"{most_kernel / 1024 / STALLED:.0f} KB in the kernel's queue each"
        )


def _queued(port: int) -> int:
    """Bytes in the send queues of a port's connections."""
    total = 0
    for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]:
        fields = line.split()
        if int(fields[1].rpartition(":")[2], 16) == port:
            total += int(fields[4].partition(":")[0], 16)
    return total


async def storm(program: str, journal: Journal, watchers: int) -> float:
    """Everybody comes back to a fresh gateway at once, from a position one commit ago; the CPU of each."""
    async with journal.engine.connect() as connection:
        head = await store.head(connection, journal.id)
    assert head is not None
    await journal.publish()
    wanted = {"topic": journal.topic, "epoch": head.epoch, "after": head.seq}
    hello = msgspec.json.encode({"type": "hello", "protocol": 1, "follow": [wanted]}).decode()
    async with gateway(journal, window_ms=20) as subject:
        before = cpu_seconds(subject.pid)
        async with connected(program, subject, watchers, at_once=watchers, hello=hello) as load:
            used = cpu_seconds(subject.pid) - before
            told = measured(subject.port)
            print(
                f"{watchers} back at once: all live within {load.seconds:.2f} s, {load.refused} refused, "
                f"{used * 1e6 / watchers:.0f} us of CPU each"
            )
            for name in sorted(told):
                if name.startswith(("esports_live_follows_total", "esports_live_snapshot_builds_total")):
                    print(f"  {name} {told[name]:.0f}")
            return used * 1e6 / watchers
