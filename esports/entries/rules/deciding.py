"""Use cases: approve or refuse entries that await it, and see what exceptions an entry has."""

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.engine import lifecycle
from esports.entries import queries
from esports.entries.queries import waitlist
from esports.entries.rules import queries as rule_queries
from esports.entries.rules.wire import DecidedEntries, DecidedEntry, Decision, EntryExceptions
from esports.entries.service import has_room, record, refuse_after_start, transition_not_allowed
from esports.entries.wire import Entry
from esports.errors import not_found
from esports.jobs import TellDecision
from esports.journal.facts import EntryMoved
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork

APPROVED = ("confirmed", "waitlisted", "offered", "checked_in")


async def decide(
    unit: UnitOfWork, *, actor: Actor, tournament_id: UUID, decision: Decision
) -> DecidedEntries:
    """Approve or refuse these entries, all or none, in the order of registration.

    Who is approved is in while there is room, and waits else. The same word again is a harmless repeat.

    Raises:
        DomainError: `not_found`, `forbidden`, `too_late`, `transition_not_allowed`.
    """
    tournament = await tournaments.locked(unit, actor, tournament_id, Permission.manage_entries)
    refuse_after_start(tournament)
    wanted = set(decision.entries)
    found = await queries.of_tournament(unit.connection, tournament_id, list(wanted))
    if len(found) < len(wanted):
        raise not_found("entry")
    decided = []
    for entry in found:
        after = (
            await _approve(unit, tournament, entry)
            if decision.decision == "approve"
            else await _refuse(unit, entry, decision.message)
        )
        decided.append(DecidedEntry(id=after.id, name=after.name, state=after.state))
    return DecidedEntries(items=decided)


async def exceptions_of(connection: AsyncConnection, actor: Actor, entry_id: UUID) -> EntryExceptions:
    """What was let pass in an entry and why, for those who manage entries.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`.
    """
    entry = await queries.by_id(connection, entry_id)
    if entry is None:
        raise not_found("entry")
    tournament = await tournaments.get(connection, actor, entry.tournament, asked="entry")
    await access.require(connection, actor, Permission.manage_entries, tournament.event)
    return EntryExceptions(items=await rule_queries.exceptions_of(connection, entry_id))


async def _approve(unit: UnitOfWork, tournament: Tournament, entry: Entry) -> Entry:
    if entry.state in APPROVED:
        return entry
    entry = msgspec.structs.replace(entry, published=True)
    taken = await waitlist.places_taken(unit.connection, tournament.id)
    return await _moved(unit, entry, "confirm" if has_room(tournament, taken) else "waitlist")


async def _refuse(unit: UnitOfWork, entry: Entry, message: str | None) -> Entry:
    if entry.state == "refused":
        return entry
    if entry.state != "pending":  # who is known to everybody leaves by withdrawal or disqualification
        raise transition_not_allowed(entry)
    return await _moved(unit, entry, "refuse", refusal=message)


async def _moved(unit: UnitOfWork, entry: Entry, verb: str, *, refusal: str | None = None) -> Entry:
    state = lifecycle.TABLES[lifecycle.Machine.entry].get((entry.state, verb))
    if state is None:
        raise transition_not_allowed(entry)
    changed = {"state": state, "refusal": refusal, "published": entry.published}
    await queries.change(unit.connection, entry.id, changed)
    after = msgspec.structs.replace(entry, state=state, refusal=refusal, revision=entry.revision + 1)
    record(unit, after, EntryMoved(entry_id=entry.id, name=entry.name, before=entry.state, after=state))
    unit.enqueue(TellDecision(entry.id), dedupe_key=f"decision:{entry.id}:{after.revision}")
    return after
