"""Signing up, in and out with a browser's session, and what each guard refuses."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.accounts.wire import NoticeChoices
from esports.http.provide import Parts
from esports.settings import Settings
from tests.support.app import PASSWORD, Clock, new_client, refusal, sign_in, sign_up, started

PEOPLE = "/api/v1/people"
SESSION = "/api/v1/session"
ME = "/api/v1/me"
TOKENS = "/api/v1/tokens"
COOKIE = "esports_session"


async def test_a_person_signs_up_in_and_out(client: httpx.AsyncClient) -> None:
    person = await sign_up(client, email="Mei@Example.ORG ", name=" 梅 ", birth_date="2004-02-29")
    assert person == {
        "id": person["id"],
        "email": "mei@example.org",
        "email_verified": False,
        "display_name": "梅",
        "birth_date": "2004-02-29",
        "locale": "en",
        "time_zone": None,
        "notices": msgspec.to_builtins(NoticeChoices()),
        "quiet_hours": None,
        "digest": "never",
        "remind_minutes": 20,
        "second_factor": False,
        "is_admin": False,
        "revision": 1,
    }
    me = (await client.get(ME)).json()
    assert me == {"person": person, "csrf_token": client.headers["x-csrf-token"], "scopes": None}
    reply = await client.delete(SESSION)
    assert (reply.status_code, reply.content) == (204, b"")
    assert COOKIE not in client.cookies
    refusal(await client.get(ME), 401, "sign_in_required")
    assert (await client.delete(SESSION)).status_code == 204, "signing out again changes nothing"


async def test_the_language_of_the_request_becomes_the_person_s(client: httpx.AsyncClient) -> None:
    client.headers["accept-language"] = "zh-CN,zh;q=0.9,en;q=0.5"
    assert (await sign_up(client))["locale"] == "zh-Hans"
    assert (await sign_up(client, locale="en"))["locale"] == "en"


async def test_a_person_has_a_journal(client: httpx.AsyncClient, engine: AsyncEngine) -> None:
    person = await sign_up(client)
    async with engine.connect() as connection:
        kinds = await connection.execute(
            text("SELECT kind FROM journals WHERE id = :id"), {"id": person["id"]}
        )
        assert kinds.scalar_one() == "person"


async def test_the_cookie_is_out_of_reach_of_scripts(client: httpx.AsyncClient) -> None:
    person = await sign_up(client)
    cookie = (await sign_in(client, person["email"])).headers["set-cookie"]
    name, _, rest = cookie.partition("=")
    assert name == COOKIE
    attributes = {part.strip().lower() for part in rest.split(";")[1:]}
    assert attributes == {"httponly", "path=/", "samesite=lax", "max-age=1209600"}


async def test_behind_tls_the_cookie_is_bound_to_host_and_https(settings: Settings, parts: Parts) -> None:
    secure = msgspec.structs.replace(settings, public_url="https://week.example.org")
    async with started(secure) as application, new_client(application) as browser:
        browser.base_url = httpx.URL("https://week.example.org")
        person = await sign_up(browser)
        reply = await sign_in(browser, person["email"])
        cookie = reply.headers["set-cookie"]
        assert cookie.startswith("__Host-esports_session=")
        assert "; secure" in cookie.lower()
        assert "domain" not in cookie.lower()
        assert "max-age=31536000" in reply.headers["strict-transport-security"]
        assert (await browser.get(ME)).status_code == 200
        plain = {"cookie": f"{COOKIE}={browser.cookies['__Host-esports_session']}"}
        async with new_client(application) as other:
            refusal(await other.get(ME, headers=plain), 401, "sign_in_required")


async def test_a_cookie_that_the_browser_brings_is_never_adopted(
    app: Litestar, client: httpx.AsyncClient, engine: AsyncEngine
) -> None:
    person = await sign_up(client)
    for planted in ("f" * 64, "short", "' OR 1=1 --"):
        async with new_client(app, cookies={COOKIE: planted}) as victim:
            reply = await sign_in(victim, person["email"])
            given = reply.cookies[COOKIE]
            assert given != planted
        async with new_client(app, cookies={COOKIE: planted}) as attacker:
            refusal(await attacker.get(ME), 401, "sign_in_required")
    async with engine.connect() as connection:
        kept = (await connection.execute(text("SELECT id_hash FROM sessions"))).scalars().all()
    assert all(given.encode() not in bytes(one) and len(bytes(one)) == 32 for one in kept)


async def test_signing_in_again_is_a_new_session_and_ends_the_old_one(
    app: Litestar, client: httpx.AsyncClient
) -> None:
    person = await sign_up(client)
    old_cookie, old_csrf = client.cookies[COOKIE], client.headers.pop("x-csrf-token")
    await sign_in(client, person["email"])
    assert client.cookies[COOKIE] != old_cookie
    assert client.headers["x-csrf-token"] != old_csrf
    async with new_client(app, cookies={COOKIE: old_cookie}) as stale:
        refusal(await stale.get(ME), 401, "sign_in_required")


async def test_a_session_ends_after_its_days(
    by_clock: tuple[Litestar, Clock], settings: Settings, parts: Parts
) -> None:
    application, clock = by_clock
    clock.now = datetime(2026, 5, 1, tzinfo=UTC)
    async with new_client(application) as browser:
        await sign_up(browser)
        clock.now += timedelta(days=settings.session_days) - timedelta(seconds=1)
        assert (await browser.get(ME)).status_code == 200
        clock.go(1)
        refusal(await browser.get(ME), 401, "sign_in_required")


@pytest.mark.parametrize("shown", [None, "", "wrong", "f" * 64, "é"])
async def test_a_write_of_a_session_needs_its_csrf_token(
    client: httpx.AsyncClient, engine: AsyncEngine, shown: str | None
) -> None:
    await sign_up(client)
    right = client.headers.pop("x-csrf-token")
    headers = {} if shown is None else {"x-csrf-token": shown.encode()}
    body = {"name": "t", "scopes": ["read"]}
    refusal(await client.post(TOKENS, json=body, headers=headers), 403, "csrf_token_wrong")
    refusal(await client.delete(SESSION, headers=headers), 403, "csrf_token_wrong")
    assert (await client.get(ME, headers=headers)).status_code == 200, "reading needs none"
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM tokens"))).scalar_one() == 0
    made = await client.post(TOKENS, json=body, headers={"x-csrf-token": right})
    assert made.status_code == 201, "the control: with the token it works"


async def test_the_csrf_token_of_another_session_does_not_do(
    app: Litestar, client: httpx.AsyncClient
) -> None:
    await sign_up(client)
    async with new_client(app) as other:
        await sign_up(other)
        foreign = {"x-csrf-token": other.headers["x-csrf-token"]}
    refusal(await client.delete(SESSION, headers=foreign), 403, "csrf_token_wrong")


async def test_wrong_address_and_wrong_password_look_the_same(client: httpx.AsyncClient) -> None:
    person = await sign_up(client)
    problems = [
        refusal(await client.post(SESSION, json=credentials), 401, "wrong_credentials")
        for credentials in (
            {"email": person["email"], "password": "not the password"},
            {"email": "nobody@example.org", "password": PASSWORD},
            {"email": "no address at all", "password": PASSWORD},
            {"email": person["email"], "password": ""},
        )
    ]
    for problem in problems:
        del problem["correlation_id"]
        assert problem == problems[0]


async def test_an_address_is_taken_in_every_spelling(client: httpx.AsyncClient) -> None:
    await sign_up(client, email="mei@example.org")
    body = {"email": "MEI@Example.org", "password": PASSWORD, "display_name": "Other"}
    refusal(await client.post(PEOPLE, json=body), 409, "email_taken", "/email")


async def test_of_many_who_take_one_address_at_once_one_has_it(app: Litestar, parts: Parts) -> None:
    spellings = ["mei@example.org", "Mei@example.org", "MEI@EXAMPLE.ORG", " mei@Example.org "] * 2

    async def ask(email: str) -> httpx.Response:
        body = {"email": email, "password": PASSWORD, "display_name": "Mei"}
        async with new_client(app) as browser:
            return await browser.post(PEOPLE, json=body)

    replies = await asyncio.gather(*map(ask, spellings))
    assert sorted(reply.status_code for reply in replies) == [201] + [409] * 7
    for reply in replies:
        if reply.status_code == 409:
            refusal(reply, 409, "email_taken", "/email")
    async with parts.engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM people"))).scalar_one() == 1


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("email", "nowhere", "email_malformed"),
        ("email", "a@b.c\r\nbcc: d@e.f", "email_malformed"),
        ("display_name", "", "name_empty"),
        ("display_name", "   ", "name_empty"),
        ("display_name", "字" * 65, "name_too_long"),
        ("display_name", "\u202eadmin", "name_characters"),
        ("display_name", "a\u0007b", "name_characters"),
        ("birth_date", "1899-12-31", "birth_date_range"),
        ("birth_date", "9999-12-31", "birth_date_range"),
    ],
)
async def test_what_does_not_make_a_person(
    client: httpx.AsyncClient, field: str, value: str, code: str
) -> None:
    body = {"email": "mei@example.org", "password": PASSWORD, "display_name": "Mei", field: value}
    refusal(await client.post(PEOPLE, json=body), 422, code, f"/{field}")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("email", 5, "wrong_type"),
        ("email", None, "wrong_type"),
        ("email", "m" * 255, "too_long"),
        ("password", "7 chars", "too_short"),
        ("password", "p" * 129, "too_long"),
        ("password", {"$ne": ""}, "wrong_type"),
        ("display_name", ["Mei"], "wrong_type"),
        ("birth_date", "2004-02-30", "wrong_form"),
        ("birth_date", 0, "wrong_type"),
        ("locale", "fr", "unknown_value"),
        ("is_admin", True, "unknown_field"),
    ],
)
async def test_a_field_of_the_wrong_form_is_pointed_at(
    client: httpx.AsyncClient, field: str, value: Any, code: str
) -> None:
    body = {"email": "mei@example.org", "password": PASSWORD, "display_name": "Mei", field: value}
    problem = refusal(await client.post(PEOPLE, json=body), 422, "invalid_fields", f"/{field}")
    assert problem["errors"][0]["code"] == code


async def test_a_refusal_speaks_the_reader_s_language(client: httpx.AsyncClient) -> None:
    english = refusal(await client.get(ME), 401, "sign_in_required")
    chinese = refusal(await client.get(ME, headers={"accept-language": "zh-CN"}), 401, "sign_in_required")
    assert english["detail"] == "Please sign in first."
    assert "登录" in chinese["detail"]


@pytest.mark.parametrize("path", [ME, TOKENS])
async def test_what_is_one_s_own_is_not_kept_by_caches(client: httpx.AsyncClient, path: str) -> None:
    await sign_up(client)
    assert (await client.get(path)).headers["cache-control"] == "no-store"


async def test_a_request_never_needs_two_connections_at_once(settings: Settings, parts: Parts) -> None:
    narrow = msgspec.structs.replace(settings, database_pool_size=1)
    async with started(narrow) as application, new_client(application) as browser:
        await sign_up(browser)
        token = (await browser.post(TOKENS, json={"name": "t", "scopes": ["read"]})).json()["token"]
        assert (await browser.get(ME)).status_code == 200
        assert (await browser.get(ME, headers={"authorization": f"Bearer {token}"})).status_code == 200
