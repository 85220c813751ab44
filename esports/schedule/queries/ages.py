"""Every SQL statement about how old those are who play: of minors alone, and without their names."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.accounts import people
from esports.db.schema.entries import entries, roster_members
from esports.db.schema.entry_rules import entry_exceptions
from esports.db.schema.tournaments import tournaments


async def born_since(
    connection: AsyncConnection, event_id: UUID, persons: Iterable[UUID], day: date
) -> list[tuple[UUID, date]]:
    """Entries and people of the event, each with the birth date of somebody who was born on the day or later.

    Of an entry that of each such player on its roster; of a person also what their account says, and what
    rosters of other entries in the event say of them.
    """
    listed = (
        select(roster_members.c.entry_id, roster_members.c.person_id, roster_members.c.birth_date)
        .join(entries, entries.c.id == roster_members.c.entry_id)
        .join(tournaments, tournaments.c.id == entries.c.tournament_id)
        .where(tournaments.c.event_id == event_id, roster_members.c.birth_date >= day)
    )
    accounts = select(people.c.id, people.c.birth_date).where(
        people.c.id.in_(list(persons)), people.c.birth_date >= day
    )
    found = [(row.id, row.birth_date) for row in await connection.execute(accounts)]
    for entry, person, born in await connection.execute(listed):
        found.append((entry, born))
        if person is not None:
            found.append((person, born))
    return found


async def dated(connection: AsyncConnection, people_of: Mapping[UUID, set[UUID]]) -> set[UUID]:
    """The entries of all of whose players the birth date is known; without a roster, of all their people."""
    known = func.coalesce(roster_members.c.birth_date, people.c.birth_date).is_not(None)
    rosters = (
        select(roster_members.c.entry_id, func.bool_and(known))
        .outerjoin(people, people.c.id == roster_members.c.person_id)
        .where(roster_members.c.entry_id.in_(list(people_of)), roster_members.c.role != "coach")
        .group_by(roster_members.c.entry_id)
    )
    told: dict[UUID, bool] = {row[0]: row[1] for row in await connection.execute(rosters)}
    persons = set[UUID]().union(*people_of.values())
    accounts = select(people.c.id).where(people.c.id.in_(persons), people.c.birth_date.is_not(None))
    grown = set((await connection.execute(accounts)).scalars())
    return {entry for entry, own in people_of.items() if told.get(entry, bool(own) and own <= grown)}


async def excepted(
    connection: AsyncConnection, entry_ids: Collection[UUID], codes: Collection[str]
) -> set[UUID]:
    """The entries that are in although one of these reasons is against it."""
    query = select(entry_exceptions.c.entry_id).where(
        entry_exceptions.c.entry_id.in_(entry_ids), entry_exceptions.c.codes.overlap(list(codes))
    )
    return set((await connection.execute(query)).scalars())
