"""Telling those who run an event of what waits for them, and site admins of work that is given up."""

from hashlib import sha256
from uuid import UUID

import msgspec

from esports.accounts.access import Permission
from esports.db import outbox
from esports.events import queries as events
from esports.events.watching import watch
from esports.events.wire import Event
from esports.matches.queries import part_in
from esports.notifications.queries import responsible as queries
from esports.notifications.service import notify
from esports.notifications.staff_wire import JobsFailing, RefereeNeeded, StationLate
from esports.refereeing import queue
from esports.refereeing.queue_wire import Need, QueueItem
from esports.schedule.queries.playing import match_event
from esports.schedule.reading import drift_of
from esports.uow import UnitOfWork

ERROR_CHARACTERS = 300
DELIVERIES = (
    "DeliverMail",
    "DeliverChat",
    "DeliverWebhook",
    "SendAccountMail",
    "SendConsentMail",
    "SendInviteMail",
)


async def announce_need(
    unit: UnitOfWork, match_id: UUID, need: Need, happening: str, by: UUID | None = None
) -> None:
    """Tell the referees of an event that a match needs one, each once for each `happening`; nothing where it
    does not any more. Not who has a part in the match, nor `by` whose word it came to that.
    """
    found = await match_event(unit.connection, match_id)
    event = await events.by_id(unit.connection, found[0]) if found else None
    if event is None:
        return
    for item in await queue.look(unit.connection, event.id, now=unit.now, match_id=match_id):
        if need in item.needs:
            await _tell(unit, event, item, need, f"referees:{match_id}:{need}:{happening}", by)


async def look(unit: UnitOfWork, event_id: UUID) -> None:
    """Tell of what has become late in an event: its referees of matches, those who run it of stations."""
    event = await events.by_id(unit.connection, event_id)
    if event is None or not await queries.is_played(unit.connection, event_id):
        return
    watch(unit, event_id)
    for item in await queue.look(unit.connection, event_id, now=unit.now):
        if "late" in item.needs:
            ready = item.since.isoformat() if item.since else ""
            await _tell(unit, event, item, "late", f"referees:{item.id}:late:{ready}", None)
    for told in await drift_of(unit.connection, event_id, unit.now):
        line = msgspec.json.encode([told.code, sorted(told.params.items())])
        params = {name: str(value) for name, value in told.params.items()}
        late = StationLate(event=event.name, event_slug=event.slug, text=told.text, params=params)
        for person_id in await queries.holders(unit.connection, event_id, Permission.manage_event):
            key = f"station:{event_id}:{sha256(line).hexdigest()}"
            await notify(unit, person_id, late, dedupe_key=key)


async def announce_failure(unit: UnitOfWork, job_id: UUID) -> None:
    """Tell site admins that a job was given up; of each sort once an hour, for where a server is away there
    are hundreds. Of mails that cannot be delivered not by mail: that would be given up as well, and told of.
    """
    job = await outbox.given_up(unit.connection, job_id)
    if job is None or job.failed_at is None:
        return
    told = JobsFailing(job=job.job or "", error=job.last_error[:ERROR_CHARACTERS])
    key = f"failing:{told.job}:{job.failed_at:%Y-%m-%dT%H}"
    for person_id in await queries.admins(unit.connection):
        await notify(unit, person_id, told, dedupe_key=key, by_mail=told.job not in DELIVERIES)


async def _tell(
    unit: UnitOfWork, event: Event, item: QueueItem, need: Need, key: str, by: UUID | None
) -> None:
    payload = RefereeNeeded(
        match_id=item.id,
        tournament_id=item.tournament,
        event=event.name,
        event_slug=event.slug,
        tournament=item.tournament_name,
        tournament_slug=item.tournament_slug,
        number=item.number,
        names=[name for name in item.names if name is not None],
        need=need,
        since=item.since,
    )
    for person_id in await queries.holders(unit.connection, event.id, Permission.report_result):
        if person_id != by and not (await part_in(unit.connection, item.id, person_id)).plays:
            await notify(unit, person_id, payload, dedupe_key=key)
