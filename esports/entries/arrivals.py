"""Check-in by each player: who is here of a team, which is checked in once enough of them are."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from esports.accounts.access import Actor
from esports.entries import presence, queries, service, staying
from esports.entries.queries import rostering
from esports.entries.service import record, transition_not_allowed
from esports.entries.wire import Entry, EntryChanges, Member
from esports.errors import DomainError, Kind, conflict, invalid, refuse_stale
from esports.i18n import N_
from esports.journal.facts import PlayerArrived
from esports.uow import UnitOfWork

MAY_ARRIVE = ("confirmed", "waitlisted", "no_show", "checked_in")


async def check_in_player(
    unit: UnitOfWork, *, actor: Actor, entry_id: UUID, position: int | None, expected: int | None
) -> Entry:
    """Confirm that a player is here; a repeat is harmless. With enough of them the entry is checked in.

    Players with an account do it themselves, with no `position`; who registered the entry does it for those
    without one, and staff for anybody. Substitutes and coaches need not.

    Raises:
        DomainError: `not_found`, `forbidden`, `stale_revision`, `captain_checks_in`, `unknown_player`,
            `not_a_starter`, and what `presence.check_in` refuses.
    """
    entry, tournament, staff = await service.held(unit, actor, entry_id)
    roster = await rostering.roster(unit.connection, entry_id)
    own = next((at for at, one in enumerate(roster) if one.person == actor.person_id), None)
    registrant = entry.person == actor.person_id
    if not (staff or registrant or own is not None):
        raise service.not_yours()
    refuse_stale(expected, entry.revision)
    needed = tournament.players_needed
    if needed is None:
        raise conflict("captain_checks_in", N_("Here the captain checks in for the whole team."))
    at = own if position is None else position
    if at is None or at >= len(roster):
        raise invalid("unknown_player", "/position", N_("There is no such player on the roster."))
    if not (staff or at == own or (registrant and roster[at].person is None)):
        raise DomainError(Kind.forbidden, "forbidden", N_("This player checks in for themselves."))
    if roster[at].role != "player":
        raise invalid("not_a_starter", "/position", N_("Substitutes and coaches need not check in."))
    await presence.refuse_closed(unit, tournament, staff)
    if entry.state not in MAY_ARRIVE:
        raise transition_not_allowed(entry)
    if entry.checked_in_at is None:
        await presence.require_ready(unit, tournament, entry)
    if roster[at].checked_in_at is None:
        entry = await _note(unit, entry, roster, at)
    # Who was held back and may come in now needs nobody to be here anew.
    if entry.checked_in_at is None and entry.players_in >= needed:
        entry = await presence.arrive(unit, tournament, entry)
    return entry


async def _note(unit: UnitOfWork, entry: Entry, roster: Sequence[Member], at: int) -> Entry:
    await rostering.set_checked_in(unit.connection, entry.id, unit.now, position=at)
    count = staying.players_in(roster) + 1
    await queries.change(unit.connection, entry.id, {"players_in": count})
    after = msgspec.structs.replace(entry, players_in=count, revision=entry.revision + 1)
    record(unit, after, PlayerArrived(entry_id=entry.id, name=entry.name, players_in=count))
    return after


async def change_entry(
    unit: UnitOfWork, *, actor: Actor, entry_id: UUID, changes: EntryChanges, expected: int | None
) -> Entry:
    """Edit an entry before play begins; where so many leave the roster that too few are here, it is not here.

    Raises:
        DomainError: what `service.change` refuses.
    """
    before, tournament, _ = await service.held(unit, actor, entry_id)
    after = await service.change(unit, actor=actor, entry_id=entry_id, changes=changes, expected=expected)
    needed = tournament.players_needed
    if needed is not None and after.players_in < min(before.players_in, needed):
        back = await presence.take_back(unit, after)
        return msgspec.structs.replace(back, roster=after.roster)
    return after
