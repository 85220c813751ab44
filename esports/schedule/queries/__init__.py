"""Every SQL statement about plans, pins and what is published; beside it those about places and matches."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    cast,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.accounts import people
from esports.db.schema.brackets import matches, slots
from esports.db.schema.entries import entries
from esports.db.schema.schedule import (
    bookings,
    pins,
    planned_bookings,
    publications,
    schedules,
    wishes,
)
from esports.db.schema.tournaments import PUBLISHED, tournaments
from esports.schedule.rows import Booking, Publication, ScheduleRow
from esports.schedule.settings_wire import Settings
from esports.schedule.wire import Official, Pin, Place, PlannedMatch, ScheduledMatch, Told

OPEN = ("waiting", "ready", "stale")


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


def _leading(ids: ColumnElement[Any]) -> ScalarSelect[Any]:
    """The people of these ids, by name."""
    told = func.jsonb_build_object("person", people.c.id, "name", people.c.display_name)
    listed = func.jsonb_agg(aggregate_order_by(told, people.c.display_name, people.c.id))
    return (
        select(func.coalesce(listed, cast([], JSONB))).where(people.c.id == func.any(ids)).scalar_subquery()
    )


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
        .add_columns(bookings.c.stream)
        .join(bookings, bookings.c.match_id == matches.c.id)
        .where(tournaments.c.event_id == event_id, PUBLISHED)
        .order_by(bookings.c.starts_at, matches.c.id)
    )
    return [to_struct(row, ScheduledMatch) for row in await connection.execute(query)]


async def leading(connection: AsyncConnection, event_id: UUID) -> dict[UUID, list[Official]]:
    """Who of the staff leads the published matches of the event, by match."""
    query = (
        select(bookings.c.match_id, _leading(bookings.c.referees).label("leading"))
        .join(matches, matches.c.id == bookings.c.match_id)
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .where(tournaments.c.event_id == event_id, func.cardinality(bookings.c.referees) > 0)
    )
    rows = await connection.execute(query)
    return {row.match_id: msgspec.convert(row.leading, list[Official]) for row in rows}


async def planned(connection: AsyncConnection, event_id: UUID) -> list[PlannedMatch]:
    """The matches of the newest plan, by start, those without a place last."""
    query = (
        _matches()
        .add_columns(
            planned_bookings.c.station_id.label("station"),
            planned_bookings.c.starts_at,
            planned_bookings.c.ends_at,
            planned_bookings.c.stream,
            planned_bookings.c.reason,
            _leading(planned_bookings.c.referees).label("leading"),
            pins.c.match_id.label("pinned"),
            pins.c.station_id.label("pin_station"),
            pins.c.starts_at.label("pin_at"),
            pins.c.streamed,
            bookings.c.match_id.label("booked"),
            bookings.c.station_id.label("told_station"),
            bookings.c.starts_at.label("told_at"),
            wishes.c.starts_at.label("wanted_at"),
        )
        .join(planned_bookings, planned_bookings.c.match_id == matches.c.id)
        .outerjoin(pins, pins.c.match_id == matches.c.id)
        .outerjoin(bookings, bookings.c.match_id == matches.c.id)
        .outerjoin(wishes, wishes.c.match_id == matches.c.id)
        .where(tournaments.c.event_id == event_id)
        .order_by(planned_bookings.c.starts_at.nulls_last(), matches.c.id)
    )
    found = []
    for row in await connection.execute(query):
        told = to_struct(row, ScheduledMatch)
        held = Pin(station=row.pin_station, starts_at=row.pin_at, streamed=bool(row.streamed))
        pin = held if row.pinned else None
        place = Place(station=row.told_station, starts_at=row.told_at) if row.booked else None
        reason = msgspec.convert(row.reason, Told)
        known = msgspec.structs.asdict(told)
        led = msgspec.convert(row.leading, list[Official])
        found.append(
            PlannedMatch(
                **known, reason=reason, referees=led, pin=pin, published=place, wanted_at=row.wanted_at
            )
        )
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


async def event_of_publication(connection: AsyncConnection, publication_id: UUID) -> UUID | None:
    """The event whose schedule it changed."""
    query = select(publications.c.event_id).where(publications.c.id == publication_id)
    return (await connection.execute(query)).scalar_one_or_none()


async def mark_undone(connection: AsyncConnection, publication_id: UUID) -> None:
    """Say that a change was taken back."""
    chosen = publications.c.id == publication_id
    await connection.execute(update(publications).where(chosen).values(undone=True))


async def by_hand(connection: AsyncConnection, event_id: UUID) -> set[UUID]:
    """The published matches that are not called by themselves."""
    query = (
        select(bookings.c.match_id)
        .join(matches, matches.c.id == bookings.c.match_id)
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .where(tournaments.c.event_id == event_id, bookings.c.by_hand)
    )
    return set((await connection.execute(query)).scalars())


async def put_by_hand(connection: AsyncConnection, match_id: UUID, *, by_hand: bool) -> None:
    """Say whether the published match is called by hand alone."""
    chosen = bookings.c.match_id == match_id
    await connection.execute(update(bookings).where(chosen).values(by_hand=by_hand))


async def calling_by_itself(connection: AsyncConnection) -> list[UUID]:
    """The events whose published matches are called by themselves."""
    asked = schedules.c.calling["by_itself"].as_boolean()
    query = select(schedules.c.event_id).where(asked, schedules.c.version > 0)
    return list((await connection.execute(query.order_by(schedules.c.event_id))).scalars())


async def set_pin(connection: AsyncConnection, match_id: UUID, pin: Pin) -> None:
    """Pin a match, in place of what was pinned."""
    values = {"station_id": pin.station, "starts_at": pin.starts_at, "streamed": pin.streamed}
    query = upsert(pins).values(match_id=match_id, **values)
    await connection.execute(query.on_conflict_do_update(index_elements=["match_id"], set_=values))


async def remove_pin(connection: AsyncConnection, match_id: UUID) -> None:
    """Let a match go."""
    await connection.execute(delete(pins).where(pins.c.match_id == match_id))


async def pins_of(connection: AsyncConnection, event_id: UUID) -> dict[UUID, Pin]:
    """What is pinned in the event, by match."""
    query = (
        select(pins.c.match_id, pins.c.station_id, pins.c.starts_at, pins.c.streamed)
        .join(matches, matches.c.id == pins.c.match_id)
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .where(tournaments.c.event_id == event_id)
    )
    rows = await connection.execute(query)
    return {
        row.match_id: Pin(station=row.station_id, starts_at=row.starts_at, streamed=row.streamed)
        for row in rows
    }
