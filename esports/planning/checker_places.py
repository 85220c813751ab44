"""What the checker asks of one booking alone: its station, stream, referees, pins and hours."""

from collections.abc import Iterator

from esports.planning.checker_words import Params, Violation, at
from esports.planning.model import Booking, Interval, Match, Model


def booked_right(model: Model, match: Match, booking: Booking) -> Iterator[Violation]:
    """The station serves the title, the stream and the referees are as asked for, the pins hold."""
    params: Params = {
        "match": match.id,
        "station": booking.station,
        "title": match.title,
        "stream": booking.stream or "",
        "start": at(booking.start),
    }
    station = next((station for station in model.stations if station.id == booking.station), None)
    if station is None:
        yield Violation("unknown_station", "Match {match} has a station {station} that is not.", params)
    elif match.title not in station.titles:
        yield Violation("station_title", "Match {match} needs {title}, which {station} has not.", params)
    stream = next((stream for stream in model.streams if stream.id == booking.stream), None)
    if booking.stream is not None and stream is None:
        yield Violation("unknown_stream", "Match {match} has a stream {stream} that is not.", params)
    if match.streamed and booking.stream is None:
        yield Violation("stream_missing", "Match {match} is held for the stream, and has none.", params)
    if not match.streamed and booking.stream is not None:
        yield Violation("stream_unasked", "Match {match} is on stream {stream}, and need not be.", params)
    if stream is not None and station is not None and stream.venue != station.venue:
        yield Violation("stream_venue", "Stream {stream} is not in the venue of station {station}.", params)
    if match.start is not None and booking.start != match.start:
        pinned = params | {"pinned": at(match.start)}
        yield Violation("pinned_start", "Match {match} is pinned to {pinned}, not {start}.", pinned)
    if match.station is not None and booking.station != match.station:
        pinned = params | {"pinned": match.station}
        yield Violation("pinned_station", "Match {match} is pinned to {pinned}, not {station}.", pinned)
    yield from _referees(model, match, booking)


def _referees(model: Model, match: Match, booking: Booking) -> Iterator[Violation]:
    known = {referee.id: referee for referee in model.referees}
    if len(set(booking.referees)) != match.referees or len(booking.referees) != match.referees:
        params: Params = {
            "match": match.id,
            "asked": match.referees,
            "booked": ", ".join(booking.referees) or "-",
        }
        yield Violation("referee_count", "Match {match} needs {asked} referees, not {booked}.", params)
    for name in booking.referees:
        params = {"match": match.id, "referee": name, "title": match.title}
        if name not in known:
            yield Violation("unknown_referee", "Match {match} has a referee {referee} that is not.", params)
        elif match.title not in known[name].titles:
            yield Violation("referee_title", "Referee {referee} of {match} does not lead {title}.", params)
        if name in match.people:
            yield Violation("referee_plays", "{referee} plays match {match} and cannot lead it.", params)


def _within(begin: int, end: int, hours: tuple[Interval, ...]) -> bool:
    return any(interval.start <= begin and end <= interval.end for interval in hours)


def hours_of_booking(model: Model, match: Match, booking: Booking) -> Iterator[Violation]:
    """The block lies in one opening without a break, and in the hours of all whom it takes."""
    begin, end = booking.start - match.warm_up, booking.start + match.duration.planned
    params: Params = {"match": match.id, "begin": at(begin), "end": at(end)}
    houses = {venue.id: venue for venue in model.venues}
    for venue in (houses[place.venue] for place in model.stations if place.id == booking.station):
        here = params | {"venue": venue.id}
        if not _within(begin, end, venue.hours):
            if _within(begin, begin + 1, venue.hours):
                yield Violation(
                    "straddle", "Match {match} runs {begin} to {end}, past the closing of {venue}.", here
                )
            else:
                yield Violation(
                    "closed", "Match {match} runs {begin} to {end}: {venue} is closed at its begin.", here
                )
        if any(pause.start < end and begin < pause.end for pause in venue.breaks):
            yield Violation("break", "Match {match} runs {begin} to {end}, into a break of {venue}.", here)
    for person in model.people:
        if person.id in match.people and person.hours and not _within(begin, end, person.hours):
            detail = "Match {match} runs {begin} to {end}, outside the hours of {who}."
            yield Violation("person_hours", detail, params | {"who": person.id})
    for stream in model.streams:
        if stream.id == booking.stream and stream.hours and not _within(begin, end, stream.hours):
            detail = "Match {match} runs {begin} to {end}, and stream {stream} is not on air all the time."
            yield Violation("stream_hours", detail, params | {"stream": stream.id})
    for referee in model.referees:
        if referee.id in booking.referees and referee.hours and not _within(begin, end, referee.hours):
            detail = "Match {match} runs {begin} to {end}, outside the hours of referee {referee}."
            yield Violation("referee_hours", detail, params | {"referee": referee.id})
    for tournament in model.tournaments:
        if tournament.id == match.tournament and begin < tournament.release:
            detail = "Match {match} begins at {begin}, before {tournament} may begin at {release}."
            more: Params = {"tournament": tournament.id, "release": at(tournament.release)}
            yield Violation("release", detail, params | more)
