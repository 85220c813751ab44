"""Facts: what happened, as a caster would say it. Append-only; a field is never renamed or reused.

A fact names the things it is about by id and carries the few words needed to tell it without a look-up.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec


class Visibility(StrEnum):
    """Who may see an item. `staff` see everything; the public sees `public` alone."""

    public = "public"
    staff = "staff"


class BaseFact(msgspec.Struct, frozen=True, tag_field="kind", tag=True, kw_only=True):
    """The common form: tagged with its class's name in `kind`."""


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
    """The tournament went from one state to another."""

    tournament_id: UUID
    before: str
    after: str


class StageAdded(BaseFact, frozen=True, kw_only=True):
    """A stage was added to the tournament's programme."""

    stage_id: UUID
    name: str
    format: str


class StageRemoved(BaseFact, frozen=True, kw_only=True):
    """A stage that had not started was taken off the programme."""

    stage_id: UUID
    name: str


class EntryRegistered(BaseFact, frozen=True, kw_only=True):
    """A team or player entered; `state` tells whether it is in, waits or awaits approval."""

    entry_id: UUID
    name: str
    state: str


class EntryMoved(BaseFact, frozen=True, kw_only=True):
    """An entry went from one state to another."""

    entry_id: UUID
    name: str
    before: str
    after: str


class EntryChanged(BaseFact, frozen=True, kw_only=True):
    """Somebody edited an entry."""

    entry_id: UUID
    name: str


class EntriesImported(BaseFact, frozen=True, kw_only=True):
    """Staff brought in many entries at once."""

    created: int
    waitlisted: int


class SeedsSet(BaseFact, frozen=True, kw_only=True):
    """The seed list was decided. With the draw seed, anyone can repeat a random draw.

    `tournament_id` is the earlier one whose places decided, of the method `result`.
    """

    method: str
    draw_seed: str | None
    entries: list[UUID]
    tournament_id: UUID | None = None


class FieldFixed(BaseFact, frozen=True, kw_only=True):
    """Play begins: these entries, in seed order, are the field."""

    entries: list[UUID]


class StageStarted(BaseFact, frozen=True, kw_only=True):
    """The draw of a stage: its inputs, so that anyone can repeat it."""

    stage_id: UUID
    name: str
    format: str
    entries: list[UUID]
    draw_seed: str | None
    engine_version: str


class RoundPaired(BaseFact, frozen=True, kw_only=True):
    """A round was paired from the results so far."""

    stage_id: UUID
    round: int
    matches: int


class MatchReady(BaseFact, frozen=True, kw_only=True):
    """Both sides of a match are known: it can be played."""

    match_id: UUID
    stage_id: UUID
    entries: list[UUID]


class ResultConfirmed(BaseFact, frozen=True, kw_only=True):
    """A match has its result. `entries` are in slot order, `winner` is a slot or none."""

    match_id: UUID
    stage_id: UUID
    number: int
    outcome: str
    entries: list[UUID | None]
    names: list[str | None]
    winner: int | None
    scores: list[int] | None


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


class FieldReopened(BaseFact, frozen=True, kw_only=True):
    """A correction took the final places back: play goes on."""

    tournament_id: UUID


class SubmissionHandedIn(BaseFact, frozen=True, kw_only=True):
    """An entry of a judged stage handed in its work, or `replaced` it. Never which one: judges read this."""

    stage_id: UUID
    entry_id: UUID
    replaced: bool


class JudgesAssigned(BaseFact, frozen=True, kw_only=True):
    """These people judge a stage from now on, `each` submission by so many of them, None: by all."""

    stage_id: UUID
    judges: list[UUID]
    each: int | None


class SubmissionMarked(BaseFact, frozen=True, kw_only=True):
    """A judge marked the submission of this number; a `version` above 1 changes an earlier mark."""

    stage_id: UUID
    number: int
    version: int


class JudgingMoved(BaseFact, frozen=True, kw_only=True):
    """How far a judged stage has come: so many `submissions`, and of them so many `marked` in full."""

    stage_id: UUID
    submissions: int
    marked: int


class MarksPublished(BaseFact, frozen=True, kw_only=True):
    """The table of a judged stage is out, and with it whose each number was: `entries` from number 1 on.

    With the draw seed anyone can repeat the draw of the numbers and of the judges.
    """

    stage_id: UUID
    name: str
    draw_seed: str
    entries: list[UUID]


class StageFinished(BaseFact, frozen=True, kw_only=True):
    """All of the stage is decided; `qualified` go on, in the order of their next seeds."""

    stage_id: UUID
    name: str
    qualified: list[UUID]


class FieldPlaced(BaseFact, frozen=True, kw_only=True):
    """Play is over: every entry of the field has its place; told again where a correction changes one."""

    tournament_id: UUID


class ChampionDecided(BaseFact, frozen=True, kw_only=True):
    """The tournament has its winner."""

    tournament_id: UUID
    entry_id: UUID
    name: str


class PointsRulesSet(BaseFact, frozen=True, kw_only=True):
    """The rules of an event's points table were decided."""

    event_id: UUID


class QualificationSet(BaseFact, frozen=True, kw_only=True):
    """It was decided whose places in other tournaments fill the seeds of this one."""

    tournament_id: UUID


class EntryQualified(BaseFact, frozen=True, kw_only=True):
    """An entry came in by its place in another tournament.

    `due` is the place whose seat it moved up to, where those before it do not play.
    """

    entry_id: UUID
    name: str
    seed: int
    source_id: UUID
    source: str
    place: int
    due: int | None


class QualifiersSeeded(BaseFact, frozen=True, kw_only=True):
    """The seeds of the plan were given out: these entries hold another one now, or none."""

    entries: list[UUID]


class DraftOpened(BaseFact, frozen=True, kw_only=True):
    """A draft of a match's game was set up."""

    draft_id: UUID
    match_id: UUID
    stage_id: UUID
    game: int
    script: str
    names: list[str]


class DraftMoved(BaseFact, frozen=True, kw_only=True):
    """A referee began, paused or resumed a draft, or undid its last choice; `verb` says which."""

    draft_id: UUID
    match_id: UUID
    stage_id: UUID
    game: int
    verb: str


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """One choice of a draft as everybody may know it: of what is sealed, that it was handed in.

    `name` is whose choice it was, none for what was left; `choice` is none where it fell away.
    """

    kind: str
    name: str | None
    choice: str | list[dict[str, str]] | None
    cause: str
    sealed: bool


class DraftDecided(BaseFact, frozen=True, kw_only=True):
    """A side chose, or a timeout chose for it; with the last sealed lineup both are revealed."""

    draft_id: UUID
    match_id: UUID
    stage_id: UUID
    game: int
    decisions: list[Decided]


class DraftVoided(BaseFact, frozen=True, kw_only=True):
    """A draft does not count; another one may take its place."""

    draft_id: UUID
    match_id: UUID
    stage_id: UUID
    game: int


class NoticeSent(BaseFact, frozen=True, kw_only=True):
    """A person was told something, in their inbox."""

    notice_id: UUID
    notice: str


class NoticesRead(BaseFact, frozen=True, kw_only=True):
    """A person has read some of their notices."""

    count: int


Fact = (
    EventCreated
    | EventChanged
    | TournamentCreated
    | TournamentChanged
    | TournamentMoved
    | StageAdded
    | StageRemoved
    | EntryRegistered
    | EntryMoved
    | EntryChanged
    | EntriesImported
    | SeedsSet
    | FieldFixed
    | StageStarted
    | RoundPaired
    | MatchReady
    | ResultConfirmed
    | LobbyPlayed
    | ResultCorrected
    | PointsAdjusted
    | SubmissionHandedIn
    | JudgesAssigned
    | SubmissionMarked
    | JudgingMoved
    | MarksPublished
    | StageFinished
    | StageReopened
    | FieldPlaced
    | FieldReopened
    | ChampionDecided
    | PointsRulesSet
    | QualificationSet
    | EntryQualified
    | QualifiersSeeded
    | DraftOpened
    | DraftMoved
    | DraftDecided
    | DraftVoided
    | NoticeSent
    | NoticesRead
)


class Change(msgspec.Struct, frozen=True):
    """One step of a patch: put `value` at `path`; null removes what is there."""

    path: str
    value: Any


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a journal. Items with one `commit_seq` were written together and are shown together."""

    seq: int
    commit_seq: int
    visibility: Visibility
    fact: Fact
    patch: list[Change]
    at: datetime
    actor_id: UUID | None = None
    correlation_id: str | None = None
