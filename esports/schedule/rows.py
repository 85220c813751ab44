"""The schedule as it is stored, and as planning reads it."""

from datetime import datetime
from uuid import UUID

import msgspec

from esports.schedule.settings_wire import Calling, Settings
from esports.schedule.wire import PlanState, Search, Told


class ScheduleRow(msgspec.Struct, frozen=True, kw_only=True):
    """The state of an event's schedule as it is stored."""

    event_id: UUID
    settings: Settings
    version: int
    plan: int
    state: PlanState
    problems: list[Told] | None
    planned_at: datetime | None
    search: Search | None
    calling: Calling | None = None


class Booking(msgspec.Struct, frozen=True, kw_only=True):
    """A match's place as it is stored."""

    match_id: UUID
    station_id: UUID
    starts_at: datetime
    ends_at: datetime
    referees: list[UUID] = []
    stream: str | None = None


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """The booking of a match before and after a publication; null is none."""

    match_id: UUID
    before: Booking | None
    after: Booking | None

    @property
    def is_told(self) -> bool:
        """Whether people have to come to another place or at another time; the end alone is no news."""
        places = [
            None if one is None else (one.station_id, one.starts_at) for one in (self.before, self.after)
        ]
        return places[0] != places[1]


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """One change of what is published, as it is stored."""

    id: UUID
    event_id: UUID
    version: int
    moves: list[Move]
    undone: bool
    undoes: int | None


class OpenMatch(msgspec.Struct, frozen=True, kw_only=True):
    """A match that is not over, as planning needs it."""

    id: UUID
    number: int
    best_of: int
    state: str
    tournament_id: UUID
    tournament: str
    title: str
    entries: list[UUID]
    sources: list[UUID]
    called_at: datetime | None = None
    began_at: datetime | None = None


class PlayedMatch(msgspec.Struct, frozen=True, kw_only=True):
    """A match that was played to its end: since when its people were called, or both sides ready."""

    title: str
    best_of: int
    called_at: datetime | None
    began_at: datetime | None
    ended_at: datetime


class LatelyOver(msgspec.Struct, frozen=True, kw_only=True):
    """A match that was over at this time, and who was in it."""

    name: str
    at: datetime
    entries: list[UUID]
