"""Venues, their hours and their stations as they travel."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from esports.events.wire import Name
from esports.schedule.limits import Clock

Title = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Titles = Annotated[list[Title], msgspec.Meta(min_length=1, max_length=50)]


class Span(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From `begins` on the day to `ends`, by the event's clock; one that is not later is on the next day."""

    day: date
    begins: Clock
    ends: Clock


Spans = Annotated[list[Span], msgspec.Meta(max_length=400)]


class NewVenue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A house with stations: when it is open, and when nothing is played in it."""

    name: Name
    hours: Annotated[list[Span], msgspec.Meta(min_length=1, max_length=400)]
    breaks: Spans = []

    EXAMPLE: ClassVar = {
        "name": "Hall 3",
        "hours": [{"day": "2026-11-23", "begins": "10:00", "ends": "22:00"}],
        "breaks": [{"day": "2026-11-23", "begins": "13:00", "ends": "14:00"}],
    }


class NewStation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place for one match at a time, of any of these titles (the games of tournaments)."""

    name: Name
    titles: Titles

    EXAMPLE: ClassVar = {"name": "Station 7", "titles": ["Counter-Strike 2", "Street Fighter 6"]}


class StationChanges(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What shall be different; a field that is left out stays. A station keeps its name."""

    titles: Titles | msgspec.UnsetType = msgspec.UNSET
    out_of_order: bool | msgspec.UnsetType = msgspec.UNSET

    EXAMPLE: ClassVar = {"out_of_order": True}


class Station(msgspec.Struct, frozen=True, kw_only=True):
    """A station; nothing is planned on one that is out of order."""

    id: UUID
    venue: UUID
    name: str
    titles: list[str]
    out_of_order: bool


class Venue(msgspec.Struct, frozen=True, kw_only=True):
    """A venue with its stations."""

    id: UUID
    event: UUID
    name: str
    hours: list[Span]
    breaks: list[Span]
    stations: list[Station] = []


class Venues(msgspec.Struct, frozen=True, kw_only=True):
    """The venues of an event."""

    items: list[Venue]
    next_cursor: None = None
