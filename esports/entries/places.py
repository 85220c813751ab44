"""Use cases of the places in a tournament: check in, leave, and let in who waits."""

from typing import Any
from uuid import UUID

import msgspec

from esports.accounts.access import Actor
from esports.engine import lifecycle
from esports.entries import guardians, queries
from esports.entries.rules.admission import require_roster
from esports.entries.service import BEFORE_PLAY, mine, record, refuse_after_start, transition_not_allowed
from esports.entries.wire import Entry
from esports.errors import DomainError, Kind, conflict
from esports.i18n import N_
from esports.journal.facts import EntryMoved
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Tournament, TournamentChanges
from esports.uow import UnitOfWork


async def change_tournament(
    unit: UnitOfWork, *, actor: Actor, tournament_id: UUID, changes: TournamentChanges, expected: int | None
) -> Tournament:
    """Edit a tournament's settings; places that it gains before play go to the waitlist in its order.

    Raises:
        DomainError: what `tournaments.service.change` refuses.
    """
    after = await tournaments.change(
        unit, actor=actor, tournament_id=tournament_id, changes=changes, expected=expected
    )
    if changes.capacity is not msgspec.UNSET and after.state in BEFORE_PLAY:
        await _fill_places(unit, after)
    return after


async def check_in(unit: UnitOfWork, *, actor: Actor, entry_id: UUID) -> Entry:
    """Confirm that the entry is there; a repeat is harmless. For its registrant and staff.

    Staff may do so outside of the window, and up to the draw where others have checked in: the draw takes
    those alone, and an entry that comes in during the seeding would be left out of it.

    Raises:
        DomainError: `not_found`, `forbidden`, `check_in_closed`, `guardian_consent_missing`,
            `transition_not_allowed`, and of a roster that must be complete by now what
            `admission.require_roster` refuses.
    """
    entry, tournament, staff = await mine(unit, actor, entry_id)
    if entry.state == "checked_in":
        return entry
    if not await _may_check_in(unit, tournament, staff):
        raise conflict("check_in_closed", N_("Check-in is not open."))
    await require_roster(unit, tournament, entry_id)
    await guardians.refuse_held(unit, tournament, entry)
    return await _moved(unit, entry, "check_in")


async def _may_check_in(unit: UnitOfWork, tournament: Tournament, staff: bool) -> bool:
    if staff and tournament.state == "seeding":
        return bool(await queries.in_states(unit.connection, tournament.id, ("checked_in",)))
    window = tournament.check_in
    inside = window is None or window.opens_at <= unit.now < window.closes_at
    return tournament.state == "check_in" and (inside or staff)


async def hold_back(unit: UnitOfWork, entry: Entry) -> None:
    """Take the check-in of an entry back that lost what it needs to take part; its tournament is held."""
    if entry.state == "checked_in":
        await _moved(unit, entry, "undo_check_in")


async def withdraw(unit: UnitOfWork, *, actor: Actor, entry_id: UUID) -> Entry:
    """Take an entry out before play begins; the head of the waitlist gets its place at once.

    Raises:
        DomainError: `not_found`, `forbidden`, `too_late`, `transition_not_allowed`.
    """
    return await _leave(unit, actor, entry_id, "withdraw", staff_only=False)


async def disqualify(unit: UnitOfWork, *, actor: Actor, entry_id: UUID) -> Entry:
    """Put an entry out before play begins; for staff.

    Raises:
        DomainError: `not_found`, `forbidden`, `too_late`, `transition_not_allowed`.
    """
    return await _leave(unit, actor, entry_id, "disqualify", staff_only=True)


async def _leave(unit: UnitOfWork, actor: Actor, entry_id: UUID, verb: str, *, staff_only: bool) -> Entry:
    entry, tournament, staff = await mine(unit, actor, entry_id)
    if staff_only and not staff:
        raise DomainError(Kind.forbidden, "forbidden", N_("Your role does not allow this."))
    gone = {"withdraw": "withdrawn", "disqualify": "disqualified"}[verb]
    if entry.state == gone:
        return entry
    refuse_after_start(tournament)
    after = await _moved(unit, entry, verb, seed=None)
    await _fill_places(unit, tournament)
    return after


async def _fill_places(unit: UnitOfWork, tournament: Tournament) -> None:
    """Let in those who wait longest, as far as there is room."""
    taken = await queries.places_taken(unit.connection, tournament.id)
    free = None if tournament.capacity is None else max(tournament.capacity - taken, 0)
    for waiting in await queries.waiting(unit.connection, tournament.id, limit=free):
        await _moved(unit, waiting, "confirm")


async def _moved(unit: UnitOfWork, entry: Entry, verb: str, **columns: Any) -> Entry:
    state = lifecycle.TABLES[lifecycle.Machine.entry].get((entry.state, verb))
    if state is None:
        raise transition_not_allowed(entry)
    await queries.change(unit.connection, entry.id, {"state": state, **columns})
    after = msgspec.structs.replace(entry, state=state, revision=entry.revision + 1, **columns)
    record(unit, after, EntryMoved(entry_id=entry.id, name=entry.name, before=entry.state, after=state))
    return after
