"""Webhooks and chat groups in the event's one log of deliveries, with what is wrong with them."""

from typing import Any
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import delete, update

from esports.db.schema.webhooks import webhooks
from esports.db.schema.workers import workers
from esports.db.workers import beat
from esports.webhooks.outgoing import Sender
from tests.support.app import new_client, sign_up
from tests.webhooks.conftest import Hooks
from tests.webhooks.test_webhooks import happened

GROUP = {"name": "Players", "locale": "en", "kinds": {"progress": True}}


async def logged(hooks: Hooks, **asked: str) -> list[Any]:
    """The event's log of deliveries."""
    path = f"/api/v1/events/{hooks.event['id']}/deliveries"
    reply = await hooks.desk.client.get(path, params=asked)
    assert reply.status_code == 200, reply.text
    return list(reply.json()["items"])


@pytest.mark.parametrize(
    ("wrong", "cause", "error"),
    [
        ("403 Forbidden", "declined", "HTTP 403"),
        ("500 Internal Server Error", "server_error", "HTTP 500"),
        ("410 Gone", "gone", "HTTP 410"),
        ("302 Found", "redirected", "HTTP 302"),
        ("http://127.0.0.1:1/", "unreachable", None),
        ("https://10.0.0.1/hook", "private_address", None),
        ("https:///hook", "malformed_url", None),
    ],
)
async def test_each_trouble_of_a_receiver_is_told_and_loses_nothing(
    hooks: Hooks, wrong: str, cause: str, error: str | None
) -> None:
    message = await happened(hooks)
    (one,) = [one for one in await logged(hooks) if one["message"] == message]
    assert (one["state"], one["channel"], one["cause"], one["job"]) == ("waiting", "webhook", None, None)
    assert one["due_at"] is not None
    address = wrong if wrong.startswith("http") else hooks.receiver.url
    hooks.receiver.answer = wrong
    await _lead_to(hooks, address)
    hooks.sender = Sender(unsafe=cause not in ("private_address", "malformed_url"))
    await hooks.deliver(message)
    (one,) = [one for one in await logged(hooks, only="put_off") if one["message"] == message]
    assert (one["cause"], one["error"], one["attempts"]) == (cause, error, 1)
    hooks.receiver.answer = "200 OK"
    await _lead_to(hooks, hooks.receiver.url)
    hooks.sender = Sender(unsafe=True)
    await hooks.desk.post(f"/webhook-messages/{message}/replay")
    await hooks.deliver(message)
    (one,) = [one for one in await logged(hooks, only="sent") if one["message"] == message]
    assert (one["cause"], one["error"], one["due_at"]) == (None, None, None)


async def _lead_to(hooks: Hooks, address: str) -> None:
    """Have the webhook lead to an address, which need be none; it was switched on again by its owner."""
    async with hooks.parts.engine.begin() as connection:
        own = webhooks.c.id == hooks.made["id"]
        values = {"url": address, "disabled_at": None, "rests_until": None}
        await connection.execute(update(webhooks).where(own).values(**values))


async def test_one_list_by_channel_and_state_in_pages(hooks: Hooks) -> None:
    address = f"json://{hooks.receiver.url.removeprefix('http://')}"
    hooks.parts.settings = msgspec.structs.replace(hooks.parts.settings, chat_services="json")
    await hooks.desk.post(f"/events/{hooks.event['id']}/chats", {**GROUP, "url": address})
    await happened(hooks)
    tournament = await hooks.desk.tournament(hooks.event)
    await hooks.desk.post(f"/tournaments/{tournament['id']}/transitions", {"to": "registration"})
    await hooks.collect()
    every = await logged(hooks)
    assert {one["channel"] for one in every} == {"webhook", "group"}
    groups = {(one["reader"], one["state"]) for one in await logged(hooks, channel="group")}
    assert groups == {("Players", "waiting")}
    assert "/hook" not in str(every)
    assert await logged(hooks, channel="mail") == []
    assert await logged(hooks, channel="group", only="given_up") == []
    ids = [one["message"] for one in every]
    assert ids == sorted(ids, reverse=True)
    behind = await logged(hooks, cursor=ids[0], limit="1")
    assert [one["message"] for one in behind] == [ids[1]]
    page = await hooks.desk.client.get(f"/desk/events/{hooks.event['slug']}/deliveries?channel=group")
    assert "Players" in page.text
    assert "127.0.0.1" not in page.text.partition('id="deliveries"')[2]


async def test_that_nobody_works_is_told_with_what_to_do(hooks: Hooks) -> None:
    pages = (f"/desk/events/{hooks.event['slug']}/deliveries", "/desk/jobs")
    for alive in (False, True):
        async with hooks.parts.engine.begin() as connection:
            await connection.execute(delete(workers))
            if alive:
                await beat(connection, uuid4())
        for path in pages:
            text = (await hooks.desk.client.get(path)).text
            assert ('id="nobody-works"' in text) != alive


async def test_operators_may_have_a_message_sent_again_and_others_not(hooks: Hooks) -> None:
    message = await happened(hooks)
    path = f"/webhook-messages/{message}/replay"
    async with new_client(hooks.desk.app) as person:
        signed_up = await sign_up(person)
        await hooks.desk.refused("POST", path, None, 403, "forbidden", client=person)
        role = {"email": signed_up["email"], "role": "operator"}
        await hooks.desk.post(f"/events/{hooks.event['id']}/staff", role)
        reply = await person.post(f"/api/v1{path}")
        assert reply.status_code == 200, reply.text
        assert reply.json()["state"] == "waiting"
