"""Stages, matches and their results."""

from typing import Any
from uuid import UUID

import msgspec

from esports.journal.facts.base import BaseFact


class StageStarted(BaseFact, frozen=True, kw_only=True):
    """The draw of a stage: its inputs, so that anyone can repeat it.

    `kept_apart` is what it guarantees to those whom it keeps apart, in words and figures.
    """

    stage_id: UUID
    name: str
    format: str
    entries: list[UUID]
    draw_seed: str | None
    engine_version: str
    kept_apart: list[dict[str, Any]] = msgspec.field(default_factory=list)


class RoundPaired(BaseFact, frozen=True, kw_only=True):
    """A round was paired from the results so far."""

    stage_id: UUID
    round: int
    matches: int


class RoundUnpaired(BaseFact, frozen=True, kw_only=True):
    """The pairing of a round in which nothing had been done was taken back; it is paired again later."""

    stage_id: UUID
    round: int
    matches: int
    reason: str


class MatchReady(BaseFact, frozen=True, kw_only=True):
    """Both sides of a match are known: it can be played."""

    match_id: UUID
    stage_id: UUID
    entries: list[UUID]


class ResultReported(BaseFact, frozen=True, kw_only=True):
    """A side told how its match ended; what it claims is not for everybody until the match is confirmed."""

    match_id: UUID
    stage_id: UUID
    number: int
    slot: int | None
    name: str | None


class ResultEntered(BaseFact, frozen=True, kw_only=True):
    """A referee entered how a match ended; it stands once another member of the staff has confirmed it."""

    match_id: UUID
    stage_id: UUID
    number: int


class ResultDisputed(BaseFact, frozen=True, kw_only=True):
    """The sides say different things of a match, or one objects to what the other said: a referee decides.

    `slot` and `name` are of whoever objected last.
    """

    match_id: UUID
    stage_id: UUID
    number: int
    slot: int | None
    name: str | None


class ResultConfirmed(BaseFact, frozen=True, kw_only=True):
    """A match has its result. `entries` are in slot order, `winner` is a slot or none.

    `cause` is `sides` where both said the same, `deadline` where one was silent, none on a referee's word.
    """

    match_id: UUID
    stage_id: UUID
    number: int
    outcome: str
    entries: list[UUID | None]
    names: list[str | None]
    winner: int | None
    scores: list[int] | None
    cause: str | None = None


class LobbyPlayed(BaseFact, frozen=True, kw_only=True):
    """A game of a lobby is over, and the lobby goes on. `first` won the last of its `games` so far."""

    match_id: UUID
    stage_id: UUID
    number: int
    games: int
    first: list[str]


class ResultCorrected(BaseFact, frozen=True, kw_only=True):
    """A confirmed result was another one. `voided` later matches are to be played again.

    If it `stands`, the correction is on record and moves nobody. `reverted`: it was taken back.
    """

    match_id: UUID
    stage_id: UUID
    number: int
    names: list[str | None]
    winner: int | None
    scores: list[int] | None
    reason: str
    voided: list[UUID]
    stands: bool
    reverted: bool


class CorrectionProposed(BaseFact, frozen=True, kw_only=True):
    """A correction waits for a second person, or is laid aside, then `discarded`; for staff alone."""

    match_id: UUID
    number: int
    reason: str
    discarded: bool


class StageReseated(BaseFact, frozen=True, kw_only=True):
    """A correction of the stage before gave seats of this one, which had started, to others.

    `left` and `entered` are names. `voided` matches are to be played again. `reverted`: it was taken back.
    """

    stage_id: UUID
    name: str
    left: list[str]
    entered: list[str]
    voided: list[UUID]
    reason: str
    reverted: bool


class PointsAdjusted(BaseFact, frozen=True, kw_only=True):
    """Somebody in charge gave an entry points, or took them, and said why. `points` is exact, as a text."""

    stage_id: UUID
    entry_id: UUID
    name: str
    points: str
    reason: str


class StageReopened(BaseFact, frozen=True, kw_only=True):
    """A correction opened a finished stage again."""

    stage_id: UUID
    name: str


class StageFinished(BaseFact, frozen=True, kw_only=True):
    """All of the stage is decided; `qualified` go on, in the order of their next seeds."""

    stage_id: UUID
    name: str
    qualified: list[UUID]


class ChampionDecided(BaseFact, frozen=True, kw_only=True):
    """The tournament has its winner."""

    tournament_id: UUID
    entry_id: UUID
    name: str


MatchFact = (
    StageStarted
    | RoundPaired
    | RoundUnpaired
    | MatchReady
    | ResultReported
    | ResultEntered
    | ResultDisputed
    | ResultConfirmed
    | LobbyPlayed
    | ResultCorrected
    | CorrectionProposed
    | PointsAdjusted
    | StageReopened
    | StageReseated
    | StageFinished
    | ChampionDecided
)
