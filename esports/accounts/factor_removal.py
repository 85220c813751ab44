"""Taking a second factor off: by its person, or by who runs the machine for somebody who has lost it."""

from typing import Literal

from esports.accounts import mails, queries
from esports.accounts.access import Actor, require_session
from esports.accounts.address import email_or_none
from esports.accounts.mails import MailKind
from esports.accounts.queries import factors, sessions
from esports.accounts.second_factor import off
from esports.accounts.wire import Person
from esports.errors import conflict, not_found
from esports.i18n import N_
from esports.journal.facts import SecondFactorRemoved, Visibility
from esports.uow import UnitOfWork


async def disable(unit: UnitOfWork, *, actor: Actor) -> None:
    """Take the caller's second factor off, with its recovery codes. The password was shown.

    Raises:
        DomainError: `sign_in_required`, `session_needed`, `second_factor_off`.
    """
    person = await queries.person(unit.connection, require_session(actor))
    if person is None or not await factors.remove(unit.connection, person.id):
        raise off()
    await _tell(unit, person, "person")


async def remove_lost(unit: UnitOfWork, *, email: str) -> None:
    """Take off the second factor of somebody who has lost it, and end their sessions.

    For who runs the machine, and has made sure by other means that it is they who ask: no route leads here.

    Raises:
        DomainError: `not_found`, `second_factor_off`.
    """
    person = await queries.person_by_email(unit.connection, email_or_none(email) or "")
    if person is None:
        raise not_found("person")
    await queries.lock_person(unit.connection, person.id)
    if not await factors.remove(unit.connection, person.id):
        raise conflict("second_factor_off", N_("This account has no second factor."))
    await sessions.end_all(unit.connection, person.id)
    await _tell(unit, person, "operator")


async def _tell(unit: UnitOfWork, person: Person, by: Literal["person", "operator"]) -> None:
    unit.record(person.id, SecondFactorRemoved(by=by), visibility=Visibility.staff)
    await mails.post(unit, MailKind.factor_removed, person_id=person.id, address=person.email)
