"""Use cases of notices: announce a match, keep an inbox, deliver by mail."""

from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.access import Actor, TokenScope, require_person
from esports.errors import not_found
from esports.journal.facts import Fact, NoticesRead
from esports.journal.views import diff
from esports.matches.queries import claims as claim_queries
from esports.notifications import digest, queries, telling
from esports.notifications.mail import Mailer, NotSent
from esports.notifications.queries.crowds import everybody_of
from esports.notifications.telling import Told, tell
from esports.notifications.timing import is_over
from esports.notifications.wire import MAIL, AllRead, Delivery, Inbox, Notice, Payload, ReportWaiting
from esports.uow import UnitOfWork


async def announce_match_ready(unit: UnitOfWork, match_id: UUID) -> None:
    """Tell everybody of the sides that their match can be played, each once.

    A match that is not ready any more, and one that was announced to the same sides, say nothing.
    """
    match = await queries.ready_match(unit.connection, match_id)
    if match is None or len(match.entries) < 2:
        return
    # Of a lobby there are too many to be the key themselves.
    sides = sha256(":".join(map(str, match.entries)).encode()).hexdigest()
    people = await everybody_of(unit.connection, match.entries)
    key = f"match-ready:{match_id}:{sides}"
    await tell(unit, [Told(person, match.notice, key) for person in sorted(set().union(*people.values()))])


async def announce_consent_revoked(unit: UnitOfWork, consent_id: UUID) -> None:
    """Tell the owners and operators of the event; nothing where the guardian was asked again meanwhile."""
    found = await queries.revoked_consent(unit.connection, consent_id)
    if found is None:
        return
    told, since, organisers = found
    for person_id in organisers:
        await notify(unit, person_id, told, dedupe_key=f"consent-revoked:{consent_id}:{since.isoformat()}")


async def announce_report(unit: UnitOfWork, report_id: UUID) -> None:
    """Tell everybody of the sides that have not spoken that a report of their match waits for them; silence
    confirms it.

    One that does not wait any more, and one whose match has other sides now, says nothing.
    """
    claim = await claim_queries.waiting_claim(unit.connection, report_id)
    match = await queries.ready_match(unit.connection, claim.match) if claim else None
    if claim is None or match is None or match.entries != claim.entries:
        return
    speaker = None if claim.slot is None else claim.entries[claim.slot]
    payload = ReportWaiting(**msgspec.structs.asdict(match.notice), due_at=claim.due_at)
    people = await everybody_of(unit.connection, [entry for entry in match.entries if entry != speaker])
    told = sorted((person, entry) for entry, own in people.items() for person in own)
    await tell(unit, [Told(person, payload, f"report:{report_id}:{entry}") for person, entry in told])


async def notify(
    unit: UnitOfWork, person_id: UUID, payload: Payload, *, dedupe_key: str, by_mail: bool = True
) -> None:
    """Put one notice into one person's inbox; see `tell`."""
    await tell(unit, [Told(person_id, payload, dedupe_key, by_mail)])


async def inbox_view(connection: AsyncConnection, person_id: UUID) -> dict[str, Any]:
    """What the inbox topic shows: the newest notices, and how many of all are unread."""
    newest = await queries.newest(connection, person_id, limit=telling.VIEW)
    return {
        "notices": [msgspec.to_builtins(notice) for notice in newest],
        "unread": await queries.unread(connection, person_id),
    }


async def inbox(connection: AsyncConnection, *, actor: Actor, before: UUID | None, limit: int) -> Inbox:
    """A page of the caller's notices, the newest first.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`.
    """
    person_id = require_person(actor, TokenScope.read)
    found = await queries.newest(connection, person_id, limit=limit + 1, before=before)
    return Inbox(
        items=found[:limit],
        next_cursor=str(found[limit - 1].id) if len(found) > limit else None,
        unread=await queries.unread(connection, person_id),
    )


async def mark_read(unit: UnitOfWork, *, actor: Actor, notice_id: UUID) -> Notice:
    """Mark one of the caller's notices as read; one that is keeps its time.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`, `not_found`.
    """
    person_id = require_person(actor, TokenScope.manage)
    await _mark(unit, person_id, notice_id)
    notice = await queries.notice(unit.connection, person_id, notice_id)
    if notice is None:
        raise not_found("notice")
    return notice


async def mark_all_read(unit: UnitOfWork, *, actor: Actor) -> AllRead:
    """Mark all of the caller's notices as read.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`.
    """
    return AllRead(marked=await _mark(unit, require_person(actor, TokenScope.manage), None))


async def _mark(unit: UnitOfWork, person_id: UUID, notice_id: UUID | None) -> int:
    before = await _held_view(unit, person_id)
    marked = await queries.mark_read(unit.connection, person_id, now=unit.now, notice_id=notice_id)
    if marked:
        await _record(unit, person_id, NoticesRead(count=marked), before)
    return marked


async def _held_view(unit: UnitOfWork, person_id: UUID) -> dict[str, Any]:
    """The inbox as it is, held so that nobody's patch is computed from a view that another changes."""
    await queries.hold_inbox(unit.connection, person_id)
    return await inbox_view(unit.connection, person_id)


async def _record(unit: UnitOfWork, person_id: UUID, fact: Fact, before: dict[str, Any]) -> None:
    unit.record(person_id, fact, diff(before, await inbox_view(unit.connection, person_id)))


async def deliver_mail(unit: UnitOfWork, mailer: Mailer, notice_id: UUID) -> NotSent | None:
    """Send a notice by mail, unless it went out before; returns why it did not go, for the caller to retry.

    What else waits for the same person goes with it, as one mail, unless it is urgent; what they turned off
    while it waited does not go, nor what comes too late to be of use.

    The deliveries' rows are locked while the server is spoken to, and say how it went: two workers never send
    the same notice. Only one that dies between the server's "yes" and the commit leaves a repeat, which
    carries the same Message-ID.
    """
    held = await queries.hold_deliveries(unit.connection, notice_id, MAIL)
    if notice_id not in held:
        return None
    letters = await queries.letters(unit.connection, list(held))
    letters = [one for one in letters if one.wanted and not is_over(one.payload, unit.now)]
    wanted = [letter.id for letter in letters]
    await queries.drop(unit.connection, held.keys() - wanted, MAIL)
    if notice_id not in wanted:
        return None
    try:
        await mailer.send(letters[0], digest.render(letters, home=mailer.home))
    except NotSent as problem:
        attempts = held[notice_id].attempts + 1
        failed = Delivery(state="failed", attempts=attempts, last_error=str(problem))
        await queries.set_delivery(
            unit.connection, notice_id, MAIL, failed, tried_at=unit.clock(), delivered_at=None
        )
        return problem
    at = unit.clock()
    for one in wanted:
        sent = Delivery(state="sent", attempts=held[one].attempts + 1, last_error=None)
        await queries.set_delivery(unit.connection, one, MAIL, sent, tried_at=at, delivered_at=at)
    return None
