"""Signing in by an OpenID provider: a real one, that is right at first and then wrong in every way."""

import base64
import hmac
import json
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import httpx
import msgspec
import pyotp
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from litestar import Litestar
from sqlalchemy import select

from esports.accounts import secret
from esports.accounts.provider import MAX_BYTES, Claims, verify
from esports.db.schema.accounts import oidc_flows
from esports.errors import DomainError, SettingsError
from esports.http.provide import Parts, parts_of
from esports.journal import store
from esports.journal.facts import IdentityLinked, IdentityUnlinked
from esports.settings import Settings, load
from tests.support.app import ADDRESS, PASSWORD, new_client, refusal, sign_up, started
from tests.support.mail import mail_server
from tests.support.post import Post
from tests.support.provider import CLIENT, SECRET, Provider, new_key, openid_provider

BEGIN, FINISH, SECOND = "/api/v1/oidc/sign-in", "/api/v1/oidc/callback", "/api/v1/oidc/second-factor"
LINK, UNLINK, ME = "/api/v1/oidc/link", "/api/v1/oidc/unlink", "/api/v1/me"
PROOF = {"password": PASSWORD}
EMAIL = "mei@example.org"


@pytest.fixture(scope="module")
def server() -> Iterator[Provider]:
    with openid_provider() as provider:
        yield provider


@pytest.fixture(scope="module")
async def site(settings: Settings, server: Provider) -> AsyncIterator[Litestar]:
    """An application at which one may sign in by the provider."""
    chosen = msgspec.structs.replace(
        settings,
        public_url=ADDRESS,
        oidc_issuer=server.url,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_label="City ID",
    )
    async with started(chosen) as application:
        yield application


@pytest.fixture
def provider(server: Provider) -> Provider:
    """The provider as it is when it is right."""
    url = server.url
    server.__init__()  # type: ignore[misc]
    server.url = url
    return server


@pytest.fixture
async def visitor(site: Litestar, provider: Provider, parts: Parts) -> AsyncIterator[httpx.AsyncClient]:
    async with new_client(site) as opened:
        yield opened


def answered(provider: Provider, address: str) -> dict[str, str]:
    """What the browser brings back from the provider, where it was sent."""
    to = urlsplit(address)
    assert f"{to.scheme}://{to.netloc}{to.path}" == f"{provider.url}/authorize"
    back = urlsplit(provider.authorize(dict(parse_qsl(to.query))))
    assert f"{back.scheme}://{back.netloc}{back.path}" == f"{ADDRESS}/sign-in/callback"
    return dict(parse_qsl(back.query))


async def begun(visitor: httpx.AsyncClient, provider: Provider) -> dict[str, str]:
    reply = await visitor.post(BEGIN)
    assert reply.status_code == 200, reply.text
    return answered(provider, reply.json()["address"])


async def entered(visitor: httpx.AsyncClient, provider: Provider) -> httpx.Response:
    """The whole way."""
    return await visitor.post(FINISH, json=await begun(visitor, provider))


async def test_a_new_person_is_known_by_issuer_and_subject(
    site: Litestar, visitor: httpx.AsyncClient, provider: Provider
) -> None:
    provider.user |= {"name": "Mei Lin", "preferred_username": "小梅"}
    reply = await entered(visitor, provider)
    assert reply.json()["outcome"] == "signed_in"
    assert reply.headers["cache-control"] == "no-store"
    person = (await visitor.get(ME)).json()["person"]
    assert person == reply.json()["me"]["person"]
    assert (person["email"], person["email_verified"], person["display_name"]) == (EMAIL, True, "小梅")
    provider.user = {"sub": "mei", "email": "other@example.org", "email_verified": False}
    async with new_client(site) as other:
        again = (await entered(other, provider)).json()["me"]["person"]
        assert (again["id"], again["email"]) == (person["id"], EMAIL)
    provider.user = {"sub": "ana", "email": "ana@example.org", "email_verified": True, "name": "Ana B"}
    async with new_client(site) as other:
        ana = (await entered(other, provider)).json()["me"]["person"]
        assert ana["id"] != person["id"]
        assert ana["display_name"].startswith("Player-"), "neither the real name nor the address is shown"


async def test_a_provider_with_rsa_keys(visitor: httpx.AsyncClient, provider: Provider) -> None:
    provider.key = RSAKey.generate_key(2048, {"kid": "rsa"})
    assert (await entered(visitor, provider)).json()["outcome"] == "signed_in"


async def test_new_keys_of_the_provider_count_at_once(
    site: Litestar, visitor: httpx.AsyncClient, provider: Provider
) -> None:
    assert (await entered(visitor, provider)).status_code == 200
    old, provider.key = provider.key, new_key("two")
    assert (await entered(visitor, provider)).status_code == 200
    provider.sign = lambda claims: jwt.encode({"alg": "ES256", "kid": "one"}, claims, old)
    refusal(await entered(visitor, provider), 401, "id_token_wrong")


def by_hand(algorithm: str, claims: dict[str, Any], sign: Callable[[bytes], bytes]) -> str:
    """A token that no decent library makes."""
    parts = ({"alg": algorithm, "typ": "JWT", "kid": "one"}, claims)
    signed = b".".join(plain(json.dumps(one).encode()) for one in parts)
    return (signed + b"." + plain(sign(signed))).decode()


def plain(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def test_what_an_id_token_must_say(provider: Provider) -> None:
    now = datetime.now(UTC)
    chosen = Settings(oidc_issuer=provider.url, oidc_client_id=CLIENT)

    def believed(**claims: Any) -> Claims:
        provider.claims = claims
        return verify(
            provider.id_token("n"),
            json.dumps(provider.keys()).encode(),
            settings=chosen,
            nonce_hash=secret.digest("n"),
            now=now,
        )

    past, soon = int(now.timestamp()) - 300, int(now.timestamp()) + 3_600
    wrong: list[dict[str, Any]] = [
        {"nonce": "m"}, {"nonce": None}, {"aud": "another"}, {"aud": None}, {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"}, {"azp": "another"}, {"iss": "https://evil.example"},
        {"iss": None}, {"exp": past}, {"exp": None}, {"exp": "soon"}, {"iat": None}, {"nbf": soon},
        {"sub": None}, {"sub": ""}, {"sub": 7}, {"sub": "s" * 256}, {"aud": {}}, {"aud": 7},
    ]  # fmt: skip
    for claims in wrong:
        with pytest.raises(DomainError) as refused:
            believed(**claims)
        assert refused.value.code == "id_token_wrong", claims
    for right in ({}, {"aud": [CLIENT]}, {"aud": [CLIENT, "another"], "azp": CLIENT}, {"azp": CLIENT}):
        assert believed(**right).subject == "mei"


async def test_no_other_signature_is_believed(visitor: httpx.AsyncClient, provider: Provider) -> None:
    public = provider.key.as_pem(private=False)
    stranger = new_key("one")
    for sign in (
        lambda claims: by_hand("none", claims, lambda signed: b""),
        lambda claims: by_hand("HS256", claims, lambda signed: hmac.digest(public, signed, "sha256")),
        lambda claims: jwt.encode({"alg": "ES256", "kid": "one"}, claims, stranger),
        lambda claims: jwt.encode({"alg": "ES256", "kid": "none"}, claims, stranger),
        lambda claims: "no.token.atall",
        lambda claims: "",
    ):
        provider.sign = sign
        refusal(await entered(visitor, provider), 401, "id_token_wrong")
    provider.sign, provider.claims = None, {"nonce": "0" * 64}
    refusal(await entered(visitor, provider), 401, "id_token_wrong")
    refusal(await visitor.get(ME), 401, "sign_in_required")
    provider.claims = {}
    assert (await entered(visitor, provider)).status_code == 200, "the control: nothing else was wrong"


async def test_a_state_is_for_one_browser_once_and_soon(
    site: Litestar, visitor: httpx.AsyncClient, provider: Provider, parts: Parts
) -> None:
    given = await begun(visitor, provider)
    async with new_client(site) as thief:
        refusal(await thief.post(FINISH, json=given), 401, "flow_unknown")
        await begun(thief, provider)
        refusal(await thief.post(FINISH, json=given), 401, "flow_unknown")
    refusal(await visitor.post(FINISH, json={**given, "state": "f" * 64}), 401, "flow_unknown")
    refusal(await visitor.post(FINISH, json={**given, "state": "x" * 201}), 422, "invalid_fields", "/state")
    async with parts.engine.connect() as connection:
        kept = (await connection.execute(select(oidc_flows.c.state_hash))).scalars().all()
    assert given["state"].encode() not in kept
    assert (await visitor.post(FINISH, json=given)).status_code == 200
    refusal(await visitor.post(FINISH, json=given), 401, "flow_unknown")
    late = await begun(visitor, provider)
    async with parts.engine.begin() as connection:
        await connection.execute(oidc_flows.update().values(expires_at=parts.clock()))
    refusal(await visitor.post(FINISH, json=late), 401, "flow_unknown")


async def test_somebody_elses_code_is_not_taken(
    site: Litestar, visitor: httpx.AsyncClient, provider: Provider
) -> None:
    mine = await begun(visitor, provider)
    async with new_client(site) as thief:
        own = await begun(thief, provider)
        refusal(await thief.post(FINISH, json={**own, "code": mine["code"]}), 401, "provider_refused")
    refusal(await visitor.post(FINISH, json={**mine, "code": "none"}), 401, "provider_refused")


async def test_what_the_provider_answers_is_bounded_and_no_redirect_followed(
    visitor: httpx.AsyncClient, provider: Provider
) -> None:
    discovery = "/.well-known/openid-configuration"
    right = provider.metadata()
    elsewhere = {"location": f"{provider.url}/elsewhere"}
    bad: list[tuple[int, bytes, dict[str, str]]] = [
        (500, b"{}", {}), (404, b"{}", {}), (302, b"", elsewhere), (200, b"<html>", {}), (200, b"[]", {}),
        (200, json.dumps(right).encode() + b" " * MAX_BYTES, {}),
    ]  # fmt: skip
    for changes in (
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ):
        bad.append((200, json.dumps({**right, **changes}).encode(), {}))
    for reply in bad:
        provider.replies = {discovery: reply}
        refusal(await visitor.post(BEGIN), 503, "provider_unavailable")
    for path, replies in (("/token", bad[:1] + bad[2:6]), ("/keys", bad[:6])):
        for reply in replies:
            provider.replies = {}
            given = await begun(visitor, provider)
            provider.replies = {path: reply}
            refusal(await visitor.post(FINISH, json=given), 503, "provider_unavailable")
    assert "/elsewhere" not in provider.asked
    refusal(await visitor.get(ME), 401, "sign_in_required")
    provider.replies = {}
    assert (await entered(visitor, provider)).status_code == 200


async def test_a_provider_that_is_not_there_is_told_and_the_password_still_works(
    settings: Settings, parts: Parts
) -> None:
    with openid_provider() as gone:
        url = gone.url
    chosen = msgspec.structs.replace(
        settings, public_url=ADDRESS, oidc_issuer=url, oidc_client_id=CLIENT, oidc_label="Gone"
    )
    async with started(chosen) as application, new_client(application) as visitor:
        refusal(await visitor.post(BEGIN), 503, "provider_unavailable")
        await sign_up(visitor)
        assert (await visitor.get(ME)).status_code == 200


async def test_an_address_opens_no_account_that_is_there(
    site: Litestar, visitor: httpx.AsyncClient, provider: Provider
) -> None:
    async with new_client(site) as owner:
        await sign_up(owner, email=EMAIL)
    provider.user["email"] = EMAIL.upper()
    refusal(await entered(visitor, provider), 409, "link_first")
    for claims in ({"email_verified": False}, {"email_verified": None}, {"email_verified": "true"},
                   {"email": None}, {"email": "no address"}):  # fmt: skip
        provider.claims = claims
        refusal(await entered(visitor, provider), 403, "provider_email_unverified")
    refusal(await visitor.get(ME), 401, "sign_in_required")


async def test_an_account_is_linked_and_unlinked_with_the_password(
    site: Litestar, visitor: httpx.AsyncClient, provider: Provider, parts: Parts
) -> None:
    person = await sign_up(visitor, email=EMAIL)
    refusal(await visitor.post(LINK, json={"password": "no"}), 422, "wrong_password", "/password")
    refusal(await visitor.post(UNLINK, json=PROOF), 409, "not_linked")
    refusal(await visitor.post(LINK, json=PROOF, headers={"x-csrf-token": ""}), 403, "csrf_token_wrong")
    given = answered(provider, (await visitor.post(LINK, json=PROOF)).json()["address"])
    csrf = visitor.headers.pop("x-csrf-token")
    session = dict(visitor.cookies)
    await visitor.delete("/api/v1/session", headers={"x-csrf-token": csrf})
    refusal(await visitor.post(FINISH, json=given), 401, "flow_unknown")
    async with new_client(site) as mei:
        await mei.post("/api/v1/session", json={"email": EMAIL, "password": PASSWORD})
        mei.headers["x-csrf-token"] = (await mei.get(ME)).json()["csrf_token"]
        given = answered(provider, (await mei.post(LINK, json=PROOF)).json()["address"])
        assert (await mei.post(FINISH, json=given)).json()["outcome"] == "linked"
        refusal(await mei.post(LINK, json=PROOF), 409, "already_linked")
        assert session
        assert (await entered(visitor, provider)).json()["me"]["person"]["id"] == person["id"]
        async with new_client(site) as ana:
            await sign_up(ana, email="ana@example.org")
            given = answered(provider, (await ana.post(LINK, json=PROOF)).json()["address"])
            refusal(await ana.post(FINISH, json=given), 409, "identity_taken")
        assert (await mei.post(UNLINK, json=PROOF)).status_code == 204
    async with new_client(site) as other:
        refusal(await entered(other, provider), 409, "link_first")
    async with parts.engine.connect() as connection:
        items = await store.read(connection, UUID(person["id"]), after=0, limit=10)
    assert [item.fact for item in items] == [
        IdentityLinked(issuer=provider.url), IdentityUnlinked(issuer=provider.url)
    ]  # fmt: skip
    with mail_server() as mailbox:
        mails = await Post(parts_of(site.state), mailbox).deliver()
    assert "Another way to sign in to your account" in [mail["Subject"] for mail in mails]


async def test_the_last_way_in_is_not_taken_off_and_a_password_is_chosen_by_mail(
    visitor: httpx.AsyncClient, site: Litestar, provider: Provider
) -> None:
    visitor.headers["x-csrf-token"] = (await entered(visitor, provider)).json()["me"]["csrf_token"]
    refusal(await visitor.post(UNLINK, json=PROOF), 409, "no_password")
    refusal(await visitor.post("/api/v1/second-factor", json=PROOF), 409, "no_password")
    assert (await visitor.post("/api/v1/password/forgot", json={"email": EMAIL})).status_code == 202
    with mail_server() as mailbox:
        token = await Post(parts_of(site.state), mailbox).token(EMAIL, "/reset-password")
    body = {"token": token, "password": PASSWORD}
    assert (await visitor.post("/api/v1/password/reset", json=body)).status_code == 204
    visitor.headers["x-csrf-token"] = (await entered(visitor, provider)).json()["me"]["csrf_token"]
    assert (await visitor.post(UNLINK, json=PROOF)).status_code == 204


async def test_a_second_factor_is_asked_for_all_the_same(
    site: Litestar, visitor: httpx.AsyncClient, provider: Provider, parts: Parts
) -> None:
    await sign_up(visitor, email=EMAIL)
    given = answered(provider, (await visitor.post(LINK, json=PROOF)).json()["address"])
    assert (await visitor.post(FINISH, json=given)).status_code == 200
    app = pyotp.TOTP((await visitor.post("/api/v1/second-factor", json=PROOF)).json()["secret"])
    made = await visitor.post("/api/v1/second-factor/confirm", json={"code": app.now()})
    codes = made.json()["codes"]
    async with new_client(site) as other:
        reply = await entered(other, provider)
        assert (reply.json()["outcome"], reply.json()["me"]) == ("second_factor", None)
        refusal(await other.get(ME), 401, "sign_in_required")
        proof = reply.json()["proof"]
        refusal(await other.post(SECOND, json={"proof": "f" * 64, "code": codes[0]}), 401, "proof_unknown")
        for code, told in (("000000000", "second_factor_wrong"), ("", "second_factor_needed")):
            refusal(await other.post(SECOND, json={"proof": proof, "code": code}), 401, told)
        reply = await other.post(SECOND, json={"proof": proof, "code": codes[0]})
        assert reply.json()["outcome"] == "signed_in"
        assert (await other.get(ME)).json()["person"]["email"] == EMAIL
        refusal(await other.post(SECOND, json={"proof": proof, "code": codes[1]}), 401, "proof_unknown")
    async with new_client(site) as guesser:
        proof = (await entered(guesser, provider)).json()["proof"]
        wrong = {"proof": proof, "code": "000000000"}
        told = [(await guesser.post(SECOND, json=wrong)).status_code for _ in range(11)]
        assert told == [401] * 10 + [429]


async def test_the_pages_show_it_where_there_is_a_provider(
    visitor: httpx.AsyncClient, client: httpx.AsyncClient, provider: Provider
) -> None:
    html = {"accept": "text/html"}
    assert "Sign in with City ID" in (await visitor.get("/sign-in", headers=html)).text
    assert "Sign in with" not in (await client.get("/sign-in", headers=html)).text
    await sign_up(visitor)
    assert "/account/linking" in (await visitor.get("/account", headers=html)).text
    assert "City ID" in (await visitor.get("/account/linking", headers=html)).text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ESPORTS_OIDC_ISSUER": "http://id.example"}, "https"),
        ({"ESPORTS_OIDC_ISSUER": "id.example"}, "https"),
        ({"ESPORTS_OIDC_CLIENT_ID": ""}, "ESPORTS_OIDC_CLIENT_ID"),
        ({"ESPORTS_PUBLIC_URL": ""}, "ESPORTS_PUBLIC_URL"),
    ],
)
def test_settings_that_cannot_work_are_refused(changed: dict[str, str], words: str) -> None:
    right = {
        "ESPORTS_OIDC_ISSUER": "https://id.example",
        "ESPORTS_OIDC_CLIENT_ID": "c",
        "ESPORTS_PUBLIC_URL": "https://week.example",
    }
    assert load(right).oidc_issuer == "https://id.example"
    with pytest.raises(SettingsError, match=words):
        load({**right, **changed})
