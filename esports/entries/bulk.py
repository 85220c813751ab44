"""One action on many entries at once, with a report of each; for staff, before play begins."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from esports.accounts.access import Actor, Permission
from esports.entries import places, presence, queries
from esports.entries.moving import fill_places, let_in, moved
from esports.entries.queries import waitlist
from esports.entries.service import has_room, refuse_after_start, transition_not_allowed
from esports.entries.wire import Bulk, BulkReport, BulkRow, Entry
from esports.errors import DomainError, conflict, not_found
from esports.i18n import N_, translate
from esports.jobs import AnnouncePlace
from esports.journal.facts import Change, EntryRemoved, Visibility
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork

REMOVED = "removed"
Act = Callable[[UnitOfWork, Actor, Tournament, Entry], Awaitable[str]]
"""Does the action to one entry and gives the state that it has then."""


async def act(unit: UnitOfWork, *, actor: Actor, tournament_id: UUID, bulk: Bulk, locale: str) -> BulkReport:
    """Do the action to each of the entries in this order; who cannot be helped is told why and left alone.

    Raises:
        DomainError: `not_found` of the tournament, `forbidden`.
    """
    tournament = await tournaments.locked(unit, actor, tournament_id, Permission.manage_entries)
    rows = []
    for entry_id in dict.fromkeys(bulk.entries):
        try:
            entry = await queries.by_id(unit.connection, entry_id)
            if entry is None or entry.tournament != tournament_id:
                raise not_found("entry")
            state = await ACTIONS[bulk.action](unit, actor, tournament, entry)
            rows.append(BulkRow(entry=entry_id, state=state))
        except DomainError as error:
            words = translate(locale, error.detail, **error.params)
            rows.append(BulkRow(entry=entry_id, code=error.code, detail=words))
    return BulkReport(done=sum(row.code is None for row in rows), rows=rows)


async def _check_in(unit: UnitOfWork, actor: Actor, _: Tournament, entry: Entry) -> str:
    return (await presence.check_in(unit, actor=actor, entry_id=entry.id)).state


async def _undo_check_in(unit: UnitOfWork, actor: Actor, _: Tournament, entry: Entry) -> str:
    return (await presence.undo(unit, actor=actor, entry_id=entry.id)).state


async def _withdraw(unit: UnitOfWork, actor: Actor, _: Tournament, entry: Entry) -> str:
    return (await places.withdraw(unit, actor=actor, entry_id=entry.id)).state


async def _promote(unit: UnitOfWork, _: Actor, tournament: Tournament, entry: Entry) -> str:
    """Let an entry in out of turn: whoever waits, let a place pass, or came too late."""
    refuse_after_start(tournament)
    if entry.state in queries.IN:
        return entry.state
    if entry.state == "offered":
        return _told(unit, await moved(unit, entry, "accept"))
    if entry.state not in ("waitlisted", "no_show"):
        raise transition_not_allowed(entry)
    if not has_room(tournament, await waitlist.places_taken(unit.connection, tournament.id)):
        raise conflict("no_room", N_("Every place is taken."))
    if entry.state == "no_show":
        return _told(unit, await moved(unit, entry, "confirm"))
    return (await let_in(unit, tournament, entry, at_once=True)).state


def _told(unit: UnitOfWork, entry: Entry) -> str:
    """Have who registered it told that the entry is in; its state."""
    if entry.person is not None:
        unit.enqueue(AnnouncePlace(entry_id=entry.id), dedupe_key=f"place:{entry.id}:{entry.revision}")
    return entry.state


async def _remove(unit: UnitOfWork, _: Actor, tournament: Tournament, entry: Entry) -> str:
    """Delete an entry that should never have been there, with all that it holds."""
    refuse_after_start(tournament)
    await queries.remove(unit.connection, entry.id)
    unit.record(
        tournament.id,
        EntryRemoved(entry_id=entry.id, name=entry.name),
        [Change(f"entries/{entry.id}", None)],
        visibility=Visibility.staff if not entry.published else Visibility.public,
    )
    await fill_places(unit, tournament)
    return REMOVED


ACTIONS: dict[str, Act] = {
    "check_in": _check_in,
    "undo_check_in": _undo_check_in,
    "withdraw": _withdraw,
    "promote": _promote,
    "remove": _remove,
}
