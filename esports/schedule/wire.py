"""Venues, stations and the schedule as they travel."""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec

from esports.events.wire import Name
from esports.schedule.forecast_wire import Ending
from esports.schedule.limits import Clock, MinorHours, Stream, Way

Title = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Titles = Annotated[list[Title], msgspec.Meta(min_length=1, max_length=50)]
Minutes = Annotated[int, msgspec.Meta(ge=1, le=1440)]
Pause = Annotated[int, msgspec.Meta(ge=0, le=480)]
PlanState = Literal["none", "planning", "ready", "failed", "published"]


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


class Length(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The minutes to set aside for a match of this title and best-of."""

    title: Title
    best_of: Annotated[int, msgspec.Meta(ge=1, le=99)]
    minutes: Minutes


class Days(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A tournament is played from the first to the last of these days."""

    tournament: UUID
    first: date
    last: date


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What plans of the event respect.

    `rest` and `warm_up` are minutes after and before each match. What `lengths` do not tell takes
    `game_minutes` for each game of the best-of. `minors`: in which hours matches with minors may be. Each
    match takes so many `referees` of the event's staff, none of whom plays meanwhile. Matches that are held
    for the stream are on one of the `streams`. `ways`: how long people go between two venues; once one is
    told, those that are not are as long as the longest.
    """

    rest: Pause = 10
    warm_up: Pause = 5
    game_minutes: Minutes = 30
    lengths: Annotated[list[Length], msgspec.Meta(max_length=200)] = []
    days: Annotated[list[Days], msgspec.Meta(max_length=500)] = []
    referees: Annotated[int, msgspec.Meta(ge=0, le=10)] = 0
    ways: Annotated[list[Way], msgspec.Meta(max_length=200)] = []
    streams: Annotated[list[Stream], msgspec.Meta(max_length=20)] = []
    minors: MinorHours = msgspec.field(default_factory=MinorHours)

    EXAMPLE: ClassVar = {
        "rest": 15,
        "lengths": [{"title": "Counter-Strike 2", "best_of": 3, "minutes": 150}],
    }


class Calling(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether matches are called `by_itself`: `ahead` minutes before their published start.

    With `early`, the next match of a station is called as soon as both sides have said that they are ready.
    """

    by_itself: bool = False
    ahead: Annotated[int, msgspec.Meta(ge=0, le=120)] = 5
    early: bool = False

    EXAMPLE: ClassVar = {"by_itself": True, "ahead": 10}


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


class MoreStations(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many further stations in a venue, which serve what its others do."""

    venue: UUID
    count: Annotated[int, msgspec.Meta(ge=1, le=50)]


class OtherBestOf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All matches of a tournament that have not begun are of this best-of."""

    tournament: UUID
    best_of: Annotated[int, msgspec.Meta(ge=1, le=99)]


class OtherHours(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A venue closes at this hour every day; if that is not later than it opens, on the next day."""

    venue: UUID
    ends: Clock


class WhatIf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What shall be other than it is, to see what that would change."""

    stations: Annotated[list[MoreStations], msgspec.Meta(max_length=20)] = []
    best_of: Annotated[list[OtherBestOf], msgspec.Meta(max_length=200)] = []
    days: Annotated[list[Days], msgspec.Meta(max_length=200)] = []
    closes: Annotated[list[OtherHours], msgspec.Meta(max_length=20)] = []

    EXAMPLE: ClassVar = {
        "closes": [{"venue": "0198c5d2-7c00-7000-8000-000000000000", "ends": "23:30"}],
    }


class SupposedEnding(msgspec.Struct, frozen=True, kw_only=True):
    """When a tournament ends, null where a match of it has no place; how likely by its last day, 0 to 1."""

    tournament: UUID
    name: str
    ends_at: datetime | None
    in_time: float


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a first plan comes to: made in a moment, not searched for.

    `load` is the share of the stations' open minutes, until its end, in which they are taken.
    `double_bookings` are how many people are to be expected in two matches at once.
    """

    ends_at: datetime | None
    without_place: int
    load: float
    double_bookings: float
    endings: list[SupposedEnding]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """What would be other: how it is, how it would be, and how many matches would begin at another time."""

    before: Outcome
    after: Outcome
    moved: int


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A tournament on other days, and how many double bookings are then to be expected of the pair."""

    tournament: UUID
    name: str
    first: date
    last: date
    double_bookings: float


class Crossing(msgspec.Struct, frozen=True, kw_only=True):
    """Two tournaments that share people, how many of them, and how many are to be expected in two matches at
    once; `proposals` are days that lower it, the best first."""

    tournaments: list[UUID]
    names: list[str]
    people: int
    double_bookings: float
    proposals: list[Proposal]


class Crossings(msgspec.Struct, frozen=True, kw_only=True):
    """Who is in several tournaments: `entered` counts people by how many they are in, from two on."""

    entered: dict[int, int]
    items: list[Crossing]
    next_cursor: None = None


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
