"""HTTP for people, their sessions, tokens and live tickets."""

from uuid import UUID

import msgspec
from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from esports.accounts import oidc_routes, personal_routes, proof_routes, service
from esports.accounts.access import Actor
from esports.accounts.address import email_or_none
from esports.accounts.authenticate import SIGNS_IN, session_cookie
from esports.accounts.passwords import hash_password
from esports.accounts.private import CODE_LIMIT, Call, private
from esports.accounts.wire import (
    Credentials,
    LiveTicket,
    MadeToken,
    Me,
    NewPerson,
    NewToken,
    Person,
    Tokens,
)
from esports.http.callers import NOBODY, READER, READER_IN_PERSON, WRITER_IN_PERSON
from esports.http.limits import Limit, admit, caller_address, forgive, give_back
from esports.http.openapi import reads, writes
from esports.http.problems import locale_of
from esports.http.provide import Parts, open_unit
from esports.http.write import JSON, read, write
from esports.uow import UnitOfWork

SIGN_UP_LIMIT = Limit(name="sign-up", count=120)
"""Per address and minute: a whole class may make its accounts from behind one router."""
SIGN_IN_LIMIT = Limit(name="sign-in", count=10)
"""Failures per address, account and minute; a success clears them."""
GUESSING_LIMIT = Limit(name="guessing", count=100, seconds=600)
"""Failures per address over all accounts, where one password is tried on many. A hall full of players may
stand behind one address: who signs in is not counted."""


@post("/people", opt=SIGNS_IN, **writes(Person, 201, who=NOBODY, refusals=(429,)))
async def create_person(
    request: Call, parts: NamedDependency[Parts], data: JSONBody[NewPerson]
) -> Response[bytes]:
    """Make an account. It does not sign in."""
    await admit(parts, SIGN_UP_LIMIT, caller_address(request, parts.settings.trusted_proxies))
    password_hash = await hash_password(data.password)
    async with open_unit(request) as unit:
        return private(
            await write(
                request,
                unit,
                lambda: service.sign_up(
                    unit, new=data, password_hash=password_hash, locale=locale_of(request)
                ),
                status=201,
            )
        )


@post("/session", opt=SIGNS_IN, **writes(Me, who=NOBODY, refusals=(429,), keyed=False))
async def sign_in(
    request: Call, parts: NamedDependency[Parts], data: JSONBody[Credentials]
) -> Response[bytes]:
    """Sign in: the reply sets the session's cookie and tells the CSRF token for its writes.

    Who has a second factor and sends no `code` gets 401 `second_factor_needed`, and sends all again with it.
    A repeated sign-in is simply another session, so an `Idempotency-Key` changes nothing here.
    """
    settings = parts.settings
    address = caller_address(request, settings.trusted_proxies)
    tries = (address, email_or_none(data.email) or "")
    await admit(parts, GUESSING_LIMIT, address)
    await admit(parts, SIGN_IN_LIMIT, *tries)
    async with parts.engine.connect() as connection:
        account = await service.find_account(connection, data.email)
    proven = await service.prove(account, data.password)
    if data.code:
        await admit(parts, CODE_LIMIT, str(proven.person.id))
    async with open_unit(request) as unit:
        session_id, me = await service.open_session(
            unit,
            account=proven,
            code=data.code,
            replaces=request.user.session_hash,
            days=settings.session_days,
            device=request.headers.get("user-agent"),
        )
        await unit.commit()
    await give_back(parts, GUESSING_LIMIT, address)
    await forgive(parts, SIGN_IN_LIMIT, *tries)
    await forgive(parts, CODE_LIMIT, str(proven.person.id))
    body = msgspec.json.encode(me)
    return private(
        Response(body, status_code=200, media_type=JSON, cookies=[session_cookie(settings, session_id)])
    )


@delete("/session", **writes(None, 204, who=[{}, *WRITER_IN_PERSON]))
async def sign_out(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    parts: NamedDependency[Parts],
) -> Response[None]:
    """Sign out: the session ends and its cookie goes. Somebody who is signed out may do it again."""
    reply = await write(request, unit, lambda: service.close_session(unit, actor=actor))
    reply.set_cookie(session_cookie(parts.settings, None))
    return reply


@get("/me", **reads(Me, who=READER))
async def get_me(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
) -> Response[bytes]:
    """Who is signed in, with the session's CSRF token."""
    return private(read(request, await service.me(unit.connection, actor=actor, now=unit.now)))


@post("/tokens", **writes(MadeToken, 201, who=WRITER_IN_PERSON))
async def create_token(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], data: JSONBody[NewToken]
) -> Response[bytes]:
    """Make a token for a program, to be sent as `Authorization: Bearer`. It is shown this once."""
    made = await write(
        request,
        unit,
        lambda: service.create_token(unit, actor=actor, new=data),
        status=201,
        secret=True,
    )
    return private(made)


@get("/tokens", **reads(Tokens, who=READER_IN_PERSON))
async def list_tokens(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor]
) -> Response[bytes]:
    """The caller's tokens, without their secrets."""
    return private(read(request, await service.list_tokens(unit.connection, actor=actor)))


@delete("/tokens/{token:uuid}", **writes(None, 204, who=WRITER_IN_PERSON))
async def delete_token(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], token: FromPath[UUID]
) -> Response[None]:
    """Delete a token; programs that use it are signed out at once."""
    return await write(request, unit, lambda: service.delete_token(unit, actor=actor, token_id=token))


@post("/live/ticket", **writes(LiveTicket, 201))
async def create_ticket(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor]
) -> Response[bytes]:
    """A ticket that opens the live socket once, within a minute."""
    made = await write(
        request, unit, lambda: service.create_ticket(unit, actor=actor), status=201, secret=True
    )
    return private(made)


handlers = [
    create_person,
    sign_in,
    sign_out,
    get_me,
    create_token,
    list_tokens,
    delete_token,
    create_ticket,
    *personal_routes.handlers,
    *proof_routes.handlers,
    *oidc_routes.handlers,
]
