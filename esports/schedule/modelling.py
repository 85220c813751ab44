"""From an event's matches, venues and wishes to the planner's model, and from its plan to bookings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from esports.events.wire import Event
from esports.planning import model as planning
from esports.planning.cost import merged
from esports.planning.predict import lasting
from esports.schedule.learning import Lengths, began, by_settings, length
from esports.schedule.rows import Booking, OpenMatch
from esports.schedule.settings_wire import Settings
from esports.schedule.travelling import travel
from esports.schedule.venue_wire import Span, Venue
from esports.schedule.wire import Pin

SOON = 5
"""A match that is on has its station for so many minutes more, however long it was on."""
LONGEST = 3
"""By so many times its length a match can overrun; if it is later still, it was not begun at its time."""


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """All that a plan of an event rests on. `people` are those of entries that have an account.

    `resting` says of entries and people until when they rest after a match that is over; `learned` how long
    matches take, once some were on; `limits` in which hours alone entries and people may play,
    warm-up included. `referees` are the people who may lead matches, and `streams` those on which matches
    can be shown. `wishes` are wanted starts.
    """

    event: Event
    settings: Settings
    venues: Sequence[Venue]
    matches: Sequence[OpenMatch]
    people: Mapping[UUID, set[UUID]]
    pins: Mapping[UUID, Pin]
    published: Mapping[UUID, Booking]
    now: datetime
    resting: Mapping[UUID, datetime] = msgspec.field(default_factory=dict)
    learned: Lengths = msgspec.field(default_factory=dict)
    limits: Mapping[UUID, planning.Hours] = msgspec.field(default_factory=dict)
    referees: Sequence[UUID] = ()
    streams: Sequence[planning.Stream] = ()
    wishes: Mapping[UUID, datetime] = msgspec.field(default_factory=dict)


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


def usual(week: Week, match: OpenMatch) -> planning.Duration:
    """How long such a match takes, by what was played, else by the settings."""
    kind = match.title, match.best_of
    return week.learned.get(kind) or by_settings(length(week.settings, *kind))


def length_of(week: Week, match: OpenMatch) -> int:
    """The minutes that plans set aside for the match."""
    return usual(week, match).planned


def users(entries: Iterable[UUID], people: Mapping[UUID, set[UUID]]) -> set[UUID]:
    """The entries and their people, all of which can be in one place alone."""
    inside = list(entries)
    return {*inside, *(one for entry in inside for one in people.get(entry, ()))}


def this_minute(week: Week) -> int:
    """The minute that has not begun yet, or the first of the event."""
    dial = Dial(week.event)
    return dial.minute(week.now) + (1 if week.now > dial.origin else 0)


def booked(week: Week, one: Booking) -> planning.Booking:
    """A published booking as the planner has it, without a stream and referees that are none any more."""
    leading = tuple(f"person {person}" for person in one.referees if person in week.referees)
    start = Dial(week.event).minute(one.starts_at)
    stream = one.stream if any(known.id == one.stream for known in week.streams) else None
    return planning.Booking(str(one.match_id), start, str(one.station_id), stream, leading)


def under_way(week: Week) -> tuple[planning.Booking, ...]:
    """The matches that are played, from now on at the stations that they have, whatever that breaks."""
    now = this_minute(week)
    return tuple(
        msgspec.structs.replace(booked(week, week.published[one.id]), start=now)
        for one in week.matches
        if is_played(one) and one.id in week.published
    )


def model_of(week: Week, *, announced: bool = False) -> planning.Model:
    """The model; matches that are played have their place from now on, all others begin later than now.

    A station that is out of order serves no title, and pins to it hold for their time alone. With what was
    `announced` kept, matches may begin from now on without time to warm up: their people are at it already.
    """
    dial, now = Dial(week.event), this_minute(week)
    places = [one for venue in week.venues for one in venue.stations]
    stations = {one.id for one in places if not one.out_of_order}
    titles = tuple(sorted({match.title for match in week.matches}))
    busy = {match.tournament_id for match in week.matches if is_played(match)}
    return planning.Model(
        venues=tuple(
            planning.Venue(str(one.id), dial.hours(one.hours), dial.hours(one.breaks)) for one in week.venues
        ),
        stations=tuple(
            planning.Station(str(one.id), str(one.venue), () if one.out_of_order else tuple(one.titles))
            for one in places
        ),
        tournaments=tuple(
            _tournament(week, dial, 0 if announced else now, busy, one)
            for one in dict.fromkeys(match.tournament_id for match in week.matches)
        ),
        matches=tuple(_match(week, dial, now, stations, match) for match in week.matches),
        people=tuple(_limited(week)),
        travel=tuple(travel(week.settings.ways, [one.id for one in week.venues])),
        streams=tuple(week.streams),
        referees=tuple(planning.Referee(f"person {one}", titles) for one in week.referees),
    )


def _limited(week: Week) -> Iterator[planning.Person]:
    """The entries and people with hours of their own, by the names that matches have for them."""
    entries = dict.fromkeys(one for match in week.matches for one in match.entries)
    for kind, ids in (("entry", entries), ("person", users(entries, week.people) - set(entries))):
        for one in sorted(set(ids) & set(week.limits)):
            yield planning.Person(f"{kind} {one}", week.limits[one])


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
    duration = usual(week, match)
    warm_up, pin = week.settings.warm_up, week.pins.get(match.id, Pin(station=None, starts_at=None))
    streamed, start, station = (
        pin.streamed,
        None if pin.starts_at is None else dial.minute(pin.starts_at),
        pin.station,
    )
    known = week.published.get(match.id)
    if is_played(match):
        start, station, warm_up = now, known.station_id if known else None, 0
        streamed = known is not None and booked(week, known).stream is not None
        duration = by_settings(_left(dial, now, match, known, duration)) if known else duration
    people = [f"entry {one}" for one in match.entries]
    people += sorted(f"person {one}" for one in users(match.entries, week.people) - set(match.entries))
    return planning.Match(
        id=str(match.id),
        tournament=str(match.tournament_id),
        title=match.title,
        duration=duration,
        best_of=match.best_of,
        predecessors=tuple(str(one) for one in match.sources),
        people=tuple(people),
        rest=week.settings.rest,
        warm_up=warm_up,
        referees=week.settings.referees,
        streamed=streamed,
        wanted=None if is_played(match) else _wanted(week, dial, match),
        start=start,
        station=str(station) if station in stations else None,
    )


def _wanted(week: Week, dial: Dial, match: OpenMatch) -> int | None:
    wish = week.wishes.get(match.id)
    return None if wish is None else dial.minute(wish)


def _left(dial: Dial, now: int, match: OpenMatch, booked: Booking, duration: planning.Duration) -> int:
    """The minutes for which a match that is played still needs its station.

    It is on since both sides were ready; until they say so, since its start, or its call if that was later.
    """
    planned = duration.planned
    since = began(match) or max(booked.starts_at, match.called_at or booked.starts_at)
    until = dial.minute(booked.ends_at + (since - booked.starts_at))
    if until > now:
        return max(SOON, min(planned, until - now))
    elapsed = min(now - dial.minute(since), LONGEST * planned)
    return max(SOON, round(lasting(duration, elapsed, 0.5)) - elapsed)


def placed(model: planning.Model, plan: planning.Plan) -> planning.Model:
    """The model of those matches alone that have a place in the plan: what the checker is to hold it to."""
    there = {booking.match for booking in plan.bookings}
    kept = tuple(match for match in model.matches if match.id in there)
    return msgspec.structs.replace(model, matches=kept)
