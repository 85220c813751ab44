"""Use cases of the places in a tournament: change how many there are, leave, be put out."""

from uuid import UUID

import msgspec

from esports.accounts.access import Actor
from esports.entries.moving import fill_places, moved
from esports.entries.service import BEFORE_PLAY, mine, refuse_after_start
from esports.entries.wire import Entry
from esports.errors import DomainError, Kind
from esports.i18n import N_
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
        await fill_places(unit, after)
    return after


async def hold_back(unit: UnitOfWork, entry: Entry) -> None:
    """Take the check-in of an entry back that lost what it needs to take part; its tournament is held."""
    if entry.state == "checked_in":
        await moved(unit, entry, "undo_check_in", checked_in_at=None)


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
    after = await moved(unit, entry, verb, seed=None)
    await fill_places(unit, tournament)
    return after
