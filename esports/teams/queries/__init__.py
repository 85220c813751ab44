"""Every SQL statement about teams, their members and logos; beside it those about invitations."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.accounts import people
from esports.db.schema.teams import logos, team_members, teams
from esports.pictures.pixels import Picture
from esports.teams.wire import OwnTeam, Team, TeamMember

SIZE = (
    select(func.count())
    .where(team_members.c.team_id == teams.c.id)
    .correlate(teams)
    .scalar_subquery()
    .label("size")
)
SHOWN = (teams.c.id, teams.c.name, teams.c.tag, teams.c.delegation, teams.c.logo, teams.c.revision)


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A team that is not dissolved, and who leads it."""

    team: Team
    captain: UUID | None


async def add(connection: AsyncConnection, values: Mapping[str, Any]) -> None:
    """Store a team."""
    await connection.execute(insert(teams).values(**values))


async def by_id(connection: AsyncConnection, team_id: UUID) -> Held | None:
    """The team, without its members."""
    return await _held(connection, select(*SHOWN, teams.c.captain_id).where(teams.c.id == team_id))


async def locked(connection: AsyncConnection, team_id: UUID, *, shared: bool = False) -> Held | None:
    """The same with its row held: alone, or together with others who only need it to stay as it is."""
    query = select(*SHOWN, teams.c.captain_id).where(teams.c.id == team_id)
    return await _held(connection, query.with_for_update(read=shared))


async def _held(connection: AsyncConnection, query: Any) -> Held | None:
    row = (await connection.execute(query.where(teams.c.dissolved_at.is_(None)))).one_or_none()
    return Held(team=to_struct(row, Team), captain=row.captain_id) if row else None


async def change(connection: AsyncConnection, team_id: UUID, values: Mapping[str, Any]) -> None:
    """Store changed columns and count the revision up."""
    await connection.execute(
        update(teams).where(teams.c.id == team_id).values(**values, revision=teams.c.revision + 1)
    )


async def members(connection: AsyncConnection, team_id: UUID) -> list[TeamMember]:
    """The members: the captain, then the others as they came."""
    captain = teams.c.captain_id == team_members.c.person_id
    query = (
        select(
            people.c.display_name.label("nickname"),
            func.coalesce(captain, False).label("captain"),
            people.c.id.label("person"),
        )
        .select_from(team_members)
        .join(people, people.c.id == team_members.c.person_id)
        .join(teams, teams.c.id == team_members.c.team_id)
        .where(team_members.c.team_id == team_id)
        .order_by(func.coalesce(captain, False).desc(), team_members.c.joined_at, people.c.id)
    )
    return [to_struct(row, TeamMember) for row in await connection.execute(query)]


async def add_member(connection: AsyncConnection, team_id: UUID, person_id: UUID, *, now: datetime) -> None:
    """Put a person into a team."""
    await connection.execute(insert(team_members).values(team_id=team_id, person_id=person_id, joined_at=now))


async def remove_member(connection: AsyncConnection, team_id: UUID, person_id: UUID) -> bool:
    """Take a person out of a team; whether they were in it."""
    gone = delete(team_members).where(
        team_members.c.team_id == team_id, team_members.c.person_id == person_id
    )
    return (await connection.execute(gone)).rowcount > 0


async def is_member(connection: AsyncConnection, team_id: UUID, person_id: UUID | None) -> bool:
    """Whether the person is in the team."""
    query = select(exists().where(team_members.c.team_id == team_id, team_members.c.person_id == person_id))
    found: bool = (await connection.execute(query)).scalar_one()
    return found


async def size(connection: AsyncConnection, team_id: UUID) -> int:
    """How many are in the team. Needs the team's lock to mean anything."""
    query = select(func.count()).where(team_members.c.team_id == team_id)
    count: int = (await connection.execute(query)).scalar_one()
    return count


async def of_person(connection: AsyncConnection, person_id: UUID) -> list[OwnTeam]:
    """The teams that a person is in, those that they lead first."""
    captain = func.coalesce(teams.c.captain_id == person_id, False)
    query = (
        select(teams.c.id, teams.c.name, teams.c.tag, teams.c.logo, captain.label("captain"), SIZE)
        .join(team_members, team_members.c.team_id == teams.c.id)
        .where(team_members.c.person_id == person_id)
        .order_by(captain.desc(), team_members.c.joined_at, teams.c.id)
    )
    return [to_struct(row, OwnTeam) for row in await connection.execute(query)]


async def keep_logo(connection: AsyncConnection, digest: str, picture: Picture) -> None:
    """Store a picture, unless it is there."""
    stored = upsert(logos).values(digest=digest, media_type=picture.media_type, body=picture.body)
    await connection.execute(stored.on_conflict_do_nothing())


async def drop_logo(connection: AsyncConnection, digest: str | None) -> None:
    """Delete a picture that no team shows any more."""
    shown = exists().where(teams.c.logo == logos.c.digest)
    await connection.execute(delete(logos).where(logos.c.digest == digest, ~shown))


async def logo(connection: AsyncConnection, digest: str) -> tuple[str, bytes] | None:
    """The type and the bytes of a picture."""
    query = select(logos.c.media_type, logos.c.body).where(logos.c.digest == digest)
    row = (await connection.execute(query)).one_or_none()
    return (row.media_type, row.body) if row else None
