"""Every SQL statement about calendars of matches and the links to them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Text, cast, delete, func, or_, select, true
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.calendars.wire import CalendarMatch
from esports.db.rows import to_struct
from esports.db.schema.brackets import matches, slots
from esports.db.schema.calendars import calendar_links
from esports.db.schema.entries import entries, roster_members
from esports.db.schema.events import events
from esports.db.schema.schedule import bookings, publications, stations, venues
from esports.db.schema.teams import team_members
from esports.db.schema.tournaments import PUBLISHED, tournaments

MOST = 500
"""How many matches a calendar has, the latest ones."""


async def keep(connection: AsyncConnection, person_id: UUID, digest: bytes, *, now: datetime) -> None:
    """Make the person's link, in place of the one before."""
    values = {"secret_hash": digest, "made_at": now}
    query = insert(calendar_links).values(person_id=person_id, **values)
    await connection.execute(query.on_conflict_do_update(index_elements=["person_id"], set_=values))


async def made_at(connection: AsyncConnection, person_id: UUID) -> datetime | None:
    """Since when the person has a link."""
    query = select(calendar_links.c.made_at).where(calendar_links.c.person_id == person_id)
    return (await connection.execute(query)).scalar_one_or_none()


async def remove(connection: AsyncConnection, person_id: UUID) -> None:
    """Take the person's link away."""
    await connection.execute(delete(calendar_links).where(calendar_links.c.person_id == person_id))


async def person_of(connection: AsyncConnection, digest: bytes) -> UUID | None:
    """Whose link it is."""
    query = select(calendar_links.c.person_id).where(calendar_links.c.secret_hash == digest)
    return (await connection.execute(query)).scalar_one_or_none()


async def entries_near(connection: AsyncConnection, person_id: UUID) -> list[UUID]:
    """The entries that a person registered, is on the roster of, or whose team they are in."""
    rosters = select(roster_members.c.entry_id).where(roster_members.c.person_id == person_id)
    teams = select(team_members.c.team_id).where(team_members.c.person_id == person_id)
    near = or_(entries.c.person_id == person_id, entries.c.id.in_(rosters), entries.c.team_id.in_(teams))
    return list((await connection.execute(select(entries.c.id).where(near).order_by(entries.c.id))).scalars())


async def entries_of_team(connection: AsyncConnection, team_id: UUID) -> list[UUID]:
    """The entries of a team."""
    query = select(entries.c.id).where(entries.c.team_id == team_id).order_by(entries.c.id)
    return list((await connection.execute(query)).scalars())


async def matches_of(connection: AsyncConnection, entry_ids: Sequence[UUID]) -> list[CalendarMatch]:
    """The published matches of entries, in tournaments that everybody may know of, by start."""
    names = (
        select(func.jsonb_agg(aggregate_order_by(entries.c.name, slots.c.slot)))
        .select_from(slots.outerjoin(entries, entries.c.id == slots.c.entry_id))
        .where(slots.c.match_id == matches.c.id)
        .scalar_subquery()
    )
    placing = func.jsonb_build_array(func.jsonb_build_object("match_id", cast(matches.c.id, Text)))
    placed = (
        select(publications.c.version, publications.c.published_at)
        .where(publications.c.event_id == events.c.id, publications.c.moves.contains(placing))
        .order_by(publications.c.version.desc())
        .limit(1)
        .lateral("placed")
    )
    own = select(slots.c.match_id).where(slots.c.entry_id.in_(entry_ids))
    query = (
        select(
            matches.c.id.label("match"),
            events.c.name.label("event"),
            events.c.slug.label("event_slug"),
            tournaments.c.name.label("tournament"),
            tournaments.c.slug.label("tournament_slug"),
            names.label("names"),
            venues.c.name.label("venue"),
            stations.c.name.label("station"),
            bookings.c.starts_at,
            bookings.c.ends_at,
            placed.c.version,
            placed.c.published_at.label("changed_at"),
        )
        .join(bookings, bookings.c.match_id == matches.c.id)
        .join(stations, stations.c.id == bookings.c.station_id)
        .join(venues, venues.c.id == stations.c.venue_id)
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .join(events, events.c.id == tournaments.c.event_id)
        .join(placed, true())
        .where(matches.c.id.in_(own), PUBLISHED)
        .order_by(bookings.c.starts_at.desc(), matches.c.id)
        .limit(MOST)
    )
    rows = (await connection.execute(query)).all()
    return [to_struct(row, CalendarMatch) for row in reversed(rows)]
