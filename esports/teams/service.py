"""Use cases of teams: found one, edit it, look at it, lead it, leave it."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, TokenScope
from esports.accounts.player_name import player_name
from esports.errors import DomainError, Kind, conflict, not_found, refuse_stale
from esports.i18n import N_
from esports.journal.facts import (
    CaptaincyHandedOver,
    Fact,
    MemberLeft,
    TeamChanged,
    TeamCreated,
    TeamDissolved,
    Visibility,
)
from esports.teams import queries
from esports.teams.queries import invites
from esports.teams.queries.players import nicknames
from esports.teams.wire import NewTeam, OwnTeams, Team, TeamChanges
from esports.text import clean_name
from esports.uow import UnitOfWork

MAX_TEAMS = 20
"""In how many teams one person may be."""
LENGTHS = {"name": 60, "tag": 6, "delegation": 120}


async def create(unit: UnitOfWork, *, actor: Actor, new: NewTeam) -> Team:
    """Found a team; who does so is its captain and its first member.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`, `email_not_verified`, `too_many_teams`,
            `name_empty`, `name_too_long`, `name_characters`.
    """
    person = access.require_person(actor, TokenScope.entries)
    access.require_verified_email(actor)
    await refuse_too_many_teams(unit.connection, person)
    team_id = unit.new_id()
    values = _cleaned(msgspec.structs.asdict(new))
    await queries.add(unit.connection, {"id": team_id, "captain_id": person, **values})
    await queries.add_member(unit.connection, team_id, person, now=unit.now)
    await unit.open_journal(team_id, "team")
    record(unit, team_id, TeamCreated(team_id=team_id, person_id=person))
    return await shown(unit.connection, team_id, person)


async def change(
    unit: UnitOfWork, *, actor: Actor, team_id: UUID, changes: TeamChanges, expected: int | None
) -> Team:
    """Edit what the team shows; entries that it has made keep their names.

    Raises:
        DomainError: what `led` refuses, `stale_revision`, and what `create` says of names.
    """
    held, person = await led(unit, actor, team_id)
    refuse_stale(expected, held.team.revision)
    given = msgspec.structs.asdict(changes)
    fields = _cleaned({name: value for name, value in given.items() if value is not msgspec.UNSET})
    await queries.change(unit.connection, team_id, fields)
    record(unit, team_id, TeamChanged(team_id=team_id, fields=sorted(fields)))
    return await shown(unit.connection, team_id, person)


async def get(connection: AsyncConnection, actor: Actor, team_id: UUID) -> Team:
    """The team: for everybody with nicknames alone, for its members with who they are.

    Raises:
        DomainError: `not_found`.
    """
    return await shown(connection, team_id, actor.person_id if actor.may_use(TokenScope.read) else None)


async def own(connection: AsyncConnection, actor: Actor, *, now: Any) -> OwnTeams:
    """The teams that the caller is in, and those that invite them.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`.
    """
    person = access.require_person(actor, TokenScope.read)
    names = await nicknames(connection, [person])
    return OwnTeams(
        player=player_name(names[person], person),
        teams=await queries.of_person(connection, person),
        invitations=await invites.of_person(connection, person, now=now),
    )


async def leave(unit: UnitOfWork, *, actor: Actor, team_id: UUID) -> None:
    """Go. The captain hands the captaincy over first; where nobody else is in it, the team is dissolved.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`, `not_found`, `not_member`,
            `captain_must_hand_over`.
    """
    person = access.require_person(actor, TokenScope.entries)
    held = await _held(unit, team_id)
    last = await queries.size(unit.connection, team_id) == 1
    if held.captain == person and not last:
        raise must_hand_over()
    if not await queries.remove_member(unit.connection, team_id, person):
        raise not_a_member()
    record(unit, team_id, MemberLeft(team_id=team_id, person_id=person, removed=False))
    if last:
        gone = {"dissolved_at": unit.now, "captain_id": None, "logo": None}
        await queries.change(unit.connection, team_id, gone)
        await queries.drop_logo(unit.connection, held.team.logo)
        await invites.forget_all(unit.connection, team_id)
        record(unit, team_id, TeamDissolved(team_id=team_id))


async def remove(unit: UnitOfWork, *, actor: Actor, team_id: UUID, person_id: UUID) -> Team:
    """Take a member out; for the captain, who leaves otherwise.

    Raises:
        DomainError: what `led` refuses, `not_found`, `captain_must_hand_over`.
    """
    _, person = await led(unit, actor, team_id)
    if person_id == person:
        raise must_hand_over()
    if not await queries.remove_member(unit.connection, team_id, person_id):
        raise not_found("member")
    record(unit, team_id, MemberLeft(team_id=team_id, person_id=person_id, removed=True))
    return await shown(unit.connection, team_id, person)


async def hand_over(unit: UnitOfWork, *, actor: Actor, team_id: UUID, person_id: UUID) -> Team:
    """Make another member captain; the captain's own act is all that it takes.

    Raises:
        DomainError: what `led` refuses, `not_found`.
    """
    _, person = await led(unit, actor, team_id)
    if not await queries.is_member(unit.connection, team_id, person_id):
        raise not_found("member")
    if person_id != person:
        await queries.change(unit.connection, team_id, {"captain_id": person_id})
        record(unit, team_id, CaptaincyHandedOver(team_id=team_id, person_id=person_id))
    return await shown(unit.connection, team_id, person)


async def shown(connection: AsyncConnection, team_id: UUID, person_id: UUID | None) -> Team:
    """The team as this person sees it.

    Raises:
        DomainError: `not_found`, also for a team that was dissolved.
    """
    held = await queries.by_id(connection, team_id)
    if held is None:
        raise not_found("team")
    members = await queries.members(connection, team_id)
    inside = person_id is not None and any(one.person == person_id for one in members)
    if not inside:
        members = [msgspec.structs.replace(one, person=None) for one in members]
    role = "captain" if inside and held.captain == person_id else "member" if inside else None
    return msgspec.structs.replace(held.team, members=members, role=role)


async def led(unit: UnitOfWork, actor: Actor, team_id: UUID) -> tuple[queries.Held, UUID]:
    """The team with its row held, for its captain; and who that is.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`, `not_found`, `not_captain`.
    """
    person = access.require_person(actor, TokenScope.entries)
    held = await _held(unit, team_id)
    if held.captain != person:
        raise not_captain()
    return held, person


async def _held(unit: UnitOfWork, team_id: UUID) -> queries.Held:
    held = await queries.locked(unit.connection, team_id)
    if held is None:
        raise not_found("team")
    return held


async def refuse_too_many_teams(connection: AsyncConnection, person_id: UUID) -> None:
    """Refuse one more team to who is in many.

    Raises:
        DomainError: `too_many_teams`.
    """
    if len(await queries.of_person(connection, person_id)) >= MAX_TEAMS:
        raise conflict("too_many_teams", N_("You are in {count} teams; leave one first."), count=MAX_TEAMS)


def record(unit: UnitOfWork, team_id: UUID, fact: Fact) -> None:
    """Tell the team's journal, which its members alone may read."""
    unit.record(team_id, fact, visibility=Visibility.staff)


def not_captain() -> DomainError:
    """Only the captain may do so."""
    return DomainError(Kind.forbidden, "not_captain", N_("Only the captain of the team can do this."))


def not_a_member() -> DomainError:
    """Only members may do so."""
    return DomainError(Kind.forbidden, "not_member", N_("You are not in this team."))


def must_hand_over() -> DomainError:
    """A team is never without a captain."""
    return conflict("captain_must_hand_over", N_("Make another member captain first."))


def _cleaned(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: clean_name(value, f"/{name}", longest=LENGTHS[name]) if value is not None else None
        for name, value in fields.items()
    }
