"""Every SQL statement about whom to tell of a publication of the schedule, and what of it.

A crowd is told in parts: each reads what it tells, and not the whole week again.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Subquery, Uuid, and_, cast, column, func, select, true, tuple_
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.brackets import matches, slots
from esports.db.schema.entries import entries
from esports.db.schema.schedule import bookings, publications, stations
from esports.db.schema.tournaments import PUBLISHED, tournaments
from esports.notifications.queries.crowds import people_of
from esports.notifications.wire import MovedMatch
from esports.schedule.queries import OPEN
from esports.schedule.queries.playing import OVER


def _moves(publication_id: UUID) -> Subquery:
    """The matches that the publication gave another start or station, and their start before: see
    `esports.schedule.wire.Move.is_told`.
    """
    move = func.jsonb_array_elements(publications.c.moves).table_valued(column("value", JSONB), name="move")
    match, before, after = (move.c.value[name] for name in ("match_id", "before", "after"))
    starts = [cast(one["starts_at"].astext, TIMESTAMP(timezone=True)) for one in (before, after)]
    places = [
        tuple_(one["station_id"].astext, start) for one, start in zip((before, after), starts, strict=True)
    ]
    return (
        select(cast(match.astext, Uuid).label("match_id"), starts[0].label("before"))
        .select_from(publications)
        .join(move, true())
        .where(publications.c.id == publication_id, places[0].is_distinct_from(places[1]))
        .subquery("moves")
    )


async def touched(
    connection: AsyncConnection, publication_id: UUID, *, after: UUID | None, limit: int
) -> dict[UUID, list[UUID]]:
    """Whose matches a publication moved, of those that are not over, in the order of their ids behind
    `after`; and which.
    """
    moves = _moves(publication_id)
    sides = (
        select(slots.c.match_id, slots.c.entry_id)
        .join(moves, moves.c.match_id == slots.c.match_id)
        .join(matches, matches.c.id == slots.c.match_id)
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .where(matches.c.phase.in_(OPEN), tournaments.c.state.not_in(OVER))
        .cte("sides")
    )
    whom = people_of(entries.c.id.in_(select(sides.c.entry_id)))
    query = (
        select(whom.c.person_id, func.array_agg(sides.c.match_id.distinct()).label("matches"))
        .join(sides, sides.c.entry_id == whom.c.entry_id)
        .group_by(whom.c.person_id)
        .order_by(whom.c.person_id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(whom.c.person_id > after)
    return {row.person_id: row.matches for row in await connection.execute(query)}


async def moved(
    connection: AsyncConnection, publication_id: UUID, match_ids: Collection[UUID]
) -> dict[UUID, MovedMatch]:
    """Matches that a publication moved, as they are published now."""
    moves = _moves(publication_id)
    names = func.array(
        select(entries.c.name)
        .join(slots, slots.c.entry_id == entries.c.id)
        .where(slots.c.match_id == matches.c.id)
        .order_by(slots.c.slot)
        .scalar_subquery()
    )
    query = (
        select(
            matches.c.id.label("match_id"),
            matches.c.number,
            tournaments.c.name.label("tournament"),
            tournaments.c.slug.label("tournament_slug"),
            names.label("names"),
            bookings.c.starts_at,
            stations.c.name.label("station"),
            moves.c.before,
        )
        .join(moves, moves.c.match_id == matches.c.id)
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .outerjoin(bookings, and_(bookings.c.match_id == matches.c.id, PUBLISHED))
        .outerjoin(stations, stations.c.id == bookings.c.station_id)
        .where(matches.c.id.in_(match_ids))
    )
    return {row.match_id: to_struct(row, MovedMatch) for row in await connection.execute(query)}
