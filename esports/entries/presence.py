"""Check-in: who is there, by their own word or by the code that staff scan; and who plays when it closes."""

from uuid import UUID

import msgspec

from esports.accounts.access import Actor, Permission
from esports.entries import guardians, queries
from esports.entries.codes import digest
from esports.entries.moving import MEETING, fill_places, let_in, moved
from esports.entries.queries import rostering, waitlist
from esports.entries.rules.admission import require_roster
from esports.entries.service import has_room, mine, record
from esports.entries.wire import Arrival, Entry
from esports.errors import DomainError, Kind, conflict, invalid
from esports.i18n import N_
from esports.journal.facts import CheckInClosed, EntryArrived, PlayerArrived
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork

BEFORE = ("draft", "registration")


async def check_in(unit: UnitOfWork, *, actor: Actor, entry_id: UUID) -> Entry:
    """Confirm that the entry is there; a repeat is harmless. For its registrant and staff.

    Who is on the waitlist may too, and gets a place before those who do not. Staff may do so outside of
    the window, and up to the draw where others have checked in: the draw takes those alone, and an entry
    that comes in during the seeding would be left out of it.

    Raises:
        DomainError: `not_found`, `forbidden`, `check_in_not_open`, `check_in_closed`, `no_room`,
            `each_player_checks_in`, `guardian_consent_missing`, `transition_not_allowed`, and of a roster
            that must be complete by now what `admission.require_roster` refuses.
    """
    entry, tournament, staff = await mine(unit, actor, entry_id)
    if entry.checked_in_at is not None and entry.state in ("checked_in", "waitlisted"):
        return entry
    await refuse_closed(unit, tournament, staff)
    if not staff and tournament.players_needed is not None:
        raise conflict("each_player_checks_in", N_("Here each player checks in for themselves."))
    await require_ready(unit, tournament, entry)
    return await arrive(unit, tournament, entry)


async def require_ready(unit: UnitOfWork, tournament: Tournament, entry: Entry) -> None:
    """Refuse to check in an entry that lacks what it needs to take part.

    Raises:
        DomainError: `guardian_consent_missing`, and what `admission.require_roster` refuses.
    """
    await require_roster(unit, tournament, entry.id)
    await guardians.refuse_held(unit, tournament, entry)


async def arrive(unit: UnitOfWork, tournament: Tournament, entry: Entry) -> Entry:
    """Check in an entry that may be, or note that one of the waitlist is here.

    Raises:
        DomainError: `no_room`, `transition_not_allowed`.
    """
    if entry.state == "waitlisted":
        return await _wait_here(unit, tournament, entry)
    if entry.state == "no_show":
        taken = await waitlist.places_taken(unit.connection, tournament.id)
        if not has_room(tournament, taken):
            raise conflict("no_room", N_("Every place is taken."))
    return await moved(unit, entry, "check_in", checked_in_at=unit.now)


async def refuse_closed(unit: UnitOfWork, tournament: Tournament, staff: bool) -> None:
    """Refuse a check-in outside of its time.

    Raises:
        DomainError: `check_in_not_open`, `check_in_closed`.
    """
    window = tournament.check_in
    if staff and tournament.state == "seeding":
        if await queries.in_states(unit.connection, tournament.id, ("checked_in",)):
            return
    elif tournament.state == "check_in":
        if staff or window is None or window.opens_at <= unit.now < window.closes_at:
            return
        if unit.now < window.opens_at:
            raise conflict(
                "check_in_not_open",
                N_("Check-in is not open yet."),
                extra={"opens_at": window.opens_at.isoformat()},
            )
    raise conflict("check_in_closed", N_("Check-in is not open."))


async def _wait_here(unit: UnitOfWork, tournament: Tournament, entry: Entry) -> Entry:
    """Note that an entry of the waitlist is there; after the close it is let in if there is room."""
    await queries.change(unit.connection, entry.id, {"checked_in_at": unit.now})
    after = msgspec.structs.replace(entry, checked_in_at=unit.now, revision=entry.revision + 1)
    record(unit, after, EntryArrived(entry_id=entry.id, name=entry.name))
    if tournament.state == "seeding":
        await fill_places(unit, tournament)
    return await queries.by_id(unit.connection, entry.id) or after


async def undo(unit: UnitOfWork, *, actor: Actor, entry_id: UUID) -> Entry:
    """Take a check-in back that was a slip, its players' as well; for staff, up to the draw.

    A repeat is harmless.

    Raises:
        DomainError: `not_found`, `forbidden`, `check_in_closed`.
    """
    entry, tournament, staff = await mine(unit, actor, entry_id)
    if not staff:
        raise DomainError(Kind.forbidden, "forbidden", N_("Your role does not allow this."))
    if tournament.state not in MEETING:
        raise conflict("check_in_closed", N_("Check-in is not open."))
    if entry.players_in:
        await rostering.set_checked_in(unit.connection, entry_id, None)
        await queries.change(unit.connection, entry_id, {"players_in": 0})
        entry = msgspec.structs.replace(entry, players_in=0, revision=entry.revision + 1)
        record(unit, entry, PlayerArrived(entry_id=entry_id, name=entry.name, players_in=0))
    return await take_back(unit, entry)


async def take_back(unit: UnitOfWork, entry: Entry) -> Entry:
    """The entry as one that has not checked in; its tournament is held."""
    if entry.state == "checked_in":
        return await moved(unit, entry, "undo_check_in", checked_in_at=None)
    if entry.state == "waitlisted" and entry.checked_in_at is not None:
        await queries.change(unit.connection, entry.id, {"checked_in_at": None})
        entry = msgspec.structs.replace(entry, checked_in_at=None, revision=entry.revision + 1)
        record(unit, entry, EntryArrived(entry_id=entry.id, name=entry.name, gone=True))
    return entry


async def scan(unit: UnitOfWork, *, actor: Actor, tournament_id: UUID, code: str) -> Arrival:
    """Check in the entry whose code staff have scanned or typed.

    Raises:
        DomainError: `not_found`, `forbidden`, `unknown_code`, and what `check_in` refuses.
    """
    await tournaments.locked(unit, actor, tournament_id, Permission.manage_entries)
    entry = await waitlist.by_code(unit.connection, tournament_id, digest(code))
    if entry is None:
        raise invalid("unknown_code", "/code", N_("No entry of this tournament has this code now."))
    after = await check_in(unit, actor=actor, entry_id=entry.id)
    return Arrival(entry=after, again=after.revision == entry.revision)


async def move_tournament(
    unit: UnitOfWork, *, actor: Actor, tournament_id: UUID, to: str, reason: str | None
) -> Tournament:
    """Move the tournament to another state; the check-in closes on the way to the seeding or to play.

    Raises:
        DomainError: `check_in_not_held` without a `reason`, and what `tournaments.service.move` refuses.
    """
    before = await tournaments.locked(unit, actor, tournament_id, Permission.manage_tournament)
    if to in ("seeding", "running"):
        await close(unit, before, reason=reason)
    return await tournaments.move(unit, actor=actor, tournament_id=tournament_id, to=to, reason=reason)


async def anybody(unit: UnitOfWork, tournament: Tournament) -> bool:
    """Whether anybody has checked in, of those who are in and those who wait."""
    return bool(
        await queries.in_states(unit.connection, tournament.id, ("checked_in",))
        or await waitlist.arrived(unit.connection, tournament.id, limit=1)
    )


async def close(unit: UnitOfWork, tournament: Tournament, *, reason: str | None = None) -> None:
    """Close the check-in, where it is open: who did not come gives the place to those who wait and did.

    They get in by the waitlist's order. Where nobody checked in there was none, and all who are in play.

    Raises:
        DomainError: `check_in_not_held` where one was planned, nobody has checked in, and no reason is given.
    """
    if tournament.state not in (*BEFORE, "check_in"):
        return
    arrived = await waitlist.arrived(unit.connection, tournament.id)
    if not await anybody(unit, tournament):
        if tournament.check_in is not None and reason is None:
            raise DomainError(
                Kind.conflict,
                "check_in_not_held",
                N_("A check-in is planned, and nobody has checked in. Give a reason to go on without it."),
                pointer="/reason",
            )
        return
    for offered in await queries.in_states(unit.connection, tournament.id, ("offered",)):
        await moved(unit, offered, "lapse", passed_at=unit.now)
    missing = await queries.in_states(unit.connection, tournament.id, ("confirmed",))
    for entry in missing:
        await moved(unit, entry, "miss", seed=None)
    taken = await waitlist.places_taken(unit.connection, tournament.id)
    free = len(arrived) if tournament.capacity is None else max(tournament.capacity - taken, 0)
    for entry in arrived[:free]:
        await let_in(unit, tournament, entry)
    fact = CheckInClosed(
        present=taken, missing=[one.id for one in missing], let_in=[one.id for one in arrived[:free]]
    )
    unit.record(tournament.id, fact)
