"""Mails that prove or tell something about an account; `notifications` words them and sends them.

The secret of a link is made when its mail is sent and goes into the mail alone: the outbox knows the mail's
id, the table the secret's hash. A mail that is sent a second time, because a worker died after the server
had taken it, has a new link, and the earlier one is dead.
"""

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from esports.accounts import secret
from esports.accounts.queries import mails as queries
from esports.accounts.wire_proofs import LinkSent
from esports.errors import DomainError, invalid
from esports.i18n import N_
from esports.jobs import SendAccountMail
from esports.uow import UnitOfWork


class MailKind(StrEnum):
    """What a mail is for."""

    verify_email = "verify_email"
    change_email = "change_email"
    reset_password = "reset_password"  # noqa: S105
    email_changed = "email_changed"
    password_changed = "password_changed"  # noqa: S105
    factor_removed = "factor_removed"
    sign_in_linked = "sign_in_linked"


LINK_LIFE = {
    MailKind.verify_email: timedelta(hours=24),
    MailKind.change_email: timedelta(hours=24),
    MailKind.reset_password: timedelta(minutes=30),
}
"""How long the link of a mail works; mails of the other kinds have none."""
LATE = timedelta(hours=24)
"""A mail without a link that could not be sent for so long is of no use any more."""


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """A mail as it goes out now. `token` is what its link carries, None where it has none."""

    id: UUID
    kind: MailKind
    address: str
    name: str
    locale: str
    token: str | None


async def post(unit: UnitOfWork, kind: MailKind, *, person_id: UUID | None, address: str | None) -> LinkSent:
    """Put a mail on its way, together with what the unit commits."""
    mail_id, life = unit.new_id(), LINK_LIFE.get(kind, LATE)
    await queries.add(
        unit.connection,
        id=mail_id,
        kind=kind,
        person_id=person_id,
        address=address,
        expires_at=unit.now + life,
    )
    unit.enqueue(SendAccountMail(mail_id), dedupe_key=f"account-mail:{mail_id}")
    return LinkSent(valid_minutes=life // timedelta(minutes=1))


async def mint(unit: UnitOfWork, mail_id: UUID) -> Outgoing | None:
    """The mail with a fresh secret, as it is to be sent now; None if there is nothing to send any more.

    Its id is new each time, so that no mail server takes the mail with the link that works for a repeat
    of the one before.
    """
    mail = await queries.to_send(unit.connection, mail_id, now=unit.now)
    if mail is None:
        return None
    kind, token = MailKind(mail.kind), None
    if kind in LINK_LIFE:
        token = secret.new()
        await queries.set_secret(
            unit.connection, mail_id, secret.digest(token), expires_at=unit.now + LINK_LIFE[kind]
        )
    return Outgoing(
        id=unit.new_id(),
        kind=kind,
        address=mail.address,
        name=mail.name,
        locale=mail.locale,
        token=token,
    )


async def take(unit: UnitOfWork, kinds: Collection[MailKind], token: str) -> queries.Taken:
    """Use up the link with this token.

    Raises:
        DomainError: `link_unknown`, also for a link of another kind; `link_used`, `link_expired`.
    """
    given = token.strip()
    if not secret.is_opaque(given):
        raise unknown()
    digest = secret.digest(given)
    taken = await queries.take(unit.connection, digest, kinds, now=unit.now)
    if taken is not None:
        return taken
    state = await queries.state(unit.connection, digest)
    if state is None or state.kind not in kinds:
        raise unknown()
    if state.used_at is not None:
        raise used()
    raise invalid("link_expired", "/token", N_("This link has run out; ask for a new one."))


def unknown() -> DomainError:
    """There is no such link."""
    return invalid("link_unknown", "/token", N_("This link is not one of ours, or not for this."))


def used() -> DomainError:
    """The link works no more."""
    return invalid("link_used", "/token", N_("This link was used before, or is not needed any more."))
