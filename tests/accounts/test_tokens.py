"""Tokens for programs and tickets for the live socket."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.accounts import service
from esports.accounts.service import MAX_TOKENS
from esports.http.provide import Parts
from tests.support.app import Clock, new_client, refusal, sign_up

TOKENS = "/api/v1/tokens"
TICKET = "/api/v1/live/ticket"
ME = "/api/v1/me"
SESSION = "/api/v1/session"


async def make(client: httpx.AsyncClient, **fields: Any) -> dict[str, Any]:
    reply = await client.post(TOKENS, json={"name": "scoreboard", "scopes": ["read"], **fields})
    assert reply.status_code == 201, reply.text
    made: dict[str, Any] = reply.json()
    return made


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


async def test_a_token_is_shown_once_and_signs_its_owner_in(app: Litestar, client: httpx.AsyncClient) -> None:
    person = await sign_up(client)
    made = await make(client, scopes=["results", "read", "read"])
    assert made["token"].startswith(f"esw_{UUID(made['id']).hex}_")
    assert made["scopes"] == ["read", "results"]
    async with new_client(app) as program:
        me = (await program.get(ME, headers=bearer(made["token"]))).json()
        assert me == {"person": person, "csrf_token": None, "scopes": ["read", "results"]}
        ticket = await program.post(TICKET, headers=bearer(made["token"]))
        assert ticket.status_code == 201, "a token needs no CSRF token"
    listed = (await client.get(TOKENS)).json()["items"]
    assert [one["id"] for one in listed] == [made["id"]]
    assert made["token"].rpartition("_")[2] not in str(listed)
    assert listed[0]["last_used_at"] is not None


async def test_the_database_does_not_know_the_secret(client: httpx.AsyncClient, engine: AsyncEngine) -> None:
    await sign_up(client)
    secret = (await make(client))["token"].rpartition("_")[2]
    async with engine.connect() as connection:
        row = (await connection.execute(text("SELECT * FROM tokens"))).one()
    assert secret not in str(row)
    assert bytes.fromhex(secret) not in bytes(row.secret_hash)


async def test_bad_tokens_are_told_so(app: Litestar, client: httpx.AsyncClient) -> None:
    await sign_up(client)
    good = (await make(client))["token"]
    head, _, secret = good.rpartition("_")
    swapped = "0" if secret[-1] != "0" else "1"
    async with new_client(app) as program:
        for bad in (
            "",
            "x",
            good[:-1],
            good[:-1] + swapped,
            good + "0",
            good.upper(),
            f"{head[:-1]}_{secret}",
            f"esw_{'0' * 32}_{secret}",
            "esw_\u00e9",
        ):
            headers = {"authorization": f"Bearer {bad}".encode()}
            reply = await program.get(ME, headers=headers)
            refusal(reply, 401, "bad_token")
            assert reply.headers["www-authenticate"] == "Bearer"
        assert (await program.get(ME, headers={"authorization": f"bearer  {good}"})).status_code == 200


async def test_a_token_wins_over_the_cookie(app: Litestar, client: httpx.AsyncClient) -> None:
    await sign_up(client)
    async with new_client(app) as other:
        owner = await sign_up(other)
        token = (await make(other))["token"]
    assert (await client.get(ME, headers=bearer(token))).json()["person"] == owner
    refusal(await client.get(ME, headers=bearer("x")), 401, "bad_token")


async def test_a_token_cannot_manage_tokens_or_sessions(app: Litestar, client: httpx.AsyncClient) -> None:
    await sign_up(client)
    made = await make(client, scopes=["read", "entries", "results", "manage"])
    headers = bearer(made["token"])
    body = {"name": "more", "scopes": ["read"]}
    async with new_client(app) as program:
        refusal(await program.post(TOKENS, json=body, headers=headers), 403, "session_needed")
        refusal(await program.get(TOKENS, headers=headers), 403, "session_needed")
        refusal(await program.delete(f"{TOKENS}/{made['id']}", headers=headers), 403, "session_needed")
        refusal(await program.delete(SESSION, headers=headers), 403, "session_needed")


async def test_a_scope_that_the_token_lacks_is_named(app: Litestar, client: httpx.AsyncClient) -> None:
    await sign_up(client)
    token = (await make(client, scopes=["results"]))["token"]
    async with new_client(app) as program:
        problem = refusal(await program.get(ME, headers=bearer(token)), 403, "scope_missing")
    assert "read" in problem["detail"]


async def test_a_deleted_token_is_dead_at_once(app: Litestar, client: httpx.AsyncClient) -> None:
    await sign_up(client)
    made = await make(client)
    async with new_client(app) as program:
        assert (await program.get(ME, headers=bearer(made["token"]))).status_code == 200
        assert (await client.delete(f"{TOKENS}/{made['id']}")).status_code == 204
        refusal(await program.get(ME, headers=bearer(made["token"])), 401, "bad_token")
    assert (await client.get(TOKENS)).json()["items"] == []
    refusal(await client.delete(f"{TOKENS}/{made['id']}"), 404, "not_found")


async def test_nobody_sees_or_deletes_another_s_token(app: Litestar, client: httpx.AsyncClient) -> None:
    await sign_up(client)
    made = await make(client)
    async with new_client(app) as other:
        await sign_up(other)
        assert (await other.get(TOKENS)).json()["items"] == []
        refusal(await other.delete(f"{TOKENS}/{made['id']}"), 404, "not_found")


async def test_a_token_ends_when_it_says(by_clock: tuple[Litestar, Clock], parts: Parts) -> None:
    application, clock = by_clock
    clock.now = datetime(2026, 5, 1, tzinfo=UTC)
    async with new_client(application) as browser:
        await sign_up(browser)
        token = (await make(browser, expires_at="2026-05-02T08:00:00+08:00"))["token"]
        clock.now += timedelta(days=1, seconds=-1)
        assert (await browser.get(ME, headers=bearer(token))).status_code == 200
        clock.go(1)
        refusal(await browser.get(ME, headers=bearer(token)), 401, "bad_token")


@pytest.mark.parametrize(
    ("fields", "code", "pointer"),
    [
        ({"name": ""}, "name_empty", "/name"),
        ({"name": "a\u200bb"}, "name_characters", "/name"),
        ({"expires_at": "2001-01-01T00:00:00Z"}, "expires_in_the_past", "/expires_at"),
        ({"scopes": []}, "invalid_fields", "/scopes"),
        ({"scopes": ["read", "all"]}, "invalid_fields", "/scopes/1"),
        ({"scopes": "read"}, "invalid_fields", "/scopes"),
        ({"scopes": ["read"] * 5}, "invalid_fields", "/scopes"),
        ({"expires_at": "2100-01-01T00:00:00"}, "invalid_fields", "/expires_at"),
        ({"expires_at": 10**400}, "invalid_fields", "/expires_at"),
        ({"name": 7}, "invalid_fields", "/name"),
        ({"person_id": "x"}, "invalid_fields", "/person_id"),
    ],
)
async def test_what_does_not_make_a_token(
    client: httpx.AsyncClient, fields: dict[str, Any], code: str, pointer: str
) -> None:
    await sign_up(client)
    body = {"name": "scoreboard", "scopes": ["read"], **fields}
    refusal(await client.post(TOKENS, json=body), 422, code, pointer)


async def test_tokens_are_bounded(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    for _ in range(MAX_TOKENS):
        await make(client)
    body = {"name": "one more", "scopes": ["read"]}
    refusal(await client.post(TOKENS, json=body), 409, "too_many_tokens")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ME), ("POST", TOKENS), ("GET", TOKENS), ("DELETE", f"{TOKENS}/{UUID(int=1)}"), ("POST", TICKET)],
)
async def test_nobody_in_particular_is_asked_to_sign_in(
    client: httpx.AsyncClient, method: str, path: str
) -> None:
    body = {"name": "t", "scopes": ["read"]} if (method, path) == ("POST", TOKENS) else None
    refusal(await client.request(method, path, json=body), 401, "sign_in_required")


async def test_a_ticket_opens_once(client: httpx.AsyncClient, engine: AsyncEngine) -> None:
    person = await sign_up(client)
    given = (await client.post(TICKET)).json()
    now = datetime.now(UTC)
    async with engine.begin() as connection:
        assert given["ticket"] not in str((await connection.execute(text("TABLE live_tickets"))).all())
        assert await service.redeem_ticket(connection, given["ticket"], now) == UUID(person["id"])
        assert await service.redeem_ticket(connection, given["ticket"], now) is None
        for junk in ("", "x", "f" * 64, "\x00" * 64, "\u00e9" * 64):
            assert await service.redeem_ticket(connection, junk, now) is None


async def test_a_ticket_ends_after_a_minute(client: httpx.AsyncClient, engine: AsyncEngine) -> None:
    await sign_up(client)
    given = (await client.post(TICKET)).json()
    end = datetime.fromisoformat(given["expires_at"])
    async with engine.begin() as connection:
        assert await service.redeem_ticket(connection, given["ticket"], end) is None
