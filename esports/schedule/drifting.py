"""What does not hold any more in what is published, for the operator to plan the rest again."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from esports.events.wire import Event
from esports.i18n import N_
from esports.planning.cost import windows
from esports.schedule.guarding import is_within
from esports.schedule.minors import Watch
from esports.schedule.modelling import Dial, is_played
from esports.schedule.rows import Booking, OpenMatch
from esports.schedule.venue_wire import Venue
from esports.schedule.wire import Told

LATE = timedelta(minutes=5)
"""So long a match may be late before it is told."""
MOST = 20
BROKEN = N_("{place} is out of order, and {match} is published there for {time}.")
OUTSIDE = N_("{match} is published for {time}, outside of the limited hours of a player in it.")
CLOSED = N_("{match} is published for {time}, when {place} is not open all the time.")
OVERDUE = N_("{match} was to begin at {time}, and has not.")
OVERRUN = N_("{match} is still on at {place}, where {next} was to begin at {time}.")


def drift(
    event: Event,
    venues: Sequence[Venue],
    matches: Sequence[OpenMatch],
    published: Mapping[UUID, Booking],
    now: datetime,
    limited: Watch | None = None,
) -> list[Told]:
    """What the published starts of matches that have not begun meet with: at most twenty, by start.

    `limited` are the hours that no match may leave.
    """
    dial = Dial(event)
    stations = {one.id: one for venue in venues for one in venue.stations}
    houses = {one.id: venue for venue in venues for one in venue.stations}
    on = {published[one.id].station_id: one for one in matches if is_played(one) and one.id in published}
    found = []
    for match, booked in _idle(matches, published):
        place = stations[booked.station_id]
        params = {
            "match": _name(match),
            "place": place.name,
            "time": dial.shown(dial.minute(booked.starts_at)),
        }
        if place.out_of_order:
            found.append(Told(code="station_out_of_order", text=BROKEN, params=params))
        elif limited and limited.is_outside(booked):
            found.append(Told(code="outside_hours", text=OUTSIDE, params=params))
        elif not _is_open(dial, houses[booked.station_id], booked):
            found.append(Told(code="venue_closed", text=CLOSED, params=params))
        elif booked.starts_at + LATE > now:
            continue
        elif place.id in on:
            late = {**params, "match": _name(on[place.id]), "next": _name(match)}
            found.append(Told(code="overrun", text=OVERRUN, params=late))
        else:
            found.append(Told(code="overdue", text=OVERDUE, params=params))
    return found[:MOST]


def _is_open(dial: Dial, venue: Venue, booked: Booking) -> bool:
    """Whether the venue is open from its start to its end, without a break: its hours may have changed."""
    begin, end = dial.minute(booked.starts_at), dial.minute(booked.ends_at)
    return is_within(tuple(windows(dial.hours(venue.hours), dial.hours(venue.breaks))), begin, end)


def _idle(matches: Sequence[OpenMatch], published: Mapping[UUID, Booking]) -> list[tuple[OpenMatch, Booking]]:
    """The published matches that have not begun, by start."""
    found = [(one, published[one.id]) for one in matches if not is_played(one) and one.id in published]
    return sorted(found, key=lambda pair: (pair[1].starts_at, pair[0].id))


def _name(match: OpenMatch) -> str:
    return f"{match.tournament} #{match.number}"
