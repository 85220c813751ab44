"""Every reply carries the protecting headers, every refusal is a problem document."""

from typing import Any

import httpx
import pytest
from litestar import Litestar, get
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.db.errors import CONSTRAINTS
from esports.db.schema import metadata
from esports.errors import Kind
from esports.http import problems
from esports.http.middleware import Frame
from esports.http.problems import STATUS, TITLES, as_domain_error
from tests.support.app import new_client, refusal, sign_up

PROTECTING = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
}
POLICY = "default-src 'none'; frame-ancestors 'none'"


def protected(reply: httpx.Response) -> bool:
    return (PROTECTING | {"content-security-policy": POLICY}).items() <= dict(reply.headers).items()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/health/live", 200),
        ("GET", "/health/ready", 200),
        ("GET", "/api/v1/me", 401),
        ("GET", "/api/v1/nowhere", 404),
        ("PUT", "/api/v1/people", 405),
        ("POST", "/api/v1/people", 422),
        ("OPTIONS", "/api/v1/people", 204),
    ],
)
async def test_every_reply_carries_the_protecting_headers(
    client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    reply = await client.request(method, path)
    assert reply.status_code == status
    assert protected(reply)
    assert "strict-transport-security" not in reply.headers, "not on plain HTTP"
    if status >= 400:
        assert reply.headers["cache-control"] == "no-store"


async def test_a_wrong_method_is_told_the_right_ones(client: httpx.AsyncClient) -> None:
    reply = await client.put("/api/v1/people")
    refusal(reply, 405, "wrong_method")
    assert set(reply.headers["allow"].split(", ")) == {"OPTIONS", "POST"}


@pytest.mark.parametrize("path", ["/", "/api/v1/events", "/api/v1/events/x", "/health/live", "/nowhere"])
async def test_head_is_get_without_the_body(client: httpx.AsyncClient, path: str) -> None:
    there, head = await client.get(path), await client.head(path)
    assert (head.status_code, head.content) == (there.status_code, b"")
    assert head.headers["content-type"] == there.headers["content-type"]


async def test_what_is_nowhere_is_not_found(client: httpx.AsyncClient) -> None:
    for path in ("/api/v1/nowhere", "/api/v1/events/no-uuid", "/api/v1/events/%00", "/api/v1/people/../.."):
        refusal(await client.get(path), 404, "not_found")


@pytest.mark.parametrize("given", ["a1b2c3d4", "x" * 64, "2f0c-4.d_e9"])
async def test_a_correlation_id_is_kept(client: httpx.AsyncClient, given: str) -> None:
    reply = await client.get("/api/v1/me", headers={"x-correlation-id": given})
    assert refusal(reply, 401, "sign_in_required")["correlation_id"] == given


@pytest.mark.parametrize("given", ["short", "x" * 65, 'a"injected"b', "line\\nbreak"])
async def test_a_strange_correlation_id_is_replaced(client: httpx.AsyncClient, given: str) -> None:
    reply = await client.get("/api/v1/me", headers={"x-correlation-id": given})
    assert refusal(reply, 401, "sign_in_required")["correlation_id"] != given


async def test_what_nobody_foresaw_is_a_problem_without_details(capsys: pytest.CaptureFixture[str]) -> None:
    @get("/broken")
    async def broken() -> None:
        raise RuntimeError("the inner workings")

    app = Litestar([broken], exception_handlers={Exception: problems.handle}, logging_config=None)
    app.asgi_handler = Frame(app.asgi_handler, tls=False)
    async with new_client(app) as client:
        reply = await client.get("/broken")
    refusal(reply, 500, "internal_error")
    assert "inner workings" not in reply.text
    assert protected(reply)


def test_every_kind_has_a_status_and_a_title() -> None:
    assert set(STATUS) == set(TITLES) == set(Kind)
    assert len(set(STATUS.values())) == len(STATUS)


def test_every_named_constraint_exists() -> None:
    names = {str(one.name) for table in metadata.tables.values() for one in table.constraints}
    names |= {str(one.name) for table in metadata.tables.values() for one in table.indexes}
    assert set(CONSTRAINTS) <= names


async def refused(engine: AsyncEngine, statement: str, **params: Any) -> tuple[Kind, str]:
    with pytest.raises(DBAPIError) as caught:
        async with engine.begin() as connection:
            await connection.execute(text(statement), params)
    error = as_domain_error(caught.value)
    return error.kind, error.code


async def test_what_the_database_refuses_has_a_code(engine: AsyncEngine, client: httpx.AsyncClient) -> None:
    person = await sign_up(client)
    copy = (
        "INSERT INTO people (id, email, display_name, password_hash) VALUES (gen_random_uuid(), :e, '', '')"
    )
    assert await refused(engine, copy, e=person["email"].upper()) == (Kind.conflict, "email_taken")
    assert await refused(engine, "SELECT 1 / 0") == (Kind.invalid, "invalid_value")
    assert await refused(engine, "SELECT 2147483647::int4 + 1") == (Kind.invalid, "invalid_value")
    assert await refused(engine, "SELECT CAST(:n AS int4)", n=2**40) == (Kind.invalid, "invalid_value")
    assert await refused(engine, "SELECT CAST(:t AS text)", t="a\x00b") == (Kind.invalid, "invalid_value")
    async with engine.connect() as connection:
        await connection.execute(text("SET LOCAL statement_timeout = 50"))
        with pytest.raises(DBAPIError) as caught:
            await connection.execute(text("SELECT pg_sleep(10)"))
    assert as_domain_error(caught.value).code == "database_unavailable"


async def test_a_lock_that_is_held_too_long_is_busy(engine: AsyncEngine, client: httpx.AsyncClient) -> None:
    await sign_up(client)
    async with engine.connect() as holder, engine.connect() as waiter:
        await holder.execute(text("SELECT * FROM people FOR UPDATE"))
        await waiter.execute(text("SET LOCAL lock_timeout = 50"))
        with pytest.raises(DBAPIError) as caught:
            await waiter.execute(text("SELECT * FROM people FOR UPDATE"))
        await waiter.rollback()
    error = as_domain_error(caught.value)
    assert (error.kind, error.code, error.retry_after_seconds) == (Kind.conflict, "busy", 1)


async def test_an_exhausted_pool_is_unavailable_and_recovers(
    app: Litestar, client: httpx.AsyncClient, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.pool, "_timeout", 0.1)
    size = engine.pool.size()  # type: ignore[attr-defined]
    held = [await engine.connect() for _ in range(size)]
    reply = await client.get("/health/ready")
    refusal(reply, 503, "database_unavailable")
    for connection in held:
        await connection.close()
    assert (await client.get("/health/ready")).status_code == 200


async def test_a_fault_that_is_no_refusal_is_not_made_one(engine: AsyncEngine) -> None:
    with pytest.raises(DBAPIError) as caught:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT nonsense"))
    with pytest.raises(DBAPIError):
        as_domain_error(caught.value)
    with pytest.raises(ZeroDivisionError):
        as_domain_error(ZeroDivisionError())
