"""What every request passes: a correlation id, a bounded and plain body, and protecting headers."""

import json
import re
import uuid
from typing import Any

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPReceiveMessage, Message, Receive, Scope, Send

from esports import log
from esports.errors import DomainError, Kind
from esports.i18n import N_

MAX_DEPTH = 32
STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)
NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
NUL = re.compile(rb"\x00|(?<!\\)(?:\\\\)*\\u0000")
LARGE = ("/import", "/seeds")
"""Addresses that take a whole field of entries at once."""
PICTURES = {"/logo": 512 * 1024, "/pictures": 2 * 1024 * 1024, "/entry-files": 2 * 1024 * 1024}
"""Addresses that take the bytes of a picture, whatever the request says that they are, and how many."""
STATION = "/station/pictures"
"""Takes a picture of a phone without an account, that shows the link of its match."""
SECRET = re.compile(rb"[0-9a-f]{64}")
WRITES = {"POST", "PUT", "PATCH", "DELETE"}
CORRELATION_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
API_POLICY = b"default-src 'none'; frame-ancestors 'none'"


class Frame:
    """Gives the request its correlation id, and the reply that id and the protecting headers."""

    def __init__(self, app: ASGIApp, *, tls: bool) -> None:
        self._app = app
        self._headers = [*HEADERS]
        if tls:
            self._headers.append((b"strict-transport-security", b"max-age=31536000"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap one request."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        given = _header(scope, b"x-correlation-id").decode("latin-1")
        correlation_id = given if CORRELATION_ID.fullmatch(given) else uuid.uuid4().hex
        scope["correlation_id"] = correlation_id  # type: ignore[typeddict-unknown-key]
        log.bind(correlation_id=correlation_id)

        async def send_framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", []))
                present = {name.lower() for name, _ in headers}
                if b"content-security-policy" not in present:
                    headers.append((b"content-security-policy", API_POLICY))
                headers += [*self._headers, (b"x-correlation-id", correlation_id.encode())]
                message["headers"] = headers
            await send(message)

        if scope["method"] == "HEAD":
            await self._app({**scope, "method": "GET"}, receive, _without_body(send_framed))
            return
        await self._app(scope, receive, send_framed)


def _without_body(send: Send) -> Send:
    """Sends the head of a reply and, at once, that nothing follows: what HEAD asks for."""

    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.start":
            await send(message)
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    return send_head


class BodyGuard:
    """Reads a write's body whole before the route sees it, and refuses what no route could want.

    Stands behind the sign-in: the large limit is for people who are signed in.
    """

    def __init__(self, app: ASGIApp, *, limit_bytes: int, import_limit_bytes: int) -> None:
        self._app = app
        self._limit = limit_bytes
        self._import_limit = import_limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard one request."""
        if scope["type"] != ScopeType.HTTP or scope["method"] not in WRITES:
            await self._app(scope, receive, send)
            return
        body = await _read(receive, self._limit_of(scope))
        if body:
            _check(scope, body)
        replay: list[HTTPReceiveMessage] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive_again() -> Any:
            return replay.pop() if replay else await receive()

        await self._app(scope, receive_again, send)

    def _limit_of(self, scope: Any) -> int:
        picture = _picture_limit(scope)
        if scope["user"].person_id is None:
            linked = scope["path"].endswith(STATION) and SECRET.fullmatch(_header(scope, b"x-match-link"))
            return picture if linked and picture else self._limit
        if picture:
            return picture
        return self._import_limit if scope["path"].endswith(LARGE) else self._limit


def _picture_limit(scope: Scope) -> int | None:
    """How many bytes a picture may have there; None where none is taken."""
    return next((limit for end, limit in PICTURES.items() if scope["path"].endswith(end)), None)


async def _read(receive: Receive, limit: int) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise DomainError(Kind.malformed, "body_cut_off", N_("The body ended too early."))
        body += message.get("body", b"")
        if len(body) > limit:
            raise DomainError(
                Kind.too_large,
                "body_too_large",
                N_("The body is larger than {limit} bytes."),
                params={"limit": limit},
            )
        if not message.get("more_body", False):
            return bytes(body)


def _check(scope: Scope, body: bytes) -> None:
    if _picture_limit(scope):
        return
    kind = _header(scope, b"content-type").split(b";")[0].strip().lower()
    if kind == b"text/csv" and scope["path"].endswith("/import"):
        return
    if kind != b"application/json":
        raise DomainError(Kind.unsupported, "json_expected", N_("Send JSON, as application/json."))
    if NUL.search(body):
        raise DomainError(Kind.malformed, "nul_character", N_("The body holds a NUL character."))
    if _too_deep(body):
        raise DomainError(Kind.malformed, "too_deep", N_("The body is nested too deeply."))
    try:
        json.loads(body.decode(), object_pairs_hook=_without_repeats, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise DomainError(Kind.malformed, "malformed_body", N_("The body is not valid JSON.")) from error


def _too_deep(body: bytes) -> bool:
    """Counted on the raw bytes, before any decoder can recurse; bad JSON is left to the decoder."""
    depth = 0
    for bracket in STRING.sub(b"", body).translate(None, NOT_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        if depth > MAX_DEPTH:
            return True
    return False


def _without_repeats(pairs: list[tuple[str, Any]]) -> None:
    names = {name for name, _ in pairs}
    if len(names) != len(pairs):
        raise DomainError(
            Kind.malformed, "repeated_name", N_("An object in the body names the same field twice.")
        )


def _no_number(constant: str) -> None:
    raise ValueError(constant)  # NaN and Infinity, which the standard library's decoder would take


def correlation_id_of(scope: Scope) -> str | None:
    """The id that ties the request to its log lines, journal items and jobs."""
    found: str | None = scope.get("correlation_id")  # type: ignore[assignment]
    return found


def _header(scope: Scope, name: bytes) -> bytes:
    return next((value for key, value in scope["headers"] if key.lower() == name), b"")
