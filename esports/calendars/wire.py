"""Calendars of matches, and the link to one's own."""

from datetime import datetime
from uuid import UUID

import msgspec


class CalendarLink(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the caller's calendar has a link, and since when; null: none."""

    made_at: datetime | None


class MadeCalendarLink(msgspec.Struct, frozen=True, kw_only=True):
    """A new link to the caller's calendar, as a path of this site. It is shown this once: who has it reads
    the calendar.
    """

    path: str
    made_at: datetime


class CalendarMatch(msgspec.Struct, frozen=True, kw_only=True):
    """A match as it is published. `version` is of the publication that placed it last, at `changed_at`."""

    match: UUID
    event: str
    event_slug: str
    tournament: str
    tournament_slug: str
    names: list[str | None]
    venue: str
    station: str
    starts_at: datetime
    ends_at: datetime
    version: int
    changed_at: datetime
