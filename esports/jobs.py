"""Payloads of background jobs. Handlers live in `workers`; a payload holds ids, never state."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec


class Job(msgspec.Struct, frozen=True, tag_field="job", tag=True):
    """A job as it stands in the outbox: tagged with its class's name."""


class AnnounceMatchReady(Job, frozen=True):
    """Tell the people of both sides that their match can be played."""

    match_id: UUID


class DeliverMail(Job, frozen=True):
    """Send one notice by mail."""

    notice_id: UUID


class DeliverChat(Job, frozen=True):
    """Send one notice to a chat or phone of its reader's own."""

    notice_id: UUID
    chat_id: UUID


class TryChat(Job, frozen=True):
    """Send a test to a chat or phone of a person's own."""

    chat_id: UUID


class TellChatPaused(Job, frozen=True):
    """Tell somebody that nothing goes to a chat or phone of their own any more."""

    chat_id: UUID


class SendAccountMail(Job, frozen=True):
    """Send a mail that proves or tells something about an account."""

    mail_id: UUID


class ExpireDraft(Job, frozen=True):
    """See whether the time of a draft's turn is up."""

    draft_id: UUID


class ConfirmReport(Job, frozen=True):
    """See whether the time for an answer to a side's report is up."""

    report_id: UUID


class RaiseNoShow(Job, frozen=True):
    """See whether the time is up for the other side of a match to say that it is ready."""

    match_id: UUID


class AnnounceReport(Job, frozen=True):
    """Tell those who have to answer a report that it waits for them."""

    report_id: UUID


class ExpireOffer(Job, frozen=True):
    """See whether the time to accept an offered place is up."""

    entry_id: UUID


class MoveByClock(Job, frozen=True):
    """See whether the time has come for a tournament's check-in to open or to close."""

    tournament_id: UUID


class AnnouncePlace(Job, frozen=True):
    """Tell who registered an entry that a place is theirs, or theirs to accept."""

    entry_id: UUID


class SendConsentMail(Job, frozen=True):
    """Send a guardian the mail that fits how their consent stands: to decide, or how to withdraw."""

    consent_id: UUID


class SendInviteMail(Job, frozen=True):
    """Mail an invitation to a team to the address that is invited."""

    invite_id: UUID


class TellConsentRevoked(Job, frozen=True):
    """Tell the organisers that a guardian has withdrawn their consent."""

    consent_id: UUID


class TellMatchChanged(Job, frozen=True):
    """Tell those concerned of a correction, a departure, a round that was unpaired, or a report by which a
    match is not played.

    `about` is one of `correction`, `departure`, `unpairing`, `report`; `happening_id` is its id.
    """

    about: str
    happening_id: UUID


class TellDecision(Job, frozen=True):
    """Tell who registered an entry what the organisers have decided on it."""

    entry_id: UUID


class DeliverWebhook(Job, frozen=True):
    """Send one message of a webhook."""

    message_id: UUID


class PlanSchedule(Job, frozen=True):
    """Make the plan of an event that was asked for; `again`: keeping what is published.

    A better plan is searched in many jobs, each for a moment; `turn` counts them.
    """

    event_id: UUID
    plan: int
    again: bool = False
    turn: int = 0


class AnnounceSchedule(Job, frozen=True):
    """Tell people of their matches whose published start or station is another one.

    A crowd is told in parts: this job is for those whose ids come `after` this one.
    """

    publication_id: UUID
    after: UUID | None = None


class RemindOfMatches(Job, frozen=True):
    """Remind people of the matches of an event that are published for a moment: those who want to hear of it
    so many `minutes` before.
    """

    event_id: UUID
    starts_at: datetime
    minutes: int = 20


class AnnounceCheckIn(Job, frozen=True):
    """Tell those who have to check in that the check-in is open, or, where it is `closing`, that it closes.

    A crowd is told in parts: this job is for those whose ids come `after` this one.
    """

    tournament_id: UUID
    closing: bool = False
    after: UUID | None = None


class AnnounceResults(Job, frozen=True):
    """Tell the people of a tournament that is over their places; in parts, as of a check-in."""

    tournament_id: UUID
    after: UUID | None = None


class TellReceived(Job, frozen=True):
    """Tell who registered an entry that it has arrived."""

    entry_id: UUID


class AnnounceDraw(Job, frozen=True):
    """Tell the people of a stage that is drawn where and whom they play first; in parts, as of a check-in."""

    stage_id: UUID
    after: UUID | None = None


class AnnounceQualified(Job, frozen=True):
    """Tell the people of the entries that go on from a finished stage; in parts, as of a check-in."""

    stage_id: UUID
    after: UUID | None = None


class TellQualified(Job, frozen=True):
    """Tell the people of an entry that it came in by its place in another tournament."""

    entry_id: UUID


class TellDispute(Job, frozen=True):
    """Tell both sides of a match that they differ on its result, or how that was decided.

    `happening` tells one dispute of it from another, `by` is on whose word it came to that.
    """

    match_id: UUID
    happening: str
    by: UUID | None = None


class TellReferees(Job, frozen=True):
    """Tell the referees that a match needs one, and what for.

    `happening` tells one dispute or call of it from another, `by` is on whose word it came to that.
    """

    match_id: UUID
    need: Literal["disputed", "help", "no_show"]
    happening: str
    by: UUID | None = None


class WatchEvent(Job, frozen=True):
    """See whether anything is late in an event where something is played."""

    event_id: UUID


class TellFailure(Job, frozen=True):
    """Tell who runs the installation that a job was given up."""

    job_id: UUID


class AnnounceCall(Job, frozen=True):
    """Tell the people of a match that they are called to their station."""

    match_id: UUID


AnyJob = (
    AnnounceMatchReady
    | AnnounceReport
    | DeliverMail
    | DeliverChat
    | TryChat
    | TellChatPaused
    | SendAccountMail
    | ExpireDraft
    | ConfirmReport
    | RaiseNoShow
    | ExpireOffer
    | MoveByClock
    | AnnouncePlace
    | SendConsentMail
    | SendInviteMail
    | TellConsentRevoked
    | TellMatchChanged
    | TellDecision
    | DeliverWebhook
    | PlanSchedule
    | AnnounceSchedule
    | AnnounceCall
    | RemindOfMatches
    | AnnounceCheckIn
    | AnnounceResults
    | TellReceived
    | AnnounceDraw
    | AnnounceQualified
    | TellQualified
    | TellDispute
    | TellReferees
    | WatchEvent
    | TellFailure
)
