"""Moving an entry from state to state, and giving free places away; the tournament's row must be held."""

from datetime import timedelta
from typing import Any

import msgspec

from esports.engine import lifecycle
from esports.entries import queries
from esports.entries.queries import waitlist
from esports.entries.service import record, transition_not_allowed
from esports.entries.wire import Entry
from esports.jobs import AnnouncePlace, ExpireOffer
from esports.journal.facts import EntryMoved
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork

MEETING = ("check_in", "seeding")
"""The states of a tournament in which who is let in, and is there already, need not check in again."""


async def moved(unit: UnitOfWork, entry: Entry, verb: str, **columns: Any) -> Entry:
    """Store and record a move that the state table allows, with other columns that change by it.

    Raises:
        DomainError: `transition_not_allowed`.
    """
    state = lifecycle.TABLES[lifecycle.Machine.entry].get((entry.state, verb))
    if state is None:
        raise transition_not_allowed(entry)
    columns = {"offered_until": None, **columns}
    await queries.change(unit.connection, entry.id, {"state": state, **columns})
    after = msgspec.structs.replace(entry, state=state, revision=entry.revision + 1, **columns)
    record(unit, after, EntryMoved(entry_id=entry.id, name=entry.name, before=entry.state, after=state))
    return after


async def fill_places(unit: UnitOfWork, tournament: Tournament) -> None:
    """Let in those who wait longest, as far as there is room."""
    taken = await waitlist.places_taken(unit.connection, tournament.id)
    free = None if tournament.capacity is None else max(tournament.capacity - taken, 0)
    held = tournament.state == "seeding" and await queries.in_states(
        unit.connection, tournament.id, ("checked_in",)
    )
    # After a check-in only those who are there can play.
    waiting = await (waitlist.arrived if held else waitlist.waiting)(
        unit.connection, tournament.id, limit=free
    )
    for entry in waiting:
        await let_in(unit, tournament, entry)


async def let_in(unit: UnitOfWork, tournament: Tournament, entry: Entry, *, at_once: bool = False) -> Entry:
    """Give an entry that waits a place: `at_once`, or until the time to accept it is over.

    Who has checked in is there, and who has no account cannot be asked.
    """
    present = entry.checked_in_at is not None and tournament.state in MEETING
    if present:
        entry = await moved(unit, await moved(unit, entry, "confirm"), "check_in")
    elif at_once or tournament.offer_minutes is None or entry.person is None:
        entry = await moved(unit, entry, "confirm", checked_in_at=None)
    else:
        until = unit.now + timedelta(minutes=tournament.offer_minutes)
        entry = await moved(unit, entry, "offer", offered_until=until)
        key = f"offer:{entry.id}:{entry.revision}"
        unit.enqueue(ExpireOffer(entry_id=entry.id), due_at=until, dedupe_key=key)
    if entry.person is not None:
        unit.enqueue(AnnouncePlace(entry_id=entry.id), dedupe_key=f"place:{entry.id}:{entry.revision}")
    return entry
