"""Clients that do not keep to the protocol, and those that must not get what they ask for."""

import asyncio
import contextlib
import json
import socket as sockets
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import delete, update
from websockets.exceptions import ConnectionClosed, InvalidStatus

from esports.accounts import secret, service
from esports.accounts.access import Actor
from esports.accounts.queries import sessions as session_queries
from esports.clock import utc_now
from esports.db.schema.accounts import live_tickets, people, sessions, staff
from esports.ids import new_id
from esports.journal.facts import Visibility
from esports.live.admission import Admission
from esports.live.gateway import Gateway
from esports.live.protocol import Limits
from esports.live.session import Session
from esports.uow import unit_of_work
from tests.live.conftest import Gateways
from tests.live.world import DEADLINE_SECONDS, NoWaker, World, raw, score
from tests.support.rows import add_person
from tests.support.wait import until


async def someone(world: World, *, role: str | None = None) -> UUID:
    """A person, with a role in the world's event."""
    async with world.engine.begin() as connection:
        person_id = await add_person(connection)
        if role:
            values = {"id": person_id, "person_id": person_id, "event_id": world.event_id, "role": role}
            await connection.execute(staff.insert().values(**values))
    return person_id


async def ticket_for(world: World, person_id: UUID) -> str:
    async with unit_of_work(world.engine, NoWaker()) as unit:
        ticket = await service.create_ticket(unit, actor=Actor(person_id=person_id))
        await unit.commit()
    return ticket.ticket


async def session_for(world: World, person_id: UUID) -> str:
    session_id = secret.new()
    async with world.engine.begin() as connection:
        await session_queries.add(
            connection,
            id=new_id(utc_now),
            device=None,
            id_hash=secret.digest(session_id),
            person_id=person_id,
            csrf_token="x",
            expires_at=utc_now() + timedelta(days=1),
        )
    return session_id


def cookie(session_id: str) -> dict[str, str]:
    return {"Cookie": f"theme=dark; __Host-esports_session={session_id}"}


HELLO = json.dumps({"type": "hello", "protocol": 1})


@pytest.mark.parametrize(
    ("said", "code", "close"),
    [
        ([b"binary"], "text_expected", 1003),
        (["{"], "malformed_message", 1008),
        (["[" * 20_000], "malformed_message", 1008),
        (['{"type":"hello","protocol":1,"follow":' + "[" * 20_000], "malformed_message", 1008),
        (["null"], "malformed_message", 1008),
        (['{"type": "shout"}'], "malformed_message", 1008),
        (['{"type": "hello", "protocol": 1, "extra": true}'], "malformed_message", 1008),
        (['{"type": "hello", "protocol": 1e400}'], "malformed_message", 1008),
        (['{"type": "hello", "protocol": 2}'], "unknown_protocol", 1008),
        (['{"type": "ping"}'], "hello_expected", 1008),
        ([HELLO, HELLO], "hello_again", 1008),
        ([HELLO, '{"type":"follow","topic":"inbox","after":-1}'], "malformed_message", 1008),
        ([HELLO, '{"type":"follow","topic":"inbox","after":9007199254740992}'], "malformed_message", 1008),
        ([HELLO, json.dumps({"type": "follow", "topic": "x" * 65})], "malformed_message", 1008),
        ([HELLO, '{"type":"follow","topic":"inbox","delay":901}'], "malformed_message", 1008),
        ([HELLO, '{"type":"follow","topic":"inbox","delay":-1}'], "malformed_message", 1008),
        (
            [json.dumps({"type": "hello", "protocol": 1, "follow": [{"topic": "inbox"}] * 101})],
            "malformed_message",
            1008,
        ),
        ([json.dumps({"type": "hello", "protocol": 1, "ticket": "0" * 64})], "bad_ticket", 4001),
        ([json.dumps({"type": "hello", "protocol": 1, "ticket": "mine"})], "bad_ticket", 4001),
    ],
)
async def test_who_breaks_the_protocol_is_told_and_closed(
    gateway: Gateway, said: list[Any], code: str, close: int
) -> None:
    async with raw(gateway.port) as client:
        for message in said:
            await client.socket.send(message)
        error = await client.hear()
        assert (error["type"], error["code"]) == ("error", code)
        assert error["detail"]
        assert await client.closed() == (close, code)
    await until(lambda: not gateway.sessions)


async def test_messages_are_bounded(gateway: Gateway) -> None:
    async with raw(gateway.port, hello={}) as client:
        await client.socket.send(" " * 65_537)
        assert (await client.closed())[0] == 1009


async def test_text_is_utf_8(gateway: Gateway) -> None:
    async with raw(gateway.port) as client:
        await client.socket.send(b"\xff\xfe", text=True)
        assert (await client.closed())[0] == 1007


async def test_who_says_no_hello_is_sent_away(gateways: Gateways) -> None:
    gateway = await gateways(limits=Limits(hello_seconds=0.05))
    async with raw(gateway.port) as client:
        assert (await client.hear())["code"] == "hello_expected"
        assert await client.closed() == (1008, "hello_expected")


async def test_a_socket_that_never_speaks_http_is_closed_and_harms_nobody(gateway: Gateway) -> None:
    with sockets.create_connection(("127.0.0.1", gateway.port)) as silent:
        silent.sendall(b"\x16\x03\x01\x02\x00garbage\r\n\r\n")
        async with raw(gateway.port, hello={}) as client:
            await client.say("ping")
            assert await client.hear() == {"type": "pong"}


@pytest.mark.usefixtures("hasty")
async def test_a_flood_ends_the_connection(gateway: Gateway) -> None:
    async with raw(gateway.port, hello={}) as client:
        for _ in range(3_000):
            await client.say("follow", topic="nonsense")
            if client.socket.close_code:
                break
        assert await client.closed() == (1008, "too_many_messages")


async def test_a_flood_of_pings_ends_the_connection(gateway: Gateway) -> None:
    """They are no messages of the protocol, and cost the server as much."""

    def cut() -> float:
        return REGISTRY.get_sample_value("esports_live_cuts_total", {"reason": "flood"}) or 0

    before = cut()
    async with raw(gateway.port, hello={}) as client, raw(gateway.port, hello={}) as other:
        with contextlib.suppress(ConnectionClosed):
            for _ in range(20_000):
                await client.socket.pong(b"x" * 100)
        await until(lambda: cut() == before + 1)
        await until(lambda: len(gateway.sessions) == 1)
        await other.say("ping")
        assert await other.hear() == {"type": "pong"}


async def test_a_handshake_that_does_not_end_is_bounded(gateway: Gateway) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
    with contextlib.suppress(OSError):
        writer.write(b"GET /live/v1 HTTP/1.1\r\n")
        for _ in range(1_000):
            writer.write(b"X: " + b"x" * 4_000 + b"\r\n")
            await writer.drain()
        await reader.read()
    writer.close()
    await until(lambda: not gateway._connections)


async def test_a_connection_follows_a_hundred_topics_and_no_more(gateway: Gateway, world: World) -> None:
    journals = [await world.tournament() for _ in range(101)]
    follow = [{"topic": f"tournament/{journal_id}"} for journal_id in journals[:100]]
    async with raw(gateway.port, hello={"follow": follow}) as client:
        heard = [await client.hear() for _ in follow]
        assert {message["type"] for message in heard} == {"snapshot"}
        await client.say("follow", topic=f"tournament/{journals[100]}")
        assert (await client.hear())["code"] == "too_many_topics"
        await client.say("unfollow", **follow[0])
        await client.say("follow", topic=f"tournament/{journals[100]}")
        assert (await client.hear())["type"] == "snapshot"


async def test_a_full_gateway_says_so(gateways: Gateways) -> None:
    gateway = await gateways(limits=Limits(sockets=1))
    async with raw(gateway.port, hello={}) as client:
        await client.say("ping")
        await client.hear()
        with pytest.raises(InvalidStatus) as refused:
            async with raw(gateway.port):
                pass
        assert refused.value.response.status_code == 503
        assert refused.value.response.body == b'{"code":"full"}'
        assert 1 <= int(refused.value.response.headers["Retry-After"]) <= 5


async def test_of_a_herd_only_so_many_are_let_in_at_once(gateways: Gateways) -> None:
    gateway = await gateways(limits=Limits(arrivals_burst=2, arrivals_per_second=0))
    async with raw(gateway.port, hello={}), raw(gateway.port, hello={}) as second:
        with pytest.raises(InvalidStatus) as refused:
            async with raw(gateway.port):
                pass
        assert refused.value.response.status_code == 503
        assert refused.value.response.body == b'{"code":"herd"}'
        await second.say("ping")
        assert await second.hear() == {"type": "pong"}


def test_the_door_opens_again_with_time() -> None:
    admission = Admission(Limits(arrivals_burst=3, arrivals_per_second=2))
    assert [admission.admit(100.0) for _ in range(4)] == [True, True, True, False]
    assert [admission.admit(100.5), admission.admit(100.5)] == [True, False]
    assert [admission.admit(1_000.0) for _ in range(4)] == [True, True, True, False]


async def test_sockets_without_a_handshake_are_bounded_and_harm_nobody(
    gateways: Gateways, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("esports.live.gateway.HALF_OPEN", 20)
    gateway = await gateways(limits=Limits(sockets=1))
    async with raw(gateway.port, hello={}) as client:
        with contextlib.ExitStack() as stack:
            silent = [
                stack.enter_context(sockets.create_connection(("127.0.0.1", gateway.port))) for _ in range(20)
            ]
            for one in silent[::2]:
                one.sendall(b"GET /live/v1 HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            await until(lambda: len(gateway._connections) == 21)
            beyond = stack.enter_context(sockets.create_connection(("127.0.0.1", gateway.port)))
            beyond.setblocking(False)
            loop = asyncio.get_running_loop()
            async with asyncio.timeout(DEADLINE_SECONDS):
                with contextlib.suppress(ConnectionResetError):
                    assert await loop.sock_recv(beyond, 1) == b""
            await client.say("ping")
            assert await client.hear() == {"type": "pong"}
        await until(lambda: len(gateway._connections) == 1)


async def test_a_foreign_page_may_not_use_the_readers_session(gateway: Gateway, world: World) -> None:
    headers = cookie(await session_for(world, await someone(world)))
    for origin in ("https://evil.example", "null", "https://week.example.evil.example", None):
        with pytest.raises(InvalidStatus) as refused:
            async with raw(gateway.port, additional_headers=headers, origin=origin):
                pass
        assert refused.value.response.status_code == 403


@pytest.mark.parametrize("origin", ["https://week.example", "http://127.0.0.1:8000"])
async def test_our_pages_use_the_readers_session(gateway: Gateway, world: World, origin: str) -> None:
    person_id = await someone(world)
    headers = cookie(await session_for(world, person_id))
    hello = {"follow": [{"topic": "inbox"}]}
    async with raw(gateway.port, hello=hello, additional_headers=headers, origin=origin) as client:
        assert (await client.hear())["topic"] == "inbox"
        await world.write(person_id, score(1))
        assert (await client.hear())["to"] == 1


async def test_public_topics_need_no_origin_and_no_session(gateway: Gateway, world: World) -> None:
    hello = {"follow": [{"topic": f"tournament/{await world.tournament()}"}, {"topic": "inbox"}]}
    async with raw(gateway.port, hello=hello, origin="https://overlay.example") as client:
        assert (await client.hear())["type"] == "snapshot"
        assert (await client.hear())["code"] == "sign_in_required"


async def test_a_session_that_has_ended_is_nobodys(gateway: Gateway, world: World) -> None:
    options: Any = {"additional_headers": cookie(secret.new()), "origin": "https://week.example"}
    async with raw(gateway.port, hello={"follow": [{"topic": "inbox"}]}, **options) as client:
        assert (await client.hear())["code"] == "sign_in_required"


async def test_a_ticket_opens_the_door_once(gateway: Gateway, world: World) -> None:
    person_id = await someone(world)
    hello = {"ticket": await ticket_for(world, person_id), "follow": [{"topic": "inbox"}]}
    async with raw(gateway.port, hello=hello) as client:
        assert (await client.hear())["type"] == "snapshot"
    async with raw(gateway.port, hello=hello) as client:
        assert (await client.hear())["code"] == "bad_ticket"
        assert (await client.closed())[0] == 4001


async def test_an_old_ticket_opens_nothing(gateway: Gateway, world: World) -> None:
    ticket = await ticket_for(world, await someone(world))
    async with world.engine.begin() as connection:
        long_ago = datetime(2020, 1, 1, tzinfo=UTC)
        await connection.execute(update(live_tickets).values(expires_at=long_ago))
    async with raw(gateway.port, hello={"ticket": ticket}) as client:
        assert (await client.hear())["code"] == "bad_ticket"


async def test_only_staff_see_a_draft_and_what_is_meant_for_them(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    world.hidden.add(journal_id)
    follow = [{"topic": f"tournament/{journal_id}"}]
    for role in (None, "caster"):
        ticket = await ticket_for(world, await someone(world, role=role))
        async with raw(gateway.port, hello={"ticket": ticket, "follow": follow}) as client:
            first = await client.hear()
            assert first["type"] == ("snapshot" if role else "error")
            if role:
                await world.write(journal_id, score(1), visibility=Visibility.staff)
                assert (await client.hear())["items"][0]["patch"] == [{"path": "score", "value": 1}]
    async with raw(gateway.port, hello={"follow": follow}) as client:
        assert (await client.hear())["code"] == "not_found"


async def test_who_signs_out_is_closed_at_the_next_review(gateway: Gateway, world: World) -> None:
    person_id = await someone(world)
    session_id = await session_for(world, person_id)
    options: Any = {"additional_headers": cookie(session_id), "origin": "https://week.example"}
    async with (
        raw(gateway.port, hello={"follow": [{"topic": "inbox"}]}, **options) as by_cookie,
        raw(gateway.port, hello={"ticket": await ticket_for(world, person_id)}) as by_ticket,
        raw(gateway.port, hello={}) as nobody,
    ):
        await by_cookie.hear()
        for client in (by_ticket, nobody):
            await client.say("ping")
            await client.hear()
        await gateway.review()
        assert len(gateway.sessions) == 3
        async with world.engine.begin() as connection:
            await connection.execute(delete(sessions))
        await gateway.review()
        assert await by_cookie.closed() == (4001, "signed_out")
        assert await by_ticket.closed() == (4001, "signed_out")
        await nobody.say("ping")
        assert await nobody.hear() == {"type": "pong"}


async def test_a_fault_in_one_review_stops_no_other(
    gateway: Gateway, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    person_id = await someone(world)
    session_id = await session_for(world, person_id)
    options: Any = {"additional_headers": cookie(session_id), "origin": "https://week.example"}
    async with raw(gateway.port, hello={}), raw(gateway.port, hello={}, **options) as signed_in:
        await signed_in.say("ping")
        await signed_in.hear()
        review = Session.review

        async def faulty(session: Session) -> None:
            if session._caller.session_id is None:
                raise ValueError("a fault of ours")
            await review(session)

        monkeypatch.setattr(Session, "review", faulty)
        async with world.engine.begin() as connection:
            await connection.execute(delete(sessions))
        await gateway.review()
        assert await signed_in.closed() == (4001, "signed_out")


async def test_who_is_erased_is_signed_out(gateway: Gateway, world: World) -> None:
    person_id = await someone(world)
    await session_for(world, person_id)
    async with raw(gateway.port, hello={"ticket": await ticket_for(world, person_id)}) as client:
        await client.say("ping")
        await client.hear()
        async with world.engine.begin() as connection:
            await connection.execute(delete(people))
        await gateway.review()
        assert (await client.closed())[0] == 4001


async def test_rights_that_change_change_what_is_seen(gateways: Gateways, world: World) -> None:
    gateway = await gateways(limits=Limits(review_seconds=0.05))
    journal_id = await world.tournament()
    topic = f"tournament/{journal_id}"
    await world.write(journal_id, score(1))
    await world.write(journal_id, score(2), visibility=Visibility.staff)
    person_id = await someone(world)
    await session_for(world, person_id)
    hello = {"ticket": await ticket_for(world, person_id), "follow": [{"topic": topic}]}
    async with raw(gateway.port, hello=hello) as client:
        assert (await client.hear())["view"] == {"score": 1}
        async with world.engine.begin() as connection:
            values = {"id": person_id, "person_id": person_id, "event_id": world.event_id, "role": "referee"}
            await connection.execute(staff.insert().values(**values))
        assert await client.hear() == {"type": "resync", "topic": topic, "reason": "rights"}
        assert (await client.hear())["view"] == {"score": 2}
        async with world.engine.begin() as connection:
            await connection.execute(delete(staff))
        world.hidden.add(journal_id)
        assert (await client.hear())["code"] == "not_found"
        await client.say("unfollow", topic=topic)
        assert (await client.hear())["code"] == "not_followed"


async def test_errors_are_in_the_clients_language(gateway: Gateway) -> None:
    async with raw(gateway.port, hello={"locale": "zh-CN"}) as client:
        await client.say("unfollow", topic="inbox")
        assert (await client.hear())["detail"]
