"""Every SQL statement about venues, stations, plans and what is published."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Select, cast, delete, exists, func, insert, or_, select, text, update
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.brackets import matches, slots
from esports.db.schema.entries import entries, roster_members
from esports.db.schema.schedule import (
    bookings,
    pins,
    planned_bookings,
    publications,
    schedules,
    stations,
    venues,
)
from esports.db.schema.teams import team_members
from esports.db.schema.tournaments import PUBLISHED, tournaments
from esports.schedule.wire import (
    Booking,
    LatelyOver,
    OpenMatch,
    Place,
    PlannedMatch,
    Publication,
    ScheduledMatch,
    ScheduleRow,
    Settings,
    Station,
    Told,
    Venue,
)

OPEN = ("waiting", "ready", "stale")
OVER = ("finished", "archived", "cancelled")
VENUE_COLUMNS = (
    venues.c.id,
    venues.c.event_id.label("event"),
    venues.c.name,
    venues.c.hours,
    venues.c.breaks,
)
STATION_COLUMNS = (
    stations.c.id,
    stations.c.venue_id.label("venue"),
    stations.c.name,
    stations.c.titles,
    stations.c.out_of_order,
)


async def add_venue(connection: AsyncConnection, **values: Any) -> None:
    """Insert a venue."""
    await connection.execute(insert(venues).values(**values))


async def change_venue(connection: AsyncConnection, venue_id: UUID, **values: Any) -> None:
    """Store a venue's fields."""
    await connection.execute(update(venues).where(venues.c.id == venue_id).values(**values))


async def remove_venue(connection: AsyncConnection, venue_id: UUID) -> None:
    """Delete a venue with its stations."""
    await connection.execute(delete(venues).where(venues.c.id == venue_id))


async def venue(connection: AsyncConnection, venue_id: UUID) -> Venue | None:
    """One venue, without its stations."""
    row = (await connection.execute(select(*VENUE_COLUMNS).where(venues.c.id == venue_id))).one_or_none()
    return to_struct(row, Venue) if row else None


async def venues_of(connection: AsyncConnection, event_id: UUID) -> list[Venue]:
    """The event's venues with their stations, each in the order of their making."""
    inside: dict[UUID, list[Station]] = defaultdict(list)
    query = select(*STATION_COLUMNS).join(venues, venues.c.id == stations.c.venue_id)
    for row in await connection.execute(query.where(venues.c.event_id == event_id).order_by(stations.c.id)):
        one = to_struct(row, Station)
        inside[one.venue].append(one)
    found = select(*VENUE_COLUMNS).where(venues.c.event_id == event_id).order_by(venues.c.id)
    return [
        msgspec.structs.replace(one, stations=inside[one.id])
        for one in (to_struct(row, Venue) for row in await connection.execute(found))
    ]


async def add_station(connection: AsyncConnection, **values: Any) -> None:
    """Insert a station."""
    await connection.execute(insert(stations).values(**values))


async def change_station(connection: AsyncConnection, station_id: UUID, values: dict[str, Any]) -> None:
    """Store a station's changed fields."""
    await connection.execute(update(stations).where(stations.c.id == station_id).values(**values))


async def remove_station(connection: AsyncConnection, station_id: UUID) -> None:
    """Delete a station."""
    await connection.execute(delete(stations).where(stations.c.id == station_id))


async def station(connection: AsyncConnection, station_id: UUID) -> tuple[Station, UUID] | None:
    """A station and its event."""
    query = (
        select(*STATION_COLUMNS, venues.c.event_id)
        .join(venues, venues.c.id == stations.c.venue_id)
        .where(stations.c.id == station_id)
    )
    row = (await connection.execute(query)).one_or_none()
    return (to_struct(row, Station), row.event_id) if row else None


async def in_use(connection: AsyncConnection, *, venue_id: UUID | None, station_id: UUID | None) -> bool:
    """Whether a match is published there."""
    query = exists().where(bookings.c.station_id == stations.c.id)
    query = query.where(or_(stations.c.venue_id == venue_id, stations.c.id == station_id))
    found: bool = (await connection.execute(select(query))).scalar_one()
    return found


async def hold(connection: AsyncConnection, event_id: UUID) -> ScheduleRow:
    """The event's schedule, its row locked to the end of the transaction; made where there is none."""
    new = upsert(schedules).values(event_id=event_id, settings=msgspec.to_builtins(Settings()))
    await connection.execute(new.on_conflict_do_nothing(index_elements=["event_id"]))
    row = (await connection.execute(_row(event_id).with_for_update())).one()
    return to_struct(row, ScheduleRow)


async def schedule(connection: AsyncConnection, event_id: UUID) -> ScheduleRow | None:
    """The event's schedule, where it has one."""
    row = (await connection.execute(_row(event_id))).one_or_none()
    return to_struct(row, ScheduleRow) if row else None


def _row(event_id: UUID) -> Select[Any]:
    return select(*(schedules.c[name] for name in ScheduleRow.__struct_fields__)).where(
        schedules.c.event_id == event_id
    )


async def take_time(connection: AsyncConnection) -> None:
    """Let this transaction stand idle for as long as a plan is searched, and a kernel compiled before."""
    await connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = '30s'"))


async def change(connection: AsyncConnection, event_id: UUID, **values: Any) -> None:
    """Store fields of the schedule's row."""
    await connection.execute(update(schedules).where(schedules.c.event_id == event_id).values(**values))


def _matches() -> Select[Any]:
    names = (
        select(func.jsonb_agg(aggregate_order_by(entries.c.name, slots.c.slot)))
        .select_from(slots.outerjoin(entries, entries.c.id == slots.c.entry_id))
        .where(slots.c.match_id == matches.c.id)
        .scalar_subquery()
    )
    return select(
        matches.c.id.label("match"),
        matches.c.number,
        matches.c.best_of,
        matches.c.phase,
        matches.c.state,
        tournaments.c.id.label("tournament"),
        tournaments.c.slug.label("tournament_slug"),
        tournaments.c.name.label("tournament_name"),
        tournaments.c.title,
        names.label("names"),
    ).join(tournaments, tournaments.c.id == matches.c.tournament_id)


async def published(connection: AsyncConnection, event_id: UUID) -> list[ScheduledMatch]:
    """The published matches of tournaments that everybody may know of, by start."""
    query = (
        _matches()
        .add_columns(bookings.c.station_id.label("station"), bookings.c.starts_at, bookings.c.ends_at)
        .join(bookings, bookings.c.match_id == matches.c.id)
        .where(tournaments.c.event_id == event_id, PUBLISHED)
        .order_by(bookings.c.starts_at, matches.c.id)
    )
    return [to_struct(row, ScheduledMatch) for row in await connection.execute(query)]


async def planned(connection: AsyncConnection, event_id: UUID) -> list[PlannedMatch]:
    """The matches of the newest plan, by start, those without a place last."""
    query = (
        _matches()
        .add_columns(
            planned_bookings.c.station_id.label("station"),
            planned_bookings.c.starts_at,
            planned_bookings.c.ends_at,
            planned_bookings.c.reason,
            pins.c.match_id.label("pinned"),
            pins.c.station_id.label("pin_station"),
            pins.c.starts_at.label("pin_at"),
            bookings.c.match_id.label("booked"),
            bookings.c.station_id.label("told_station"),
            bookings.c.starts_at.label("told_at"),
        )
        .join(planned_bookings, planned_bookings.c.match_id == matches.c.id)
        .outerjoin(pins, pins.c.match_id == matches.c.id)
        .outerjoin(bookings, bookings.c.match_id == matches.c.id)
        .where(tournaments.c.event_id == event_id)
        .order_by(planned_bookings.c.starts_at.nulls_last(), matches.c.id)
    )
    found = []
    for row in await connection.execute(query):
        told = to_struct(row, ScheduledMatch)
        pin = Place(station=row.pin_station, starts_at=row.pin_at) if row.pinned else None
        place = Place(station=row.told_station, starts_at=row.told_at) if row.booked else None
        reason = msgspec.convert(row.reason, Told)
        found.append(PlannedMatch(**msgspec.structs.asdict(told), reason=reason, pin=pin, published=place))
    return found


async def bookings_of(connection: AsyncConnection, event_id: UUID) -> dict[UUID, Booking]:
    """The published bookings of the event's matches that are not over, by match."""
    query = (
        select(*bookings.c)
        .join(matches, matches.c.id == bookings.c.match_id)
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .where(tournaments.c.event_id == event_id, matches.c.phase.in_(OPEN))
    )
    return {row.match_id: to_struct(row, Booking) for row in await connection.execute(query)}


async def planned_bookings_of(connection: AsyncConnection, event_id: UUID) -> dict[UUID, Booking | None]:
    """The newest plan, of matches that are not over: the booking, or None for a match without a place."""
    query = (
        select(*(planned_bookings.c[name] for name in Booking.__struct_fields__))
        .join(matches, matches.c.id == planned_bookings.c.match_id)
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .where(tournaments.c.event_id == event_id, matches.c.phase.in_(OPEN))
    )
    return {
        row.match_id: None if row.station_id is None else to_struct(row, Booking)
        for row in await connection.execute(query)
    }


async def store_plan(connection: AsyncConnection, event_id: UUID, rows: Sequence[dict[str, Any]]) -> None:
    """Put the plan in place of the one before."""
    inside = (
        select(matches.c.id)
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .where(tournaments.c.event_id == event_id)
    )
    await connection.execute(delete(planned_bookings).where(planned_bookings.c.match_id.in_(inside)))
    if rows:
        await connection.execute(insert(planned_bookings), list(rows))


async def put_bookings(
    connection: AsyncConnection, match_ids: Sequence[UUID], new: Sequence[Booking]
) -> None:
    """Publish `new` in place of the bookings of these matches."""
    await connection.execute(delete(bookings).where(bookings.c.match_id.in_(match_ids)))
    if new:
        await connection.execute(insert(bookings), [msgspec.structs.asdict(one) for one in new])


async def add_publication(connection: AsyncConnection, one: Publication, **values: Any) -> None:
    """Keep a change of what is published."""
    row = {**msgspec.structs.asdict(one), "moves": msgspec.to_builtins(one.moves)}
    await connection.execute(insert(publications).values(**row, **values))


async def publication(connection: AsyncConnection, event_id: UUID, version: int) -> Publication | None:
    """The change that made this version."""
    columns = (publications.c[name] for name in Publication.__struct_fields__)
    query = select(*columns).where(publications.c.event_id == event_id, publications.c.version == version)
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, Publication) if row else None


async def publication_by_id(connection: AsyncConnection, publication_id: UUID) -> Publication | None:
    """One change of what is published."""
    columns = (publications.c[name] for name in Publication.__struct_fields__)
    query = select(*columns).where(publications.c.id == publication_id)
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, Publication) if row else None


async def mark_undone(connection: AsyncConnection, publication_id: UUID) -> None:
    """Say that a change was taken back."""
    chosen = publications.c.id == publication_id
    await connection.execute(update(publications).where(chosen).values(undone=True))


async def set_pin(connection: AsyncConnection, match_id: UUID, pin: Place) -> None:
    """Pin a match, in place of what was pinned."""
    values = {"station_id": pin.station, "starts_at": pin.starts_at}
    query = upsert(pins).values(match_id=match_id, **values)
    await connection.execute(query.on_conflict_do_update(index_elements=["match_id"], set_=values))


async def remove_pin(connection: AsyncConnection, match_id: UUID) -> None:
    """Let a match go."""
    await connection.execute(delete(pins).where(pins.c.match_id == match_id))


async def pins_of(connection: AsyncConnection, event_id: UUID) -> dict[UUID, Place]:
    """What is pinned in the event, by match."""
    query = (
        select(pins.c.match_id, pins.c.station_id, pins.c.starts_at)
        .join(matches, matches.c.id == pins.c.match_id)
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .where(tournaments.c.event_id == event_id)
    )
    rows = await connection.execute(query)
    return {row.match_id: Place(station=row.station_id, starts_at=row.starts_at) for row in rows}


async def open_matches(connection: AsyncConnection, event_id: UUID) -> list[OpenMatch]:
    """The matches of the event that are not over, with who is in them and which they wait for."""
    inside = (
        select(
            func.coalesce(func.jsonb_agg(aggregate_order_by(slots.c.entry_id, slots.c.slot)), cast([], JSONB))
        )
        .where(slots.c.match_id == matches.c.id, slots.c.entry_id.is_not(None))
        .scalar_subquery()
    )
    earlier = matches.alias()
    sources = (
        select(func.coalesce(func.jsonb_agg(slots.c.source_match_id.distinct()), cast([], JSONB)))
        .join(earlier, earlier.c.id == slots.c.source_match_id)
        .where(slots.c.match_id == matches.c.id, slots.c.entry_id.is_(None), earlier.c.phase.in_(OPEN))
        .scalar_subquery()
    )
    query = (
        select(
            matches.c.id,
            matches.c.number,
            matches.c.best_of,
            matches.c.state,
            matches.c.tournament_id,
            tournaments.c.name.label("tournament"),
            tournaments.c.title,
            inside.label("entries"),
            sources.label("sources"),
        )
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .where(tournaments.c.event_id == event_id, tournaments.c.state.not_in(OVER))
        .where(matches.c.phase.in_(OPEN))
        .order_by(matches.c.id)
    )
    return [to_struct(row, OpenMatch) for row in await connection.execute(query)]


async def called(connection: AsyncConnection, match_id: UUID) -> tuple[str, int] | None:
    """The station's name and the match's revision, if the match is called now."""
    query = (
        select(stations.c.name, matches.c.revision)
        .join(bookings, bookings.c.match_id == matches.c.id)
        .join(stations, stations.c.id == bookings.c.station_id)
        .where(matches.c.id == match_id, matches.c.state == "called")
    )
    row = (await connection.execute(query)).one_or_none()
    return (row.name, row.revision) if row else None


async def lately_over(connection: AsyncConnection, event_id: UUID, since: datetime) -> list[LatelyOver]:
    """The matches of the event that ended after this time."""
    inside = func.jsonb_agg(slots.c.entry_id)
    query = (
        select(tournaments.c.name, matches.c.number, matches.c.settled_at, inside)
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .join(slots, slots.c.match_id == matches.c.id)
        .where(tournaments.c.event_id == event_id, slots.c.entry_id.is_not(None))
        .where(matches.c.state == "confirmed", matches.c.settled_at > since)
        .group_by(matches.c.id, tournaments.c.id)
    )
    return [
        LatelyOver(name=f"{name} #{number}", at=at, entries=[UUID(one) for one in entered])
        for name, number, at, entered in await connection.execute(query)
    ]


async def people_of(connection: AsyncConnection, entry_ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """The people of entries who have an account: of the roster, else of the team, else who entered."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    rosters = select(roster_members.c.entry_id, roster_members.c.person_id).where(
        roster_members.c.entry_id.in_(entry_ids), roster_members.c.person_id.is_not(None)
    )
    teams = (
        select(entries.c.id, team_members.c.person_id)
        .join(team_members, team_members.c.team_id == entries.c.team_id)
        .where(entries.c.id.in_(entry_ids))
    )
    holders = select(entries.c.id, entries.c.person_id).where(
        entries.c.id.in_(entry_ids), entries.c.person_id.is_not(None)
    )
    for query in (rosters, teams, holders):
        told: dict[UUID, set[UUID]] = defaultdict(set)
        for entry, person in await connection.execute(query):
            told[entry].add(person)
        for entry, people in told.items():
            if entry not in found:
                found[entry] = people
    return found


async def located(connection: AsyncConnection, match_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, UUID]]:
    """The tournament and the stage of matches."""
    query = select(matches.c.id, matches.c.tournament_id, matches.c.stage_id).where(
        matches.c.id.in_(match_ids)
    )
    return {row.id: (row.tournament_id, row.stage_id) for row in await connection.execute(query)}


async def station_names(connection: AsyncConnection, station_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of stations."""
    query = select(stations.c.id, stations.c.name).where(stations.c.id.in_(list(station_ids)))
    return {row.id: row.name for row in await connection.execute(query)}


async def entry_names(connection: AsyncConnection, entry_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The names of entries."""
    query = select(entries.c.id, entries.c.name).where(entries.c.id.in_(entry_ids))
    return {row.id: row.name for row in await connection.execute(query)}


async def slugs_of(connection: AsyncConnection, event_id: UUID) -> dict[UUID, str]:
    """The short names of the event's tournaments."""
    query = select(tournaments.c.id, tournaments.c.slug).where(tournaments.c.event_id == event_id)
    return {row.id: row.slug for row in await connection.execute(query)}


async def hold_tournaments(connection: AsyncConnection, ids: Sequence[UUID]) -> None:
    """Lock the rows of tournaments in the order of their ids."""
    query = select(tournaments.c.id).where(tournaments.c.id.in_(ids)).order_by(tournaments.c.id)
    await connection.execute(query.with_for_update())


async def tournaments_of(connection: AsyncConnection, event_id: UUID) -> set[UUID]:
    """The ids of the event's tournaments."""
    query = select(tournaments.c.id).where(tournaments.c.event_id == event_id)
    return set((await connection.execute(query)).scalars())


async def match_event(connection: AsyncConnection, match_id: UUID) -> tuple[UUID, str] | None:
    """The event of a match, and the match's phase."""
    query = (
        select(tournaments.c.event_id, matches.c.phase)
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .where(matches.c.id == match_id)
    )
    row = (await connection.execute(query)).one_or_none()
    return (row.event_id, row.phase) if row else None
