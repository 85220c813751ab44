"""Calls to a real server: what each answer means, and that a bad receiver costs little."""

import pytest

from esports.webhooks.outgoing import Outcome, Sender
from tests.webhooks.receiver import receiving

ANSWERS = [
    ("200 OK", Outcome.delivered, 200),
    ("204 No Content", Outcome.delivered, 204),
    ("302 Found\r\nlocation: http://127.0.0.1:1/", Outcome.redirected, 302),
    ("404 Not Found", Outcome.refused, 404),
    ("410 Gone", Outcome.gone, 410),
    ("500 Internal Server Error", Outcome.server_error, 500),
]


@pytest.mark.parametrize(("answer", "outcome", "status"), ANSWERS)
async def test_an_answer_is_understood(answer: str, outcome: Outcome, status: int) -> None:
    async with receiving() as receiver:
        receiver.answer = answer
        reply = await Sender(unsafe=True).post(receiver.url, b"{}", {"webhook-id": "x"})
    assert (reply.outcome, reply.status) == (outcome, status)
    ((line, headers, body),) = receiver.requests
    assert line == "POST /hook HTTP/1.1"
    assert headers["host"] == receiver.url.split("/")[2]
    assert (headers["webhook-id"], body) == ("x", b"{}")


async def test_an_endless_answer_is_cut() -> None:
    async with receiving() as receiver:
        receiver.more = b"x" * 10_000_000
        reply = await Sender(unsafe=True).post(receiver.url, b"{}", {})
    assert reply.outcome is Outcome.delivered


async def test_who_takes_longer_than_there_is_time_is_left() -> None:
    async with receiving() as receiver:
        reply = await Sender(unsafe=True, seconds=0).post(receiver.url, b"{}", {})
    assert (reply.outcome, reply.status) == (Outcome.timeout, None)


async def test_nobody_there_is_told_so() -> None:
    async with receiving() as receiver:
        pass
    assert (await Sender(unsafe=True).post(receiver.url, b"{}", {})).outcome is Outcome.unreachable


async def test_without_leave_nothing_is_sent_home() -> None:
    async with receiving() as receiver:
        for url in (receiver.url, receiver.url.replace("http:", "https:"), "https://localhost/"):
            reply = await Sender().post(url, b"{}", {})
            assert reply.outcome in (Outcome.malformed_url, Outcome.private_address)
    assert receiver.requests == []
