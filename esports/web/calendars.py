"""The calendar of an event (RFC 5545), for phones and calendar programs to subscribe to.

A program tells entries by their UID and takes the one with the highest SEQUENCE, so both come from what is
shown: the id of the tournament or match, and the revision that every change of its time raises.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import icalendar
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.access import Actor
from esports.events.wire import Event
from esports.http.provide import Parts
from esports.i18n import N_, translate
from esports.schedule import reading
from esports.schedule.wire import Schedule, ScheduledMatch
from esports.tournaments import queries as tournaments
from esports.tournaments.wire import Tournament, Window
from esports.web.caster import event_named, snapshot
from esports.web.page import language_of

PAGE = 200
REFRESH = timedelta(minutes=15)
UNKNOWN = N_("To be decided")
WINDOWS = {
    "registration": N_("Registration: {tournament}"),
    "check_in": N_("Check-in: {tournament}"),
}


@get("/events/{event:str}/calendar.ics", include_in_schema=False)
async def event_calendar(
    request: Request[Actor, Any, Any], parts: NamedDependency[Parts], event: FromPath[str]
) -> Response[bytes]:
    """The event's days, the windows of its tournaments, its published matches: what everybody may see."""
    async with snapshot(parts) as connection:
        found = await event_named(connection, event)
        shown = [one async for one in _published(connection, found)]
        schedule = await reading.schedule(connection, found.id)
    home = parts.settings.public_url.rstrip("/")
    drawn = _Calendar(found, locale=language_of(request), home=home, now=parts.clock())
    headers = {
        "content-disposition": f'inline; filename="{found.slug}.ics"',
        "vary": "accept-language, cookie",
    }
    body = drawn.file(shown, schedule)
    return Response(body, media_type="text/calendar", headers=headers)


async def _published(connection: AsyncConnection, event: Event) -> AsyncIterator[Tournament]:
    after = None
    while found := await tournaments.page(connection, event.id, after=after, limit=PAGE, drafts=False):
        for one in found:
            yield one
        after = found[-1].id


class _Calendar:
    """What a calendar's entries have in common: the language, the addresses, the moment it was asked for."""

    def __init__(self, event: Event, *, locale: str, home: str, now: datetime) -> None:
        self.event = event
        self.locale = locale
        self.page = f"{home}/events/{event.slug}" if home else ""
        self.now = now

    def file(self, shown: Sequence[Tournament], schedule: Schedule) -> bytes:
        """The whole calendar."""
        made = icalendar.Calendar()
        made.add("version", "2.0")
        made.add("prodid", "-//Esports Week//EN")
        made.add("method", "PUBLISH")
        made.add("x-wr-calname", self.event.name)
        made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        made.add_component(self._days())
        for tournament in shown:
            for entry in self._windows(tournament):
                made.add_component(entry)
        for entry in self._matches(schedule):
            made.add_component(entry)
        body: bytes = made.to_ical()
        return body

    def _days(self) -> icalendar.Event:
        event = self.event
        until = event.ends_on + timedelta(days=1)
        return self._entry(f"event-{event.id}", event.revision, event.name, event.starts_on, until, "")

    def _windows(self, tournament: Tournament) -> Iterator[icalendar.Event]:
        for name, words in WINDOWS.items():
            window: Window | None = getattr(tournament, name)
            if window is None:
                continue
            title = translate(self.locale, words, tournament=tournament.name)
            entry = self._entry(
                f"{name}-{tournament.id}",
                tournament.revision,
                title,
                window.opens_at,
                window.closes_at,
                f"/{tournament.slug}",
            )
            if tournament.state == "cancelled":
                entry.add("status", "CANCELLED")
            yield entry

    def _matches(self, schedule: Schedule) -> Iterator[icalendar.Event]:
        places = {
            station.id: f"{venue.name}, {station.name}"
            for venue in schedule.venues
            for station in venue.stations
        }
        for match in schedule.matches:
            if match.starts_at is None or match.ends_at is None:
                continue
            entry = self._entry(
                f"match-{match.match}",
                schedule.version,
                f"{self._sides(match)} · {match.tournament_name}",
                match.starts_at,
                match.ends_at,
                f"/{match.tournament_slug}/matches/{match.match}",
            )
            if match.station in places:
                entry.add("location", places[match.station])
            yield entry

    def _sides(self, match: ScheduledMatch) -> str:
        unknown = translate(self.locale, UNKNOWN)
        return " – ".join(name or unknown for name in match.names)

    def _entry(
        self, uid: str, revision: int, title: str, begins: date, ends: date, path: str
    ) -> icalendar.Event:
        entry = icalendar.Event()
        entry.add("uid", f"{uid}@esports-week")
        entry.add("dtstamp", self.now)
        entry.add("sequence", revision)
        entry.add("summary", title)
        entry.add("dtstart", begins)
        entry.add("dtend", ends)
        if self.page:
            entry.add("url", self.page + path)
        return entry


handlers = [event_calendar]
