"""Every SQL statement about entries and their rosters."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    Uuid,
    case,
    cast,
    delete,
    func,
    insert,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.accounts import people
from esports.db.schema.entries import entries, roster_members
from esports.db.schema.privacy import guardian_consents
from esports.db.schema.teams import teams
from esports.db.schema.tournaments import tournaments
from esports.entries.wire import Entry, Member, Player, Search
from esports.lookalikes import look

IN = ("confirmed", "checked_in", "playing", "placed")
HOLDS_A_PLACE = ("offered", *IN)
COLUMNS = (
    entries.c.id,
    entries.c.tournament_id.label("tournament"),
    entries.c.name,
    entries.c.state,
    entries.c.seed,
    entries.c.registered_order,
    entries.c.delegation,
    entries.c.club,
    entries.c.region,
    entries.c.rating,
    entries.c.person_id.label("person"),
    entries.c.revision,
    entries.c.place,
    entries.c.public_answers.label("answers"),
    entries.c.terms_version,
    entries.c.terms_accepted_at,
    entries.c.refusal,
    entries.c.team_id.label("team"),
    entries.c.offered_until,
    entries.c.passed_at,
    entries.c.checked_in_at,
    entries.c.published,
)


async def add_many(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert entries."""
    if rows:
        await connection.execute(insert(entries), list(rows))


async def add_members(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert players of rosters."""
    if rows:
        await connection.execute(insert(roster_members), list(rows))


async def clear_roster(connection: AsyncConnection, entry_id: UUID) -> None:
    """Take all players off an entry's roster."""
    await connection.execute(delete(roster_members).where(roster_members.c.entry_id == entry_id))


async def by_id(connection: AsyncConnection, entry_id: UUID) -> Entry | None:
    """The entry without its roster."""
    row = (await connection.execute(select(*COLUMNS).where(entries.c.id == entry_id))).one_or_none()
    return to_struct(row, Entry) if row else None


async def private_answers(connection: AsyncConnection, entry_id: UUID) -> dict[str, Any]:
    """What the entry answered in confidence."""
    query = select(entries.c.answers).where(entries.c.id == entry_id)
    return (await connection.execute(query)).scalar_one_or_none() or {}


async def of_tournament(
    connection: AsyncConnection, tournament_id: UUID, entry_ids: Sequence[UUID]
) -> list[Entry]:
    """Those of these entries that are in the tournament, in the order of registration."""
    query = (
        select(*COLUMNS)
        .where(entries.c.tournament_id == tournament_id, entries.c.id.in_(entry_ids))
        .order_by(entries.c.registered_order)
    )
    return [to_struct(row, Entry) for row in await connection.execute(query)]


async def roster(connection: AsyncConnection, entry_id: UUID) -> list[Member]:
    """The entry's players in their order."""
    return (await rosters(connection, [entry_id])).get(entry_id, [])


async def logos(connection: AsyncConnection, tournament_id: UUID) -> dict[str, str]:
    """The digests of the logos of the tournament's entries, for those whose team shows one."""
    query = (
        select(entries.c.id, teams.c.logo)
        .join(teams, teams.c.id == entries.c.team_id)
        .where(entries.c.tournament_id == tournament_id, entries.c.present, teams.c.logo.is_not(None))
    )
    return {str(row.id): row.logo for row in await connection.execute(query)}


async def entered_elsewhere(
    connection: AsyncConnection, tournament_id: UUID, person_ids: Collection[UUID], *, entry_id: UUID
) -> set[UUID]:
    """Those of these people who are in another entry of the tournament: they play in it or brought it in."""
    if not person_ids:
        return set()
    playing = select(roster_members.c.person_id).where(
        roster_members.c.tournament_id == tournament_id,
        roster_members.c.present,
        roster_members.c.person_id.in_(person_ids),
        roster_members.c.entry_id != entry_id,
    )
    brought = select(entries.c.person_id).where(
        entries.c.tournament_id == tournament_id,
        entries.c.present,
        entries.c.person_id.in_(person_ids),
        entries.c.id != entry_id,
    )
    return set((await connection.execute(playing.union(brought))).scalars())


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


async def page(
    connection: AsyncConnection,
    tournament_id: UUID,
    *,
    after: int,
    limit: int,
    unpublished: bool,
    search: Search | None = None,
) -> list[Entry]:
    """Entries in the order of registration behind the number `after`, as far as they fit the search.

    `unpublished` ones too, or without.
    """
    query = select(*COLUMNS).where(
        entries.c.tournament_id == tournament_id, entries.c.registered_order > after
    )
    if not unpublished:
        query = query.where(entries.c.published)
    if search is not None:
        query = query.where(*_fitting(search))
    rows = await connection.execute(query.order_by(entries.c.registered_order).limit(limit))
    return [to_struct(row, Entry) for row in rows]


def _fitting(search: Search) -> Iterator[ColumnElement[bool]]:
    if search.state is not None:
        yield entries.c.state == search.state
    if search.delegation is not None:
        yield entries.c.delegation == search.delegation
    if search.checked_in is not None:
        present = or_(entries.c.checked_in_at.is_not(None), entries.c.state == "checked_in")
        yield present if search.checked_in else not_(present)
    if search.text:
        places = (entries.c.name, entries.c.delegation, entries.c.club)
        yield or_(*(place.icontains(search.text, autoescape=True) for place in places))


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
        )
        .where(roster_members.c.entry_id.in_(entry_ids))
        .order_by(roster_members.c.entry_id, roster_members.c.position)
    )
    found: dict[UUID, list[Member]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.entry_id, []).append(to_struct(row, Member))
    return found


async def remove(connection: AsyncConnection, entry_id: UUID) -> None:
    """Delete an entry with its roster."""
    await connection.execute(delete(entries).where(entries.c.id == entry_id))


async def in_states(connection: AsyncConnection, tournament_id: UUID, states: Sequence[str]) -> list[Entry]:
    """The tournament's entries in these states in seed order, those without a seed behind by registration."""
    query = (
        select(*COLUMNS)
        .where(entries.c.tournament_id == tournament_id, entries.c.state.in_(states))
        .order_by(entries.c.seed.asc().nulls_last(), entries.c.registered_order)
    )
    return [to_struct(row, Entry) for row in await connection.execute(query)]


async def places_taken(connection: AsyncConnection, tournament_id: UUID) -> int:
    """How many entries hold a place. Needs the tournament's lock to mean anything."""
    count: int = (await connection.execute(_holding(tournament_id))).scalar_one()
    return count


def _holding(tournament_id: UUID) -> Select[tuple[int]]:
    return select(func.count()).where(
        entries.c.tournament_id == tournament_id, entries.c.state.in_(HOLDS_A_PLACE)
    )


async def next_place(connection: AsyncConnection, tournament_id: UUID) -> tuple[int, int]:
    """Take the next number in the order of registration; it, and how many entries hold a place.

    Needs the tournament's lock, taken before.
    """
    taken = _holding(tournament_id).scalar_subquery()
    statement = (
        update(tournaments)
        .where(tournaments.c.id == tournament_id)
        .values(registered_count=tournaments.c.registered_count + 1)
        .returning(tournaments.c.registered_count, taken)
    )
    row = (await connection.execute(statement)).one()
    return row[0], row[1]


async def waiting(connection: AsyncConnection, tournament_id: UUID, *, limit: int | None) -> list[Entry]:
    """The head of the waitlist: `limit` entries, or all of them; who let a place pass is not asked again."""
    query = (
        select(*COLUMNS)
        .where(
            entries.c.tournament_id == tournament_id,
            entries.c.state == "waitlisted",
            entries.c.passed_at.is_(None),
        )
        .order_by(entries.c.registered_order)
        .limit(limit)
    )
    return [to_struct(row, Entry) for row in await connection.execute(query)]


async def arrived(
    connection: AsyncConnection, tournament_id: UUID, *, limit: int | None = None
) -> list[Entry]:
    """Those on the waitlist who have checked in, in its order; who let a place pass behind the others."""
    query = (
        select(*COLUMNS)
        .where(
            entries.c.tournament_id == tournament_id,
            entries.c.state == "waitlisted",
            entries.c.checked_in_at.is_not(None),
        )
        .order_by(entries.c.passed_at.asc().nulls_first(), entries.c.registered_order)
        .limit(limit)
    )
    return [to_struct(row, Entry) for row in await connection.execute(query)]


async def of_person(connection: AsyncConnection, tournament_id: UUID, person_id: UUID) -> Entry | None:
    """The newest entry that this person made in the tournament, one that they left behind all others."""
    query = (
        select(*COLUMNS)
        .where(entries.c.tournament_id == tournament_id, entries.c.person_id == person_id)
        .order_by(entries.c.state.in_(("withdrawn", "refused")), entries.c.registered_order.desc())
        .limit(1)
    )
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, Entry) if row else None


async def set_code(connection: AsyncConnection, entry_id: UUID, code_hash: str) -> None:
    """Store the hash of the entry's newest code; it is no part of what people edit."""
    await connection.execute(update(entries).where(entries.c.id == entry_id).values(code_hash=code_hash))


async def by_code(connection: AsyncConnection, tournament_id: UUID, code_hash: str) -> Entry | None:
    """The tournament's entry whose newest code has this hash."""
    query = select(*COLUMNS).where(entries.c.tournament_id == tournament_id, entries.c.code_hash == code_hash)
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, Entry) if row else None


async def name_keys(connection: AsyncConnection, names: Sequence[str]) -> dict[str, str]:
    """What each name is compared by: its lower case as the database has it, whose index decides."""
    name = func.unnest(cast(list(names), ARRAY(Text))).column_valued("name")
    return {row[0]: row[1] for row in await connection.execute(select(name, func.lower(name)))}


async def names_and_seeds(connection: AsyncConnection, tournament_id: UUID) -> tuple[set[str], set[int]]:
    """The keys of the names, and the seeds, that are taken."""
    query = select(func.lower(entries.c.name), entries.c.seed).where(
        entries.c.tournament_id == tournament_id, entries.c.state.not_in(("withdrawn", "refused"))
    )
    rows = (await connection.execute(query)).all()
    return {row[0] for row in rows}, {row[1] for row in rows if row[1] is not None}


async def looks(connection: AsyncConnection, tournament_id: UUID) -> set[str]:
    """What the names that are taken look like, as `lookalikes.look` has it."""
    query = select(entries.c.name_skeleton).where(
        entries.c.tournament_id == tournament_id,
        entries.c.state.not_in(("withdrawn", "refused")),
        entries.c.name_skeleton.is_not(None),
    )
    return set((await connection.execute(query)).scalars())


async def change(connection: AsyncConnection, entry_id: UUID, values: Mapping[str, Any]) -> None:
    """Store changed columns and count the revision up."""
    if "name" in values:
        values = {**values, "name_skeleton": look(values["name"])}
    await connection.execute(
        update(entries).where(entries.c.id == entry_id).values(**values, revision=entries.c.revision + 1)
    )


async def set_states(connection: AsyncConnection, entry_ids: Sequence[UUID], state: str) -> None:
    """Put many entries into one state."""
    await connection.execute(
        update(entries)
        .where(entries.c.id.in_(entry_ids))
        .values(state=state, revision=entries.c.revision + 1)
    )


async def set_seeds(
    connection: AsyncConnection, tournament_id: UUID, order: Sequence[UUID]
) -> list[tuple[UUID, int | None]]:
    """Number the entries in this order and take the seed from all others; gives those that it changed."""
    position = func.array_position(cast(list(order), ARRAY(Uuid)), entries.c.id)
    statement = (
        update(entries)
        .where(entries.c.tournament_id == tournament_id, entries.c.seed.is_distinct_from(position))
        .values(seed=position, revision=entries.c.revision + 1)
        .returning(entries.c.id, entries.c.seed)
    )
    return [(row.id, row.seed) for row in await connection.execute(statement)]


async def set_places(
    connection: AsyncConnection, tournament_id: UUID, places: Mapping[UUID, int]
) -> list[Entry]:
    """Store these final places and take the place from all others; gives the entries that it changed."""
    known = cast({str(entry): place for entry, place in places.items()}, JSONB)
    place = cast(known[cast(entries.c.id, Text)].astext, Integer)
    statement = (
        update(entries)
        .where(entries.c.tournament_id == tournament_id, entries.c.place.is_distinct_from(place))
        .values(place=place, revision=entries.c.revision + 1)
        .returning(*COLUMNS)
    )
    return [to_struct(row, Entry) for row in await connection.execute(statement)]


async def with_place(connection: AsyncConnection, tournament_id: UUID) -> list[Entry]:
    """The entries that have a final place, in final order; who shares one by seed."""
    query = (
        select(*COLUMNS)
        .where(entries.c.tournament_id == tournament_id, entries.c.place.is_not(None))
        .order_by(entries.c.place, entries.c.seed.asc().nulls_last(), entries.c.registered_order)
    )
    return [to_struct(row, Entry) for row in await connection.execute(query)]


async def places_by_name(
    connection: AsyncConnection, tournament_id: UUID, earlier_id: UUID
) -> dict[UUID, int]:
    """The places that the tournament's entries had in an earlier one, where they had the same names."""
    earlier = entries.alias("earlier")
    query = (
        select(entries.c.id, func.min(earlier.c.place))
        .join(earlier, func.lower(earlier.c.name) == func.lower(entries.c.name))
        .where(entries.c.tournament_id == tournament_id)
        .where(earlier.c.tournament_id == earlier_id, earlier.c.place.is_not(None))
        .group_by(entries.c.id)
    )
    return {row[0]: row[1] for row in await connection.execute(query)}


async def without_place(
    connection: AsyncConnection, tournament_id: UUID, field: Sequence[UUID]
) -> list[UUID]:
    """The tournament's entries that are not in the field."""
    query = select(entries.c.id).where(entries.c.tournament_id == tournament_id, entries.c.id.not_in(field))
    return list((await connection.execute(query)).scalars())


async def with_people(connection: AsyncConnection, entry_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these entries that somebody with an account registered."""
    query = select(entries.c.id).where(entries.c.id.in_(entry_ids), entries.c.person_id.is_not(None))
    return set((await connection.execute(query)).scalars())
