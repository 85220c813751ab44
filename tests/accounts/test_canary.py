"""Secrets that pass through never reach a log, whatever goes wrong."""

import io
import logging
from collections.abc import Iterator

import httpx
import pytest
from litestar import Litestar

from esports import log
from tests.support.app import new_client, sign_up

CANARY = "canary-in-the-mine-4711"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Everything that is logged, at the most talkative level."""
    heard = io.StringIO()
    root = logging.getLogger()
    before, level = root.handlers, root.level
    log.configure("debug", "json")
    root.handlers[0].setStream(heard)  # type: ignore[attr-defined]
    yield heard
    root.handlers = before
    root.setLevel(level)


async def test_no_secret_is_logged(app: Litestar, client: httpx.AsyncClient, lines: io.StringIO) -> None:
    person = await sign_up(client)
    secrets = [client.cookies["esports_session"], client.headers["x-csrf-token"], CANARY]
    token = (await client.post("/api/v1/tokens", json={"name": "t", "scopes": ["read"]})).json()["token"]
    ticket = (await client.post("/api/v1/live/ticket")).json()["ticket"]
    secrets += [token, token.rpartition("_")[2], ticket]
    body = {"email": person["email"], "password": CANARY, "display_name": "x"}
    async with new_client(app) as other:
        for path in ("/api/v1/people", "/api/v1/session"):
            for sent in (body, body | {"extra": CANARY}, {"password": CANARY}, [CANARY]):
                await other.post(path, json=sent)
        for header in ({"authorization": f"Bearer {token}"}, {"authorization": f"Bearer {CANARY}"}):
            await other.get("/api/v1/me", headers=header)
        other.cookies["esports_session"] = CANARY
        await other.get("/api/v1/me")
    logging.getLogger("control").info("the control: this line is heard")
    heard = lines.getvalue()
    assert "the control" in heard
    for secret in secrets:
        assert secret not in heard
