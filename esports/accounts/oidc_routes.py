"""HTTP for signing in by an OpenID provider, and for linking it to one's account."""

from uuid import UUID

import msgspec
from litestar import Response, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import JSONBody

from esports.accounts import oidc, provider, secret
from esports.accounts.authenticate import SIGNS_IN, session_cookie
from esports.accounts.private import CODE_LIMIT, Call, private, shown_again
from esports.accounts.wire_oidc import AskProvider, FromProvider, ProofAndCode, ProvenByProvider
from esports.accounts.wire_proofs import Confirmation
from esports.errors import DomainError, Kind
from esports.http.callers import NOBODY, WRITER_IN_PERSON
from esports.http.limits import Limit, admit, caller_address, forgive
from esports.http.openapi import writes
from esports.http.problems import locale_of
from esports.http.provide import Parts, open_unit
from esports.http.write import JSON, write
from esports.i18n import N_
from esports.settings import Settings

PROVIDER_LIMIT = Limit(name="oidc", count=120)
"""Sign-ins per network and minute that are begun, and as many brought back."""


def _needs_provider(settings: Settings) -> None:
    if not settings.oidc_issuer:
        raise DomainError(Kind.not_found, "no_provider", N_("One signs in with a password here."))


def _cookie(settings: Settings, browser: str) -> Cookie:
    return Cookie(
        key=settings.oidc_cookie,
        value=browser,
        max_age=int(oidc.FLOW_LIFE.total_seconds()) if browser else 0,
        path="/",
        secure=settings.behind_tls,
        httponly=True,
        samesite="lax",
    )


async def _begin(request: Call, parts: Parts, person_id: UUID | None = None) -> Response[bytes]:
    state, nonce, browser = secret.new(), secret.new(), secret.new()
    address = await provider.authorization(parts.settings, state=state, nonce=nonce, verifier=browser)
    async with open_unit(request) as unit:
        await oidc.begin(unit, state=state, nonce=nonce, browser=browser, person_id=person_id)
        await unit.commit()
    body = msgspec.json.encode(AskProvider(address=address))
    return private(
        Response(body, status_code=200, media_type=JSON, cookies=[_cookie(parts.settings, browser)])
    )


@post("/oidc/sign-in", opt=SIGNS_IN, **writes(AskProvider, who=NOBODY, refusals=(404, 429), keyed=False))
async def begin_sign_in(request: Call, parts: NamedDependency[Parts]) -> Response[bytes]:
    """Begin to sign in by the OpenID provider: the reply tells where the browser goes, and sets a cookie."""
    _needs_provider(parts.settings)
    await admit(parts, PROVIDER_LIMIT, "begin", caller_address(request, parts.settings.trusted_proxies))
    return await _begin(request, parts)


@post("/oidc/link", **writes(AskProvider, who=WRITER_IN_PERSON, refusals=(404, 429), keyed=False))
async def begin_link(
    request: Call, parts: NamedDependency[Parts], data: JSONBody[Confirmation]
) -> Response[bytes]:
    """Begin to link one's account to the OpenID provider, as signing in by it begins."""
    account = await shown_again(request, parts, data.password)
    _needs_provider(parts.settings)
    async with parts.engine.connect() as connection:
        await oidc.may_link(connection, actor=request.user, issuer=parts.settings.oidc_issuer)
    return await _begin(request, parts, account.person.id)


@post("/oidc/unlink", **writes(None, 204, who=WRITER_IN_PERSON, refusals=(404, 429)))
async def unlink(
    request: Call, parts: NamedDependency[Parts], data: JSONBody[Confirmation]
) -> Response[None]:
    """Let the OpenID provider open one's account no more; the password does."""
    await shown_again(request, parts, data.password)
    _needs_provider(parts.settings)
    issuer = parts.settings.oidc_issuer
    async with open_unit(request) as unit:
        return await write(request, unit, lambda: oidc.unlink(unit, actor=request.user, issuer=issuer))


@post(
    "/oidc/callback",
    opt=SIGNS_IN,
    **writes(ProvenByProvider, who=NOBODY, refusals=(403, 404, 429), keyed=False),
)
async def finish_sign_in(
    request: Call, parts: NamedDependency[Parts], data: JSONBody[FromProvider]
) -> Response[bytes]:
    """Bring back what the provider gave: the session's cookie is set, or the account linked.

    A new account is made for who has none and whose address the provider has confirmed. An account that has
    the address already is not opened (409 `link_first`).
    """
    settings = parts.settings
    _needs_provider(settings)
    await admit(parts, PROVIDER_LIMIT, "finish", caller_address(request, settings.trusted_proxies))
    browser = request.cookies.get(settings.oidc_cookie, "")
    async with open_unit(request) as unit:
        flow = await oidc.take(unit, actor=request.user, state=data.state, browser=browser)
        await unit.commit()
    claims = await provider.redeem(
        settings, code=data.code, verifier=browser, nonce_hash=flow.nonce_hash, now=parts.clock()
    )
    async with open_unit(request) as unit:
        if flow.person_id is not None:
            await oidc.link(
                unit, person_id=flow.person_id, issuer=settings.oidc_issuer, subject=claims.subject
            )
            await unit.commit()
            return _finished(settings, ProvenByProvider(outcome="linked"))
        person = await oidc.person_for(
            unit, issuer=settings.oidc_issuer, claims=claims, locale=locale_of(request)
        )
        entered = await oidc.enter(
            unit,
            person,
            replaces=request.user.session_hash,
            days=settings.session_days,
            device=request.headers.get("user-agent"),
        )
        await unit.commit()
    if isinstance(entered, str):
        return _finished(settings, ProvenByProvider(outcome="second_factor", proof=entered))
    session_id, me = entered
    return _finished(settings, ProvenByProvider(outcome="signed_in", me=me), session_id)


@post(
    "/oidc/second-factor",
    opt=SIGNS_IN,
    **writes(ProvenByProvider, who=NOBODY, refusals=(404, 429), keyed=False),
)
async def finish_with_code(
    request: Call, parts: NamedDependency[Parts], data: JSONBody[ProofAndCode]
) -> Response[bytes]:
    """The second step of a sign-in by the provider, for who has a second factor."""
    settings = parts.settings
    _needs_provider(settings)
    await admit(parts, PROVIDER_LIMIT, "code", caller_address(request, settings.trusted_proxies))
    async with parts.engine.connect() as connection:
        person = await oidc.proven(connection, data.proof, now=parts.clock())
    await admit(parts, CODE_LIMIT, str(person.id))
    async with open_unit(request) as unit:
        session_id, me = await oidc.enter_with_code(
            unit,
            proof=data.proof,
            code=data.code,
            replaces=request.user.session_hash,
            days=settings.session_days,
            device=request.headers.get("user-agent"),
        )
        await unit.commit()
    await forgive(parts, CODE_LIMIT, str(person.id))
    return _finished(settings, ProvenByProvider(outcome="signed_in", me=me), session_id)


def _finished(settings: Settings, proven: ProvenByProvider, session_id: str | None = None) -> Response[bytes]:
    cookies = [_cookie(settings, "")]
    if session_id is not None:
        cookies.append(session_cookie(settings, session_id))
    body = msgspec.json.encode(proven)
    return private(Response(body, status_code=200, media_type=JSON, cookies=cookies))


handlers = [begin_sign_in, begin_link, unlink, finish_sign_in, finish_with_code]
