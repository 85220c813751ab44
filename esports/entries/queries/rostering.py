"""Every SQL statement about the people of entries: their rosters and their guardians' consents."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    bindparam,
    case,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.accounts import people
from esports.db.schema.entries import entries, roster_members
from esports.db.schema.privacy import guardian_consents
from esports.db.schema.teams import teams
from esports.db.schema.tournaments import tournaments
from esports.entries.wire import Member, Player


async def add_members(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert players of rosters."""
    if rows:
        await connection.execute(insert(roster_members), list(rows))


async def clear_roster(connection: AsyncConnection, entry_id: UUID) -> None:
    """Take all players off an entry's roster."""
    await connection.execute(delete(roster_members).where(roster_members.c.entry_id == entry_id))


async def set_checked_in(
    connection: AsyncConnection, entry_id: UUID, moment: datetime | None, *, position: int | None = None
) -> None:
    """Note since when a player is here, or with no `position` all of them."""
    statement = update(roster_members).where(roster_members.c.entry_id == entry_id)
    if position is not None:
        statement = statement.where(roster_members.c.position == position)
    await connection.execute(statement.values(checked_in_at=moment))


async def set_identity(connection: AsyncConnection, entry_id: UUID, position: int, **values: Any) -> None:
    """Store who verified the identity of a player, how and when."""
    await connection.execute(
        update(roster_members)
        .where(roster_members.c.entry_id == entry_id, roster_members.c.position == position)
        .values(**values)
    )


async def unverified(connection: AsyncConnection, tournament_id: UUID) -> dict[str, int]:
    """How many of those who may play lack a verified identity, of each entry where somebody does."""
    query = (
        select(roster_members.c.entry_id, func.count().label("lacking"))
        .join(entries, entries.c.id == roster_members.c.entry_id)
        .where(
            entries.c.tournament_id == tournament_id,
            roster_members.c.role != "coach",
            roster_members.c.verified_at.is_(None),
        )
        .group_by(roster_members.c.entry_id)
    )
    return {str(row.entry_id): row.lacking for row in await connection.execute(query)}


async def roster(connection: AsyncConnection, entry_id: UUID) -> list[Member]:
    """The entry's players in their order."""
    return (await rosters(connection, [entry_id])).get(entry_id, [])


async def rosters(connection: AsyncConnection, entry_ids: Sequence[UUID]) -> dict[UUID, list[Member]]:
    """The players of each of these entries, in their order."""
    query = (
        select(
            roster_members.c.entry_id,
            roster_members.c.name,
            roster_members.c.in_game_id,
            roster_members.c.role,
            roster_members.c.birth_date,
            roster_members.c.person_id.label("person"),
            roster_members.c.checked_in_at,
            roster_members.c.verified_method,
            roster_members.c.verified_at,
            roster_members.c.verified_by,
        )
        .where(roster_members.c.entry_id.in_(entry_ids))
        .order_by(roster_members.c.entry_id, roster_members.c.position)
    )
    found: dict[UUID, list[Member]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.entry_id, []).append(to_struct(row, Member))
    return found


async def players(connection: AsyncConnection, tournament_id: UUID, entry_id: UUID | None) -> list[Player]:
    """Who plays in the tournament, or for one of its entries; a lone player without a roster is its one."""
    listed = roster_members.c.id.is_not(None)
    alone = (tournaments.c.entry_kind == "player") & people.c.id.is_not(None)
    query = (
        select(
            entries.c.id.label("entry_id"),
            func.coalesce(roster_members.c.position, 0).label("position"),
            case((listed, roster_members.c.name), else_=people.c.display_name).label("name"),
            roster_members.c.in_game_id,
            case((listed, roster_members.c.birth_date), else_=people.c.birth_date).label("birth_date"),
        )
        .join(tournaments, tournaments.c.id == entries.c.tournament_id)
        .outerjoin(roster_members, roster_members.c.entry_id == entries.c.id)
        .outerjoin(people, people.c.id == entries.c.person_id)
        .where(entries.c.tournament_id == tournament_id, listed | alone)
        .order_by(entries.c.registered_order, roster_members.c.position)
    )
    if entry_id is not None:
        query = query.where(entries.c.id == entry_id)
    return [to_struct(row, Player) for row in await connection.execute(query)]


def _elsewhere() -> CompoundSelect[Any]:
    """Those of `people` who are in another entry of the tournament `which` than `entry_id`."""
    among: BindParameter[UUID] = bindparam("people", expanding=True)
    playing = select(roster_members.c.person_id).where(
        roster_members.c.tournament_id == bindparam("which"),
        roster_members.c.present,
        roster_members.c.person_id.in_(among),
        roster_members.c.entry_id != bindparam("entry_id"),
    )
    brought = select(entries.c.person_id).where(
        entries.c.tournament_id == bindparam("which"),
        entries.c.present,
        entries.c.person_id.in_(among),
        entries.c.id != bindparam("entry_id"),
    )
    return playing.union(brought)


ELSEWHERE = _elsewhere()


async def entered_elsewhere(
    connection: AsyncConnection, tournament_id: UUID, person_ids: Collection[UUID], *, entry_id: UUID
) -> set[UUID]:
    """Those of these people who are in another entry of the tournament: they play in it or brought it in."""
    if not person_ids:
        return set()
    given = {"which": tournament_id, "people": list(person_ids), "entry_id": entry_id}
    return set((await connection.execute(ELSEWHERE, given)).scalars())


async def plays_for(connection: AsyncConnection, tournament_id: UUID, person_id: UUID) -> UUID | None:
    """The entry of the tournament on whose roster this person stands, if everybody may see it."""
    query = (
        select(entries.c.id)
        .join(roster_members, roster_members.c.entry_id == entries.c.id)
        .where(
            roster_members.c.tournament_id == tournament_id,
            roster_members.c.person_id == person_id,
            roster_members.c.present,
            entries.c.published,
        )
    )
    return (await connection.execute(query)).scalar_one_or_none()


WITH_PEOPLE = select(entries.c.id).where(
    entries.c.id.in_(bindparam("among", expanding=True)), entries.c.person_id.is_not(None)
)
"""Built once, for it runs at every result."""


async def with_people(connection: AsyncConnection, entry_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these entries that somebody with an account registered."""
    return set((await connection.execute(WITH_PEOPLE, {"among": list(entry_ids)})).scalars())


async def consent_states(
    connection: AsyncConnection, tournament_id: UUID, entry_id: UUID | None
) -> dict[bytes, str]:
    """The states of the guardians' consents in the tournament, or for one of its entries."""
    query = (
        select(guardian_consents.c.subject, guardian_consents.c.state)
        .join(entries, entries.c.id == guardian_consents.c.entry_id)
        .where(entries.c.tournament_id == tournament_id)
    )
    if entry_id is not None:
        query = query.where(entries.c.id == entry_id)
    return {bytes(row.subject): row.state for row in await connection.execute(query)}


async def logos(connection: AsyncConnection, tournament_id: UUID) -> dict[str, str]:
    """The digests of the logos of the tournament's entries, for those whose team shows one."""
    query = (
        select(entries.c.id, teams.c.logo)
        .join(teams, teams.c.id == entries.c.team_id)
        .where(entries.c.tournament_id == tournament_id, entries.c.present, teams.c.logo.is_not(None))
    )
    return {str(row.id): row.logo for row in await connection.execute(query)}
