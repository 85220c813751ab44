"""The OpenID provider of this installation: where it sends people, what it says of them, and whether to
believe it.

Nothing is kept between two sign-ins, so a provider that changes its keys or its addresses is followed at
once. Each conversation is bounded in time, each answer in size, and no redirect is followed.
"""

import asyncio
import base64
import hashlib
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from urllib.parse import quote, quote_plus, urlencode, urlsplit

import httpx
import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from esports.errors import DomainError, Kind
from esports.i18n import N_
from esports.settings import LOOPBACK, Settings

ALGORITHMS = ["RS256", "ES256"]
"""What an ID token may be signed with. Never `none`, and nothing whose key the provider does not keep."""
SECONDS = 8.0
"""For all that is asked of the provider at one sign-in."""
MAX_BYTES = 128 * 1024
LEEWAY_SECONDS = 60
"""By how much the provider's clock may differ from ours."""
WELL_KNOWN = "/.well-known/openid-configuration"


class Metadata(msgspec.Struct, frozen=True):
    """What the provider says of itself (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class Grant(msgspec.Struct, frozen=True):
    """What the provider gives for a code; the access token is not used."""

    id_token: str


class Claims(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the provider has signed in."""

    subject: str
    email: str | None
    email_verified: bool
    username: str | None


def is_safe(url: str) -> bool:
    """Whether the address is https, or plain http on this machine."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and (
            parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        )
    except ValueError:
        return False


def redirect_uri(settings: Settings) -> str:
    """Where the provider sends people back to."""
    return f"{settings.public_url.rstrip('/')}/sign-in/callback"


async def authorization(settings: Settings, *, state: str, nonce: str, verifier: str) -> str:
    """The address at which the provider asks the person.

    Raises:
        DomainError: `provider_unavailable`.
    """
    async with _conversation() as client:
        metadata = await _metadata(client, settings)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = urlencode(
        {
            "response_type": "code",
            "client_id": settings.oidc_client_id,
            "redirect_uri": redirect_uri(settings),
            "scope": "openid email profile",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        },
        quote_via=quote,
    )
    joint = "&" if urlsplit(metadata.authorization_endpoint).query else "?"
    return f"{metadata.authorization_endpoint}{joint}{query}"


async def redeem(settings: Settings, *, code: str, verifier: str, nonce_hash: bytes, now: datetime) -> Claims:
    """Whom the provider means by the code that the browser brought.

    Raises:
        DomainError: `provider_unavailable`, `provider_refused`, `id_token_wrong`.
    """
    async with _conversation() as client:
        metadata = await _metadata(client, settings)
        grant = await _grant(client, settings, metadata, code, verifier)
        keys = await _ask(client, "GET", metadata.jwks_uri)
    return verify(grant.id_token, keys, settings=settings, nonce_hash=nonce_hash, now=now)


def verify(id_token: str, keys: bytes, *, settings: Settings, nonce_hash: bytes, now: datetime) -> Claims:
    """What the ID token says, once it has proved to be signed by the provider, for us, now, and for this
    browser's sign-in (OpenID Connect Core 1.0, 3.1.3.7).

    Raises:
        DomainError: `id_token_wrong`, `provider_unavailable` for keys that are none.
    """
    try:
        key_set = KeySet.import_key_set(msgspec.json.decode(keys))
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise unavailable() from error
    seconds = int(now.timestamp())
    rules = jwt.JWTClaimsRegistry(
        now=seconds,
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": settings.oidc_issuer},
        aud={"essential": True, "value": settings.oidc_client_id},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True},
    )
    try:
        claims = jwt.decode(id_token, key_set, algorithms=ALGORITHMS).claims
        rules.validate(claims)
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        party = claims.get("azp", None if several else settings.oidc_client_id)
        nonce = hashlib.sha256(str(claims["nonce"]).encode()).digest()
        subject = claims["sub"]
        named = isinstance(subject, str) and 0 < len(subject) <= 255
        if party != settings.oidc_client_id or nonce != nonce_hash or not named:
            raise id_token_wrong()
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise id_token_wrong() from error
    return Claims(
        subject=subject,
        email=_text(claims.get("email")),
        email_verified=claims.get("email_verified") is True,
        username=_text(claims.get("preferred_username")),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


@cache
def _authorities() -> ssl.SSLContext:
    """Whom the system trusts; read once, for that takes long."""
    return ssl.create_default_context()


@asynccontextmanager
async def _conversation() -> AsyncIterator[httpx.AsyncClient]:
    """A client for a few calls, all of them together within `SECONDS`."""
    try:
        async with (
            asyncio.timeout(SECONDS),
            httpx.AsyncClient(
                timeout=SECONDS, follow_redirects=False, trust_env=False, verify=_authorities()
            ) as client,
        ):
            yield client
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
        raise unavailable() from error


async def _metadata(client: httpx.AsyncClient, settings: Settings) -> Metadata:
    answer = await _ask(client, "GET", settings.oidc_issuer.rstrip("/") + WELL_KNOWN)
    try:
        found = msgspec.json.decode(answer, type=Metadata)
    except msgspec.DecodeError as error:
        raise unavailable() from error
    urls = (found.authorization_endpoint, found.token_endpoint, found.jwks_uri)
    if found.issuer != settings.oidc_issuer or not all(map(is_safe, urls)):
        raise unavailable()
    return found


async def _grant(
    client: httpx.AsyncClient, settings: Settings, metadata: Metadata, code: str, verifier: str
) -> Grant:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri(settings),
        "code_verifier": verifier,
    }
    auth: httpx.BasicAuth | None = None
    name, hidden = settings.oidc_client_id, settings.oidc_client_secret
    if hidden and "client_secret_basic" in metadata.token_endpoint_auth_methods_supported:
        auth = httpx.BasicAuth(quote_plus(name), quote_plus(hidden))  # RFC 6749, 2.3.1
    else:
        form |= {"client_id": name, **({"client_secret": hidden} if hidden else {})}
    answer = await _ask(client, "POST", metadata.token_endpoint, form=form, auth=auth)
    try:
        return msgspec.json.decode(answer, type=Grant)
    except msgspec.DecodeError as error:
        raise unavailable() from error


async def _ask(
    client: httpx.AsyncClient,
    method: str,
    url: str,
    *,
    form: dict[str, str] | None = None,
    auth: httpx.BasicAuth | None = None,
) -> bytes:
    """The body of a 200, of `MAX_BYTES` at most."""
    asked = client.build_request(method, url, data=form, headers={"accept": "application/json"})
    reply = await client.send(asked, auth=auth, stream=True)
    try:
        if method == "POST" and 400 <= reply.status_code < 500:
            raise refused()
        if reply.status_code != 200:
            raise unavailable()
        body = bytearray()
        async for chunk in reply.aiter_bytes():
            body += chunk
            if len(body) > MAX_BYTES:
                raise unavailable()
        return bytes(body)
    finally:
        await reply.aclose()


def unavailable() -> DomainError:
    """The provider cannot be reached, or says what no provider says."""
    return DomainError(
        Kind.unavailable,
        "provider_unavailable",
        N_("The other service cannot be reached at this moment; sign in with your password, or try later."),
    )


def refused() -> DomainError:
    """The provider does not know the code, or has taken it back."""
    return DomainError(
        Kind.unauthenticated,
        "provider_refused",
        N_("The other service did not sign you in; try again."),
    )


def id_token_wrong() -> DomainError:
    """What came is not the provider's word on this sign-in."""
    return DomainError(
        Kind.unauthenticated,
        "id_token_wrong",
        N_("What the other service sent cannot be trusted, so you are not signed in; please try again."),
    )
