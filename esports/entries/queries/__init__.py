"""Every SQL statement about entries; beside it those about rosters, about who gets a place, about seeds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Text,
    cast,
    delete,
    func,
    insert,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.entries import HOLDS_A_PLACE as HOLDS_A_PLACE
from esports.db.schema.entries import IN as IN
from esports.db.schema.entries import entries
from esports.entries.wire import Entry, Search
from esports.lookalikes import look

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
    entries.c.players_in,
    entries.c.ages_said,
    entries.c.published,
)


async def add_many(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert entries."""
    if rows:
        await connection.execute(insert(entries), list(rows))


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
