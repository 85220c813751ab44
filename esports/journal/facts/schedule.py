"""The schedule: venues and stations, what plans respect, and what is published."""

from datetime import datetime
from uuid import UUID

from esports.journal.facts.base import BaseFact


class VenueSet(BaseFact, frozen=True, kw_only=True):
    """A venue was added, changed or removed."""

    venue_id: UUID
    name: str
    removed: bool = False


class StationSet(BaseFact, frozen=True, kw_only=True):
    """A station was added, changed or removed."""

    station_id: UUID
    name: str
    out_of_order: bool
    removed: bool = False


class PlanSettingsSet(BaseFact, frozen=True, kw_only=True):
    """What plans respect was decided; minutes. `minors`: what becomes of matches outside of minors' hours."""

    rest: int
    warm_up: int
    game_minutes: int
    minors: str = "off"


class CallingSet(BaseFact, frozen=True, kw_only=True):
    """Whether matches are called by themselves: so many minutes ahead, or `early` once everybody is there."""

    by_itself: bool
    ahead: int
    early: bool


class MatchPinned(BaseFact, frozen=True, kw_only=True):
    """A match was pinned to a station or a start or held for the stream, or let go where nothing is told."""

    match_id: UUID
    station_id: UUID | None
    starts_at: datetime | None
    streamed: bool = False


class MatchWanted(BaseFact, frozen=True, kw_only=True):
    """Somebody wants a match to begin then; at any time where nothing is told."""

    match_id: UUID
    starts_at: datetime | None


class PlanTakenBack(BaseFact, frozen=True, kw_only=True):
    """The last change of this plan was taken back, before it was published."""

    plan: int


class SchedulePublished(BaseFact, frozen=True, kw_only=True):
    """What is published of an event changed; `undoes` is the version that this one took back."""

    version: int
    moved: int
    undoes: int | None = None


class MatchesScheduled(BaseFact, frozen=True, kw_only=True):
    """Matches of a tournament got another start or station, or lost theirs."""

    version: int
    moved: int


class MatchCalled(BaseFact, frozen=True, kw_only=True):
    """A match was called to its station, or the call was taken back: then `called` is false."""

    match_id: UUID
    stage_id: UUID
    number: int
    called: bool


ScheduleFact = (
    VenueSet
    | StationSet
    | PlanSettingsSet
    | CallingSet
    | MatchPinned
    | MatchWanted
    | PlanTakenBack
    | SchedulePublished
    | MatchesScheduled
    | MatchCalled
)
