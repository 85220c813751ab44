"""A place that is offered: accepted in time, declined, or let pass, and then offered to the next."""

from uuid import UUID

from esports.accounts.access import Actor
from esports.entries import queries
from esports.entries.moving import fill_places, moved
from esports.entries.service import BEFORE_PLAY, mine, refuse_after_start
from esports.entries.wire import Entry
from esports.errors import conflict
from esports.i18n import N_
from esports.tournaments import queries as tournament_queries
from esports.uow import UnitOfWork


async def accept(unit: UnitOfWork, *, actor: Actor, entry_id: UUID) -> Entry:
    """Take the place that is offered; a repeat is harmless. For the entry's registrant and staff.

    Raises:
        DomainError: `not_found`, `forbidden`, `too_late`, `offer_over` once its time is up, `not_offered`.
    """
    entry, tournament, _ = await mine(unit, actor, entry_id)
    if entry.state in queries.IN:
        return entry
    refuse_after_start(tournament)
    _refuse_without_offer(entry)
    if entry.offered_until is not None and unit.now >= entry.offered_until:
        raise conflict("offer_over", N_("The time to accept this place is over."))
    return await moved(unit, entry, "accept")


async def decline(unit: UnitOfWork, *, actor: Actor, entry_id: UUID) -> Entry:
    """Give up the place that is offered, and with it the entry; the next one is offered it at once.

    Raises:
        DomainError: `not_found`, `forbidden`, `too_late`, `not_offered`.
    """
    entry, tournament, _ = await mine(unit, actor, entry_id)
    if entry.state == "withdrawn":
        return entry
    refuse_after_start(tournament)
    _refuse_without_offer(entry)
    after = await moved(unit, entry, "withdraw", seed=None)
    await fill_places(unit, tournament)
    return after


async def expire(unit: UnitOfWork, entry_id: UUID) -> None:
    """Let an offer lapse whose time is up, and offer the place to the next; else do nothing.

    The entry waits on, but is not asked again: the organisers may still let it in.
    """
    found = await queries.by_id(unit.connection, entry_id)
    if found is None:
        return
    tournament = await tournament_queries.by_id(unit.connection, found.tournament, lock=True)
    entry = await queries.by_id(unit.connection, entry_id)
    if tournament is None or entry is None or entry.state != "offered":
        return
    if entry.offered_until is None or unit.now < entry.offered_until:
        return
    await moved(unit, entry, "lapse", passed_at=unit.now)
    if tournament.state in BEFORE_PLAY:
        await fill_places(unit, tournament)


def _refuse_without_offer(entry: Entry) -> None:
    if entry.state != "offered":
        raise conflict("not_offered", N_("No place is offered to this entry now."))
