"""The real application under test, on the worker's database and Redis, with clients that speak HTTP to it.

Fixtures: `app` (started once), `client` (nobody is signed in), `operator` (a site admin), `parts` (the
application's own engine and Redis), `engine` for looking into the database. Tables and counters are empty
at the start of each test. Helpers: `new_client`, `sign_up`, `sign_in`, `refusal`.
"""

import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import msgspec
import pytest
from argon2 import PasswordHasher
from litestar import Litestar
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.accounts import passwords, service
from esports.http.provide import Parts, parts_of
from esports.settings import Settings
from esports.uow import unit_of_work
from tests.support.garbage import look_no_more
from tests.support.rows import clear

PASSWORD = "a long enough password"
OPERATOR = "operator@example.org"
ADDRESS = "http://esports.test"
REAL_HASHER = passwords.HASHER
"""What the product hashes with; the tests' own is as cheap as argon2id can be, for they sign in thousands
of times."""
passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_numbers = itertools.count(1)


class Clock:
    """Tells the time that the test has set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 25, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The present."""
        return self.now

    def go(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


@pytest.fixture(scope="session")
def settings(postgres_url: str, redis_url: str, redis_prefix: str) -> Settings:
    """What the application is told."""
    return Settings(database_url=postgres_url, redis_url=redis_url, redis_prefix=redis_prefix)


@pytest.fixture(scope="session")
async def app(settings: Settings) -> AsyncIterator[Litestar]:
    """The application, started."""
    async with started(settings) as application:
        look_no_more()
        yield application


@asynccontextmanager
async def started(settings: Settings, **options: Any) -> AsyncIterator[Litestar]:
    """An application of other settings, or with a `clock` of the test's."""
    from esports.app import create_app  # here, so that tests without HTTP need not load it

    application = create_app(settings, **options)
    async with application.lifespan():
        yield application


@pytest.fixture(scope="session")
async def by_clock(settings: Settings) -> AsyncIterator[tuple[Litestar, Clock]]:
    """An application by a clock that tests move. It is started once, for that takes half a second."""
    clock = Clock()
    async with started(msgspec.structs.replace(settings, log_level="error"), clock=clock) as app:
        look_no_more()
        yield app, clock


@pytest.fixture
async def parts(app: Litestar) -> Parts:
    """The application's long-lived parts, its tables and its Redis emptied."""
    found = parts_of(app.state)
    await clean(found)
    return found


@pytest.fixture
def engine(parts: Parts) -> AsyncEngine:
    """The application's database."""
    return parts.engine


@pytest.fixture
async def client(app: Litestar, parts: Parts) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without a session."""
    async with new_client(app) as browser:
        yield browser


@pytest.fixture
async def operator(app: Litestar, parts: Parts) -> AsyncIterator[httpx.AsyncClient]:
    """A browser where a site admin is signed in."""
    async with unit_of_work(parts.engine, parts.waker) as unit:
        await service.ensure_operator(unit, email=OPERATOR, password=PASSWORD)
        await unit.commit()
    async with new_client(app) as browser:
        await sign_in(browser, OPERATOR)
        yield browser


def new_client(app: Litestar, *, ip: str = "127.0.0.1", **options: Any) -> httpx.AsyncClient:
    """One more browser, at the network address `ip`; errors of the application reach the test."""
    return httpx.AsyncClient(transport=new_transport(app, ip=ip), base_url=ADDRESS, **options)


def new_transport(app: Litestar, *, ip: str = "127.0.0.1") -> httpx.ASGITransport:
    """What carries a client's requests to the application."""
    return httpx.ASGITransport(app, client=(ip, 40_000))  # type: ignore[arg-type]


async def sign_up(
    client: httpx.AsyncClient, *, email: str | None = None, name: str = "Mei", **fields: Any
) -> dict[str, Any]:
    """Make an account and sign in with it; gives the person."""
    address = email or f"person{next(_numbers)}@example.org"
    reply = await client.post(
        "/api/v1/people",
        json={"email": address, "password": PASSWORD, "display_name": name, **fields},
    )
    assert reply.status_code == 201, reply.text
    await sign_in(client, address)
    person: dict[str, Any] = reply.json()
    return person


async def sign_in(client: httpx.AsyncClient, email: str, password: str = PASSWORD) -> httpx.Response:
    """Sign in; later writes of this client carry the session's CSRF token."""
    reply = await client.post("/api/v1/session", json={"email": email, "password": password})
    assert reply.status_code == 200, reply.text
    client.headers["x-csrf-token"] = reply.json()["csrf_token"]
    return reply


def refusal(reply: httpx.Response, status: int, code: str, *pointers: str) -> dict[str, Any]:
    """The problem document of a refusal, after making sure that it is the one expected."""
    assert reply.headers["content-type"] == "application/problem+json", reply.text
    problem: dict[str, Any] = json.loads(reply.content)
    assert (reply.status_code, problem["code"]) == (status, code), problem
    assert problem["status"] == status
    assert problem["type"] == f"/problems/{code}"
    assert problem["title"]
    assert problem["detail"]
    assert problem["correlation_id"] == reply.headers["x-correlation-id"]
    if pointers:
        assert {one["pointer"] for one in problem["errors"]} == set(pointers), problem
    return problem


async def clean(parts: Parts) -> None:
    """Empty every table and the Redis database."""
    await clear(parts.engine)
    await parts.redis.flushdb()
