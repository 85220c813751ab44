"""A mail address is proved by a link that works once, and changed by a link to the new one."""

import asyncio
from datetime import timedelta

import httpx
import msgspec
import pytest
from litestar import Litestar
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.clock import utc_now
from esports.db.schema.accounts import account_mails
from esports.http.provide import Parts
from esports.settings import Settings
from tests.support.app import PASSWORD, new_client, refusal, sign_in, sign_up, started
from tests.support.desk import Desk, desk
from tests.support.post import Post, post, words

__all__ = ["desk", "post"]
VERIFY, RESEND, EMAIL = "/api/v1/email/verify", "/api/v1/email/resend", "/api/v1/email"
ME = "/api/v1/me"
PAGE = "/verify-email"


async def verified(client: httpx.AsyncClient) -> bool:
    told: bool = (await client.get(ME)).json()["person"]["email_verified"]
    return told


async def test_sign_up_sends_a_link_that_proves_the_address_once(
    app: Litestar, client: httpx.AsyncClient, post: Post
) -> None:
    person = await sign_up(client, email="mei@example.org")
    assert person["email_verified"] is False
    token = await post.token("mei@example.org", PAGE)
    assert not await verified(client)
    async with new_client(app) as phone:
        reply = await phone.post(VERIFY, json={"token": f" {token}\n"})
        assert (reply.status_code, reply.json()) == (200, {"email": "mei@example.org"})
        refusal(await phone.post(VERIFY, json={"token": token}), 422, "link_used", "/token")
    assert await verified(client)
    refusal(await client.post(RESEND), 409, "email_verified_already")
    assert await post.deliver() == []


async def test_the_mail_is_text_and_html_in_the_person_s_language(
    client: httpx.AsyncClient, post: Post
) -> None:
    await sign_up(client, name="<梅>", locale="zh-Hans")
    (mail,) = await post.deliver()
    assert str(mail["Subject"]) == "请确认您的邮箱地址"
    assert "<梅>" in words(mail)
    assert "24 小时" in words(mail)
    assert "&lt;梅&gt;" in words(mail, "html")
    assert '<html lang="zh-Hans">' in words(mail, "html")
    assert 'href="https://week.example/verify-email#' in words(mail, "html")


async def test_of_two_at_once_one_wins(app: Litestar, client: httpx.AsyncClient, post: Post) -> None:
    await sign_up(client, email="mei@example.org")
    token = await post.token("mei@example.org", PAGE)
    replies = await asyncio.gather(*(client.post(VERIFY, json={"token": token}) for _ in range(4)))
    assert sorted(reply.status_code for reply in replies) == [200, 422, 422, 422]


async def test_a_link_ends_after_a_day(client: httpx.AsyncClient, engine: AsyncEngine, post: Post) -> None:
    await sign_up(client, email="mei@example.org")
    token = await post.token("mei@example.org", PAGE)
    async with engine.begin() as connection:
        end = (await connection.execute(text("SELECT expires_at FROM account_mails"))).scalar_one()
        assert timedelta(hours=23, minutes=59) < end - utc_now() <= timedelta(hours=24)
        await connection.execute(update(account_mails).values(expires_at=utc_now()))
    refusal(await client.post(VERIFY, json={"token": token}), 422, "link_expired", "/token")
    assert not await verified(client)


@pytest.mark.parametrize("token", ["", "x", "f" * 64, "F" * 64, "\u202e", "é" * 64])
async def test_what_is_no_link_is_refused(client: httpx.AsyncClient, token: str) -> None:
    refusal(await client.post(VERIFY, json={"token": token}), 422, "link_unknown", "/token")


async def test_a_link_for_a_password_proves_no_address_and_the_other_way_round(
    client: httpx.AsyncClient, post: Post
) -> None:
    person = await sign_up(client)
    proof = await post.token(person["email"], PAGE)
    await client.post("/api/v1/password/forgot", json={"email": person["email"]})
    reset = await post.token(person["email"], "/reset-password")
    refusal(await client.post(VERIFY, json={"token": reset}), 422, "link_unknown", "/token")
    body = {"token": proof, "password": "another password"}
    refusal(await client.post("/api/v1/password/reset", json=body), 422, "link_unknown", "/token")
    assert (await client.post(VERIFY, json={"token": proof})).status_code == 200


async def test_the_link_can_be_asked_for_again_a_few_times(client: httpx.AsyncClient, post: Post) -> None:
    person = await sign_up(client)
    first = await post.token(person["email"], PAGE)
    for _ in range(3):
        reply = await client.post(RESEND)
        assert (reply.status_code, reply.json()) == (202, {"valid_minutes": 1440})
    refusal(await client.post(RESEND), 429, "rate_limited")
    assert len(await post.deliver()) == 3
    assert (await client.post(VERIFY, json={"token": first})).status_code == 200, "mails overtake each other"


async def test_a_repeat_of_a_mail_has_a_link_of_its_own(
    client: httpx.AsyncClient, engine: AsyncEngine, post: Post
) -> None:
    """A worker that died after the server's yes: the job is handed out again."""
    person = await sign_up(client)
    first = await post.token(person["email"], PAGE)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE outbox SET done_at = NULL, lease_until = NULL"))
    second = await post.token(person["email"], PAGE)
    assert len({str(mail["Message-ID"]) for mail in post.mailbox.mails}) == 2
    refusal(await client.post(VERIFY, json={"token": first}), 422, "link_unknown", "/token")
    assert (await client.post(VERIFY, json={"token": second})).status_code == 200


async def test_a_refused_mail_is_tried_again(
    client: httpx.AsyncClient, engine: AsyncEngine, post: Post
) -> None:
    person = await sign_up(client)
    post.mailbox.answer_data = "451 later"
    assert await post.deliver() == []
    post.mailbox.answer_data = "250 OK"
    async with engine.begin() as connection:
        put_off = await connection.execute(text("UPDATE outbox SET due_at = now() WHERE done_at IS NULL"))
        assert put_off.rowcount == 1
    token = await post.token(person["email"], PAGE)
    assert (await client.post(VERIFY, json={"token": token})).status_code == 200


async def test_another_address_needs_the_password_and_its_own_proof(
    app: Litestar, client: httpx.AsyncClient, post: Post
) -> None:
    await sign_up(client, email="old@example.org")
    await post.deliver()
    wrong = {"email": "new@example.org", "password": "not the password"}
    refusal(await client.post(EMAIL, json=wrong), 422, "wrong_password", "/password")
    malformed = {"email": "nowhere", "password": PASSWORD}
    refusal(await client.post(EMAIL, json=malformed), 422, "email_malformed", "/email")
    reply = await client.post(EMAIL, json={"email": "New@Example.org", "password": PASSWORD})
    assert reply.status_code == 202
    assert (await client.get(ME)).json()["person"]["email"] == "old@example.org"
    token = await post.token("new@example.org", PAGE)
    assert (await client.post(VERIFY, json={"token": token})).json() == {"email": "new@example.org"}
    person = (await client.get(ME)).json()["person"]
    assert (person["email"], person["email_verified"]) == ("new@example.org", True)
    (told,) = await post.deliver()
    assert "old@example.org" in str(told["To"])
    assert str(told["Subject"]) == "Your mail address was changed"
    assert "#" not in words(told)
    async with new_client(app) as other:
        await sign_in(other, "new@example.org")


async def test_links_to_the_address_of_before_are_void(client: httpx.AsyncClient, post: Post) -> None:
    await sign_up(client, email="old@example.org")
    proof = await post.token("old@example.org", PAGE)
    await client.post("/api/v1/password/forgot", json={"email": "old@example.org"})
    reset = await post.token("old@example.org", "/reset-password")
    await client.post(EMAIL, json={"email": "new@example.org", "password": PASSWORD})
    await client.post(VERIFY, json={"token": await post.token("new@example.org", PAGE)})
    refusal(await client.post(VERIFY, json={"token": proof}), 422, "link_used", "/token")
    body = {"token": reset, "password": "another password"}
    refusal(await client.post("/api/v1/password/reset", json=body), 422, "link_used", "/token")


async def test_an_address_that_somebody_has_stays_theirs(
    app: Litestar, client: httpx.AsyncClient, post: Post
) -> None:
    await sign_up(client, email="mei@example.org")
    async with new_client(app) as other:
        await sign_up(other, email="jun@example.org")
        await post.deliver()
        reply = await other.post(EMAIL, json={"email": "mei@example.org", "password": PASSWORD})
        assert reply.status_code == 202, "nobody is told here who has an account"
        token = await post.token("mei@example.org", PAGE)
        refusal(await other.post(VERIFY, json={"token": token}), 409, "email_taken", "/email")
        assert (await other.get(ME)).json()["person"]["email"] == "jun@example.org"


async def test_a_token_of_a_program_changes_no_address(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    made = await client.post("/api/v1/tokens", json={"name": "t", "scopes": ["manage"]})
    bearer = {"authorization": f"Bearer {made.json()['token']}"}
    body = {"email": "new@example.org", "password": PASSWORD}
    refusal(await client.post(EMAIL, json=body, headers=bearer), 403, "session_needed")
    refusal(await client.post(RESEND, headers=bearer), 403, "session_needed")


async def test_where_the_policy_is_on_entering_needs_a_proved_address(
    settings: Settings, parts: Parts, desk: Desk, post: Post
) -> None:
    tournament = await desk.tournament()
    path = f"/api/v1/tournaments/{tournament['id']}/entries"
    strict = msgspec.structs.replace(settings, require_verified_email=True)
    async with started(strict) as application, new_client(application) as browser:
        person = await sign_up(browser)
        refusal(await browser.post(path, json={"name": "Mine"}), 403, "email_not_verified")
        token = await post.token(person["email"], PAGE)
        await browser.post(VERIFY, json={"token": token})
        assert (await browser.post(path, json={"name": "Mine"})).status_code == 201
        await sign_in(browser, "operator@example.org")
        staff = await browser.post(path, json={"name": "Theirs"})
        assert staff.status_code == 201, "staff enter others, whatever their own address"
