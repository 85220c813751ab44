"""Tries are counted exactly, over all processes, by the address that is really the caller's."""

import asyncio

import httpx
import msgspec
import pytest
from litestar import Litestar, Request
from redis.asyncio import Redis

from esports.accounts.routes import GUESSING_LIMIT, SIGN_IN_LIMIT, SIGN_UP_LIMIT
from esports.errors import DomainError
from esports.http.limits import Limit, admit, caller_address, forgive, give_back
from esports.http.provide import Parts
from esports.settings import Settings
from tests.support.app import PASSWORD, new_client, refusal, sign_in, sign_up, started
from tests.support.wait import until

SESSION = "/api/v1/session"
ONE = Limit(name="one", count=1)
THREE = Limit(name="three", count=3)


async def admitted(parts: Parts, limit: Limit, *subject: str) -> bool:
    """Whether it is let in; a refusal must say when to come back."""
    try:
        await admit(parts, limit, *subject)
    except DomainError as error:
        return not 0 < (error.retry_after_seconds or 0) <= limit.seconds
    return True


async def test_exactly_as_many_as_allowed_get_in_at_once(parts: Parts) -> None:
    let_in = await asyncio.gather(*(admitted(parts, THREE, "a") for _ in range(20)))
    assert sum(let_in) == 3


async def test_subjects_and_limits_are_counted_apart(parts: Parts) -> None:
    other = Limit(name="other", count=3)
    for _ in range(3):
        assert await admitted(parts, THREE, "a", "b")
        assert await admitted(parts, THREE, "a", "c")
        assert await admitted(parts, other, "a", "b")
    assert not await admitted(parts, THREE, "a", "b")


async def test_the_window_ends(parts: Parts) -> None:
    assert await admitted(parts, ONE, "a")
    assert not await admitted(parts, ONE, "a")
    for key in await parts.redis.keys("*"):
        await parts.redis.pexpire(key, 1)
    await until(lambda: admitted(parts, ONE, "a"))


async def test_what_is_forgiven_counts_anew(parts: Parts) -> None:
    for _ in range(3):
        await admit(parts, THREE, "a")
    await forgive(parts, THREE, "a")
    assert await admitted(parts, THREE, "a")


async def test_what_is_given_back_was_never_counted(parts: Parts) -> None:
    await give_back(parts, ONE, "a")
    assert await admitted(parts, ONE, "a")
    assert not await admitted(parts, ONE, "a")
    for _ in range(2):
        await give_back(parts, ONE, "a")
    assert await admitted(parts, ONE, "a")


async def test_redis_does_not_learn_who_it_is(parts: Parts) -> None:
    await admit(parts, THREE, "203.0.113.7", "mei@example.org")
    keys = await parts.redis.keys("*")
    assert len(keys) == 1
    assert b"mei" not in keys[0]
    assert b"203" not in keys[0]
    assert 0 < await parts.redis.pttl(keys[0]) <= 60_000


async def test_without_redis_everybody_is_let_in(parts: Parts, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("WARNING")  # whatever an application of another test has set
    away = Redis.from_url("redis://127.0.0.1:1/0")
    blind = Parts(parts.settings, parts.engine, away, parts.waker, parts.clock)
    for _ in range(5):
        await admit(blind, THREE, "a")
        await forgive(blind, THREE, "a")
        await give_back(blind, THREE, "a")
    await away.aclose()
    assert "rate limit not counted" in caplog.text


async def test_wrong_passwords_are_limited_and_a_right_one_clears(
    app: Litestar, client: httpx.AsyncClient
) -> None:
    person = await sign_up(client)
    wrong = {"email": person["email"], "password": "wrong password"}
    async with new_client(app, ip="203.0.113.7") as attacker:
        for _ in range(SIGN_IN_LIMIT.count - 1):
            refusal(await attacker.post(SESSION, json=wrong), 401, "wrong_credentials")
        await sign_in(attacker, person["email"])
        for _ in range(SIGN_IN_LIMIT.count):
            refusal(await attacker.post(SESSION, json=wrong), 401, "wrong_credentials")
        reply = await attacker.post(SESSION, json=wrong | {"email": person["email"].upper()})
        refusal(reply, 429, "rate_limited")
        assert 0 < int(reply.headers["retry-after"]) <= 60
        right = await attacker.post(SESSION, json=wrong | {"password": PASSWORD})
        refusal(right, 429, "rate_limited")
    await sign_in(client, person["email"])


async def test_guesses_at_many_accounts_are_limited_by_address_and_successes_are_free(
    app: Litestar, client: httpx.AsyncClient, parts: Parts
) -> None:
    person = await sign_up(client)
    async with new_client(app, ip="203.0.113.7") as hall, new_client(app, ip="203.0.113.8") as other:
        for _ in range(GUESSING_LIMIT.count - 1):
            await admit(parts, GUESSING_LIMIT, "203.0.113.7")
        for _ in range(2):
            await sign_in(hall, person["email"])
        wrong = {"email": "lan@example.org", "password": "wrong password"}
        refusal(await hall.post(SESSION, json=wrong), 401, "wrong_credentials")
        wrong = {"email": "bo@example.org", "password": "wrong password"}
        refusal(await hall.post(SESSION, json=wrong), 429, "rate_limited")
        refusal(await other.post(SESSION, json=wrong), 401, "wrong_credentials")


async def test_sign_ups_are_limited_by_address(app: Litestar, parts: Parts) -> None:
    body = {"email": "mei@example.org", "password": PASSWORD, "display_name": ""}
    async with new_client(app, ip="203.0.113.7") as one, new_client(app, ip="203.0.113.8") as other:
        for _ in range(SIGN_UP_LIMIT.count):
            await admit(parts, SIGN_UP_LIMIT, "203.0.113.7")
        refusal(await one.post("/api/v1/people", json=body), 429, "rate_limited")
        refusal(await other.post("/api/v1/people", json=body), 422, "name_empty")


def address(peer: str | None, *forwarded: str, proxies: int) -> str:
    client = None if peer is None else (peer, 1)
    headers = [(b"x-forwarded-for", one.encode()) for one in forwarded]
    scope = {"type": "http", "client": client, "headers": headers, "state": {}}
    return caller_address(Request(scope), proxies)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "expected"),
    [
        ("203.0.113.7", ["198.51.100.1"], 0, "203.0.113.7"),
        ("10.0.0.1", ["198.51.100.1"], 1, "198.51.100.1"),
        ("10.0.0.1", ["6.6.6.6, 198.51.100.1"], 1, "198.51.100.1"),
        ("10.0.0.1", ["6.6.6.6", "198.51.100.1"], 1, "198.51.100.1"),
        ("10.0.0.1", ["6.6.6.6, 198.51.100.1, 10.0.0.2"], 2, "198.51.100.1"),
        ("10.0.0.1", ["198.51.100.1"], 2, "10.0.0.1"),
        ("10.0.0.1", [], 1, "10.0.0.1"),
        ("10.0.0.1", ["nonsense"], 1, "10.0.0.1"),
        ("10.0.0.1", [""], 1, "10.0.0.1"),
        ("::ffff:203.0.113.7", [], 0, "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", [], 0, "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", [], 0, "2001:db8:1:2::/64"),
        (None, [], 0, ""),
    ],
)
def test_only_trusted_hops_are_believed(
    peer: str | None, forwarded: list[str], proxies: int, expected: str
) -> None:
    assert address(peer, *forwarded, proxies=proxies) == expected


async def test_a_forged_hop_does_not_buy_more_tries(settings: Settings, parts: Parts) -> None:
    behind = msgspec.structs.replace(settings, trusted_proxies=1)
    wrong = {"email": "mei@example.org", "password": "wrong password"}
    async with started(behind) as application, new_client(application, ip="10.0.0.1") as proxy:
        for attempt in range(SIGN_IN_LIMIT.count + 1):
            headers = {"x-forwarded-for": f"6.6.6.{attempt}, 203.0.113.7"}
            reply = await proxy.post(SESSION, json=wrong, headers=headers)
        refusal(reply, 429, "rate_limited")
        honest = await proxy.post(SESSION, json=wrong, headers={"x-forwarded-for": "203.0.113.8"})
        refusal(honest, 401, "wrong_credentials")
