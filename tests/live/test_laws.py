"""The law through everything that can break: each watcher ends with exactly the view that the database tells.

Two gateways in processes of their own, a PostgreSQL and a Valkey of the test's own, and a proxy that sends
whoever comes to either gateway. ESPORTS_LAWS=large runs it with 200 watchers and 50,000 facts.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.db import migrate
from esports.db.engine import create_engine
from esports.embedded import find
from esports.embedded.folder import Folder
from esports.embedded.postgres import Postgres, free_port
from esports.embedded.valkey import Valkey
from esports.journal import store
from esports.journal.facts import Change
from esports.journal.views import normal
from esports.live.tasks import end
from esports.live.topics import Topic, TopicKind
from esports.settings import PREFIX, Settings
from tests.live.conftest import Gateways
from tests.live.test_client import Watcher, collect
from tests.live.test_rules import follow
from tests.live.world import World, raw, score
from tests.support.servers import run_apart
from tests.support.wait import until

pytestmark = pytest.mark.fault

LARGE = os.environ.get("ESPORTS_LAWS") == "large"
WATCHERS, COMMITS, FACTS = (200, 2_100, 25) if LARGE else (30, 100, 4)
IN_ALL = 50_000 if LARGE else 300
Answer = TypeVar("Answer")
ROOT = Path(__file__).parents[2]
GATEWAY = """
import asyncio, os
from esports.db.engine import create_engine
from esports.live.gateway import serve
from esports.live.native import crowds
from esports.settings import load
from tests.live.world import World

async def main():
    told = load(os.environ)
    engine = create_engine(told, application="live")
    await serve(told, engine, builders=World(engine, told).builders, gather=crowds())
    await asyncio.Event().wait()

asyncio.run(main())
"""


class Crowd:
    """A gateway in a process of its own, on one port through all its lives."""

    def __init__(self, settings: Settings) -> None:
        self.port = free_port()
        told = {**msgspec.to_builtins(settings), "live_port": self.port}
        names = {PREFIX + name.upper(): str(value) for name, value in told.items()}
        self._environ = {**os.environ, **names, "PYTHONPATH": str(ROOT)}
        self.start()

    def start(self) -> None:
        """Begin a life."""
        self._process = subprocess.Popen([sys.executable, "-c", GATEWAY], env=self._environ)

    async def listens(self) -> bool:
        """Whether it takes connections."""
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.close()
        await writer.wait_closed()
        return True

    def kill(self) -> None:
        """End it without a warning."""
        self._process.kill()
        self._process.wait()


class Proxy:
    """Leads whoever comes to any of the ports, without any affinity."""

    def __init__(self, ports: list[int], chance: random.Random) -> None:
        self._ports = ports
        self._chance = chance
        self._writers: set[asyncio.StreamWriter] = set()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until either side ends it."""
        there = None
        self._writers.add(writer)
        try:
            from_there, there = await asyncio.open_connection("127.0.0.1", self._chance.choice(self._ports))
            piping = [
                asyncio.create_task(pipe(reader, there)),
                asyncio.create_task(pipe(from_there, writer)),
            ]
            await asyncio.wait(piping, return_when=asyncio.FIRST_COMPLETED)
            await end(piping)
        except OSError:
            pass
        finally:
            self._writers.discard(writer)
            for one in (writer, there):
                if one is not None:
                    one.transport.abort()

    def cut(self, share: float) -> None:
        """Cut some connections."""
        for writer in self._chance.sample(sorted(self._writers, key=id), int(len(self._writers) * share)):
            writer.transport.abort()


async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on what comes."""
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()


@pytest.fixture
def own_servers() -> Iterator[tuple[Postgres, Valkey]]:
    """A PostgreSQL that keeps its word through a kill, and a Valkey."""
    memory = Path("/dev/shm")
    root = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=root) as path, Folder(Path(path)) as folder:
        postgres = Postgres(find.postgres(os.environ), folder)
        valkey = Valkey(find.redis(os.environ), folder, scratch=True)
        servers = (postgres, valkey)
        for server in servers:
            server.start()
        yield servers
        for server in servers:
            server.ask_to_stop()
        for server in servers:
            server.wait()


@asynccontextmanager
async def own_world(postgres: Postgres, valkey: Valkey) -> AsyncIterator[World]:
    """A world on these servers."""
    run_apart(asyncio.to_thread(migrate.upgrade, postgres.url))
    settings = Settings(database_url=postgres.url, redis_url=valkey.url)
    engine = create_engine(settings, application="test")
    world = World(engine, settings)
    try:
        yield world
    finally:
        await world.close()
        await engine.dispose()


async def tried(work: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
    """Do it until the database is there for it."""
    while True:
        try:
            return await work()
        except (SQLAlchemyError, OSError, TimeoutError):
            await asyncio.sleep(0.05)


def kill(server: Postgres | Valkey) -> None:
    """kill -9, and a new life on the same port."""
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    server.start()


async def head(engine: AsyncEngine, journal_id: Any) -> int:
    """How far a journal has come."""
    async with engine.connect() as connection:
        found = await store.head(connection, journal_id)
    assert found
    return found.seq


async def test_whatever_is_killed_every_watcher_ends_with_the_databases_view(
    own_servers: tuple[Postgres, Valkey],
) -> None:
    chance = random.Random(7)
    postgres, valkey = own_servers
    async with own_world(postgres, valkey) as world:
        crowds = [Crowd(world.settings), Crowd(world.settings)]
        proxy = Proxy([crowd.port for crowd in crowds], chance)
        server = await asyncio.start_server(proxy, "127.0.0.1", 0)
        url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/live/v1"
        for crowd in crowds:
            await until(crowd.listens)
        journals = [await world.tournament() for _ in range(2)]
        watchers = [Watcher(url, f"tournament/{journals[number % 2]}") for number in range(WATCHERS)]
        tasks = [asyncio.create_task(collect(watcher.live, watcher.updates)) for watcher in watchers]
        for watcher in watchers:
            await watcher.live.__aenter__()
        try:
            await until(lambda: all(watcher.copy.epoch for watcher in watchers))
            faults: dict[int, Any] = {
                COMMITS * 2 // 10: lambda: kill_crowd(crowds[0]),
                COMMITS * 4 // 10: lambda: kill(valkey),
                COMMITS * 6 // 10: lambda: kill(postgres),
                COMMITS * 8 // 10: lambda: kill_crowd(crowds[1]),
            }
            for number in range(COMMITS):
                patches = [
                    [Change(f"cells/{chance.randrange(50)}/v", f"{number} {chance.random()}")]
                    for _ in range(chance.randint(FACTS // 2, FACTS + FACTS // 2))
                ]
                await tried(partial(world.write, journals[number % 2], *patches))
                if chance.random() < 0.1:
                    proxy.cut(0.1)
                if number in faults:
                    faults[number]()
                    # Everyone has to have come that far before the next fault.
                    await all_at(world, watchers, journals)
            assert await all_at(world, watchers, journals) >= IN_ALL
            told = [normal(await world.refetch(Topic(TopicKind.tournament, one))) for one in journals]
            for number, watcher in enumerate(watchers):
                assert normal(watcher.copy.view) == told[number % 2]
                watcher.check()
            assert sum(len(watcher.updates) for watcher in watchers) > WATCHERS * COMMITS / 4
        finally:
            await asyncio.gather(*[watcher.live.__aexit__(None, None, None) for watcher in watchers])
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for crowd in crowds:
                crowd.kill()
            server.close()
            await server.wait_closed()


def kill_crowd(crowd: Crowd) -> None:
    """kill -9, and a new life."""
    crowd.kill()
    crowd.start()


async def all_at(world: World, watchers: list[Watcher], journals: list[Any]) -> int:
    """Wait until every watcher knows its journal's last number; how many facts there are in all."""
    heads = [await tried(partial(head, world.engine, journal_id)) for journal_id in journals]
    await until(lambda: all(watcher.copy.seq == heads[number % 2] for number, watcher in enumerate(watchers)))
    return sum(heads)


async def test_a_herd_costs_one_reading_for_each_topic(gateways: Gateways, world: World) -> None:
    """Everyone without a position at once; ESPORTS_LAWS=large takes 1,500 of them."""
    gateway = await gateways()
    journals = [await world.tournament() for _ in range(3)]
    for journal_id in journals:
        await world.write(journal_id, score(1))

    async def watch(number: int) -> int:
        async with raw(gateway.port, hello=follow(journals[number % 3])) as client:
            seq: int = (await client.hear())["seq"]
            return seq

    herd = 1_500 if LARGE else 300
    seqs = await asyncio.gather(*[watch(number) for number in range(herd)])
    assert seqs == [1] * herd
    assert (world.builds, world.asked) == (3, 3)
