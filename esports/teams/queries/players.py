"""Every SQL statement about what people are called in games, and where their teams took part."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.accounts import people
from esports.db.schema.entries import entries
from esports.db.schema.events import events
from esports.db.schema.teams import in_game_ids
from esports.db.schema.tournaments import tournaments
from esports.teams.wire import InGameId, TakenPart

MAX_TITLES = 200


async def set_ids(connection: AsyncConnection, person_id: UUID, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put these in the place of all that a person is called in games."""
    await connection.execute(delete(in_game_ids).where(in_game_ids.c.person_id == person_id))
    if rows:
        await connection.execute(insert(in_game_ids), [{"person_id": person_id, **row} for row in rows])


async def ids_of(
    connection: AsyncConnection, person_ids: Collection[UUID], *, titles: Collection[str] | None = None
) -> dict[UUID, list[InGameId]]:
    """What each of these people is called in games, or in those of these titles, by title and server."""
    query = select(in_game_ids).where(in_game_ids.c.person_id.in_(person_ids))
    if titles is not None:
        query = query.where(func.lower(in_game_ids.c.title).in_([title.lower() for title in titles]))
    found: dict[UUID, list[InGameId]] = {person: [] for person in person_ids}
    for row in await connection.execute(query.order_by(in_game_ids.c.title, in_game_ids.c.server)):
        found[row.person_id].append(to_struct(row, InGameId))
    return found


async def titles(connection: AsyncConnection) -> list[str]:
    """The titles that tournaments are in, but for those that only drafts have."""
    query = select(tournaments.c.title).where(tournaments.c.state != "draft").distinct()
    rows = await connection.execute(query.order_by(tournaments.c.title).limit(MAX_TITLES))
    return list(rows.scalars())


async def entered(connection: AsyncConnection, team_id: UUID) -> list[tuple[UUID, str]]:
    """The events in whose tournaments the team is, and the titles of those."""
    query = (
        select(tournaments.c.event_id, tournaments.c.title)
        .join(entries, entries.c.tournament_id == tournaments.c.id)
        .where(entries.c.team_id == team_id, entries.c.present)
        .distinct()
    )
    return [(row.event_id, row.title) for row in await connection.execute(query)]


async def taken_part(connection: AsyncConnection, team_id: UUID) -> list[TakenPart]:
    """Where the team entered, the newest first."""
    query = (
        select(
            events.c.name.label("event"),
            events.c.slug.label("event_slug"),
            tournaments.c.name.label("tournament"),
            tournaments.c.slug.label("tournament_slug"),
            tournaments.c.title,
            entries.c.id.label("entry"),
            entries.c.name,
            entries.c.state,
            entries.c.place,
        )
        .select_from(entries)
        .join(tournaments, tournaments.c.id == entries.c.tournament_id)
        .join(events, events.c.id == tournaments.c.event_id)
        .where(entries.c.team_id == team_id, tournaments.c.state != "draft")
        .order_by(entries.c.created_at.desc(), entries.c.id)
    )
    return [to_struct(row, TakenPart) for row in await connection.execute(query)]


async def nicknames(connection: AsyncConnection, person_ids: Collection[UUID]) -> dict[UUID, str]:
    """The names that these people show; who is not there any more is left out."""
    query = select(people.c.id, people.c.display_name).where(people.c.id.in_(person_ids))
    return {row.id: row.display_name for row in await connection.execute(query)}
