"""Who calls: a person by the session cookie or by a bearer token, or nobody.

A bearer token wins, and then the cookie counts for nothing. With a cookie every write must carry the
session's CSRF token, for a browser sends the cookie whoever wrote the page. A cookie that names no
session is ignored (sessions end), while a token that is wrong is an error, for a program meant it.
"""

import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import service
from esports.accounts.access import ANONYMOUS, Actor, Policy
from esports.errors import DomainError, Kind
from esports.http.middleware import WRITES
from esports.http.provide import Parts, parts_of
from esports.i18n import N_
from esports.settings import Settings

SIGNS_IN = {"own_credentials": True}
"""For the `opt` of routes that prove the caller by their body and take nothing on the cookie's word."""

Connection = ASGIConnection[Any, Any, Any, Any]


class SignIn:
    """Middleware that puts the `Actor` into the request as its user."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Identify the caller of one request, on a connection that is free again before the route runs."""
        scope["user"] = ANONYMOUS
        if scope["type"] == ScopeType.HTTP:
            scope["user"] = await _identify(ASGIConnection(scope), parts_of(Litestar.from_scope(scope).state))
        await self._app(scope, receive, send)


def provide_actor(request: Request[Actor, Any, Any]) -> Actor:
    """Give a handler its caller."""
    return request.user


def session_cookie(settings: Settings, session_id: str | None) -> Cookie:
    """The cookie that carries a session; with None the one that removes it."""
    return Cookie(
        key=settings.session_cookie,
        value=session_id or "",
        max_age=settings.session_days * 86_400 if session_id else 0,
        path="/",
        secure=settings.behind_tls,
        httponly=True,
        samesite="lax",
    )


async def _identify(connection: Connection, parts: Parts) -> Actor:
    scheme, _, credentials = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return await _by_token(parts, credentials.strip())
    session_id = connection.cookies.get(parts.settings.session_cookie)
    return await _by_session(connection, parts, session_id) if session_id else ANONYMOUS


@asynccontextmanager
async def _looking(parts: Parts) -> AsyncIterator[AsyncConnection]:
    """A connection whose statements stand alone: one statement needs no BEGIN and no ROLLBACK."""
    async with parts.engine.connect() as database:
        yield await database.execution_options(isolation_level="AUTOCOMMIT")


async def _by_token(parts: Parts, token: str) -> Actor:
    async with _looking(parts) as database:
        actor = await service.by_token(database, token, now=parts.clock(), policy=Policy.of(parts.settings))
    if actor is None:
        raise DomainError(
            Kind.unauthenticated, "bad_token", N_("This token is not valid; it may have been deleted.")
        )
    return actor


async def _by_session(connection: Connection, parts: Parts, session_id: str) -> Actor:
    async with _looking(parts) as database:
        found = await service.by_session(
            database, session_id, now=parts.clock(), policy=Policy.of(parts.settings)
        )
    if found is None:
        return ANONYMOUS
    actor, csrf_token = found
    given = connection.headers.get("x-csrf-token", "")
    if _must_show_csrf(connection.scope) and not hmac.compare_digest(given.encode(), csrf_token.encode()):
        raise DomainError(
            Kind.forbidden,
            "csrf_token_wrong",
            N_("Send the session's CSRF token as X-CSRF-Token; GET /api/v1/me tells it."),
        )
    return actor


def _must_show_csrf(scope: Any) -> bool:
    return scope["method"] in WRITES and not scope["route_handler"].opt.get("own_credentials")
