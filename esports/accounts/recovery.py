"""Use cases of a person's password: forgotten, chosen anew by a link, changed by who knows it."""

from uuid import UUID

from esports.accounts import mails, queries
from esports.accounts.access import Actor, require_session
from esports.accounts.address import email_or_none
from esports.accounts.mails import MailKind
from esports.accounts.queries import mails as links
from esports.accounts.queries import sessions
from esports.accounts.wire_proofs import LinkSent
from esports.uow import UnitOfWork

LINKS = (MailKind.reset_password, MailKind.change_email)
"""What somebody may have asked for who knew the password of before."""


async def forgot(unit: UnitOfWork, *, email: str) -> LinkSent:
    """Send a link to choose a new password, to who has this address.

    Where nobody has it the same is read, written and woken, so that neither the reply nor its time tells;
    the worker finds nobody to write to.
    """
    person = await queries.person_by_email(unit.connection, email_or_none(email) or "")
    return await mails.post(
        unit,
        MailKind.reset_password,
        person_id=person.id if person else None,
        address=person.email if person else None,
    )


async def reset(unit: UnitOfWork, *, token: str, password_hash: str) -> None:
    """Give the person of the link a new password; who was signed in or held a token is so no more.

    Who read the mail has proved the address by it.

    Raises:
        DomainError: `link_unknown`, `link_used`, `link_expired`.
    """
    taken = await mails.take(unit, [MailKind.reset_password], token)
    person_id = taken.person_id
    await queries.lock_person(unit.connection, person_id)
    if not await queries.verify_email(unit.connection, person_id, taken.address, now=unit.now):
        raise mails.used()
    await sessions.end_all(unit.connection, person_id)
    await queries.revoke_tokens(unit.connection, person_id, now=unit.now)
    await _set(unit, person_id, taken.address, password_hash)


async def change(unit: UnitOfWork, *, actor: Actor, email: str, password_hash: str) -> None:
    """Give the caller, who has shown the password of before, another; their other sessions end.

    Raises:
        DomainError: `sign_in_required`, `session_needed`.
    """
    person_id = require_session(actor)
    await queries.lock_person(unit.connection, person_id)
    await sessions.end_all(unit.connection, person_id, but=actor.session_hash)
    await _set(unit, person_id, email, password_hash)


async def _set(unit: UnitOfWork, person_id: UUID, email: str, password_hash: str) -> None:
    await queries.set_password(unit.connection, person_id, password_hash)
    await links.void(unit.connection, person_id, LINKS, now=unit.now)
    await mails.post(unit, MailKind.password_changed, person_id=person_id, address=email)
