"""Webhooks from the fact to the receiver: signed, once, tried for a day, never lost."""

import asyncio
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from esports.clock import utc_now
from esports.db import housekeeping
from esports.journal.facts import EntryRegistered, Item, Visibility
from esports.webhooks import delivery, queries
from tests.support.app import refusal
from tests.support.desk import NOBODY
from tests.webhooks.conftest import Hooks

OFFSETS = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]


async def happened(hooks: Hooks) -> str:
    """Something happens in the event; the oldest message of it."""
    await hooks.desk.tournament(hooks.event)
    await hooks.collect()
    return await hooks.only()


def verified(request: Any, secret: str) -> Any:
    """The document, if the signature is right."""
    _, headers, body = request
    return Verifier(secret).verify(body, headers)


async def test_what_happens_is_sent_once_and_signed(hooks: Hooks) -> None:
    tournament = await hooks.desk.tournament(hooks.event)
    await hooks.desk.entries(tournament, 1)
    for _ in range(3):
        await hooks.collect()
    assert await hooks.collect() == 0
    journal = await hooks.desk.get(f"/tournaments/{tournament['id']}/journal")
    public = [one["seq"] for one in journal["items"] if one.get("visibility", "public") == "public"]
    for message in reversed(await hooks.log()):
        for _ in range(2):
            await hooks.deliver(message["id"])
    told = [verified(request, hooks.made["secret"]) for request in hooks.receiver.requests]
    assert sorted(one["data"]["seq"] for one in told) == public
    assert {one["data"]["tournament"] for one in told} == {tournament["id"]}
    assert all(one["type"] == one["data"]["fact"]["kind"] for one in told)
    assert all(len(request[2]) <= delivery.BODY_BYTES for request in hooks.receiver.requests)
    assert {one["state"] for one in await hooks.log()} == {"sent"}
    _, headers, body = hooks.receiver.requests[0]
    with pytest.raises(WebhookVerificationError):
        Verifier(hooks.made["secret"]).verify(body + b" ", headers)


async def test_real_names_and_drafts_stay_here(hooks: Hooks) -> None:
    child = {"name": "Lin Jun", "birth_date": "2015-05-05", "in_game_id": "owl"}
    tournament = await hooks.desk.tournament(hooks.event)
    entry = {"name": "Owls", "roster": [child]}
    await hooks.desk.post(f"/tournaments/{tournament['id']}/entries", entry)
    draft, dropped = [await hooks.desk.tournament(hooks.event, state="draft") for _ in range(2)]
    await hooks.desk.post(f"/tournaments/{dropped['id']}/transitions", {"to": "cancelled"})
    while await hooks.collect():
        pass
    for message in await hooks.log():
        await hooks.deliver(message["id"])
    sent = b"".join(body for _, _, body in hooks.receiver.requests).decode()
    assert "Owls" in sent
    for secret in ("Lin Jun", "2015", draft["id"], dropped["id"]):
        assert secret not in sent


async def test_two_secrets_live_for_a_day_and_then_the_new_one_alone(hooks: Hooks) -> None:
    rotated = await hooks.desk.post(f"/webhooks/{hooks.made['id']}/rotate")
    message = await happened(hooks)
    await hooks.deliver(message)
    for secret in (hooks.made["secret"], rotated["secret"]):
        verified(hooks.receiver.requests[-1], secret)
    assert (await hooks.webhook())["old_secret_until"]
    hooks.now += timedelta(hours=25)
    await hooks.desk.post(f"/webhook-messages/{message}/replay")
    await hooks.deliver(message)
    _, headers, _ = hooks.receiver.requests[-1]
    assert len(headers["webhook-signature"].split(" ")) == 1
    assert headers["webhook-id"] == hooks.receiver.requests[0][1]["webhook-id"]


async def test_a_refused_message_is_tried_for_a_day_and_then_given_up(hooks: Hooks) -> None:
    hooks.receiver.answer = "500 Internal Server Error"
    message = await happened(hooks)
    waited = 0.0
    for offset in OFFSETS:
        await hooks.deliver(message)
        wait = (await hooks.due(message))[-1].total_seconds()
        assert wait > 0
        waited += wait
        assert offset <= waited <= offset * 1.1
        hooks.now += timedelta(seconds=wait)
    await hooks.deliver(message)
    failed = next(one for one in await hooks.log() if one["id"] == message)
    assert failed["state"] == "failed"
    assert [one["outcome"] for one in failed["attempts"]] == ["server_error"] * 10
    assert len({request[1]["webhook-id"] for request in hooks.receiver.requests}) == 1
    hooks.receiver.answer = "200 OK"
    replayed = await hooks.desk.post(f"/webhook-messages/{message}/replay")
    assert replayed["state"] == "waiting"
    await hooks.deliver(message)
    assert next(one for one in await hooks.log() if one["id"] == message)["state"] == "sent"


async def test_gone_switches_it_off_and_what_waits_is_kept(hooks: Hooks) -> None:
    hooks.receiver.answer = "410 Gone"
    message = await happened(hooks)
    await hooks.deliver(message)
    assert (await hooks.webhook())["disabled_at"]
    hooks.receiver.answer = "200 OK"
    await hooks.deliver(message)
    assert len(hooks.receiver.requests) == 1
    enabled = await hooks.desk.post(f"/webhooks/{hooks.made['id']}/enable")
    assert enabled["disabled_at"] is None
    assert enabled["waiting"] >= 1
    await hooks.deliver(message)
    assert len(hooks.receiver.requests) == 2


async def test_a_receiver_that_is_not_there_rests(hooks: Hooks) -> None:
    nowhere = {"url": "http://127.0.0.1:1/"}
    hooks.made = await hooks.desk.post(f"/events/{hooks.event['id']}/webhooks", nowhere)
    await hooks.desk.tournament(hooks.event)
    await hooks.collect()
    first, second = [one["id"] for one in await hooks.log()][:2]
    for message in (first, second):
        await hooks.deliver(message)
    tried = {one["id"]: [a["outcome"] for a in one["attempts"]] for one in await hooks.log()}
    assert (tried[first], tried[second]) == (["unreachable"], [])
    assert (await hooks.due(second))[-1] >= delivery.REST
    hooks.now += 2 * delivery.REST
    await hooks.deliver(second)
    tried = {one["id"]: len(one["attempts"]) for one in await hooks.log()}
    assert tried[second] == 1


async def test_a_receiver_that_was_sent_too_much_rests(hooks: Hooks) -> None:
    hooks.receiver.answer = "429 Too Many Requests"
    await hooks.desk.tournament(hooks.event)
    await hooks.collect()
    first, second = [one["id"] for one in await hooks.log()][:2]
    for message in (first, second):
        await hooks.deliver(message)
    tried = {one["id"]: [a["outcome"] for a in one["attempts"]] for one in await hooks.log()}
    assert (tried[first], tried[second]) == (["refused"], [])
    assert (await hooks.due(second))[-1] >= delivery.REST


async def test_however_many_collect_at_once_each_fact_is_one_message(hooks: Hooks) -> None:
    tournament = await hooks.desk.tournament(hooks.event)
    await asyncio.gather(*(hooks.collect() for _ in range(5)))
    while await hooks.collect():
        pass
    journal = await hooks.desk.get(f"/tournaments/{tournament['id']}/journal")
    assert len(await hooks.log()) == len(journal["items"])


async def test_the_log_goes_after_30_days(hooks: Hooks) -> None:
    message = await happened(hooks)
    await hooks.deliver(message)
    webhook = UUID(hooks.made["id"])
    for days, left in ((29, True), (31, False)):
        async with hooks.parts.engine.begin() as connection:
            await housekeeping.sweep(connection, now=hooks.now + timedelta(days=days))
            assert bool(await queries.messages(connection, webhook, limit=1)) == left


def test_a_message_that_is_too_big_goes_without_its_fact() -> None:
    fact = EntryRegistered(entry_id=UUID(NOBODY), name="x" * 30_000, state="confirmed")
    item = Item(seq=1, commit_seq=1, visibility=Visibility.public, fact=fact, patch=[], at=utc_now())
    body = delivery.body_of(item, UUID(NOBODY), UUID(NOBODY))
    assert len(body) < 1_000
    assert json.loads(body)["data"]["fact"] is None


async def test_refusals(hooks: Hooks) -> None:
    desk, path = hooks.desk, f"/events/{hooks.event['id']}/webhooks"
    await desk.refused("POST", path, {"url": "ftp://example.org/"}, 422, "webhook_url", "/url")
    hooks.parts.settings = msgspec.structs.replace(hooks.parts.settings, webhooks_anywhere=False)
    await desk.refused("POST", path, {"url": "http://example.org/"}, 422, "webhook_url", "/url")
    await desk.refused("POST", path, {"url": "https://10.0.0.1/"}, 422, "webhook_private", "/url")
    await desk.refused("POST", path, {}, 422, "invalid_fields")
    await desk.refused("POST", f"/webhooks/{NOBODY}/rotate", None, 404, "not_found")
    await desk.refused("POST", f"/webhook-messages/{NOBODY}/replay", None, 404, "not_found")
    for number in range(9):
        await desk.post(path, {"url": f"https://example.org/{number}"})
    await desk.refused("POST", path, {"url": "https://example.org/"}, 409, "too_many_webhooks")
    assert "secret" not in json.dumps(await desk.get(path)).replace("old_secret_until", "")
    assert (await desk.call("DELETE", f"/webhooks/{hooks.made['id']}")).status_code == 204
    refusal(await desk.call("GET", f"/webhooks/{hooks.made['id']}/messages"), 404, "not_found")
