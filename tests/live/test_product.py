"""The product's own topics: what followers hold is what the API tells, through a whole tournament."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from litestar import Litestar

from esports.accounts.access import ANONYMOUS
from esports.journal.views import normal
from esports.live.client import LiveClient, Refused
from esports.live.copy import Copy
from esports.live.gateway import Gateway
from esports.live.messages import Delta, Skip, Snapshot, read_outgoing
from esports.live.routes import live_address, room_of
from esports.live.snapshots import PRODUCT
from esports.live.sse import HEARTBEAT, RETRY
from esports.settings import Settings
from tests.live.conftest import Gateways
from tests.support.app import refusal
from tests.support.desk import Desk, any_result, desk
from tests.support.wait import until

__all__ = ["desk"]
NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
async def product(gateways: Gateways) -> Gateway:
    """A gateway for the product's topics."""
    return await gateways(builders=PRODUCT)


def url(gateway: Gateway) -> str:
    return f"ws://127.0.0.1:{gateway.port}/live/v1"


def ticket_of(desk: Desk) -> Any:
    async def fetch() -> str:
        ticket: str = (await desk.post("/live/ticket"))["ticket"]
        return ticket

    return fetch


async def head(desk: Desk, tournament: dict[str, Any]) -> int:
    return (await desk.heads())[tournament["id"]]


async def test_followers_hold_what_the_api_tells(product: Gateway, desk: Desk) -> None:
    event = await desk.event()
    tournament = await desk.tournament(event)
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 6)
    async with LiveClient(url(product)) as live:
        whole = live.follow(f"tournament/{tournament['id']}")
        part = live.follow(f"stage/{stage['id']}")
        board = live.follow(f"event/{event['id']}")
        view = await desk.start(stage)
        matches = {match["id"]: live.follow(f"match/{match['id']}") for match in view["matches"]}
        await desk.play(stage, any_result(3))
        last = await head(desk, tournament)
        for copy in (whole, part, *matches.values()):
            await live.wait_for(copy.topic, lambda copy: copy.seq == last)
        heads = await desk.heads()
        await live.wait_for(board.topic, lambda copy: copy.seq == heads[event["id"]])
        told = await desk.view(stage)
        assert (part.epoch, part.seq) == (told.pop("epoch"), told.pop("seq"))
        assert normal({key: part.view[key] for key in told}) == normal(told)
        for match in told["matches"]:
            assert normal(matches[match["id"]].view) == normal(match)
        inside = next(one for one in whole.view["stages"] if one["id"] == stage["id"])
        assert normal(inside) == normal(part.view)
        assert whole.view["tournament"]["state"] == "finished"
        assert board.view["tournaments"][0]["state"] == "finished"


async def test_a_draft_is_for_staff_and_opens_for_all(product: Gateway, desk: Desk) -> None:
    tournament = await desk.tournament(state="draft")
    stage = await desk.stage(tournament)
    topics = [f"tournament/{tournament['id']}", f"stage/{stage['id']}"]
    async with LiveClient(url(product)) as public, LiveClient(url(product), ticket=ticket_of(desk)) as staff:
        for topic in topics:
            assert (await staff.wait_for(topic, lambda copy: True)).view
            with pytest.raises(Refused, match="not_found"):
                await public.wait_for(topic, lambda copy: True)
    await desk.move(tournament, "registration")
    async with LiveClient(url(product)) as public:
        for topic in topics:
            assert (await public.wait_for(topic, lambda copy: True)).view


@pytest.mark.parametrize("kind", ["tournament", "stage", "match", "event"])
async def test_what_is_not_there_cannot_be_followed(product: Gateway, kind: str) -> None:
    async with LiveClient(url(product), locale="zh-CN") as live:
        with pytest.raises(Refused, match="not_found"):
            await live.wait_for(f"{kind}/{NOBODY}", lambda copy: True)


async def test_an_inbox_is_its_owners(product: Gateway, desk: Desk) -> None:
    async with LiveClient(url(product), ticket=ticket_of(desk)) as live:
        assert (await live.wait_for("inbox", lambda copy: True)).view["unread"] == 0
    async with LiveClient(url(product)) as nobody:
        with pytest.raises(Refused, match="sign_in_required"):
            await nobody.wait_for("inbox", lambda copy: True)


async def test_the_api_tells_where_the_socket_is(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/v1/live")).json() == {
        "url": "ws://esports.test:8001/live/v1",
        "protocol": 1,
    }


def test_the_sockets_address_follows_the_settings() -> None:
    assert live_address(Settings(live_port=9), "10.0.0.5:8000") == "ws://10.0.0.5:9/live/v1"
    assert live_address(Settings(live_port=9), "[::1]:8000") == "ws://[::1]:9/live/v1"
    behind = Settings(public_url="https://week.example/")
    assert live_address(behind, "inside:8000") == "wss://week.example/live/v1"
    assert live_address(Settings(live_url="wss://live.example/x"), "inside") == "wss://live.example/x"


@asynccontextmanager
async def listening(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """The application on a real port, for replies that do not end."""
    from asyncio import create_task

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, lifespan="off", ws="none", log_config=None, timeout_graceful_shutdown=5)  # type: ignore[arg-type]
        server = uvicorn.Server(config)
        serving = create_task(server.serve(sockets=[taken]))
        await until(lambda: server.started)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{taken.getsockname()[1]}") as client:
            yield client
        server.should_exit = True
        await serving


async def events(reply: httpx.Response) -> AsyncIterator[tuple[str, Snapshot | Delta | Skip]]:
    """The ids and messages of a response."""
    last = ""
    async for line in reply.aiter_lines():
        if line.startswith("id: "):
            last = line.removeprefix("id: ")
        elif line.startswith("data: "):
            message = read_outgoing(line.removeprefix("data: "))
            assert isinstance(message, Snapshot | Delta | Skip), message
            yield last, message


async def test_the_same_messages_come_as_events(
    app: Litestar, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("esports.live.sse.HEARTBEAT_SECONDS", 0.01)
    tournament = await desk.tournament()
    copy = Copy(f"tournament/{tournament['id']}")
    address = f"/api/v1/live/sse?topic={copy.topic}"
    async with listening(app) as client:
        async with client.stream("GET", address, timeout=60) as reply:
            assert reply.headers["content-type"].startswith("text/event-stream")
            async for number, message in events(reply):
                last = number
                copy.take(message)
                if copy.seq == await head(desk, tournament):
                    break
        known = copy.seq
        await desk.entries(tournament, 2)
        async with client.stream("GET", address, headers={"last-event-id": last}, timeout=60) as reply:
            async for _, message in events(reply):
                assert isinstance(message, Delta)
                assert message.first == known + 1
                copy.take(message)
                if copy.seq == await head(desk, tournament):
                    break
        assert len(copy.view["entries"]) == 2
        await until(lambda: not room_of(app.state)._listeners)


async def test_a_response_ends_in_time_and_goes_on_without_a_gap(
    app: Litestar, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("esports.live.sse.LIFE_SECONDS", 0.05)
    tournament = await desk.tournament()
    copy = Copy(f"tournament/{tournament['id']}")
    position = ""
    async with listening(app) as client:
        for number in range(4):
            await desk.entries(tournament, 1, f"Late {number}")
            query = {"topic": copy.topic, "position": position}
            async with client.stream("GET", "/api/v1/live/sse", params=query, timeout=60) as reply:
                async for event_id, message in events(reply):
                    position = event_id
                    assert copy.take(message) in ("whole", "changed")
    assert copy.seq == await head(desk, tournament)


async def test_events_come_late_to_who_asks_for_it(
    app: Litestar, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("esports.live.sse.HEARTBEAT_SECONDS", 0.01)
    room = room_of(app.state)
    topic = f"tournament/{(await desk.tournament())['id']}"
    for delay, first in ((0, b"id: "), (600, HEARTBEAT)):
        blocks = await room.enter(ANONYMOUS, topic, None, delay=delay)
        assert await anext(blocks) == RETRY
        assert (await anext(blocks)).startswith(first)
        await blocks.aclose()  # type: ignore[attr-defined]
    assert not room._listeners


async def test_wrong_questions_are_refused(client: httpx.AsyncClient, desk: Desk) -> None:
    address = "/api/v1/live/sse"
    refusal(await client.get(address, params={"topic": f"event/{NOBODY}"}), 404, "not_found")
    refusal(await client.get(address, params={"topic": "weather"}), 404, "not_found")
    refusal(await client.get(address, params={"topic": "inbox"}), 401, "sign_in_required")
    draft = await desk.tournament(state="draft")
    refusal(await client.get(address, params={"topic": f"tournament/{draft['id']}"}), 404, "not_found")
    refusal(await client.get(address, params={"topic": "inbox", "delay": 901}), 422, "invalid_fields")
    wrong = {"topic": "inbox", "position": "yesterday"}
    refusal(await client.get(address, params=wrong), 400, "malformed_event_id")
    refusal(await client.get(address), 422, "invalid_fields")


async def test_a_full_or_closing_process_sends_listeners_elsewhere(
    app: Litestar, client: httpx.AsyncClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = {"topic": f"tournament/{(await desk.tournament())['id']}"}
    monkeypatch.setattr("esports.live.sse.LISTENERS", 0)
    refusal(await client.get("/api/v1/live/sse", params=topic), 503, "too_many_listeners")
    monkeypatch.undo()
    room = room_of(app.state)
    async with listening(app) as listener, listener.stream("GET", "/api/v1/live/sse", params=topic) as reply:
        await until(lambda: len(room._listeners) == 1)
        await room.close()
        assert [event_id async for event_id, _ in events(reply)]
    try:
        refusal(await client.get("/api/v1/live/sse", params=topic), 503, "restarting")
    finally:
        del app.state["live_room"]
