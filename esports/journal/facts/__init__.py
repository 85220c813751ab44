"""Facts: what happened, as a caster would say it. Append-only; a field is never renamed or reused.

A fact names the things it is about by id and carries the few words needed to tell it without a look-up.
Each area has a room; `Fact` is any of them.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from esports.journal.facts.accounts import AccountFact, IdentityLinked, IdentityUnlinked, SecondFactorRemoved
from esports.journal.facts.base import BaseFact, Visibility
from esports.journal.facts.consents import ConsentFact, ConsentMoved
from esports.journal.facts.drafts import (
    Decided,
    DraftDecided,
    DraftFact,
    DraftMoved,
    DraftOpened,
    DraftVoided,
)
from esports.journal.facts.entries import (
    CheckInClosed,
    EntriesImported,
    EntryArrived,
    EntryChanged,
    EntryExcepted,
    EntryFact,
    EntryLeft,
    EntryMoved,
    EntryRegistered,
    EntryRemoved,
    FieldFixed,
    FieldReopened,
    IdentityVerified,
    InvitationMade,
    InvitationRevoked,
    PlayerArrived,
    SeedsSet,
)
from esports.journal.facts.honours import (
    EntryQualified,
    FieldPlaced,
    HonoursFact,
    PointsRulesSet,
    QualificationSet,
    QualifiersSeeded,
)
from esports.journal.facts.judging import (
    JudgesAssigned,
    JudgingFact,
    JudgingMoved,
    MarksPublished,
    SubmissionHandedIn,
    SubmissionMarked,
)
from esports.journal.facts.matches import (
    ChampionDecided,
    CorrectionProposed,
    LobbyPlayed,
    MatchFact,
    MatchReady,
    PointsAdjusted,
    ResultConfirmed,
    ResultCorrected,
    ResultDisputed,
    ResultEntered,
    ResultReported,
    RoundPaired,
    RoundUnpaired,
    StageFinished,
    StageReopened,
    StageReseated,
    StageStarted,
)
from esports.journal.facts.notices import NoticeFact, NoticeSent, NoticesRead
from esports.journal.facts.refereeing import (
    CaseDecided,
    CaseNoted,
    CaseTaken,
    EvidenceAdded,
    LobbyCodeSet,
    MatchPaused,
    OpponentAwaited,
    PauseExplained,
    RefereeCalled,
    RefereeingFact,
    SidePresent,
)
from esports.journal.facts.schedule import (
    CallingSet,
    MatchCalled,
    MatchesScheduled,
    MatchPinned,
    MatchWanted,
    PlanSettingsSet,
    PlanTakenBack,
    ScheduleFact,
    SchedulePublished,
    StationSet,
    VenueSet,
)
from esports.journal.facts.teams import (
    CaptaincyHandedOver,
    MemberJoined,
    MemberLeft,
    TeamChanged,
    TeamCreated,
    TeamDissolved,
    TeamFact,
)
from esports.journal.facts.tournaments import (
    EventChanged,
    EventCreated,
    StageAdded,
    StageRemoved,
    TournamentChanged,
    TournamentCreated,
    TournamentFact,
    TournamentMoved,
)

Fact = (
    TournamentFact
    | EntryFact
    | ConsentFact
    | MatchFact
    | JudgingFact
    | HonoursFact
    | DraftFact
    | RefereeingFact
    | ScheduleFact
    | NoticeFact
    | TeamFact
    | AccountFact
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


__all__ = [
    "AccountFact",
    "BaseFact",
    "CallingSet",
    "CaptaincyHandedOver",
    "CaseDecided",
    "CaseNoted",
    "CaseTaken",
    "ChampionDecided",
    "Change",
    "CheckInClosed",
    "ConsentFact",
    "ConsentMoved",
    "CorrectionProposed",
    "Decided",
    "DraftDecided",
    "DraftFact",
    "DraftMoved",
    "DraftOpened",
    "DraftVoided",
    "EntriesImported",
    "EntryArrived",
    "EntryChanged",
    "EntryExcepted",
    "EntryFact",
    "EntryLeft",
    "EntryMoved",
    "EntryQualified",
    "EntryRegistered",
    "EntryRemoved",
    "EventChanged",
    "EventCreated",
    "EvidenceAdded",
    "Fact",
    "FieldFixed",
    "FieldPlaced",
    "FieldReopened",
    "HonoursFact",
    "IdentityLinked",
    "IdentityUnlinked",
    "IdentityVerified",
    "InvitationMade",
    "InvitationRevoked",
    "Item",
    "JudgesAssigned",
    "JudgingFact",
    "JudgingMoved",
    "LobbyCodeSet",
    "LobbyPlayed",
    "MarksPublished",
    "MatchCalled",
    "MatchFact",
    "MatchPaused",
    "MatchPinned",
    "MatchReady",
    "MatchWanted",
    "MatchesScheduled",
    "MemberJoined",
    "MemberLeft",
    "NoticeFact",
    "NoticeSent",
    "NoticesRead",
    "OpponentAwaited",
    "PauseExplained",
    "PlanSettingsSet",
    "PlanTakenBack",
    "PlayerArrived",
    "PointsAdjusted",
    "PointsRulesSet",
    "QualificationSet",
    "QualifiersSeeded",
    "RefereeCalled",
    "RefereeingFact",
    "ResultConfirmed",
    "ResultCorrected",
    "ResultDisputed",
    "ResultEntered",
    "ResultReported",
    "RoundPaired",
    "RoundUnpaired",
    "ScheduleFact",
    "SchedulePublished",
    "SecondFactorRemoved",
    "SeedsSet",
    "SidePresent",
    "StageAdded",
    "StageFinished",
    "StageRemoved",
    "StageReopened",
    "StageReseated",
    "StageStarted",
    "StationSet",
    "SubmissionHandedIn",
    "SubmissionMarked",
    "TeamChanged",
    "TeamCreated",
    "TeamDissolved",
    "TeamFact",
    "TournamentChanged",
    "TournamentCreated",
    "TournamentFact",
    "TournamentMoved",
    "VenueSet",
    "Visibility",
]
