"""The mail of an invitation to an address: its link is made as it goes out, and known to the mail alone."""

from datetime import datetime
from uuid import UUID

import msgspec

from esports.accounts import secret
from esports.teams.queries import invites
from esports.uow import UnitOfWork


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """A mail that invites, as it goes out now; `locale` is of who reads it, else of who invites."""

    address: str
    locale: str
    captain: str
    team: str
    expires_at: datetime
    token: str


async def mint(unit: UnitOfWork, invite_id: UUID) -> Outgoing | None:
    """The mail with a fresh secret; None where the invitation is not open any more."""
    found = await invites.to_mail(unit.connection, invite_id, now=unit.now)
    if found is None:
        return None
    token = secret.new()
    await invites.set_link(unit.connection, invite_id, secret.digest(token))
    return Outgoing(
        address=found.address,
        locale=found.locale,
        captain=found.captain,
        team=found.team,
        expires_at=found.expires_at,
        token=token,
    )
