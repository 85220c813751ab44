"""Events and tournaments: what was set up and changed."""

from uuid import UUID

from esports.journal.facts.base import BaseFact


class EventCreated(BaseFact, frozen=True, kw_only=True):
    """An event was set up."""

    event_id: UUID
    name: str


class EventChanged(BaseFact, frozen=True, kw_only=True):
    """Somebody edited the event's description, days or name."""

    event_id: UUID
    name: str


class TournamentCreated(BaseFact, frozen=True, kw_only=True):
    """A tournament was set up, as a draft."""

    tournament_id: UUID
    name: str


class TournamentChanged(BaseFact, frozen=True, kw_only=True):
    """Somebody edited the tournament's settings."""

    tournament_id: UUID
    fields: list[str]


class TournamentMoved(BaseFact, frozen=True, kw_only=True):
    """The tournament went from one state to another; `reason` where a planned step was passed over."""

    tournament_id: UUID
    before: str
    after: str
    reason: str | None = None


class StageAdded(BaseFact, frozen=True, kw_only=True):
    """A stage was added to the tournament's programme."""

    stage_id: UUID
    name: str
    format: str


class StageRemoved(BaseFact, frozen=True, kw_only=True):
    """A stage that had not started was taken off the programme."""

    stage_id: UUID
    name: str


TournamentFact = (
    EventCreated
    | EventChanged
    | TournamentCreated
    | TournamentChanged
    | TournamentMoved
    | StageAdded
    | StageRemoved
)
