"""Use cases of invitations: made by the captain, opened by a link or found by whom they are to.

Nobody learns from an invitation whether a mail address or a player name has an account: it is kept with the
address or the name, and whose it is finds it.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access, secret
from esports.accounts.access import Actor, TokenScope
from esports.accounts.address import clean_email
from esports.accounts.player_name import split
from esports.errors import DomainError, conflict, invalid, not_found
from esports.i18n import N_
from esports.jobs import SendInviteMail
from esports.journal.facts import MemberJoined
from esports.teams import queries
from esports.teams.queries import invites
from esports.teams.service import led, not_captain, record, refuse_too_many_teams, shown
from esports.teams.wire import MAX_MEMBERS, Invites, InviteToken, InvitingTeam, MadeInvite, NewInvite, Team
from esports.uow import UnitOfWork

MAX_OPEN = 50
"""Open invitations of one team."""


async def invite(
    unit: UnitOfWork, *, actor: Actor, team_id: UUID, new: NewInvite, mail: bool = True
) -> MadeInvite:
    """Invite by a link, or who has a mail address or a player name; for the captain. They are invited once at
    a time.

    A mail goes to them if the captain has confirmed their own address, so that whoever writes to strangers
    can be found; not where they had enough of them, `mail` being false, of which the captain is not told.

    Raises:
        DomainError: what `led` refuses, `email_malformed`, `player_malformed`, `invited_twice`,
            `too_many_invites`.
    """
    await led(unit, actor, team_id)
    address, player, person = await _whom(unit, new)
    to_somebody = address is not None or player is not None
    if len(await invites.of_team(unit.connection, team_id, now=unit.now)) >= MAX_OPEN:
        raise conflict(
            "too_many_invites", N_("{count} invitations are open; take some back first."), count=MAX_OPEN
        )
    token = None if to_somebody else secret.new()
    uses, expires_at = 1 if to_somebody else new.uses, unit.now + timedelta(days=new.days)
    values = {
        "id": unit.new_id(),
        "team_id": team_id,
        "token_hash": None if token is None else secret.digest(token),
        "address": address,
        "player": player,
        "person_id": person,
        "uses_left": uses,
        "expires_at": expires_at,
        "revoked_at": None,
    }
    made = await invites.put(unit.connection, values)
    mailed = to_somebody and actor.email_verified
    if mailed and mail:
        unit.enqueue(SendInviteMail(made), dedupe_key=f"invite-mail:{unit.new_id()}")
    return MadeInvite(
        id=made,
        email=address,
        player=player,
        uses_left=uses,
        expires_at=expires_at,
        token=token,
        mailed=mailed,
    )


async def _whom(unit: UnitOfWork, new: NewInvite) -> tuple[str | None, str | None, UUID | None]:
    """The mail address, the player name, and who has that name, if anybody; none of them for a link."""
    if new.player is None:
        return (None if new.email is None else clean_email(new.email)), None, None
    if new.email is not None:
        raise invalid("invited_twice", "/player", N_("Give a mail address or a player name, not both."))
    shown, code = split(new.player, "/player")
    return None, f"{shown}#{code}", await invites.called(unit.connection, shown, code)


async def open_invites(connection: AsyncConnection, actor: Actor, team_id: UUID, *, now: datetime) -> Invites:
    """The team's open invitations, for its captain.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`, `not_found`, `not_captain`.
    """
    person = access.require_person(actor, TokenScope.read)
    held = await queries.by_id(connection, team_id)
    if held is None:
        raise not_found("team")
    if held.captain != person:
        raise not_captain()
    return Invites(items=await invites.of_team(connection, team_id, now=now))


async def revoke(unit: UnitOfWork, *, actor: Actor, team_id: UUID, invite_id: UUID) -> None:
    """Take an open invitation back; for the captain.

    Raises:
        DomainError: what `led` refuses, `not_found`.
    """
    await led(unit, actor, team_id)
    if not await invites.revoke(unit.connection, team_id, invite_id, now=unit.now):
        raise not_found("invitation")


async def look(connection: AsyncConnection, *, token: str, now: datetime) -> InvitingTeam:
    """The team that a link invites to; who holds the link may see it, signed in or not.

    Raises:
        DomainError: `invite_unknown`, `invite_expired`, `invite_revoked`, `invite_used`.
    """
    found = await _by_token(connection, token)
    _refuse_over(found, now)
    team = await shown(connection, found.team_id, None)
    return InvitingTeam(
        team=team.id,
        name=team.name,
        tag=team.tag,
        logo=team.logo,
        size=len(team.members),
        expires_at=found.expires_at,
    )


async def accept_link(unit: UnitOfWork, *, actor: Actor, opened: InviteToken) -> Team:
    """Join the team that the link invites to; a link with several uses loses one.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`, `already_member`, `team_full`, `too_many_teams`,
            and what `look` refuses.
    """
    person = access.require_person(actor, TokenScope.entries)
    found = await _by_token(unit.connection, opened.token)
    await queries.locked(unit.connection, found.team_id)
    found = await _by_token(unit.connection, opened.token)
    team = await _join(unit, found, person)
    if found.address is not None or found.player is not None:
        await invites.forget(unit.connection, found.id, team_id=found.team_id)
    return team


async def accept(unit: UnitOfWork, *, actor: Actor, invite_id: UUID) -> Team:
    """Join the team that invites the caller's mail address, which they have confirmed, or player name.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`, `email_not_verified`, `not_found`,
            `invite_expired`, `already_member`, `team_full`, `too_many_teams`.
    """
    person = access.require_person(actor, TokenScope.entries)
    found = await invites.to_person(unit.connection, invite_id, person)
    if found is None or found.address is not None:
        access.require_verified_email(actor)
    if found is not None:
        await queries.locked(unit.connection, found.team_id)
        found = await invites.to_person(unit.connection, invite_id, person)
    if found is None:
        raise not_found("invitation")
    team = await _join(unit, found, person)
    await invites.forget(unit.connection, found.id, team_id=found.team_id)
    return team


async def decline(unit: UnitOfWork, *, actor: Actor, invite_id: UUID) -> None:
    """Turn down an invitation to the caller; it is forgotten.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`, `not_found`.
    """
    person = access.require_person(actor, TokenScope.entries)
    found = await invites.to_person(unit.connection, invite_id, person)
    if found is None or not await invites.forget(unit.connection, invite_id, team_id=found.team_id):
        raise not_found("invitation")


async def _join(unit: UnitOfWork, found: invites.Found, person: UUID) -> Team:
    """The team's row is held: places and uses are counted by one at a time."""
    if await queries.is_member(unit.connection, found.team_id, person):
        raise conflict("already_member", N_("You are in this team already."))
    _refuse_over(found, unit.now)
    if await queries.size(unit.connection, found.team_id) >= MAX_MEMBERS:
        raise conflict("team_full", N_("This team is full: it has {count} members."), count=MAX_MEMBERS)
    await refuse_too_many_teams(unit.connection, person)
    if not await invites.use(unit.connection, found.id):
        raise _used()
    await queries.add_member(unit.connection, found.team_id, person, now=unit.now)
    record(unit, found.team_id, MemberJoined(team_id=found.team_id, person_id=person))
    return await shown(unit.connection, found.team_id, person)


async def _by_token(connection: AsyncConnection, token: str) -> invites.Found:
    given = token.strip()
    found = await invites.by_token(connection, secret.digest(given)) if secret.is_opaque(given) else None
    if found is None:
        raise invalid("invite_unknown", "/token", N_("There is no such invitation, or the team is gone."))
    return found


def _refuse_over(found: invites.Found, now: datetime) -> None:
    if found.revoked_at is not None:
        raise conflict("invite_revoked", N_("This invitation was taken back."))
    if found.expires_at <= now:
        raise conflict("invite_expired", N_("This invitation has run out; ask for a new one."))
    if found.uses_left == 0:
        raise _used()


def _used() -> DomainError:
    return conflict("invite_used", N_("This invitation was used already; ask for a new one."))
