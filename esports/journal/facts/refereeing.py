"""Referees at work: who called them, who came, what they decided."""

from uuid import UUID

from esports.journal.facts.base import BaseFact


class LobbyCodeSet(BaseFact, frozen=True, kw_only=True):
    """The sides of a match have where to meet; the code itself is theirs alone."""

    match_id: UUID
    stage_id: UUID
    number: int


class RefereeCalled(BaseFact, frozen=True, kw_only=True):
    """A side asks for a referee; what for is not for everybody."""

    match_id: UUID
    stage_id: UUID
    number: int
    slot: int
    name: str | None


class CaseTaken(BaseFact, frozen=True, kw_only=True):
    """A referee has taken a match up, or laid it down: then `held` is false."""

    match_id: UUID
    stage_id: UUID
    number: int
    held: bool


class CaseNoted(BaseFact, frozen=True, kw_only=True):
    """A referee wrote something down; for staff alone."""

    match_id: UUID
    stage_id: UUID
    number: int
    text: str


class CaseDecided(BaseFact, frozen=True, kw_only=True):
    """A referee has decided what a match was taken up for, and says why."""

    match_id: UUID
    stage_id: UUID
    number: int
    reason: str


class EvidenceAdded(BaseFact, frozen=True, kw_only=True):
    """Somebody added what shows how a match ended; it is not for everybody.

    `source` is `side`, `station` or `staff`; `slot` the side.
    """

    match_id: UUID
    stage_id: UUID
    number: int
    slot: int | None
    source: str


class SidePresent(BaseFact, frozen=True, kw_only=True):
    """A side of a match is ready to play; or it is not, after all, on a referee's word: then not `ready`."""

    match_id: UUID
    stage_id: UUID
    number: int
    slot: int
    name: str | None
    ready: bool


class OpponentAwaited(BaseFact, frozen=True, kw_only=True):
    """A side was ready in time and its opponent was not; what comes of it a referee says."""

    match_id: UUID
    stage_id: UUID
    number: int
    slot: int
    name: str | None


class MatchPaused(BaseFact, frozen=True, kw_only=True):
    """A match is paused, or goes on: then not `paused`."""

    match_id: UUID
    stage_id: UUID
    number: int
    paused: bool


class PauseExplained(BaseFact, frozen=True, kw_only=True):
    """Who paused a match and why; for staff alone. Without a `slot` it was a referee."""

    match_id: UUID
    stage_id: UUID
    number: int
    slot: int | None
    name: str | None
    reason: str


RefereeingFact = (
    LobbyCodeSet
    | RefereeCalled
    | CaseTaken
    | CaseNoted
    | CaseDecided
    | EvidenceAdded
    | SidePresent
    | OpponentAwaited
    | MatchPaused
    | PauseExplained
)
