"""Chat groups from the fact to the service: what was chosen, once, and never into the own network."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import msgspec
import pytest
import requests
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu

from esports import settings
from esports.errors import SettingsError
from esports.i18n import LOCALES
from esports.journal import facts
from esports.webhooks import services
from esports.webhooks.chat_wire import ChatKinds
from esports.webhooks.chat_words import TEST, Told, kind_of, words
from esports.webhooks.chats import Chats
from esports.webhooks.outgoing import Outcome, Sender
from tests.schedule.week import DAYS, cup, hall, publish
from tests.support.desk import NOBODY
from tests.webhooks.conftest import Hooks
from tests.webhooks.receiver import Receiver, receiving

ONE = UUID(NOBODY)
SECRET = "0123abcd-12ab-4567-89ab-0123456789ab"
NOTHING = dict.fromkeys(ChatKinds.__struct_fields__, False)
MATCH: dict[str, Any] = {"match_id": ONE, "stage_id": ONE, "number": 7}
ENDED: dict[str, Any] = {**MATCH, "names": ["@everyone", "<!here>"], "winner": 0, "scores": [2, 1]}
FACTS = [
    facts.TournamentMoved(tournament_id=ONE, before="seeding", after="running"),
    facts.StageStarted(
        stage_id=ONE, name="Finals", format="swiss", entries=[], draw_seed=None, engine_version="1"
    ),
    facts.RoundPaired(stage_id=ONE, round=2, matches=4),
    facts.MatchesScheduled(version=1, moved=3),
    facts.MatchCalled(**MATCH, called=True),
    facts.MatchCalled(**MATCH, called=False),
    facts.ResultConfirmed(**ENDED, outcome="played", entries=[ONE, ONE]),
    facts.ResultCorrected(**ENDED, reason="slip", voided=[], stands=False, reverted=False),
    facts.ChampionDecided(tournament_id=ONE, entry_id=ONE, name="Owls"),
    facts.RefereeCalled(**MATCH, slot=0, name="Owls"),
    facts.ResultDisputed(**MATCH, slot=0, name="Owls"),
    facts.OpponentAwaited(**MATCH, slot=0, name="Owls"),
]
"""One of each that some group is told."""


@pytest.fixture
async def group(hooks: Hooks) -> AsyncIterator[Any]:
    """A group of the event at the test's own Mattermost, which is told of draws in Chinese."""
    before = hooks.parts.settings
    hooks.parts.settings = msgspec.structs.replace(before, chat_services="json, mmost")
    await hooks.desk.call("DELETE", f"/webhooks/{hooks.made['id']}")
    host = hooks.receiver.url.split("/")[2]
    asked = {"name": "Players", "url": f"mmost://{host}/s3cr3t", "locale": "zh-Hans"}
    yield await hooks.desk.post(
        f"/events/{hooks.event['id']}/chats", {**asked, "kinds": {**NOTHING, "draw": True}}
    )
    hooks.parts.settings = before


def said(receiver: Receiver) -> list[str]:
    """What the service was sent."""
    return [json.loads(body)["text"] for _, _, body in receiver.requests]


async def log(hooks: Hooks, group: Any) -> list[Any]:
    """The group's messages, the newest first."""
    return list((await hooks.desk.get(f"/chats/{group['id']}/messages"))["items"])


async def test_a_group_is_told_what_it_chose_once_in_its_language(hooks: Hooks, group: Any) -> None:
    tournament = await hooks.desk.tournament(hooks.event)
    stage = await hooks.desk.stage(tournament, "single_elimination")
    await hooks.desk.entries(tournament, 2)
    await hooks.desk.start(stage)
    while await hooks.collect():
        pass
    (message,) = await log(hooks, group)
    assert (message["kind"], message["state"]) == ("draw", "waiting")
    for _ in range(3):
        await hooks.deliver(message["id"])
    (text,) = said(hooks.receiver)
    assert "抽签结果已公布" in text
    assert text.endswith(f"https://week.example/events/{hooks.event['slug']}/{tournament['slug']}")
    (message,) = await log(hooks, group)
    assert (message["state"], [one["status"] for one in message["attempts"]]) == ("sent", [200])


async def test_a_test_is_sent_and_what_went_wrong_is_seen(hooks: Hooks, group: Any) -> None:
    desk, path = hooks.desk, f"/chats/{group['id']}/test"
    hooks.receiver.answer = "500 Internal Server Error"
    message = await desk.post(path)
    assert (message["kind"], message["state"], message["attempts"]) == (TEST, "waiting", [])
    await hooks.deliver(message["id"])
    assert (await hooks.due(message["id"]))[-1].total_seconds() > 0
    (health,) = (await desk.get(f"/events/{hooks.event['id']}/webhooks/health"))["items"]
    assert (health["way"], health["name"], health["host"]) == ("chat", "Players", "mmost")
    assert (health["outcome"], health["status"], health["waiting"]) == ("server_error", 500, 1)
    hooks.receiver.answer = "200 OK"
    await desk.post(f"/webhook-messages/{message['id']}/replay")
    await hooks.deliver(message["id"])
    assert hooks.event["name"] in said(hooks.receiver)[-1]

    hooks.receiver.answer = "410 Gone"
    gone = await desk.post(path)
    await hooks.deliver(gone["id"])
    (seen,) = (await desk.get(f"/events/{hooks.event['id']}/chats"))["items"]
    assert seen["disabled_at"]
    hooks.receiver.answer = "200 OK"
    again = await desk.post(path)
    for one in (gone, again):
        await hooks.deliver(one["id"])
    assert {one["state"] for one in await log(hooks, group)} == {"sent"}


async def test_its_address_is_not_shown_and_its_choices_change(hooks: Hooks, group: Any) -> None:
    desk, path = hooks.desk, f"/events/{hooks.event['id']}/chats"
    feishu = {
        "name": "Staff",
        "url": f"https://open.feishu.cn/open-apis/bot/v2/hook/{SECRET}",
        "locale": "en",
    }
    made = await desk.post(path, feishu)
    assert made["address"] == "feishu://…89ab"
    changed = await desk.do("PATCH", f"/chats/{made['id']}", {"name": "Crew", "kinds": {"results": True}})
    assert (changed["name"], changed["kinds"]["results"], changed["locale"]) == ("Crew", True, "en")
    assert await desk.do("PATCH", f"/chats/{made['id']}", {}) == changed
    shown = await desk.get(path), await desk.get(f"/events/{hooks.event['id']}/webhooks/health")
    assert SECRET[:-4] not in json.dumps(shown)
    assert (await desk.get(f"/events/{hooks.event['id']}/webhooks"))["items"] == []
    assert (await desk.call("DELETE", f"/chats/{made['id']}")).status_code == 204
    assert [one["id"] for one in (await desk.get(path))["items"]] == [group["id"]]


async def test_refusals(hooks: Hooks, group: Any) -> None:
    desk, path = hooks.desk, f"/events/{hooks.event['id']}/chats"
    new = {"name": "Players", "url": f"feishu://{SECRET}", "locale": "en"}
    for url, code in {
        "feishu": "chat_url",
        "feishu://": "chat_url",
        f"feishu://{SECRET}?redirect=yes": "chat_url",
        "tgram://123456789:abcdefg_hijklmnop/1?template=file:///etc/passwd": "chat_url",
        "barks://intranet.example/key": "chat_url",
        "ntfys://topic": "chat_url",
        "slack://T1JJ3T3L2/A1BRTD4JD/ТIiajkdnlazkcOXrIdevi7FQ": "chat_url",
        "tgram://123456789:abcdefg_hijklmnop/1/2": "chat_several",
        "mailto://user:password@example.org": "chat_service",
        "file:///etc/passwd": "chat_service",
        "syslog://": "chat_service",
        "xml://localhost": "chat_service",
        "gotify://localhost/token": "chat_service",
        "https://example.org/": "chat_service",
    }.items():
        await desk.refused("POST", path, {**new, "url": url}, 422, code, "/url")
    await desk.refused("POST", path, {**new, "name": "\u200b"}, 422, "name_characters", "/name")
    await desk.refused("POST", path, {**new, "kinds": {"secrets": True}}, 422, "invalid_fields")
    await desk.refused("PATCH", f"/chats/{group['id']}", {"name": " "}, 422, "name_empty", "/name")
    await desk.refused("POST", f"/chats/{NOBODY}/test", None, 404, "not_found")
    for way in ("rotate", "enable"):
        await desk.refused("POST", f"/webhooks/{group['id']}/{way}", None, 404, "not_found")
    for _ in range(9):
        await desk.post(path, new)
    await desk.refused("POST", path, new, 409, "too_many_chats")


async def test_how_it_went_is_told() -> None:
    async with receiving() as receiver:
        host = receiver.url.split("/")[2]
        chats = Chats(Sender(unsafe=True), opened=frozenset({"json", "jsons"}))
        for answer, outcome in {
            "204 No Content": Outcome.delivered,
            "401 Unauthorized": Outcome.refused,
            "503 Service Unavailable": Outcome.server_error,
            f"302 Found\r\nlocation: http://{host}/elsewhere": Outcome.redirected,
        }.items():
            receiver.answer = answer
            assert (await chats.send(f"json://{host}/hook", "title", "text")).outcome is outcome
        assert [line for line, _, _ in receiver.requests] == ["POST /hook HTTP/1.1"] * 4
        assert (await chats.send("json://127.0.0.1:1/", "a", "b")).outcome is Outcome.unreachable
        safe = Chats(Sender(), opened=frozenset({"json", "jsons"}))
        assert (await safe.send("jsons://localhost/", "a", "b")).outcome is Outcome.private_address
        assert (await safe.send(f"json://{host}/", "a", "b")).outcome is Outcome.malformed_url
        assert (await safe.send("gotify://closed.example/token", "a", "b")).outcome is Outcome.malformed_url
        assert (await safe.send("feishu://", "a", "b")).outcome is Outcome.malformed_url
        assert len(receiver.requests) == 4


async def test_silence_ends_and_holds_no_thread() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        chats = Chats(Sender(unsafe=True, seconds=600), opened=frozenset({"json"}), seconds=0.2)
        url = f"json://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        replies = await asyncio.gather(*(chats.send(url, "a", "b") for _ in range(6)))
        assert {one.outcome for one in replies} == {Outcome.timeout}
        async with asyncio.timeout(60):
            await asyncio.to_thread(chats._threads.shutdown)


async def test_a_service_that_says_no_with_200_has_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async with receiving() as receiver:
        here = receiver.url.rsplit("/", 1)[0]
        chats = Chats(Sender(unsafe=True))
        for scheme, plugin in {"dingtalk": NotifyDingTalk, "feishu": NotifyFeishu}.items():
            monkeypatch.setattr(plugin, "notify_url", here + "/{token}")
            sent = f"{scheme}://{'a' * 64}"
            assert (await chats.send(sent, "title", "text")).outcome is Outcome.malformed_url
            assert receiver.requests == []
            ours = msgspec.structs.replace(services.SERVICES[scheme], hosts=("127.0.0.1",))
            monkeypatch.setitem(services.SERVICES, scheme, ours)
            for body, outcome in {
                b'{"errcode": 0, "code": 0}': Outcome.delivered,
                b'{"errcode": 310000, "code": 19024}': Outcome.refused,
                b"<html>": Outcome.delivered,
            }.items():
                receiver.more = body
                assert (await chats.send(sent, "title", "text")).outcome is outcome
            assert len(receiver.requests) == 3
            receiver.requests.clear()


async def test_a_plugin_that_fails_is_one_more_try_and_no_failed_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NotifyFeishu, "notify_url", None)
    assert (await Chats(Sender()).send(f"feishu://{SECRET}", "a", "b")).outcome is Outcome.refused


async def test_what_else_calls_by_requests_goes_as_before() -> None:
    async with receiving() as receiver:
        await Chats(Sender(), opened=frozenset({"jsons"})).send("jsons://localhost/", "a", "b")
        reply = await asyncio.to_thread(requests.get, receiver.url, timeout=30)
        assert (reply.status_code, len(receiver.requests)) == (200, 1)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_kind_has_words(locale: str) -> None:
    names = {"event": "Week", "event_slug": "week", "tournament": "Cup `x`", "tournament_slug": "cup"}
    told = [words(Told(**names, fact=fact), locale, "https://week.example/") for fact in FACTS]
    assert {kind_of(fact) for fact in FACTS} == set(ChatKinds.__struct_fields__)
    assert len({text for _, text in told}) == len(FACTS)
    for title, text in told:
        assert title == "Cup 'x' · Week"
        sentence, link = text.split("\n")
        assert sentence
        assert link == "https://week.example/events/week/cup"
        assert not set(sentence) & set("@<>`{}")
    assert "＠everyone 2:1 ‹!here›" in told[6][1]
    assert words(Told(**names, fact=FACTS[0]), locale, "")[1].count("\n") == 0
    assert "Week" in words(Told(event="Week", event_slug="week"), locale, "")[1]


async def test_a_call_names_the_game_the_sides_and_the_station(hooks: Hooks, group: Any) -> None:
    desk = hooks.desk
    event = await desk.event(**DAYS)
    await hall(desk, event)
    stage = await cup(desk, event, 2)
    await publish(desk, event)
    asked = {"name": "Players", "url": f"mmost://{hooks.receiver.url.split('/')[2]}/s3cr3t", "locale": "en"}
    made = await desk.post(f"/events/{event['id']}/chats", {**asked, "kinds": {**NOTHING, "calls": True}})
    (match,) = await desk.ready(stage)
    for way in ("call", "uncall"):
        await desk.post(f"/matches/{match['id']}/{way}")
    while await hooks.collect():
        pass
    for message in await log(hooks, made):
        await hooks.deliver(message["id"])
    # Both are of one moment, so that either may be the first.
    back, called = sorted(said(hooks.receiver), key=lambda text: "please come" in text)
    slug = stage["tournament"]["slug"]
    sides = f"{slug} 1 – {slug} 2 (Counter-Strike 2, match 1)"
    assert f"{sides}: please come to Station " in called
    assert f"{sides}: the call is taken back." in back


def test_what_is_news_to_nobody_has_no_kind() -> None:
    assert kind_of(facts.TournamentMoved(tournament_id=ONE, before="running", after="archived")) is None
    bye = facts.ResultConfirmed(**{**ENDED, "names": ["Owls", None]}, outcome="bye", entries=[ONE, None])
    assert kind_of(bye) is None
    assert kind_of(facts.EntryRegistered(entry_id=ONE, name="Owls", state="confirmed")) is None


def test_an_installation_opens_what_calls_by_http_alone() -> None:
    assert set(services.OPENABLE) == settings.OPENABLE_CHATS
    opened = settings.load({"ESPORTS_CHAT_SERVICES": "gotifys, mmosts"}).opened_chats
    assert opened == {"gotifys", "mmosts"}
    with pytest.raises(SettingsError):
        settings.load({"ESPORTS_CHAT_SERVICES": "mailto"})
