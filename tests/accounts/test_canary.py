"""Secrets that pass through never reach a log, whatever goes wrong; nor a table, but by their hash."""

import io
import logging
from collections.abc import Iterator

import httpx
import pyotp
import pytest
from litestar import Litestar
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from esports import log
from esports.db.schema import metadata
from tests.support.app import PASSWORD, new_client, sign_up
from tests.support.post import Post, post

__all__ = ["post"]

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


async def stored(engine: AsyncEngine) -> str:
    """Every row of every table, as text."""
    async with engine.connect() as connection:
        found = []
        for table in metadata.sorted_tables:
            rows = await connection.execute(text(f'SELECT one::text FROM "{table.name}" AS one'))
            found += [str(row) for row in rows.scalars()]
    return "\n".join(found)


async def test_no_secret_of_proofs_is_logged_or_kept(
    app: Litestar, client: httpx.AsyncClient, engine: AsyncEngine, post: Post, lines: io.StringIO
) -> None:
    logging.getLogger("mail.log").setLevel(logging.INFO)  # the mail server of the test, not ours
    person = await sign_up(client, email="canary@example.org")
    tokens = [await post.token("canary@example.org", "/verify-email")]
    secrets = [CANARY, client.cookies["esports_session"]]
    proof = {"password": PASSWORD}
    first, second, third = ({"idempotency-key": f"key-{number}"} for number in range(3))
    app_secret = (await client.post("/api/v1/second-factor", json=proof, headers=first)).json()["secret"]
    code = pyotp.TOTP(app_secret).now()
    confirmed = await client.post(
        "/api/v1/second-factor/confirm",
        json={"code": code},
        headers=second,
    )
    recovery = confirmed.json()["codes"]
    await client.post("/api/v1/email", json={"email": "canary@example.net", **proof})
    tokens.append(await post.token("canary@example.net", "/verify-email"))
    await client.post("/api/v1/password/forgot", json={"email": person["email"]})
    tokens.append(await post.token(person["email"], "/reset-password"))
    for token in (tokens[0], tokens[2], CANARY):
        for sent in ({"token": token, "password": CANARY}, {"token": token}, {"token": [token]}):
            await client.post("/api/v1/email/verify", json=sent)
    wrong = {"email": person["email"], "password": CANARY, "code": CANARY}
    await client.post("/api/v1/session", json=wrong)
    await client.post("/api/v1/session", json={**wrong, "password": PASSWORD, "code": recovery[0]})
    await client.post("/api/v1/password", json={"current": CANARY, "new": CANARY})
    reset = {"token": tokens[2], "password": CANARY}
    assert (await client.post("/api/v1/password/reset", json=reset, headers=third)).status_code == 204
    await post.deliver()
    secrets += [*tokens, *recovery, *(one.replace("-", "") for one in recovery), app_secret, PASSWORD]
    heard, kept = lines.getvalue(), await stored(engine)
    assert person["id"] in kept, "the control: what is stored is seen"
    for secret in secrets:
        assert secret not in heard
        assert secret not in kept
        assert secret.encode().hex() not in kept


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
