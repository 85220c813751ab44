"""Every SQL statement about invitations to teams."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Text, cast, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.accounts import people
from esports.db.schema.teams import team_invites, team_members, teams
from esports.teams.queries import SIZE
from esports.teams.wire import Invitation, Invite

COLUMNS = (
    team_invites.c.id,
    team_invites.c.address.label("email"),
    team_invites.c.player,
    team_invites.c.uses_left,
    team_invites.c.expires_at,
)


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation in whatever state, and its team."""

    id: UUID
    team_id: UUID
    address: str | None
    player: str | None
    uses_left: int
    expires_at: datetime
    revoked_at: datetime | None


class ToMail(msgspec.Struct, frozen=True, kw_only=True):
    """What the mail of an invitation tells, and to whom."""

    address: str
    locale: str
    captain: str
    team: str
    expires_at: datetime


async def put(connection: AsyncConnection, values: Mapping[str, Any]) -> UUID:
    """Store an invitation; one to somebody whom the team has invited before is renewed. Gives its id."""
    stored = upsert(team_invites).values(**values)
    renewed = {name: stored.excluded[name] for name in ("person_id", "uses_left", "expires_at", "revoked_at")}
    whom = team_invites.c.player if values["player"] else team_invites.c.address
    same = stored.on_conflict_do_update(index_elements=[team_invites.c.team_id, whom], set_=renewed)
    found: UUID = (await connection.execute(same.returning(team_invites.c.id))).scalar_one()
    return found


async def to_mail(connection: AsyncConnection, invite_id: UUID, *, now: datetime) -> ToMail | None:
    """What the mail of an open invitation to somebody tells; its reader's language where it is known.

    To whom a player name belongs it goes only if they have confirmed their address.
    """
    reader, captain = people.alias(), people.alias()
    by_name = (reader.c.id == team_invites.c.person_id) & reader.c.email_verified_at.is_not(None)
    address = func.coalesce(team_invites.c.address, func.lower(reader.c.email))
    query = (
        select(
            address.label("address"),
            func.coalesce(reader.c.locale, captain.c.locale).label("locale"),
            captain.c.display_name.label("captain"),
            teams.c.name.label("team"),
            team_invites.c.expires_at,
        )
        .select_from(team_invites)
        .join(teams, teams.c.id == team_invites.c.team_id)
        .join(captain, captain.c.id == teams.c.captain_id)
        .outerjoin(reader, (func.lower(reader.c.email) == team_invites.c.address) | by_name)
        .where(team_invites.c.id == invite_id, address.is_not(None), _open(now))
    )
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, ToMail) if row else None


async def set_link(connection: AsyncConnection, invite_id: UUID, token_hash: bytes) -> None:
    """The link of the invitation's newest mail is the one that works."""
    changed = update(team_invites).where(team_invites.c.id == invite_id).values(token_hash=token_hash)
    await connection.execute(changed)


async def by_token(connection: AsyncConnection, token_hash: bytes) -> Found | None:
    """The invitation that goes by this link."""
    return await _one(connection, team_invites.c.token_hash == token_hash)


async def to_person(connection: AsyncConnection, invite_id: UUID, person_id: UUID) -> Found | None:
    """The invitation with this id, if it is to the person's mail address or player name."""
    address = select(func.lower(people.c.email)).where(people.c.id == person_id).scalar_subquery()
    theirs = (team_invites.c.address == address) | (team_invites.c.person_id == person_id)
    return await _one(connection, (team_invites.c.id == invite_id) & theirs)


async def called(connection: AsyncConnection, shown: str, code: str) -> UUID | None:
    """Who has this player name; None where nobody has it, or more than one."""
    ends = func.upper(func.right(cast(people.c.id, Text), len(code))) == code
    query = select(people.c.id).where(func.lower(people.c.display_name) == shown.lower(), ends)
    found = (await connection.execute(query.limit(2))).scalars().all()
    return found[0] if len(found) == 1 else None


async def _one(connection: AsyncConnection, which: ColumnElement[bool]) -> Found | None:
    columns = [team_invites.c[name] for name in Found.__struct_fields__]
    row = (await connection.execute(select(*columns).where(which))).one_or_none()
    return to_struct(row, Found) if row else None


def _open(now: datetime) -> ColumnElement[bool]:
    return (
        (team_invites.c.uses_left > 0)
        & (team_invites.c.expires_at > now)
        & team_invites.c.revoked_at.is_(None)
    )


async def of_team(connection: AsyncConnection, team_id: UUID, *, now: datetime) -> list[Invite]:
    """A team's open invitations, the newest first."""
    query = (
        select(*COLUMNS)
        .where(team_invites.c.team_id == team_id, _open(now))
        .order_by(team_invites.c.created_at.desc(), team_invites.c.id)
    )
    return [to_struct(row, Invite) for row in await connection.execute(query)]


async def of_person(connection: AsyncConnection, person_id: UUID, *, now: datetime) -> list[Invitation]:
    """The open invitations to a person's address or player name, but for teams that they are in."""
    inside = (
        select(team_members.c.person_id)
        .where(team_members.c.team_id == teams.c.id, team_members.c.person_id == person_id)
        .exists()
    )
    query = (
        select(
            team_invites.c.id,
            teams.c.id.label("team"),
            teams.c.name,
            teams.c.tag,
            teams.c.logo,
            SIZE,
            team_invites.c.expires_at,
        )
        .select_from(team_invites)
        .join(teams, teams.c.id == team_invites.c.team_id)
        .join(
            people,
            (func.lower(people.c.email) == team_invites.c.address)
            | (people.c.id == team_invites.c.person_id),
        )
        .where(people.c.id == person_id, _open(now), ~inside)
        .order_by(team_invites.c.created_at.desc(), team_invites.c.id)
    )
    return [to_struct(row, Invitation) for row in await connection.execute(query)]


async def use(connection: AsyncConnection, invite_id: UUID) -> bool:
    """Use an invitation once; whether a use was left."""
    used = (
        update(team_invites)
        .where(team_invites.c.id == invite_id, team_invites.c.uses_left > 0)
        .values(uses_left=team_invites.c.uses_left - 1)
    )
    return (await connection.execute(used)).rowcount > 0


async def revoke(connection: AsyncConnection, team_id: UUID, invite_id: UUID, *, now: datetime) -> bool:
    """Take an open invitation back; whether there was one. What was to somebody is forgotten with it."""
    which = (team_invites.c.team_id == team_id) & (team_invites.c.id == invite_id)
    if await forget(connection, invite_id, team_id=team_id):
        return True
    taken = update(team_invites).where(which, _open(now)).values(revoked_at=now)
    return (await connection.execute(taken)).rowcount > 0


async def forget(connection: AsyncConnection, invite_id: UUID, *, team_id: UUID) -> bool:
    """Delete an invitation to somebody: nobody keeps an address or a name longer than it is needed."""
    gone = delete(team_invites).where(
        team_invites.c.team_id == team_id,
        team_invites.c.id == invite_id,
        team_invites.c.address.is_not(None) | team_invites.c.player.is_not(None),
    )
    return (await connection.execute(gone)).rowcount > 0


async def forget_all(connection: AsyncConnection, team_id: UUID) -> None:
    """Delete every invitation of a team."""
    await connection.execute(delete(team_invites).where(team_invites.c.team_id == team_id))
