"""A forgotten password: the link, what it ends, and that nobody learns who has an account."""

import asyncio
import time
from datetime import timedelta
from statistics import median

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import event, text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.accounts import service
from esports.clock import utc_now
from esports.db.schema.accounts import account_mails
from esports.http.provide import Parts
from tests.support.app import PASSWORD, new_client, refusal, sign_in, sign_up
from tests.support.post import Post, post, words

__all__ = ["post"]
FORGOT, RESET, CHANGE = "/api/v1/password/forgot", "/api/v1/password/reset", "/api/v1/password"
ME, SESSION, TOKENS = "/api/v1/me", "/api/v1/session", "/api/v1/tokens"
PAGE = "/reset-password"
NEW = "quite another password"


async def a_link(client: httpx.AsyncClient, post: Post, email: str) -> str:
    await post.deliver()
    assert (await client.post(FORGOT, json={"email": email})).status_code == 202
    return await post.token(email, PAGE)


async def test_a_new_password_by_mail_ends_all_that_the_old_one_opened(
    app: Litestar, client: httpx.AsyncClient, post: Post
) -> None:
    person = await sign_up(client, email="mei@example.org")
    token = (await client.post(TOKENS, json={"name": "t", "scopes": ["read"]})).json()["token"]
    async with new_client(app) as other:
        link = await a_link(other, post, "mei@example.org")
        reply = await other.post(RESET, json={"token": link, "password": NEW})
        assert (reply.status_code, reply.content) == (204, b"")
        refusal(await client.get(ME), 401, "sign_in_required")
        bearer = {"authorization": f"Bearer {token}"}
        refusal(await other.get(ME, headers=bearer), 401, "bad_token")
        old = {"email": person["email"], "password": PASSWORD}
        refusal(await other.post(SESSION, json=old), 401, "wrong_credentials")
        await sign_in(other, "mei@example.org", NEW)
        assert (await other.get(ME)).json()["person"]["email_verified"], "who reads the mail has the address"
        (told,) = await post.deliver()
        assert str(told["Subject"]) == "Your password was changed"
        assert "#" not in words(told)


async def test_a_used_an_expired_and_an_unknown_link_are_refused(
    client: httpx.AsyncClient, engine: AsyncEngine, post: Post
) -> None:
    await sign_up(client, email="mei@example.org")
    first, second = [await a_link(client, post, "mei@example.org") for _ in range(2)]
    async with engine.begin() as connection:
        query = text("SELECT max(expires_at) FROM account_mails WHERE kind = 'reset_password'")
        left = (await connection.execute(query)).scalar_one() - utc_now()
        assert timedelta(minutes=29) < left <= timedelta(minutes=30)
    body = {"token": first, "password": NEW}
    assert (await client.post(RESET, json=body)).status_code == 204
    refusal(await client.post(RESET, json=body), 422, "link_used", "/token")
    refusal(await client.post(RESET, json={**body, "token": second}), 422, "link_used", "/token")
    third = await a_link(client, post, "mei@example.org")
    async with engine.begin() as connection:
        await connection.execute(update(account_mails).values(expires_at=utc_now()))
    refusal(await client.post(RESET, json={**body, "token": third}), 422, "link_expired", "/token")
    refusal(await client.post(RESET, json={**body, "token": "0" * 64}), 422, "link_unknown", "/token")
    weak = {"token": third, "password": "short"}
    refusal(await client.post(RESET, json=weak), 422, "invalid_fields", "/password")


async def test_of_two_at_once_one_wins(client: httpx.AsyncClient, post: Post) -> None:
    await sign_up(client, email="mei@example.org")
    link = await a_link(client, post, "mei@example.org")
    words = [f"password number {number}" for number in range(3)]
    replies = await asyncio.gather(
        *(client.post(RESET, json={"token": link, "password": one}) for one in words)
    )
    assert sorted(reply.status_code for reply in replies) == [204, 422, 422]
    (won,) = [one for one, reply in zip(words, replies, strict=True) if reply.status_code == 204]
    client.headers.pop("x-csrf-token")
    await sign_in(client, "mei@example.org", won)


async def test_nobody_learns_who_has_an_account(
    app: Litestar, client: httpx.AsyncClient, engine: AsyncEngine, post: Post
) -> None:
    await sign_up(client, email="mei@example.org")
    await post.deliver()
    async with new_client(app) as other:
        for email in ("mei@example.org", "nobody@example.org", "no address"):
            reply = await other.post(FORGOT, json={"email": email})
            assert (reply.status_code, reply.json()) == (202, {"valid_minutes": 30})
            assert reply.headers["cache-control"] == "no-store"
    (mail,) = await post.deliver()
    assert "mei@example.org" in str(mail["To"])
    async with engine.connect() as connection:
        rows = await connection.execute(text("SELECT address FROM account_mails WHERE person_id IS NULL"))
        assert set(rows.scalars()) == {None}, "an address that is nobody's is not kept"


async def test_it_takes_as_long_for_an_unknown_address(
    app: Litestar, parts: Parts, client: httpx.AsyncClient
) -> None:
    await sign_up(client, email="mei@example.org")
    times: dict[str, list[float]] = {"mei@example.org": [], "nobody@example.org": []}
    for _ in range(30):
        for email, taken in times.items():
            await parts.redis.flushdb()
            began = time.perf_counter()
            assert (await client.post(FORGOT, json={"email": email})).status_code == 202
            taken.append(time.perf_counter() - began)
    known, unknown = map(median, times.values())
    assert 0.5 < known / unknown < 2, "the same statements: far apart only if one path does less"


async def test_the_same_statements_run_for_an_unknown_address(
    client: httpx.AsyncClient, engine: AsyncEngine
) -> None:
    await sign_up(client, email="mei@example.org")
    seen: dict[str, list[str]] = {}
    for email in ("mei@example.org", "nobody@example.org"):
        heard: list[str] = seen.setdefault(email, [])

        def hear(_c: object, _u: object, statement: str, *_: object, heard: list[str] = heard) -> None:
            heard.append(statement)

        event.listen(engine.sync_engine, "before_cursor_execute", hear)
        await client.post(FORGOT, json={"email": email})
        event.remove(engine.sync_engine, "before_cursor_execute", hear)
    assert seen["mei@example.org"] == seen["nobody@example.org"]
    assert len(seen["mei@example.org"]) > 2


async def test_asking_is_limited_by_address_known_or_not_and_by_network(
    app: Litestar, client: httpx.AsyncClient
) -> None:
    await sign_up(client, email="mei@example.org")
    for email in ("mei@example.org", "nobody@example.org"):
        for number in range(4):
            async with new_client(app, ip=f"10.0.0.{number}") as other:
                reply = await other.post(FORGOT, json={"email": email})
                assert reply.status_code == (202 if number < 3 else 429)
    async with new_client(app, ip="10.1.0.1") as busy:
        codes = [
            (await busy.post(FORGOT, json={"email": f"person{n}@example.net"})).status_code for n in range(61)
        ]
    assert codes == [202] * 60 + [429]


async def test_a_password_is_changed_by_who_knows_it(
    app: Litestar, client: httpx.AsyncClient, post: Post
) -> None:
    await sign_up(client, email="mei@example.org")
    token = (await client.post(TOKENS, json={"name": "t", "scopes": ["read"]})).json()["token"]
    link = await a_link(client, post, "mei@example.org")
    async with new_client(app) as other:
        await sign_in(other, "mei@example.org")
        wrong = {"current": "not the password", "new": NEW}
        refusal(await client.post(CHANGE, json=wrong), 422, "wrong_password", "/current")
        assert (await client.post(CHANGE, json={"current": PASSWORD, "new": NEW})).status_code == 204
        refusal(await other.get(ME), 401, "sign_in_required")
        assert (await client.get(ME)).status_code == 200
        bearer = {"authorization": f"Bearer {token}"}
        assert (await other.get(ME, headers=bearer)).status_code == 200, "programs go on"
        refusal(await other.post(CHANGE, json=wrong, headers=bearer), 403, "session_needed")
        reply = await other.post(RESET, json={"token": link, "password": PASSWORD})
        refusal(reply, 422, "link_used", "/token")
        await sign_in(other, "mei@example.org", NEW)
    (told,) = await post.deliver()
    assert str(told["Subject"]) == "Your password was changed"


async def test_guessing_in_a_session_is_limited(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    wrong = {"current": "not the password", "new": NEW}
    for _ in range(10):
        refusal(await client.post(CHANGE, json=wrong), 422, "wrong_password")
    refusal(await client.post(CHANGE, json={**wrong, "current": PASSWORD}), 429, "rate_limited")


async def test_a_sign_in_that_a_reset_overtakes_opens_nothing(
    app: Litestar, client: httpx.AsyncClient, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sign_up(client, email="mei@example.org")
    link = await a_link(client, post, "mei@example.org")
    checked = service.prove

    async def overtaken(*given: object) -> object:
        account = await checked(*given)  # type: ignore[arg-type]
        monkeypatch.setattr(service, "prove", checked)
        assert (await client.post(RESET, json={"token": link, "password": NEW})).status_code == 204
        return account

    monkeypatch.setattr(service, "prove", overtaken)
    async with new_client(app) as thief:
        reply = await thief.post(SESSION, json={"email": "mei@example.org", "password": PASSWORD})
        refusal(reply, 401, "wrong_credentials")
