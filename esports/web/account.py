"""The pages of one's own account: settings, address, password, second factor; and where mails lead to."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from esports.accounts import oidc, personal, service
from esports.accounts import second_factor as factors
from esports.accounts.access import Actor, TokenScope, require_session
from esports.accounts.wire import Me
from esports.errors import not_found
from esports.http.provide import Parts
from esports.own_chats import service as own_chats
from esports.web.page import page

Call = Request[Actor, Any, Any]


async def signed_in(parts: Parts, actor: Actor) -> Me:
    """Who looks at their own account; a token may not."""
    require_session(actor)
    async with parts.engine.connect() as connection:
        return await service.me(connection, actor=actor, now=parts.clock())


@get("/account", include_in_schema=False)
async def account(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor]
) -> Response[str]:
    """A person's own settings, and where they are signed in."""
    me = await signed_in(parts, actor)
    async with parts.engine.connect() as connection:
        found = await personal.list_sessions(connection, actor=actor, now=parts.clock())
        chats = await own_chats.list_of(connection, actor=actor)
    provider = parts.settings.oidc_label if parts.settings.oidc_issuer else ""
    return page(
        request,
        "account.html",
        person=me.person,
        provider=provider,
        chats=chats.items,
        data={"sessions": found.items},
    )


@get("/account/email", include_in_schema=False)
async def change_email(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor]
) -> Response[str]:
    """The form to have another mail address, or the link to confirm this one again."""
    return page(request, "account_email.html", person=(await signed_in(parts, actor)).person)


@get("/account/password", include_in_schema=False)
async def change_password(request: Call, actor: NamedDependency[Actor]) -> Response[str]:
    """The form to change the password."""
    require_session(actor)
    return page(request, "account_password.html")


@get("/account/second-factor", include_in_schema=False)
async def second_factor(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor]
) -> Response[str]:
    """The second factor: turn it on, get new recovery codes, or take it off."""
    require_session(actor)
    async with parts.engine.connect() as connection:
        state = await factors.state(connection, actor=actor)
    return page(request, "account_second_factor.html", state=state)


@get("/account/tokens", include_in_schema=False)
async def tokens(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor]
) -> Response[str]:
    """The tokens of a person's programs: made, seen, deleted."""
    require_session(actor)
    async with parts.engine.connect() as connection:
        found = await service.list_tokens(connection, actor=actor)
    return page(request, "account_tokens.html", scopes=list(TokenScope), data={"tokens": found.items})


@get("/account/linking", include_in_schema=False)
async def linking(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor]
) -> Response[str]:
    """Link the account to the OpenID provider, or take the link off."""
    require_session(actor)
    settings = parts.settings
    if not settings.oidc_issuer:
        raise not_found("page")
    async with parts.engine.connect() as connection:
        linked = await oidc.is_linked(connection, actor=actor, issuer=settings.oidc_issuer)
    return page(request, "account_linking.html", provider=settings.oidc_label, linked=linked)


@get("/forgot-password", include_in_schema=False)
async def forgot_password(request: Call) -> Response[str]:
    """The form to get a link by mail."""
    return page(request, "forgot_password.html")


@get("/reset-password", include_in_schema=False)
async def reset_password(request: Call) -> Response[str]:
    """The form to choose a new password, where the link of the mail leads."""
    return page(request, "reset_password.html")


@get("/verify-email", include_in_schema=False)
async def verify_email(request: Call) -> Response[str]:
    """The button to confirm an address, where the link of the mail leads."""
    return page(request, "verify_email.html")


handlers = [
    account,
    change_email,
    change_password,
    second_factor,
    linking,
    tokens,
    forgot_password,
    reset_password,
    verify_email,
]
