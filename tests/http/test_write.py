"""A write takes effect once however often it is sent, and an edit of what has changed is refused."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from litestar import Litestar, Request
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.errors import DomainError
from esports.http.write import expected_revision
from tests.support.app import PASSWORD, new_client, refusal, sign_up

PEOPLE = "/api/v1/people"
TOKENS = "/api/v1/tokens"
TICKET = "/api/v1/live/ticket"
EVENTS = "/api/v1/events"
PERSON = {"email": "mei@example.org", "password": "canary-" + PASSWORD, "display_name": "Mei"}
KEY = {"idempotency-key": "0f9a8b7c-0001"}


def event(slug: str = "week") -> dict[str, str]:
    days = {"starts_on": "2026-05-01", "ends_on": "2026-05-07"}
    return {"name": "Esports Week", "slug": slug, "time_zone": "Asia/Shanghai", **days}


async def count(engine: AsyncEngine, table: str) -> int:
    async with engine.connect() as connection:
        found: int = (await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()
        return found


async def test_a_retry_is_answered_byte_for_byte(client: httpx.AsyncClient, engine: AsyncEngine) -> None:
    first = await client.post(PEOPLE, json=PERSON, headers=KEY)
    again = await client.post(PEOPLE, json=PERSON, headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert await count(engine, "people") == 1


async def test_the_retry_of_an_edit_keeps_its_etag(operator: httpx.AsyncClient) -> None:
    made = (await operator.post(EVENTS, json=event())).json()
    path, change = f"{EVENTS}/{made['id']}", {"name": "Another"}
    first = await operator.patch(path, json=change, headers=KEY)
    again = await operator.patch(path, json=change, headers=KEY)
    assert first.headers["etag"] == again.headers["etag"] == '"2"'
    assert first.content == again.content


async def test_sent_twice_at_once_it_takes_effect_once(
    operator: httpx.AsyncClient, engine: AsyncEngine
) -> None:
    replies = await asyncio.gather(*(operator.post(EVENTS, json=event(), headers=KEY) for _ in range(6)))
    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.content for reply in replies}) == 1
    assert sorted("idempotent-replayed" in reply.headers for reply in replies) == [False] + [True] * 5
    assert await count(engine, "events") == 1


async def test_the_control_without_a_key_it_takes_effect_twice(
    client: httpx.AsyncClient, engine: AsyncEngine
) -> None:
    await sign_up(client)
    replies = await asyncio.gather(*(client.post(TICKET) for _ in range(2)))
    assert {reply.status_code for reply in replies} == {201}
    assert replies[0].content != replies[1].content
    assert await count(engine, "live_tickets") == 2


@pytest.mark.parametrize(
    ("table", "path", "body"),
    [("tokens", TOKENS, {"name": "scoreboard", "scopes": ["read"]}), ("live_tickets", TICKET, None)],
)
async def test_a_secret_is_made_once_and_not_shown_to_a_retry(
    client: httpx.AsyncClient, engine: AsyncEngine, table: str, path: str, body: dict[str, Any] | None
) -> None:
    await sign_up(client)
    replies = await asyncio.gather(*(client.post(path, json=body, headers=KEY) for _ in range(3)))
    replies.sort(key=lambda reply: reply.status_code)
    assert [reply.status_code for reply in replies] == [201, 409, 409]
    refusal(replies[1], 409, "shown_once")
    assert await count(engine, table) == 1


async def test_the_remembered_replies_give_no_secret_away(
    client: httpx.AsyncClient, engine: AsyncEngine
) -> None:
    await client.post(PEOPLE, json=PERSON, headers=KEY)
    await sign_up(client)
    token = await client.post(TOKENS, json={"name": "t", "scopes": ["read"]}, headers=KEY)
    ticket = await client.post(TICKET, headers={"idempotency-key": "another"})
    session = await client.post(
        "/api/v1/session", json={k: PERSON[k] for k in ("email", "password")}, headers=KEY
    )
    secrets = [
        PERSON["password"],
        token.json()["token"].rpartition("_")[2],
        ticket.json()["ticket"],
        session.json()["csrf_token"],
        session.cookies["esports_session"],
        KEY["idempotency-key"],
    ]
    async with engine.connect() as connection:
        rows = (await connection.execute(text("SELECT replies.*, body::text AS bytes FROM replies"))).all()
    assert len(rows) == 3, "people, tokens, tickets; a sign-in leaves nothing"
    kept = "".join(map(str, rows))
    for secret in secrets:
        assert secret not in kept
        assert secret.encode().hex() not in kept


@pytest.mark.parametrize(
    "other",
    [
        lambda client: client.post(EVENTS, json=event("other"), headers=KEY),
        lambda client: client.post(f"{EVENTS}?x=1", json=event(), headers=KEY),
        lambda client: client.post(TICKET, headers=KEY),
    ],
    ids=["body", "query", "path"],
)
async def test_a_key_is_for_one_request(
    operator: httpx.AsyncClient, engine: AsyncEngine, other: Callable[[httpx.AsyncClient], Any]
) -> None:
    assert (await operator.post(EVENTS, json=event(), headers=KEY)).status_code == 201
    refusal(await other(operator), 422, "idempotency_key_reused")
    assert await count(engine, "events") == 1


async def test_a_refusal_is_not_remembered(client: httpx.AsyncClient, operator: httpx.AsyncClient) -> None:
    taken = event()
    assert (await operator.post(EVENTS, json=taken)).status_code == 201
    refusal(await operator.post(EVENTS, json=taken, headers=KEY), 409, "slug_taken")
    assert (await operator.post(EVENTS, json=event("free"), headers=KEY)).status_code == 201


async def test_keys_of_different_people_do_not_meet(app: Litestar, client: httpx.AsyncClient) -> None:
    await sign_up(client)
    async with new_client(app) as other:
        await sign_up(other)
        body = {"name": "t", "scopes": ["read"]}
        mine, theirs = [await one.post(TOKENS, json=body, headers=KEY) for one in (client, other)]
    assert (mine.status_code, theirs.status_code) == (201, 201)
    assert mine.json()["id"] != theirs.json()["id"]


@pytest.mark.parametrize("key", ["", "x" * 256, "tab\there", "é"])
async def test_a_malformed_key_is_refused(client: httpx.AsyncClient, key: str) -> None:
    headers = {"idempotency-key": key.encode()}
    refusal(await client.post(PEOPLE, json=PERSON, headers=headers), 400, "malformed_idempotency_key")


@pytest.mark.parametrize("key", ["x", "x" * 255, "~ !"])
async def test_keys_of_every_allowed_form_do(client: httpx.AsyncClient, key: str) -> None:
    assert (await client.post(PEOPLE, json=PERSON, headers={"idempotency-key": key})).status_code == 201


def seen(value: str | None) -> int | None:
    headers = [] if value is None else [(b"if-match", value.encode())]
    return expected_revision(Request({"type": "http", "headers": headers, "state": {}}))  # type: ignore[arg-type]


def test_if_match_names_a_revision() -> None:
    assert [seen(one) for one in ('"3"', 'W/"3"', "3", "*", None)] == [3, 3, 3, None, None]


@pytest.mark.parametrize("value", ["", '""', "-1", '"three"', "1, 2", "²", "9" * 10])
def test_a_malformed_if_match_is_refused(value: str) -> None:
    with pytest.raises(DomainError) as caught:
        seen(value)
    assert caught.value.code == "malformed_if_match"


async def test_an_edit_of_what_has_changed_is_refused(operator: httpx.AsyncClient) -> None:
    made = await operator.post(EVENTS, json=event())
    path, etag = f"{EVENTS}/{made.json()['id']}", made.headers["etag"]
    stale = {"if-match": etag}
    assert (await operator.patch(path, json={"name": "Second"}, headers=stale)).status_code == 200
    refusal(await operator.patch(path, json={"name": "Third"}, headers=stale), 412, "stale_revision")
    now = await operator.get(path)
    assert (now.json()["name"], now.headers["etag"]) == ("Second", '"2"')
    known = await operator.get(path, headers={"if-none-match": '"2"'})
    assert (known.status_code, known.content) == (304, b"")
