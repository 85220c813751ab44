"""Fixtures for every test: the loop, and a database and a Redis of the worker's own on real servers.

Tests that need no server start none. With pytest-xdist the controlling process starts them once and
tells the workers where they are.
"""

import dataclasses
import gc
import importlib
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
import redis
from hypothesis import HealthCheck, settings

from tests.support.garbage import look_no_more
from tests.support.servers import Servers, servers

pytest_plugins = ["tests.support.app"]
# How long an example takes is a matter of the machine, and no reason to fail.
settings.register_profile("esports", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("esports")
_started = ExitStack()
_shared: list[Servers] = []
ROOT = Path(__file__).parents[1]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """In the controlling process, before a worker starts: start the servers and name them to it."""
    if not _shared:
        _shared.append(_started.enter_context(servers()))
    node.workerinput["servers"] = dataclasses.asdict(_shared[0])


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """With several workers each begins with a share of the files, which the others then find compiled: to
    rewrite the assertions of all of them takes a worker as long as all else that it does to collect.
    """
    told = getattr(session.config, "workerinput", None)
    if told and not sys.dont_write_bytecode:
        files = sorted(
            path for root in session.config.args for path in Path(root).resolve().rglob("test_*.py")
        )
        for path in files[int(told["workerid"].removeprefix("gw")) :: told["workercount"]]:
            with suppress(Exception, pytest.skip.Exception):  # it is told where the file is collected
                importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks for a browser is a browser test, whether its author thought of that or not: the README's
    test command has to work where none is installed.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


def pytest_collection_finish() -> None:
    """Look no more at what lives until the end of the run, and seldom at the rest: a tenth of the time went
    into searching the whole of the application for garbage.
    """
    look_no_more()
    gc.set_threshold(20_000, 50, 100)


def pytest_unconfigure() -> None:
    """Stop what the controlling process started."""
    _started.close()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """One asyncio loop for the whole session, so that pools can live as long as it."""
    return "asyncio"


@pytest.fixture(scope="session")
def real_servers(request: pytest.FixtureRequest) -> Iterator[Servers]:
    """The servers of this run."""
    told = getattr(request.config, "workerinput", None)
    if told:
        yield Servers(**told["servers"])
        return
    with servers() as started:
        yield started


@pytest.fixture(scope="session")
def postgres_url(real_servers: Servers) -> Iterator[str]:
    """`postgresql://...`: this worker's database, with the newest schema. Tests begin by emptying it."""
    with real_servers.database() as url:
        yield url


@pytest.fixture
def fresh_postgres_url(real_servers: Servers) -> Iterator[str]:
    """A migrated database for one test alone."""
    with real_servers.database() as url:
        yield url


@pytest.fixture
def empty_postgres_url(real_servers: Servers) -> Iterator[str]:
    """A database without any table, for one test alone."""
    with real_servers.database(migrated=False) as url:
        yield url


@pytest.fixture(scope="session")
def redis_url(real_servers: Servers, redis_number: int) -> str:
    """`redis://.../n`: this worker's database number, empty at first. Channels need `redis_prefix`."""
    url = real_servers.redis(redis_number)
    with redis.Redis.from_url(url) as connection:
        connection.flushdb()
    return url


@pytest.fixture(scope="session")
def redis_number(request: pytest.FixtureRequest) -> int:
    """1 for a lone process or the first worker, 2 for the second, and so on; 0 is left alone."""
    worker: str = getattr(request.config, "workerinput", {}).get("workerid", "gw0")
    return int(worker.removeprefix("gw")) + 1


@pytest.fixture(scope="session")
def redis_prefix(redis_number: int) -> str:
    """A prefix for this worker's channels: publishing does not know of database numbers."""
    return f"esports-test-{redis_number}"
