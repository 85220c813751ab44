"""Use cases of a person's mail address: prove it, ask for the link again, change it."""

from esports.accounts import mails, queries
from esports.accounts.access import Actor, require_session
from esports.accounts.address import clean_email
from esports.accounts.mails import MailKind
from esports.accounts.queries import mails as links
from esports.accounts.wire_proofs import LinkSent, VerifiedEmail
from esports.errors import conflict, not_found
from esports.i18n import N_
from esports.uow import UnitOfWork

PROVING = (MailKind.verify_email, MailKind.change_email)


async def verify(unit: UnitOfWork, *, token: str) -> VerifiedEmail:
    """Take a link that came by mail as proof of its address; one to a new address makes that the person's.

    Raises:
        DomainError: `link_unknown`, `link_used`, `link_expired`; `email_taken` where somebody else has
            made an account with the new address meanwhile.
    """
    taken = await mails.take(unit, PROVING, token)
    await queries.lock_person(unit.connection, taken.person_id)
    if taken.kind == MailKind.change_email:
        await _move(unit, taken)
    elif not await queries.verify_email(unit.connection, taken.person_id, taken.address, now=unit.now):
        raise mails.used()
    return VerifiedEmail(email=taken.address)


async def _move(unit: UnitOfWork, taken: links.Taken) -> None:
    """Make the new address the person's, and tell the old one, whose reader may know nothing of it."""
    person = await queries.person(unit.connection, taken.person_id)
    if person is None:
        raise mails.used()
    await queries.set_email(unit.connection, person.id, taken.address, now=unit.now)
    await links.void(unit.connection, person.id, [*PROVING, MailKind.reset_password], now=unit.now)
    await mails.post(unit, MailKind.email_changed, person_id=person.id, address=person.email)


async def resend(unit: UnitOfWork, *, actor: Actor) -> LinkSent:
    """Send the caller another link to prove their address.

    Raises:
        DomainError: `sign_in_required`, `session_needed`, `email_verified_already`.
    """
    person = await queries.person(unit.connection, require_session(actor))
    if person is None:
        raise not_found("person")
    if person.email_verified:
        raise conflict("email_verified_already", N_("Your mail address is confirmed already."))
    return await mails.post(unit, MailKind.verify_email, person_id=person.id, address=person.email)


async def ask_change(unit: UnitOfWork, *, actor: Actor, address: str) -> LinkSent:
    """Send a link to another address; the caller's changes once it is opened. The password was shown.

    Whether somebody has the address is not told here, but to who reads its mail.

    Raises:
        DomainError: `sign_in_required`, `session_needed`, `email_malformed`.
    """
    person_id = require_session(actor)
    await links.void(unit.connection, person_id, [MailKind.change_email], now=unit.now)
    return await mails.post(unit, MailKind.change_email, person_id=person_id, address=clean_email(address))
