"""HTTP for what goes by mail: proof of an address, another address, a forgotten password."""

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from esports.accounts import email, recovery
from esports.accounts.access import Actor
from esports.accounts.address import email_or_none
from esports.accounts.authenticate import SIGNS_IN
from esports.accounts.passwords import hash_password
from esports.accounts.private import Call, private, shown_again
from esports.accounts.wire_proofs import (
    Forgotten,
    LinkSent,
    NewEmail,
    PasswordChange,
    PasswordReset,
    ProvenToken,
    VerifiedEmail,
)
from esports.http.callers import NOBODY, WRITER_IN_PERSON
from esports.http.limits import Limit, admit, caller_address
from esports.http.openapi import writes
from esports.http.provide import Parts, open_unit
from esports.http.write import write
from esports.uow import UnitOfWork

LINK_LIMIT = Limit(name="link", count=120)
"""Links opened per network and minute: a whole class may confirm its addresses from behind one router."""
MAIL_LIMIT = Limit(name="mail", count=3, seconds=900)
"""Mails with a link to one mail address, or asked for by one person."""
MAIL_NETWORK_LIMIT = Limit(name="mail-network", count=60, seconds=900)
"""Mails with a link that one network asks for."""


@post("/email/verify", opt=SIGNS_IN, **writes(VerifiedEmail, who=NOBODY, refusals=(429,)))
async def verify_email(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    parts: NamedDependency[Parts],
    data: JSONBody[ProvenToken],
) -> Response[bytes]:
    """Confirm a mail address by the link that was sent to it, signed in or not."""
    await admit(parts, LINK_LIMIT, caller_address(request, parts.settings.trusted_proxies))
    return private(await write(request, unit, lambda: email.verify(unit, token=data.token)))


@post("/email/resend", **writes(LinkSent, 202, who=WRITER_IN_PERSON, refusals=(429,)))
async def resend_email(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    parts: NamedDependency[Parts],
) -> Response[bytes]:
    """Get another link to confirm one's mail address."""
    if actor.person_id is not None:
        await admit(parts, MAIL_LIMIT, "verify", str(actor.person_id))
    return private(await write(request, unit, lambda: email.resend(unit, actor=actor), status=202))


@post("/email", **writes(LinkSent, 202, who=WRITER_IN_PERSON, refusals=(429,)))
async def change_email(
    request: Call, parts: NamedDependency[Parts], data: JSONBody[NewEmail]
) -> Response[bytes]:
    """Ask for another mail address: it is one's own once the link that is sent to it was opened.

    The old address is told then.
    """
    account = await shown_again(request, parts, data.password)
    await admit(parts, MAIL_LIMIT, "change", str(account.person.id))
    async with open_unit(request) as unit:
        asked = await write(
            request,
            unit,
            lambda: email.ask_change(unit, actor=request.user, address=data.email),
            status=202,
        )
    return private(asked)


@post("/password/forgot", opt=SIGNS_IN, **writes(LinkSent, 202, who=NOBODY, refusals=(429,)))
async def forgot_password(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    parts: NamedDependency[Parts],
    data: JSONBody[Forgotten],
) -> Response[bytes]:
    """Get a link to choose a new password, at the mail address of the account.

    The reply is the same where nobody has the address.
    """
    await admit(parts, MAIL_NETWORK_LIMIT, caller_address(request, parts.settings.trusted_proxies))
    await admit(parts, MAIL_LIMIT, "reset", email_or_none(data.email) or data.email)
    return private(await write(request, unit, lambda: recovery.forgot(unit, email=data.email), status=202))


@post("/password/reset", opt=SIGNS_IN, **writes(None, 204, who=NOBODY, refusals=(429,)))
async def reset_password(
    request: Call, parts: NamedDependency[Parts], data: JSONBody[PasswordReset]
) -> Response[None]:
    """Choose a new password by the link that came by mail. Every session and token of the person ends."""
    await admit(parts, LINK_LIMIT, caller_address(request, parts.settings.trusted_proxies))
    password_hash = await hash_password(data.password)
    async with open_unit(request) as unit:
        return await write(
            request,
            unit,
            lambda: recovery.reset(unit, token=data.token, password_hash=password_hash),
        )


@post("/password", **writes(None, 204, who=WRITER_IN_PERSON, refusals=(429,)))
async def change_password(
    request: Call, parts: NamedDependency[Parts], data: JSONBody[PasswordChange]
) -> Response[None]:
    """Change one's password. The other sessions end; this one and the tokens stay."""
    account = await shown_again(request, parts, data.current, "/current")
    password_hash = await hash_password(data.new)
    async with open_unit(request) as unit:
        return await write(
            request,
            unit,
            lambda: recovery.change(
                unit, actor=request.user, email=account.person.email, password_hash=password_hash
            ),
        )


handlers = [
    verify_email,
    resend_email,
    change_email,
    forgot_password,
    reset_password,
    change_password,
]
