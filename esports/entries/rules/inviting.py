"""Use cases: invite to a tournament by a code, see the invitations, revoke one."""

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access, secret
from esports.accounts.access import Actor, Permission
from esports.entries.rules import queries
from esports.entries.rules.wire import Invitation, Invitations, MadeInvitation, NewInvitation
from esports.entries.service import refuse_after_start
from esports.errors import not_found
from esports.journal.facts import InvitationMade, InvitationRevoked, Visibility
from esports.text import clean_name
from esports.tournaments import service as tournaments
from esports.uow import UnitOfWork


async def invite(
    unit: UnitOfWork, *, actor: Actor, tournament_id: UUID, new: NewInvitation
) -> MadeInvitation:
    """Make an invitation; its code is told this once, and kept as a hash.

    Raises:
        DomainError: `not_found`, `forbidden`, `too_late`, `time_out_of_range`, and what `clean_name` refuses.
    """
    tournament = await tournaments.locked(unit, actor, tournament_id, Permission.manage_entries)
    refuse_after_start(tournament)
    label = clean_name(new.label, "/label")
    if new.expires_at:
        tournaments.check_moment(new.expires_at, "/expires_at")
    code = secret.new()
    made = MadeInvitation(
        id=unit.new_id(),
        label=label,
        uses=new.uses,
        used=0,
        expires_at=new.expires_at,
        revoked_at=None,
        code=code,
    )
    await queries.add_invitation(
        unit.connection,
        id=made.id,
        tournament_id=tournament_id,
        code_hash=secret.digest(code),
        label=label,
        uses=new.uses,
        expires_at=new.expires_at,
        made_by=unit.actor_id,
    )
    fact = InvitationMade(invitation_id=made.id, label=label)
    unit.record(tournament_id, fact, visibility=Visibility.staff)
    return made


async def invitations_of(connection: AsyncConnection, actor: Actor, tournament_id: UUID) -> Invitations:
    """The invitations of a tournament, for its organisers.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`.
    """
    tournament = await tournaments.get(connection, actor, tournament_id)
    await access.require(connection, actor, Permission.manage_entries, tournament.event)
    return Invitations(items=await queries.invitations_of(connection, tournament_id))


async def revoke(unit: UnitOfWork, *, actor: Actor, invitation_id: UUID) -> Invitation:
    """Let nobody in by it any more; again is harmless. Who came in by it stays.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`.
    """
    access.require_person(actor, access.TokenScope.entries)
    known = await queries.invitation(unit.connection, invitation_id)
    if known is None:
        raise not_found("invitation")
    _, tournament_id = known
    await tournaments.locked(unit, actor, tournament_id, Permission.manage_entries, asked="invitation")
    found, _ = await queries.invitation(unit.connection, invitation_id) or known
    if found.revoked_at is not None:
        return found
    await queries.revoke_invitation(unit.connection, invitation_id, unit.now)
    fact = InvitationRevoked(invitation_id=found.id, label=found.label)
    unit.record(tournament_id, fact, visibility=Visibility.staff)
    return msgspec.structs.replace(found, revoked_at=unit.now)
