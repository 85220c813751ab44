"""Use cases of venues, stations, the settings of plans, and pins."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.errors import conflict, invalid, not_found
from esports.events import service as events
from esports.events.wire import Event
from esports.i18n import N_
from esports.journal.facts import MatchPinned, PlanSettingsSet, StationSet, VenueSet, Visibility
from esports.schedule import queries
from esports.schedule.limits import MinorHours, Stream, Way
from esports.schedule.modelling import Dial
from esports.schedule.queries import places, playing
from esports.schedule.settings_wire import Days, Settings
from esports.schedule.steps import keep
from esports.schedule.venue_wire import NewStation, NewVenue, Span, Station, StationChanges, Venue
from esports.schedule.wire import NewPin, Pin
from esports.text import clean_name
from esports.uow import UnitOfWork

UNKNOWN_VENUE = N_("There is no such venue in this event.")


async def add_venue(unit: UnitOfWork, *, actor: Actor, event_id: UUID, new: NewVenue) -> Venue:
    """Add a venue to an event.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `day_outside`, `name_taken`.
    """
    event = await _managed(unit, actor, event_id)
    venue = _venue(event, unit.new_id(), new)
    await places.add_venue(unit.connection, **_row(venue), event_id=event_id)
    _told(unit, event_id, VenueSet(venue_id=venue.id, name=venue.name))
    return venue


async def change_venue(unit: UnitOfWork, *, actor: Actor, venue_id: UUID, new: NewVenue) -> Venue:
    """Give a venue its name and hours anew. What is published stays until the next plan is.

    Raises:
        DomainError: `not_found`, and what `add_venue` refuses.
    """
    before = await places.venue(unit.connection, venue_id)
    if before is None:
        raise not_found("venue")
    event = await _managed(unit, actor, before.event)
    venue = _venue(event, venue_id, new)
    await places.change_venue(unit.connection, venue_id, **_row(venue))
    _told(unit, event.id, VenueSet(venue_id=venue.id, name=venue.name))
    inside = await places.venues_of(unit.connection, event.id)
    return next(one for one in inside if one.id == venue_id)


async def remove_venue(unit: UnitOfWork, *, actor: Actor, venue_id: UUID) -> Venue:
    """Take a venue out with its stations.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `station_in_use`.
    """
    venue = await places.venue(unit.connection, venue_id)
    if venue is None:
        raise not_found("venue")
    await _managed(unit, actor, venue.event)
    await _refuse_used(unit, venue_id=venue_id)
    await places.remove_venue(unit.connection, venue_id)
    _told(unit, venue.event, VenueSet(venue_id=venue_id, name=venue.name, removed=True))
    return venue


async def add_station(unit: UnitOfWork, *, actor: Actor, venue_id: UUID, new: NewStation) -> Station:
    """Add a station to a venue.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `name_taken`.
    """
    venue = await places.venue(unit.connection, venue_id)
    if venue is None:
        raise not_found("venue")
    await _managed(unit, actor, venue.event)
    name, titles = clean_name(new.name, "/name"), list(dict.fromkeys(new.titles))
    made = Station(id=unit.new_id(), venue=venue_id, name=name, titles=titles, out_of_order=False)
    row = {"id": made.id, "venue_id": venue_id, "name": name, "titles": titles}
    await places.add_station(unit.connection, **row)
    _told(unit, venue.event, StationSet(station_id=made.id, name=name, out_of_order=False))
    return made


async def change_station(
    unit: UnitOfWork, *, actor: Actor, station_id: UUID, changes: StationChanges
) -> Station:
    """Change what a station serves, or whether it is out of order; then plans do without it.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`.
    """
    before, event_id = await _station(unit, actor, station_id)
    values = {
        name: value for name, value in msgspec.structs.asdict(changes).items() if value is not msgspec.UNSET
    }
    after = msgspec.structs.replace(before, **values)
    if values:
        await places.change_station(unit.connection, station_id, values)
        fact = StationSet(station_id=station_id, name=after.name, out_of_order=after.out_of_order)
        _told(unit, event_id, fact)
    return after


async def remove_station(unit: UnitOfWork, *, actor: Actor, station_id: UUID) -> Station:
    """Take a station out.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `station_in_use`.
    """
    station, event_id = await _station(unit, actor, station_id)
    await _refuse_used(unit, station_id=station_id)
    await places.remove_station(unit.connection, station_id)
    fact = StationSet(station_id=station_id, name=station.name, out_of_order=True, removed=True)
    _told(unit, event_id, fact)
    return station


async def set_settings(unit: UnitOfWork, *, actor: Actor, event_id: UUID, new: Settings) -> Settings:
    """Decide what the next plan respects.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `unknown_tournament`, `days_reversed`,
            `day_outside`, `windows_missing`, `unknown_venue`, `name_taken`, `way_nowhere`.
    """
    event = await _managed(unit, actor, event_id)
    _refuse_minor_hours(event, new.minors)
    inside = await playing.tournaments_of(unit.connection, event_id)
    check_days(event, inside, new.days)
    venues = {one.id for one in await places.venues_of(unit.connection, event_id)}
    new = msgspec.structs.replace(new, streams=_streams(venues, new.streams))
    _refuse_ways(venues, new.ways)
    await queries.hold(unit.connection, event_id)
    await queries.change(unit.connection, event_id, settings=msgspec.to_builtins(new))
    _told(
        unit,
        event_id,
        PlanSettingsSet(
            rest=new.rest, warm_up=new.warm_up, game_minutes=new.game_minutes, minors=new.minors.mode
        ),
    )
    return new


def _streams(venues: Collection[UUID], asked: Sequence[Stream]) -> list[Stream]:
    """The streams with their names made clean, each of its own in a venue of the event."""
    found: list[Stream] = []
    for place, stream in enumerate(asked):
        name = clean_name(stream.name, f"/streams/{place}/name")
        if stream.venue not in venues:
            raise invalid("unknown_venue", f"/streams/{place}/venue", UNKNOWN_VENUE)
        if any(one.name == name for one in found):
            raise invalid("name_taken", f"/streams/{place}/name", N_("Another stream has this name."))
        found.append(msgspec.structs.replace(stream, name=name))
    return found


def _refuse_ways(venues: Collection[UUID], ways: Sequence[Way]) -> None:
    told: set[frozenset[UUID]] = set()
    for place, way in enumerate(ways):
        for name in ("one", "other"):
            if getattr(way, name) not in venues:
                raise invalid("unknown_venue", f"/ways/{place}/{name}", UNKNOWN_VENUE)
        pair = frozenset((way.one, way.other))
        if way.one == way.other or pair in told:
            raise invalid("way_nowhere", f"/ways/{place}/other", N_("Each way leads to another venue, once."))
        told.add(pair)


def _refuse_minor_hours(event: Event, minors: MinorHours) -> None:
    if minors.mode != "off" and not minors.windows:
        raise invalid("windows_missing", "/minors/windows", N_("Say in which hours minors may play."))
    for place, day in enumerate(minors.holidays):
        span = Span(day=day, begins="00:00", ends="00:00")
        _refuse_outside(event, span, "/minors/holidays", str(place))


async def pin(unit: UnitOfWork, *, actor: Actor, match_id: UUID, new: NewPin) -> Pin:
    """Hold a match to a station, a start, a stream, in every plan to come; with none of them, let it go.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `match_over`, `unknown_station`,
            `day_outside`, `no_stream`.
    """
    event = await pinnable(unit, actor, match_id)
    if new.station is not None:
        await refuse_station(unit, event.id, new.station)
    if new.streamed:
        held = await queries.schedule(unit.connection, event.id)
        if held is None or not held.settings.streams:
            raise invalid("no_stream", "/streamed", N_("There is no stream in this event; add one first."))
    at = None if new.starts_at is None else moment_of(event, new.starts_at)
    place = Pin(station=new.station, starts_at=at, streamed=new.streamed)
    await keep(unit, event.id)
    if new == NewPin():
        await queries.remove_pin(unit.connection, match_id)
    else:
        await queries.set_pin(unit.connection, match_id, place)
    fact = MatchPinned(
        match_id=match_id, station_id=place.station, starts_at=place.starts_at, streamed=place.streamed
    )
    _told(unit, event.id, fact)
    return place


async def pinnable(unit: UnitOfWork, actor: Actor, match_id: UUID) -> Event:
    """The event of a match of which the caller may say where and when it is.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `match_over`.
    """
    found = await playing.match_event(unit.connection, match_id)
    if found is None:
        raise not_found("match")
    event = await _managed(unit, actor, found[0])
    if found[1] not in queries.OPEN:
        raise conflict("match_over", N_("This match is over, or nobody has to play it."))
    return event


async def refuse_station(unit: UnitOfWork, event_id: UUID, station_id: UUID) -> None:
    """Refuse a station that is not in the event.

    Raises:
        DomainError: `unknown_station`.
    """
    station = await places.station(unit.connection, station_id)
    if station is None or station[1] != event_id:
        raise invalid("unknown_station", "/station", N_("There is no such station in this event."))


def moment_of(event: Event, starts_at: datetime) -> datetime:
    """The start in whole minutes, as plans count them.

    Raises:
        DomainError: `day_outside`.
    """
    dial = Dial(event)
    end = dial.moment(event.ends_on, "00:00") + timedelta(days=2)
    if starts_at.tzinfo is None or not dial.origin <= starts_at < end:
        raise invalid("day_outside", "/starts_at", N_("This is not on a day of the event."))
    return dial.back(dial.minute(starts_at))


async def _managed(unit: UnitOfWork, actor: Actor, event_id: UUID) -> Event:
    event = await events.get(unit.connection, event_id)
    await access.require(unit.connection, actor, Permission.manage_event, event_id)
    return event


async def _station(unit: UnitOfWork, actor: Actor, station_id: UUID) -> tuple[Station, UUID]:
    found = await places.station(unit.connection, station_id)
    if found is None:
        raise not_found("station")
    await _managed(unit, actor, found[1])
    return found


async def _refuse_used(
    unit: UnitOfWork, *, venue_id: UUID | None = None, station_id: UUID | None = None
) -> None:
    """What a published match names must stay, for it stands in the match's own history."""
    if await places.in_use(unit.connection, venue_id=venue_id, station_id=station_id):
        raise conflict(
            "station_in_use", N_("Matches are published there; say that it is out of order instead.")
        )


def _venue(event: Event, venue_id: UUID, new: NewVenue) -> Venue:
    for field in ("hours", "breaks"):
        for place, span in enumerate(getattr(new, field)):
            _refuse_outside(event, span, f"/{field}/{place}", "day")
    return Venue(
        id=venue_id,
        event=event.id,
        name=clean_name(new.name, "/name"),
        hours=new.hours,
        breaks=new.breaks,
    )


def _refuse_outside(event: Event, span: Span, pointer: str, field: str) -> None:
    if not event.starts_on <= span.day <= event.ends_on:
        raise invalid("day_outside", f"{pointer}/{field}", N_("This is not on a day of the event."))


def check_days(event: Event, inside: Collection[UUID], told: Sequence[Days]) -> None:
    """Refuse days of other tournaments than those inside, reversed ones, and those outside of the event."""
    for place, days in enumerate(told):
        here = f"/days/{place}"
        if days.tournament not in inside:
            raise invalid(
                "unknown_tournament", f"{here}/tournament", N_("There is no such tournament in this event.")
            )
        if days.last < days.first:
            raise invalid("days_reversed", f"{here}/last", N_("The last day is before the first."))
        for name in ("first", "last"):
            _refuse_outside(event, Span(day=getattr(days, name), begins="00:00", ends="00:00"), here, name)


def _row(venue: Venue) -> dict[str, object]:
    told: dict[str, object] = msgspec.to_builtins({"hours": venue.hours, "breaks": venue.breaks})
    return {"id": venue.id, "name": venue.name, **told}


def _told(
    unit: UnitOfWork, event_id: UUID, fact: VenueSet | StationSet | PlanSettingsSet | MatchPinned
) -> None:
    """Keep in the event's journal who did it, for its staff."""
    unit.record(event_id, fact, visibility=Visibility.staff)
