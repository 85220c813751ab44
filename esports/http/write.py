"""How a route replies: a write runs its use case, remembers the reply under the caller's key and commits.

Effect, journal, outbox and remembered reply are one transaction, so a retry with the same
`Idempotency-Key` is answered byte for byte as the first time, and never takes effect twice. Of the key
its hash is kept, and of the request a fingerprint made with the key: the table gives away no password.
"""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from litestar import Request, Response

from esports.db import replies
from esports.errors import DomainError, Kind
from esports.i18n import N_
from esports.uow import UnitOfWork

MAX_KEY_LENGTH = 255
JSON = "application/json"


async def write(
    request: Request[Any, Any, Any],
    unit: UnitOfWork,
    use_case: Callable[[], Awaitable[Any]],
    *,
    status: int = 200,
    secret: bool = False,
) -> Response[Any]:
    """Run `use_case`, commit, and reply with what it returns; None is 204 (annotate `Response[None]`).

    A value with a `revision` gets an `ETag`. A value may say its own status by `reply_status`. A reply
    with a `secret` is not remembered, only that it was given: a retry is refused, not served it again.

    Raises:
        DomainError: what the use case refuses; `idempotency_key_reused` for another request's key;
            `shown_once` for the retry of a request whose reply held a secret.
    """
    given = request.headers.get("idempotency-key")
    key = None if given is None else hashlib.sha256(_checked(given)).hexdigest()
    principal = str(unit.actor_id or "anonymous")
    if given is not None and key is not None:
        fingerprint = await _fingerprint(request, given)
        first = await replies.claim(unit.connection, principal, key, fingerprint)
        if first is not None:
            return _again(first, fingerprint, secret=secret)
    value = await use_case()
    status = 204 if value is None else getattr(value, "reply_status", None) or status
    body = b"" if value is None else msgspec.json.encode(value)
    headers = entity_headers(value)
    if key is not None:
        kept = b"" if secret else body
        unit.remember(principal, key, status=status, headers=headers, body=kept)
    await unit.commit()
    return Response(body, status_code=status, media_type=JSON, headers=headers)


def read(request: Request[Any, Any, Any], value: Any, *, digest: bool = False) -> Response[bytes]:
    """Reply with a value, or with 304 where the caller has this revision already.

    `digest`: the value comes from many places that have no common revision, so its bytes are its `ETag`.
    """
    body = msgspec.json.encode(value)
    headers = entity_headers(value) | {"cache-control": "private, no-cache", "vary": "authorization, cookie"}
    if digest:
        headers["etag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if "etag" in headers and request.headers.get("if-none-match") == headers["etag"]:
        return Response(b"", status_code=304, headers=headers, media_type=JSON)
    return Response(body, media_type=JSON, headers=headers)


def entity_headers(value: Any) -> dict[str, str]:
    """The `ETag` of a value that carries a revision."""
    revision = getattr(value, "revision", None)
    return {} if revision is None else {"etag": f'"{revision}"'}


def expected_revision(request: Request[Any, Any, Any]) -> int | None:
    """The revision that the caller saw, from `If-Match`; None where they do not say.

    Raises:
        DomainError: `malformed_if_match`.
    """
    header = request.headers.get("if-match")
    if header is None or header == "*":
        return None
    digits = header.removeprefix("W/").strip('"')
    if not digits.isdecimal() or len(digits) > 9:
        raise DomainError(
            Kind.malformed, "malformed_if_match", N_('If-Match must be a revision such as "3".')
        )
    return int(digits)


def _checked(key: str) -> bytes:
    if 0 < len(key) <= MAX_KEY_LENGTH and key.isascii() and key.isprintable():
        return key.encode()
    raise DomainError(
        Kind.malformed,
        "malformed_idempotency_key",
        N_("An Idempotency-Key has 1 to 255 printable ASCII characters."),
    )


async def _fingerprint(request: Request[Any, Any, Any], key: str) -> bytes:
    asked = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    return hmac.digest(key.encode(), asked + await request.body(), "sha256")


def _again(first: replies.Remembered, fingerprint: bytes, *, secret: bool) -> Response[bytes]:
    if not hmac.compare_digest(first.fingerprint, fingerprint):
        raise DomainError(
            Kind.invalid, "idempotency_key_reused", N_("This Idempotency-Key was used for another request.")
        )
    if secret:
        raise DomainError(
            Kind.conflict,
            "shown_once",
            N_("This was done already; its secret was shown in the first reply and is not shown again."),
        )
    headers = {**first.headers, "idempotent-replayed": "true"}
    return Response(first.body, status_code=first.status, media_type=JSON, headers=headers)
