"""From an event's matches, venues and wishes to the planner's model, and from its plan to bookings."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from esports.events.wire import Event
from esports.planning import model as planning
from esports.planning.cost import merged
from esports.schedule.wire import Booking, OpenMatch, Place, Settings, Span, Venue

MEDIAN, SIGMA = 1.15, 0.33
"""Really a match takes a little less than is set aside for it, and varies."""


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """All that a plan of an event rests on. `people` are those of entries that have an account."""

    event: Event
    settings: Settings
    venues: Sequence[Venue]
    matches: Sequence[OpenMatch]
    people: Mapping[UUID, set[UUID]]
    pins: Mapping[UUID, Place]
    published: Mapping[UUID, Booking]
    now: datetime


class Dial:
    """Whole minutes from the first midnight of an event, by its clock, and back."""

    def __init__(self, event: Event) -> None:
        self.zone = ZoneInfo(event.time_zone)
        self.origin = self.moment(event.starts_on, "00:00")

    def moment(self, day: date, clock: str) -> datetime:
        """That time of the event's clock."""
        return datetime.combine(day, time.fromisoformat(clock), self.zone).astimezone(UTC)

    def minute(self, moment: datetime) -> int:
        """The minute in which the moment is, none before the origin."""
        return max(0, int((moment - self.origin).total_seconds() // 60))

    def back(self, minute: int) -> datetime:
        """The moment at which the minute begins."""
        return self.origin + timedelta(minutes=minute)

    def shown(self, minute: int) -> str:
        """The minute as people of the event read it: day and clock."""
        return f"{self.back(minute).astimezone(self.zone):%m-%d %H:%M}"

    def hours(self, spans: Iterable[Span]) -> planning.Hours:
        """The spans as intervals in order."""
        found = []
        for span in spans:
            begin = self.moment(span.day, span.begins)
            over = span.day if span.ends > span.begins else span.day + timedelta(days=1)
            end = self.moment(over, span.ends)
            if end > self.origin:
                found.append(planning.Interval(self.minute(begin), self.minute(end)))
        return tuple(merged(found))


def is_played(match: OpenMatch) -> bool:
    """Whether people are at it already or called to it, so that no plan can move it."""
    return match.state in ("called", "live", "reported", "disputed")


def length(settings: Settings, title: str, best_of: int) -> int:
    """The minutes to set aside for a match."""
    told = {(one.title, one.best_of): one.minutes for one in settings.lengths}
    return told.get((title, best_of), settings.game_minutes * best_of)


def model_of(week: Week) -> planning.Model:
    """The model; matches that are played have their place from now on, all others begin later than now.

    A station that is out of order is not there, and pins to it hold for their time alone.
    """
    dial = Dial(week.event)
    working = [one for venue in week.venues for one in venue.stations if not one.out_of_order]
    stations = {one.id for one in working}
    now = dial.minute(week.now) + (1 if week.now > dial.origin else 0)
    busy = {match.tournament_id for match in week.matches if is_played(match)}
    return planning.Model(
        venues=tuple(
            planning.Venue(str(one.id), dial.hours(one.hours), dial.hours(one.breaks))
            for one in week.venues
            if dial.hours(one.hours)
        ),
        stations=tuple(
            planning.Station(str(one.id), str(one.venue), tuple(one.titles))
            for one in working
            if any(dial.hours(venue.hours) for venue in week.venues if venue.id == one.venue)
        ),
        tournaments=tuple(
            _tournament(week, dial, now, busy, one)
            for one in dict.fromkeys(match.tournament_id for match in week.matches)
        ),
        matches=tuple(_match(week, dial, now, stations, match) for match in week.matches),
    )


def _tournament(
    week: Week, dial: Dial, now: int, busy: set[UUID], tournament_id: UUID
) -> planning.Tournament:
    days = next((one for one in week.settings.days if one.tournament == tournament_id), None)
    if days is None or tournament_id in busy:
        return planning.Tournament(str(tournament_id), now)
    first = dial.minute(dial.moment(days.first, "00:00"))
    due = dial.minute(dial.moment(days.last + timedelta(days=1), "00:00"))
    return planning.Tournament(str(tournament_id), max(now, first), due)


def _match(week: Week, dial: Dial, now: int, stations: set[UUID], match: OpenMatch) -> planning.Match:
    planned = length(week.settings, match.title, match.best_of)
    warm_up, pin = week.settings.warm_up, week.pins.get(match.id, Place(station=None, starts_at=None))
    start, station = None if pin.starts_at is None else dial.minute(pin.starts_at), pin.station
    booked = week.published.get(match.id)
    if is_played(match):
        start, station, warm_up = now, booked.station_id if booked else None, 0
        planned = max(5, dial.minute(booked.ends_at) - now) if booked else planned
    people = [f"entry {one}" for one in match.entries]
    people += sorted(
        f"person {one}" for one in set[UUID]().union(*(week.people.get(one, ()) for one in match.entries))
    )
    return planning.Match(
        id=str(match.id),
        tournament=str(match.tournament_id),
        title=match.title,
        duration=planning.Duration(planned, planned / MEDIAN, SIGMA),
        best_of=match.best_of,
        predecessors=tuple(str(one) for one in match.sources),
        people=tuple(people),
        rest=week.settings.rest,
        warm_up=warm_up,
        start=start,
        station=str(station) if station in stations else None,
    )


def placed(model: planning.Model, plan: planning.Plan) -> planning.Model:
    """The model of those matches alone that have a place in the plan: what the checker is to hold it to."""
    there = {booking.match for booking in plan.bookings}
    kept = tuple(match for match in model.matches if match.id in there)
    return msgspec.structs.replace(model, matches=kept)
