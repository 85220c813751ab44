"""From a job to the use case that does it: a line or two each, for the rules live in the features.

A handler is called with the job's row locked. It looks at the present state, not at what the payload
remembers, so that a job that comes late or twice does no harm. What it writes is committed together with
the mark that the job is done.
"""

from typing import assert_never

import msgspec

from esports.drafts import service as drafts
from esports.entries import offers, timekeeping
from esports.jobs import (
    AnnounceCall,
    AnnounceCheckIn,
    AnnounceDraw,
    AnnounceMatchReady,
    AnnouncePlace,
    AnnounceQualified,
    AnnounceReport,
    AnnounceResults,
    AnnounceSchedule,
    AnyJob,
    ConfirmReport,
    DeliverChat,
    DeliverMail,
    DeliverWebhook,
    ExpireDraft,
    ExpireOffer,
    MoveByClock,
    PlanSchedule,
    RaiseNoShow,
    RemindOfMatches,
    SendAccountMail,
    SendConsentMail,
    SendInviteMail,
    TellChatPaused,
    TellConsentRevoked,
    TellDecision,
    TellDispute,
    TellFailure,
    TellMatchChanged,
    TellQualified,
    TellReceived,
    TellReferees,
    TryChat,
    WatchEvent,
)
from esports.matches import claims
from esports.notifications import (
    account_mail,
    changes,
    check_ins,
    consent_mail,
    decisions,
    disputes,
    draws,
    entering,
    invite_mail,
    places,
    reminders,
    results,
    scheduled,
    staff,
)
from esports.notifications import service as notifications
from esports.own_chats import delivery as own_chats
from esports.refereeing import presence
from esports.schedule import making
from esports.uow import UnitOfWork
from esports.webhooks import delivery as webhooks
from workers.parts import Parts


class Failed(msgspec.Struct, frozen=True):
    """The job did not succeed, but what its handler wrote stands. `final`: do not try again."""

    error: str
    final: bool = False


async def handle(parts: Parts, unit: UnitOfWork, job: AnyJob) -> Failed | None:
    """Do the job. An exception undoes what was written; the job is tried again in either case."""
    match job:
        case AnnounceMatchReady(match_id=match_id):
            await notifications.announce_match_ready(unit, match_id)
        case AnnounceReport(report_id=report_id):
            await notifications.announce_report(unit, report_id)
        case DeliverMail(notice_id=notice_id):
            problem = await notifications.deliver_mail(unit, parts.mailer, notice_id)
            return Failed(str(problem), final=problem.final) if problem else None
        case DeliverChat(notice_id=notice_id, chat_id=chat_id):
            error = await own_chats.deliver(unit, parts.chats, notice_id, chat_id)
            return Failed(error) if error else None
        case TryChat(chat_id=chat_id):
            await own_chats.send_test(unit, parts.chats, chat_id)
        case TellChatPaused(chat_id=chat_id):
            await own_chats.announce_pause(unit, chat_id)
        case SendAccountMail(mail_id=mail_id):
            problem = await account_mail.deliver(unit, parts.mailer, mail_id)
            return Failed(str(problem), final=problem.final) if problem else None
        case ExpireDraft(draft_id=draft_id):
            await drafts.expire(unit, draft_id)
        case ConfirmReport(report_id=report_id):
            await claims.expire(unit, report_id)
        case RaiseNoShow(match_id=match_id):
            await presence.raise_no_show(unit, match_id)
        case SendConsentMail(consent_id=consent_id):
            problem = await consent_mail.deliver(unit, parts.mailer, consent_id)
            return Failed(str(problem), final=problem.final) if problem else None
        case SendInviteMail(invite_id=invite_id):
            problem = await invite_mail.deliver(unit, parts.mailer, invite_id)
            return Failed(str(problem), final=problem.final) if problem else None
        case TellConsentRevoked(consent_id=consent_id):
            await notifications.announce_consent_revoked(unit, consent_id)
        case TellMatchChanged(about=about, happening_id=happening_id):
            await changes.announce(unit, about, happening_id)
        case TellDecision(entry_id=entry_id):
            await decisions.announce(unit, entry_id)
        case DeliverWebhook(message_id=message_id):
            await webhooks.deliver(unit, parts.sender, parts.chats, message_id)
        case ExpireOffer(entry_id=entry_id):
            await offers.expire(unit, entry_id)
        case MoveByClock(tournament_id=tournament_id):
            await timekeeping.keep(unit, tournament_id)
        case AnnouncePlace(entry_id=entry_id):
            await places.announce(unit, entry_id)
        case PlanSchedule(event_id=event_id, plan=plan, again=again, turn=turn):
            await making.make(unit, event_id, plan, again=again, turn=turn)
        case AnnounceSchedule(publication_id=publication_id, after=after):
            await scheduled.announce(unit, publication_id, after)
        case AnnounceCall(match_id=match_id):
            await scheduled.announce_call(unit, match_id)
        case RemindOfMatches(event_id=event_id, starts_at=starts_at, minutes=minutes):
            await reminders.remind(unit, event_id, starts_at, minutes)
        case AnnounceCheckIn(tournament_id=tournament_id, closing=closing, after=after):
            await check_ins.announce(unit, tournament_id, closing=closing, after=after)
        case AnnounceResults(tournament_id=tournament_id, after=after):
            await results.announce(unit, tournament_id, after=after)
        case TellReceived(entry_id=entry_id):
            await entering.announce_received(unit, entry_id)
        case AnnounceDraw(stage_id=stage_id, after=after):
            await draws.announce(unit, stage_id, after=after)
        case AnnounceQualified(stage_id=stage_id, after=after):
            await entering.announce_going_on(unit, stage_id, after=after)
        case TellQualified(entry_id=entry_id):
            await entering.announce_qualified(unit, entry_id)
        case TellDispute(match_id=match_id, happening=happening, by=by):
            await disputes.announce(unit, match_id, happening, by)
        case TellReferees(match_id=match_id, need=need, happening=happening, by=by):
            await staff.announce_need(unit, match_id, need, happening, by)
        case WatchEvent(event_id=event_id):
            await staff.look(unit, event_id)
        case TellFailure(job_id=failed_id):
            await staff.announce_failure(unit, failed_id)
        case _:
            assert_never(job)
    return None
