"""The inbox over HTTP."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar

from esports.http.provide import Parts
from esports.notifications import service
from esports.uow import unit_of_work
from tests.support.app import new_client, refusal, sign_up
from tests.support.rows import add_match

INBOX = "/api/v1/inbox"


async def told(parts: Parts, person: str, times: int = 1) -> None:
    """Announce that many matches to the person."""
    for _ in range(times):
        async with unit_of_work(parts.engine, parts.waker) as unit:
            match = await add_match(unit.connection, [UUID(person), None])
            await service.announce_match_ready(unit, match)
            await unit.commit()


async def get(client: httpx.AsyncClient, **params: Any) -> dict[str, Any]:
    reply = await client.get(INBOX, params=params)
    assert reply.status_code == 200, reply.text
    inbox: dict[str, Any] = reply.json()
    return inbox


async def test_a_person_reads_their_notices(client: httpx.AsyncClient, parts: Parts) -> None:
    person = await sign_up(client)
    assert await get(client) == {"items": [], "next_cursor": None, "unread": 0}
    await told(parts, person["id"], 3)
    first = await get(client, limit=2)
    assert (len(first["items"]), first["unread"]) == (2, 3)
    second = await get(client, limit=2, cursor=first["next_cursor"])
    assert (len(second["items"]), second["next_cursor"]) == (1, None)
    notice = first["items"][0]
    assert notice["kind"] == "match_ready"
    assert notice["payload"]["names"] == ["Vitality", "MOUZ"]
    reply = await client.post(f"{INBOX}/{notice['id']}/read")
    assert reply.status_code == 200
    assert reply.json()["read_at"] is not None
    assert (await client.post(f"{INBOX}/{notice['id']}/read")).json() == reply.json()
    assert (await get(client))["unread"] == 2
    reply = await client.post(f"{INBOX}/read-all")
    assert (reply.status_code, reply.json()) == (200, {"marked": 2})
    assert (await get(client))["unread"] == 0


async def test_a_key_repeats_the_reply(client: httpx.AsyncClient, parts: Parts) -> None:
    person = await sign_up(client)
    await told(parts, person["id"], 2)
    headers = {"idempotency-key": "once"}
    for _ in range(2):
        reply = await client.post(f"{INBOX}/read-all", headers=headers)
        assert reply.json() == {"marked": 2}


async def test_nobody_reads_without_signing_in(client: httpx.AsyncClient) -> None:
    refusal(await client.get(INBOX), 401, "sign_in_required")
    refusal(await client.post(f"{INBOX}/read-all"), 401, "sign_in_required")
    refusal(await client.post(f"{INBOX}/{uuid4()}/read"), 401, "sign_in_required")


async def test_another_person_s_notice_is_none(
    app: Litestar, client: httpx.AsyncClient, parts: Parts
) -> None:
    person = await sign_up(client)
    await told(parts, person["id"])
    notice = (await get(client))["items"][0]["id"]
    async with new_client(app) as other:
        await sign_up(other)
        refusal(await other.post(f"{INBOX}/{notice}/read"), 404, "not_found")
    assert (await get(client))["unread"] == 1


@pytest.mark.parametrize("params", [{"limit": "0"}, {"limit": "101"}, {"limit": "x"}, {"cursor": "x"}])
async def test_a_wrong_page_is_refused(client: httpx.AsyncClient, params: dict[str, str]) -> None:
    await sign_up(client)
    refusal(await client.get(INBOX, params=params), 422, "invalid_fields")


async def test_an_address_that_is_none_is_not_found(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    reply = await client.post(f"{INBOX}/nothing/read")
    assert reply.status_code == 404
