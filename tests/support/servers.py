"""Real servers for the tests: one PostgreSQL and one Valkey a run, shared by all its workers.

They are embedded ones on throw-away data (in memory where /dev/shm exists), or those that
ESPORTS_DATABASE_URL and ESPORTS_REDIS_URL name, where the tests make databases of their own.
"""

import asyncio
import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from esports.db import migrate
from esports.embedded import find
from esports.embedded.folder import LOCK, Folder
from esports.embedded.postgres import Postgres
from esports.embedded.valkey import Valkey

PREFIX = "esports-test-"


@dataclass(frozen=True)
class Servers:
    """What a worker is told: the servers' addresses and the database that it may copy."""

    postgres_url: str
    redis_url: str
    template: str

    def postgres(self, database: str) -> str:
        """The address of another database on the same server."""
        return str(urlunsplit(urlsplit(self.postgres_url)._replace(path=f"/{database}")))

    def redis(self, number: int) -> str:
        """The address of another database number on the same server."""
        return str(urlunsplit(urlsplit(self.redis_url)._replace(path=f"/{number}")))

    @contextmanager
    def database(self, *, migrated: bool = True) -> Iterator[str]:
        """A new database, with the newest schema or empty; dropped in the end. Gives its address."""
        name = f"esports_test_{secrets.token_hex(6)}"
        template = self.template if migrated else "template0"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        try:
            yield self.postgres(name)
        finally:
            self.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        """Run one statement on the server."""
        run_apart(_execute(self.postgres_url, statement))


def run_apart(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine to its end on a loop and thread of its own, whatever loop the caller has."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@contextmanager
def servers() -> Iterator[Servers]:
    """Start what is not named by the environment, make the template, and clean up in the end."""
    with _throw_away_folder() as folder, _postgres(folder) as postgres_url, _redis(folder) as redis_url:
        started = Servers(postgres_url, redis_url, f"esports_test_{secrets.token_hex(6)}_template")
        started.execute(f'CREATE DATABASE "{started.template}" TEMPLATE template0')
        try:
            with ThreadPoolExecutor(1) as thread:
                thread.submit(migrate.upgrade, started.postgres(started.template)).result()
            yield started
        finally:
            started.execute(f'DROP DATABASE "{started.template}" WITH (FORCE)')


@contextmanager
def _throw_away_folder() -> Iterator[Folder]:
    memory = Path("/dev/shm")
    root = memory if os.access(memory, os.W_OK) else Path(tempfile.gettempdir())
    _sweep(root)
    path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=root))
    try:
        with Folder(path) as folder:
            yield folder
    finally:
        shutil.rmtree(path, ignore_errors=True)  # another run may be sweeping it by now


def _sweep(root: Path) -> None:
    """Remove what killed runs left: folders whose lock nobody holds."""
    for path in root.glob(f"{PREFIX}*"):
        with suppress(OSError), (path / LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _running(setting: str, make: Callable[[], Postgres | Valkey]) -> Iterator[str]:
    """The server that the setting names, or one that is made, started and stopped in the end."""
    named = os.environ.get(setting)
    if named:
        yield named
        return
    server = make()
    server.start()
    try:
        yield server.url
    finally:
        server.ask_to_stop()
        server.wait()


def _postgres(folder: Folder) -> AbstractContextManager[str]:
    return _running("ESPORTS_DATABASE_URL", lambda: Postgres(find.postgres(os.environ), folder, scratch=True))


def _redis(folder: Folder) -> AbstractContextManager[str]:
    return _running("ESPORTS_REDIS_URL", lambda: Valkey(find.redis(os.environ), folder, scratch=True))
