"""The servers that are measured, each a process on a core of its own, and how they are told to publish."""

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.request import urlopen
from uuid import UUID, uuid4

import asyncpg
import msgspec
from redis.asyncio import Redis
from sqlalchemy.dialects.postgresql import asyncpg as asyncpg_dialect
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.clock import utc_now
from esports.db.engine import create_engine
from esports.db.parts import beside
from esports.db.schema.events import events
from esports.db.wake import RedisWaker, journal_channel
from esports.embedded.postgres import free_port
from esports.journal import store
from esports.journal.facts import Change, EntryChanged, Visibility
from esports.settings import PREFIX, Settings
from esports.uow import unit_of_work

HERE = Path(__file__).parent
SERVER_CORE, OTHER_CORE = 0, 1
MESSAGE_BYTES = 300
ENVELOPE_BYTES = 228
"""What a delta with one change has around its value, without its three numbers."""
PATIENCE_SECONDS = 90
LIVE = "import sys; from esports.cli import main; sys.exit(main(['live']))"
PLAIN_LIVE = LIVE.replace("sys;", "sys; sys.modules['numba'] = None;")
"""The same where Numba is not installed."""
ENTRY = UUID(int=1)

Publish = Callable[[], Awaitable[None]]


class Subject(msgspec.Struct, frozen=True):
    """A running server: its process, its port, what a client says first, and how it is made to publish."""

    name: str
    pid: int
    port: int
    hello: str
    publish: Publish
    told: Callable[[], dict[str, float]] = dict
    """What it says of itself."""


def stamp() -> str:
    """The present as the load client reads it: 16 hexadecimal digits."""
    return f"T{time.monotonic_ns():016x}"


def cpu_seconds(pid: int) -> float:
    """CPU time of all threads of a process, as the scheduler counts it."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):
            total += int((task / "schedstat").read_text("ascii").split()[0])
    return total / 1e9


def resident_kb(pid: int) -> int:
    """Memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(status.partition("VmRSS:")[2].split()[0])


def pinned(command: list[str], core: int, **options: object) -> subprocess.Popen[bytes]:
    """Start a process on one core."""
    return subprocess.Popen(["taskset", "-c", str(core), *command], **options)  # type: ignore[call-overload, no-any-return]


def compiled(folder: Path) -> dict[str, str]:
    """The two programs in C."""
    made = {}
    for name in ("load", "server"):
        made[name] = str(folder / name)
        subprocess.run(["gcc", "-O2", "-o", made[name], str(HERE / f"{name}.c")], check=True)
    return made


def node_ws(folder: Path) -> list[str] | None:
    """How node's `ws` is started; None, with a word why, where it cannot be had."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        print("node's ws is left out: node and npm are not there")
        return None
    install = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), "ws@8"]
    try:
        subprocess.run(install, check=True, capture_output=True, timeout=120)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        print(f"node's ws is left out: {error}")
        return None
    return [node, shutil.copy(HERE / "node_ws.cjs", folder)]


@asynccontextmanager
async def plain(name: str, command: list[str]) -> AsyncIterator[Subject]:
    """A server that publishes the lines that come to its second port."""
    port, control = free_port(), free_port()
    process = pinned([*command, str(port), str(control)], SERVER_CORE)
    try:
        _, writer = await _connected(control)
        number = 0

        async def publish() -> None:
            nonlocal number
            number += 1
            head = f'{{"type":"delta","from":{number},"to":{number},"value":"{stamp()}'
            tail = "x" * (MESSAGE_BYTES - len(head) - 2)
            writer.write(f'{head}{tail}"}}\n'.encode())
            await writer.drain()

        yield Subject(name, process.pid, port, "", publish)
        writer.close()
    finally:
        process.kill()
        process.wait()


async def _connected(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            try:
                return await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)


class Journal:
    """A real journal, that of an event, which a real gateway shows and a real unit of work writes."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.engine: AsyncEngine = create_engine(settings, application="benchmark")
        self.id = uuid4()
        self.written = 0
        self.epoch = ""
        self._lean: asyncpg.Connection | None = None
        self._redis = Redis.from_url(settings.redis_url)
        self._waker = RedisWaker(self._redis, settings.redis_prefix)
        self._channel = journal_channel(settings.redis_prefix, self.id)

    @property
    def topic(self) -> str:
        """Its topic."""
        return f"event/{self.id}"

    async def open(self) -> None:
        """Make the event and its journal."""
        day = utc_now().date()
        async with unit_of_work(self.engine, self._waker) as unit:
            row = {"id": self.id, "name": "Finals", "slug": f"f{self.id.hex[:8]}", "time_zone": "UTC"}
            await unit.connection.execute(events.insert().values(**row, starts_on=day, ends_on=day))
            await unit.open_journal(self.id, "event")
            await unit.commit()

    async def publish(self, *, bytes: int = MESSAGE_BYTES) -> None:
        """One commit, whose delta is about so many bytes long."""
        self.written += 1
        text = stamp().ljust(bytes - ENVELOPE_BYTES - 3 * len(str(self.written)), "x")
        async with unit_of_work(self.engine, self._waker) as unit:
            unit.record(self.id, EntryChanged(entry_id=ENTRY, name="F"), [Change("v", text)])
            await unit.commit()

    async def publish_lean(self) -> None:
        """The same by the same statement, at a third of the cost: for more commits than one core can make
        by units of work beside everything else that runs on it."""
        if self._lean is None:
            self._lean = await asyncpg.connect(self.settings.database_url)
            compiled = beside(store.APPEND, ()).compile(dialect=asyncpg_dialect.dialect())
            self._statement = await self._lean.prepare(str(compiled))
            self._order: list[str] = list(compiled.positiontup or ())
        self.written += 1
        text = stamp().ljust(MESSAGE_BYTES - ENVELOPE_BYTES - 3 * len(str(self.written)), "x")
        draft = store.Draft(EntryChanged(entry_id=ENTRY, name="F"), [Change("v", text)], Visibility.public)
        given = {
            "rows": msgspec.json.encode([draft]).decode(),
            "count": 1,
            "journal_id": self.id,
            "at": utc_now(),
            "actor_id": None,
            "correlation_id": None,
        }
        await self._statement.fetch(*[given[name] for name in self._order])
        await self._redis.publish(self._channel, b"%d" % self.written)

    async def close(self) -> None:
        """Let go."""
        if self._lean is not None:
            await self._lean.close()
        await self._redis.aclose()
        await self.engine.dispose()


@asynccontextmanager
async def gateway(
    journal: Journal, *, window_ms: int = 0, lean: bool = False, native: bool = True
) -> AsyncIterator[Subject]:
    """`esports live`, as it is deployed; the journal is written by units of work, or by leaner means."""
    port = free_port()
    publish = journal.publish_lean if lean else journal.publish
    told = {**msgspec.to_builtins(journal.settings), "live_port": port, "live_window_ms": window_ms}
    environ = {**os.environ, **{PREFIX + name.upper(): str(value) for name, value in told.items()}}
    command = [sys.executable, "-c", LIVE if native else PLAIN_LIVE]
    process = pinned(command, SERVER_CORE, env=environ, stderr=subprocess.DEVNULL)
    try:
        (await _connected(port))[1].close()
        hello = f'{{"type":"hello","protocol":1,"follow":[{{"topic":"{journal.topic}"}}]}}'
        yield Subject("gateway", process.pid, port, hello, publish, lambda: measured(port))
    finally:
        process.kill()
        process.wait()


def measured(port: int) -> dict[str, float]:
    """What a gateway says of itself."""
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as reply:
        lines = reply.read().decode().splitlines()
    told = (line.rsplit(" ", 1) for line in lines if line.startswith("esports_live"))
    return {name: float(value) for name, value in told}
