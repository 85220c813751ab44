"""The words for the facts of a tournament's journal, by which messages to webhooks are told apart.

They stand apart from the other words, for no script needs them.
"""

from collections.abc import Mapping
from functools import cache

from esports.i18n import N_, translate

FACTS: Mapping[str, str] = {
    "TournamentCreated": N_("A tournament was set up"),
    "TournamentChanged": N_("The settings of a tournament were changed"),
    "TournamentMoved": N_("A tournament moved on"),
    "StageAdded": N_("A stage was added"),
    "StageRemoved": N_("A stage was taken out"),
    "EntryRegistered": N_("A registration came in"),
    "EntryMoved": N_("The state of an entry changed"),
    "EntryArrived": N_("An entry of the waiting list has checked in"),
    "PlayerArrived": N_("A player has checked in"),
    "CheckInClosed": N_("Check-in is closed"),
    "EntryChanged": N_("An entry was changed"),
    "EntryRemoved": N_("An entry was deleted"),
    "EntriesImported": N_("Entries were imported"),
    "SeedsSet": N_("The seeds were set"),
    "FieldFixed": N_("The field is fixed: play begins"),
    "EntryLeft": N_("An entry left while the tournament was played"),
    "FieldReopened": N_("The final places were taken back: play goes on"),
    "StageStarted": N_("A stage was drawn"),
    "RoundPaired": N_("A round was paired"),
    "RoundUnpaired": N_("The pairing of a round was taken back"),
    "MatchReady": N_("Both sides of a match are known"),
    "ResultReported": N_("A side reported a result"),
    "ResultEntered": N_("A referee entered a result"),
    "ResultDisputed": N_("A result is disputed"),
    "ResultConfirmed": N_("A result was confirmed"),
    "LobbyPlayed": N_("A game of a lobby is over"),
    "ResultCorrected": N_("A result was corrected"),
    "PointsAdjusted": N_("Points were given or taken"),
    "StageReopened": N_("A finished stage was opened again"),
    "StageReseated": N_("A correction changed who is in a stage"),
    "StageFinished": N_("A stage is over"),
    "ChampionDecided": N_("The winner is known"),
    "SubmissionHandedIn": N_("A work was handed in"),
    "JudgingMoved": N_("The judging moves on"),
    "MarksPublished": N_("The marks are published"),
    "FieldPlaced": N_("The final places are known"),
    "QualificationSet": N_("It was set who qualifies for a tournament"),
    "EntryQualified": N_("An entry came in by a qualification"),
    "QualifiersSeeded": N_("The qualifiers have their seeds"),
    "DraftOpened": N_("A draft was set up"),
    "DraftMoved": N_("A draft was begun, paused, resumed or undone"),
    "DraftDecided": N_("A choice was made in a draft"),
    "DraftVoided": N_("A draft does not count"),
    "LobbyCodeSet": N_("The sides of a match were told where to meet"),
    "RefereeCalled": N_("A side asks for a referee"),
    "CaseTaken": N_("A referee has taken a match up, or laid it down"),
    "CaseDecided": N_("A referee has decided"),
    "EvidenceAdded": N_("Evidence was added"),
    "SidePresent": N_("A side is ready to play, or is not after all"),
    "OpponentAwaited": N_("A side waits for its opponent"),
    "MatchPaused": N_("A match is paused, or goes on"),
    "MatchesScheduled": N_("Matches have another start or station"),
    "MatchCalled": N_("A match was called, or the call taken back"),
}
"""By the name of the fact; those that are for the staff alone are sent nowhere."""


@cache
def fact_labels(locale: str) -> dict[str, str]:
    """The table in the words of `locale`."""
    return {name: translate(locale, words) for name, words in FACTS.items()}
