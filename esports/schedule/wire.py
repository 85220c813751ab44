"""Venues, stations and the schedule as they travel."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec

from esports.schedule.forecast_wire import Ending
from esports.schedule.settings_wire import Calling, Settings
from esports.schedule.venue_wire import Venue

PlanState = Literal["none", "planning", "ready", "failed", "published"]


class NewPin(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where and when the match has to be in every plan; what is left out is free. `streamed`: on a stream."""

    station: UUID | None = None
    starts_at: datetime | None = None
    streamed: bool = False

    EXAMPLE: ClassVar = {"starts_at": "2026-11-23T12:00:00Z"}


class PlanNumber(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The plan that was looked at."""

    plan: int

    EXAMPLE: ClassVar = {"plan": 1}


class LongerSearch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The plan that was looked at, and for how many seconds in all a better one shall be searched."""

    plan: int
    seconds: Annotated[int, msgspec.Meta(ge=1, le=120)] = 30

    EXAMPLE: ClassVar = {"plan": 1, "seconds": 60}


class VersionNumber(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The published version that was looked at."""

    version: int

    EXAMPLE: ClassVar = {"version": 1}


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Something in words: a stable code, and a text with places for `params`."""

    code: str
    text: str
    params: dict[str, Any] = {}


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A station and a time; null where there is none."""

    station: UUID | None
    starts_at: datetime | None


class Pin(Place, frozen=True, kw_only=True):
    """What the plans to come have to hold to."""

    streamed: bool = False


class Official(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the staff who leads a match."""

    person: UUID
    name: str


class ScheduledMatch(msgspec.Struct, frozen=True, kw_only=True):
    """A match with its place. `names` are in slot order, null where not known yet; `stream` shows it."""

    match: UUID
    number: int
    best_of: int
    phase: str
    state: str
    tournament: UUID
    tournament_slug: str
    tournament_name: str
    title: str
    names: list[str | None]
    station: UUID | None
    starts_at: datetime | None
    ends_at: datetime | None
    stream: str | None


class Call(ScheduledMatch, frozen=True, kw_only=True):
    """A match that can be played, called or not; `hindrance` keeps it from being called, null: nothing.

    `warning` says what speaks against a call now, as hours of minors do where they only warn.
    One that is called `by_hand` is not called by itself, for its call was taken back once.
    """

    referees: list[Official] = []
    hindrance: Told | None
    warning: Told | None = None
    by_hand: bool = False


class CallQueue(msgspec.Struct, frozen=True, kw_only=True):
    """Published matches that can be played, by start, and whether they are called by themselves."""

    calling: Calling
    items: list[Call]
    next_cursor: None = None


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """What is published of an event, by start; `version` is 0 before anything is."""

    event: UUID
    version: int
    time_zone: str
    venues: list[Venue]
    matches: list[ScheduledMatch]


class PlannedMatch(ScheduledMatch, frozen=True, kw_only=True):
    """A match in a plan: why it is there or nowhere, what is pinned, and what is published of it.

    `warning`: somebody in it has limited hours, and the plan puts it outside of them; null: nothing.
    `wanted_at`: when somebody wants it to begin.
    """

    reason: Told
    warning: Told | None = None
    referees: list[Official] = []
    pin: Pin | None
    published: Place | None
    wanted_at: datetime | None = None


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """How far the search for a better plan is: `spent` of its `seconds`, in so many `turns` and `tries`.

    `first` and `price` are what the first plan and the best one cost: tenths of a minute that a tournament
    lasts, more where it ends after its day; null where a match has no place. No plan costs less than
    `bound`; null where that is not known.
    """

    seconds: int
    began_at: datetime
    spent: float = 0.0
    turns: int = 0
    tries: int = 0
    first: int | None = None
    price: int | None = None
    bound: int | None = None


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The newest plan of an event, beside what is published.

    While a better plan is searched it is `planning`, and holds the best so far; `search` tells how far it is.
    `state`: `none` was asked for, it is `planning`, `ready` to be published, `failed`, or `published`.
    `problems` are demands that no plan meets together. `moved` counts published matches to which the plan
    gives another start or station, or none. `drift` is what does not hold any more in what is published.
    `endings` tell whether tournaments are expected to end in time, as far as that was foretold lately;
    `ages_unknown` counts the entries of which nobody knows whether minors play for them, where that is asked.
    `undoable`: a change since the last publication can be taken back.
    """

    event: UUID
    plan: int
    version: int
    state: PlanState
    planned_at: datetime | None
    search: Search | None
    settings: Settings
    problems: list[Told]
    moved: int
    drift: list[Told]
    endings: list[Ending]
    ages_unknown: int
    undoable: bool = False
    matches: list[PlannedMatch]


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """A change of what is published: its version, and how many matches it moved."""

    version: int
    moved: int
