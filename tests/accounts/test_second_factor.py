"""A second factor: codes of an app, each for one use, and recovery codes for when it is lost."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

import httpx
import msgspec
import pyotp
import pytest
from litestar import Litestar

from esports.accounts.factor_removal import remove_lost
from esports.accounts.second_factor import RECOVERY_CODES, step_of
from esports.errors import DomainError
from esports.http.provide import Parts, parts_of
from esports.journal import store
from esports.journal.facts import SecondFactorRemoved
from esports.qr import square
from esports.uow import unit_of_work
from tests.support.app import PASSWORD, Clock, new_client, refusal, sign_in, sign_up
from tests.support.mail import mail_server
from tests.support.post import Post

ENROL, CONFIRM = "/api/v1/second-factor", "/api/v1/second-factor/confirm"
RENEW = "/api/v1/second-factor/recovery-codes"
DISABLE, SESSION, ME = "/api/v1/second-factor/disable", "/api/v1/session", "/api/v1/me"
PROOF = {"password": PASSWORD}
EMAIL = "mei@example.org"
STEP = timedelta(seconds=30)
RFC_SECRET = b"12345678901234567890"


@pytest.fixture
def watch(by_clock: tuple[Litestar, Clock]) -> Clock:
    """The clock of the application, moved by hand."""
    _, clock = by_clock
    clock.now = datetime(2026, 11, 25, 12, 0, 10, tzinfo=UTC)
    return clock


@pytest.fixture
def timed(by_clock: tuple[Litestar, Clock], watch: Clock, parts: Parts) -> Litestar:
    """An application whose clock the test moves."""
    return by_clock[0]


@pytest.fixture
async def visitor(timed: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """A browser in which Mei is signed in."""
    async with new_client(timed) as opened:
        await sign_up(opened, email=EMAIL)
        yield opened


@pytest.fixture
async def post(timed: Litestar) -> AsyncIterator[Post]:
    """The post of that application."""
    with mail_server() as mailbox:
        yield Post(parts_of(timed.state), mailbox)


async def enrolled(visitor: httpx.AsyncClient, watch: Clock) -> tuple[pyotp.TOTP, list[str]]:
    """The app of a person who has turned the second factor on, and the recovery codes."""
    app = pyotp.TOTP((await visitor.post(ENROL, json=PROOF)).json()["secret"])
    reply = await visitor.post(CONFIRM, json={"code": app.at(watch.now)})
    assert reply.status_code == 200, reply.text
    watch.now += STEP
    return app, reply.json()["codes"]


async def enter(timed: Litestar, code: str | None = None, **fields: Any) -> httpx.Response:
    """Sign in from a fresh browser."""
    body = {"email": EMAIL, "password": PASSWORD, **fields}
    async with new_client(timed) as fresh:
        return await fresh.post(SESSION, json=body if code is None else {**body, "code": code})


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
     (2000000000, "279037"), (20000000000, "353130")],
)  # fmt: skip
def test_codes_are_those_of_rfc_6238(second: int, code: str) -> None:
    now = datetime.fromtimestamp(second, UTC)
    assert step_of(RFC_SECRET, code, now) == second // 30
    assert step_of(RFC_SECRET, code, now + STEP) == second // 30
    if second > 90:
        assert step_of(RFC_SECRET, code, now - STEP) == second // 30
    assert step_of(RFC_SECRET, code, now + 2 * STEP) is None
    assert step_of(RFC_SECRET, f" {code[:3]} {code[3:]} ", now) == second // 30
    for junk in ("", code[:5], code + "0", "abcdef", "１２３４５６"):
        assert step_of(RFC_SECRET, junk, now) is None


async def test_the_secret_is_told_once_for_the_app(visitor: httpx.AsyncClient) -> None:
    reply = await visitor.post(ENROL, json=PROOF)
    assert reply.status_code == 201
    assert reply.headers["cache-control"] == "no-store"
    secret, uri = reply.json()["secret"], urlsplit(reply.json()["uri"])
    assert len(secret) == 32
    assert (uri.scheme, uri.netloc) == ("otpauth", "totp")
    assert unquote(uri.path) == f"/Esports Week:{EMAIL}"
    assert reply.json()["square"] == msgspec.to_builtins(square(reply.json()["uri"]))
    assert parse_qs(uri.query) == {"secret": [secret], "issuer": ["Esports Week"]}
    keyed = {"idempotency-key": "one"}
    assert (await visitor.post(ENROL, json=PROOF, headers=keyed)).status_code == 201
    refusal(await visitor.post(ENROL, json=PROOF, headers=keyed), 409, "shown_once")
    refusal(await visitor.post(ENROL, json={"password": "no"}), 422, "wrong_password", "/password")


async def test_it_counts_once_a_code_was_shown(
    timed: Litestar, visitor: httpx.AsyncClient, watch: Clock
) -> None:
    refusal(await visitor.post(CONFIRM, json={"code": "123456"}), 409, "second_factor_not_begun")
    app = pyotp.TOTP((await visitor.post(ENROL, json=PROOF)).json()["secret"])
    wrong = app.at(watch.now + 10 * STEP)
    refusal(await visitor.post(CONFIRM, json={"code": wrong}), 422, "second_factor_wrong", "/code")
    assert (await enter(timed)).status_code == 200, "one that is not confirmed asks for nothing"
    async with new_client(timed) as other:
        await sign_in(other, EMAIL)
        reply = await visitor.post(CONFIRM, json={"code": app.at(watch.now)})
        assert len(set(reply.json()["codes"])) == RECOVERY_CODES == 10
        refusal(await other.get(ME), 401, "sign_in_required")
    assert (await visitor.get(ME)).json()["person"]["second_factor"] is True
    refusal(await visitor.post(CONFIRM, json={"code": app.at(watch.now)}), 409, "second_factor_on")
    refusal(await visitor.post(ENROL, json=PROOF), 409, "second_factor_on")


async def test_sign_in_needs_a_code_and_takes_none_twice(
    timed: Litestar, visitor: httpx.AsyncClient, watch: Clock
) -> None:
    app, _ = await enrolled(visitor, watch)
    for code in (None, ""):
        refusal(await enter(timed, code), 401, "second_factor_needed")
    refusal(await enter(timed, app.at(watch.now), password="not the password"), 401, "wrong_credentials")
    refusal(await enter(timed, app.at(watch.now - STEP)), 401, "second_factor_wrong")
    assert (await enter(timed, app.at(watch.now))).status_code == 200
    refusal(await enter(timed, app.at(watch.now)), 401, "second_factor_wrong")
    watch.now += STEP
    refusal(await enter(timed, app.at(watch.now - STEP)), 401, "second_factor_wrong")
    assert (await enter(timed, app.at(watch.now + STEP))).status_code == 200, "a clock that is fast"
    refusal(await enter(timed, app.at(watch.now)), 401, "second_factor_wrong")


async def test_of_two_with_one_code_one_is_let_in(
    timed: Litestar, visitor: httpx.AsyncClient, watch: Clock
) -> None:
    app, codes = await enrolled(visitor, watch)
    for code in (app.at(watch.now), codes[0]):
        replies = await asyncio.gather(*(enter(timed, code) for _ in range(3)))
        assert sorted(reply.status_code for reply in replies) == [200, 401, 401]


async def test_a_recovery_code_works_once_however_it_is_typed(
    timed: Litestar, visitor: httpx.AsyncClient, watch: Clock
) -> None:
    _, codes = await enrolled(visitor, watch)
    assert (await enter(timed, codes[0])).status_code == 200
    refusal(await enter(timed, codes[0]), 401, "second_factor_wrong")
    assert (await enter(timed, f" {codes[1].upper().replace('-', ' ')} ")).status_code == 200
    refusal(await enter(timed, "aaaa-bbbb-cccc-dddd"), 401, "second_factor_wrong")


async def test_wrong_codes_are_limited_wherever_they_come_from(
    timed: Litestar, visitor: httpx.AsyncClient, watch: Clock
) -> None:
    app, _ = await enrolled(visitor, watch)
    for number in range(11):
        async with new_client(timed, ip=f"10.0.0.{number}") as guesser:
            body = {"email": EMAIL, "password": PASSWORD, "code": app.at(watch.now + 10 * STEP)}
            reply = await guesser.post(SESSION, json=body)
            assert reply.status_code == (401 if number < 10 else 429)


async def test_it_is_taken_off_with_the_password(
    timed: Litestar, visitor: httpx.AsyncClient, watch: Clock
) -> None:
    refusal(await visitor.post(DISABLE, json=PROOF), 409, "second_factor_off")
    _, codes = await enrolled(visitor, watch)
    refusal(await visitor.post(DISABLE, json={"password": "no"}), 422, "wrong_password", "/password")
    assert (await visitor.post(DISABLE, json=PROOF)).status_code == 204
    assert (await enter(timed)).status_code == 200
    again, fresh = await enrolled(visitor, watch)
    refusal(await enter(timed, codes[0]), 401, "second_factor_wrong")
    assert (await enter(timed, fresh[0])).status_code == 200
    assert (await enter(timed, again.at(watch.now))).status_code == 200


async def test_new_recovery_codes_void_the_old_ones(
    timed: Litestar, visitor: httpx.AsyncClient, watch: Clock
) -> None:
    refusal(await visitor.post(RENEW, json=PROOF), 409, "second_factor_off")
    await visitor.post(ENROL, json=PROOF)
    refusal(await visitor.post(RENEW, json=PROOF), 409, "second_factor_off")
    _, codes = await enrolled(visitor, watch)
    refusal(await visitor.post(RENEW, json={"password": "no"}), 422, "wrong_password", "/password")
    assert (await enter(timed, codes[0])).status_code == 200
    assert (await visitor.get(ENROL)).json() == {"on": True, "recovery_codes": RECOVERY_CODES - 1}
    reply = await visitor.post(RENEW, json=PROOF, headers={"idempotency-key": "one"})
    assert reply.headers["cache-control"] == "no-store"
    fresh = reply.json()["codes"]
    assert len(set(fresh) - set(codes)) == RECOVERY_CODES
    refusal(await visitor.post(RENEW, json=PROOF, headers={"idempotency-key": "one"}), 409, "shown_once")
    refusal(await enter(timed, codes[1]), 401, "second_factor_wrong")
    assert (await enter(timed, fresh[0])).status_code == 200
    assert (await visitor.get(ENROL)).json() == {"on": True, "recovery_codes": RECOVERY_CODES - 1}


async def test_a_factor_that_is_lost_is_taken_off_and_its_person_told(
    timed: Litestar, visitor: httpx.AsyncClient, watch: Clock, post: Post
) -> None:
    parts = parts_of(timed.state)

    async def remove(email: str) -> None:
        async with unit_of_work(parts.engine, parts.waker, clock=watch) as unit:
            await remove_lost(unit, email=email)
            await unit.commit()

    for email, code in (("nobody@example.org", "not_found"), ("no address", "not_found"),
                        (EMAIL, "second_factor_off")):  # fmt: skip
        with pytest.raises(DomainError) as refused:
            await remove(email)
        assert refused.value.code == code
    await enrolled(visitor, watch)
    await post.deliver()
    person = (await visitor.get(ME)).json()["person"]
    await remove(EMAIL.upper())
    refusal(await visitor.get(ME), 401, "sign_in_required")
    assert (await enter(timed)).status_code == 200
    (mail,) = await post.deliver()
    assert EMAIL in str(mail["To"])
    assert mail["Subject"] == "Your second factor was taken off"
    async with parts.engine.connect() as connection:
        found = await store.read(connection, UUID(person["id"]), after=0, limit=10)
    assert [item.fact for item in found] == [SecondFactorRemoved(by="operator")]


async def test_tokens_of_programs_have_no_say_in_it(visitor: httpx.AsyncClient) -> None:
    made = await visitor.post("/api/v1/tokens", json={"name": "t", "scopes": ["manage"]})
    bearer = {"authorization": f"Bearer {made.json()['token']}"}
    for path, body in ((ENROL, PROOF), (CONFIRM, {"code": "123456"}), (DISABLE, PROOF), (RENEW, PROOF)):
        refusal(await visitor.post(path, json=body, headers=bearer), 403, "session_needed")
