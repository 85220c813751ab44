"""Whether the sides of a match are there: each says so, a referee takes it back, and time runs for the other.

Time runs from the first word, for until then nobody waits. It decides nothing: it brings the match before
the referees, who give the walkover.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from esports.accounts import access
from esports.accounts.access import Actor, Permission, TokenScope
from esports.brackets import queries as brackets
from esports.errors import DomainError, Kind, conflict
from esports.i18n import N_
from esports.jobs import RaiseNoShow, TellReferees
from esports.journal.facts import OpponentAwaited, SidePresent
from esports.matches import queries as matches
from esports.matches.own import own_slot, refuse_own
from esports.refereeing import links, room
from esports.refereeing.held import HeldMatch, enter, refuse_over, stir
from esports.refereeing.link_wire import Station, StationWord
from esports.refereeing.pause_wire import Presence, TakenBack
from esports.refereeing.queries import presences as presence_queries
from esports.refereeing.wire import Room
from esports.tournaments import queries as tournament_queries
from esports.uow import UnitOfWork

SIDES = 2
BEFORE = ("idle", "called", "voided")
"""The states of a match of which nobody has said yet how it ended."""


async def say(unit: UnitOfWork, *, actor: Actor, match_id: UUID) -> Room:
    """A side is ready to play. Again is harmless.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, and what `_say` refuses.
    """
    held = await enter(unit, actor, match_id)
    access.require_person(actor, TokenScope.entries)
    slot = await own_slot(unit.connection, actor, match_id)
    if slot is None:
        raise DomainError(Kind.forbidden, "forbidden", N_("This is not your match."))
    await _say(unit, held, slot)
    return await room.look(unit.connection, actor, match_id)


async def say_by_link(unit: UnitOfWork, new: StationWord) -> Station:
    """A side is ready, says whoever holds the match's link. Again is harmless.

    Raises:
        DomainError: `link_over`, and what `_say` refuses.
    """
    await _say(unit, await links.held_by_link(unit, new.secret), new.slot)
    return await links.look(unit.connection, new.secret)


async def take_back(unit: UnitOfWork, *, actor: Actor, match_id: UUID, new: TakenBack) -> Room:
    """A side is not ready after all, on a referee's word; time runs anew where the other one is. Again is
    harmless.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `own_match`, and what `_refuse` refuses.
    """
    held = await enter(unit, actor, match_id)
    await access.require(unit.connection, actor, Permission.report_result, held.tournament.event)
    await refuse_own(unit.connection, actor, match_id)
    ready = await presence_queries.ready(unit.connection, match_id)
    _refuse(held)
    if any(one.slot == new.slot for one in ready):
        await presence_queries.take_back(unit.connection, match_id, new.slot)
        await _changed(unit, held, new.slot, [one for one in ready if one.slot != new.slot], said=False)
    return await room.look(unit.connection, actor, match_id)


async def raise_no_show(unit: UnitOfWork, match_id: UUID) -> None:
    """Bring a match before the referees at which one side waits past its time; else do nothing."""
    located = await brackets.locate_match(unit.connection, match_id)
    tournament = (
        await tournament_queries.by_id(unit.connection, located[0], lock=True)
        if located is not None
        else None
    )
    match = await brackets.by_id(unit.connection, match_id)
    if tournament is None or match is None or tournament.state != "running":
        return
    slot = await presence_queries.awaiting(unit.connection, match_id, unit.now)
    if slot is None or tournament.reporting.no_show_minutes is None or match.row.phase != "ready":
        return
    held = HeldMatch(tournament, match)
    await presence_queries.raised(unit.connection, match_id, slot, unit.now)
    await stir(unit, held, OpponentAwaited(**held.about, slot=slot, name=await _name(unit, held, slot)))
    happening = unit.now.isoformat()
    told = TellReferees(match_id, need="no_show", happening=happening)
    unit.enqueue(told, dedupe_key=f"no-show-told:{match_id}:{happening}")


async def _say(unit: UnitOfWork, held: HeldMatch, slot: int) -> None:
    """Take a side's word.

    Raises:
        DomainError: what `_refuse` refuses.
    """
    match_id = held.match.row.id
    ready = await presence_queries.ready(unit.connection, match_id)
    _refuse(held)
    if any(one.slot == slot for one in ready):
        return
    await presence_queries.say_ready(
        unit.connection,
        match_id=match_id,
        slot=slot,
        entries=held.playing,
        before_version=await matches.next_version(unit.connection, match_id),
        said_at=unit.now,
        said_by=unit.actor_id,
        due_at=None,
        raised_at=None,
    )
    mine = Presence(slot=slot, said_at=unit.now, due_at=None)
    await _changed(unit, held, slot, [*ready, mine], said=True)


async def _changed(
    unit: UnitOfWork, held: HeldMatch, slot: int, ready: Sequence[Presence], *, said: bool
) -> None:
    """Let time run if one side waits for the other, and tell who is there."""
    minutes = held.tournament.reporting.no_show_minutes
    alone = ready[0].slot if len(ready) == 1 and minutes is not None else None
    due = unit.now + timedelta(minutes=minutes) if alone is not None and minutes else None
    await presence_queries.put_due(unit.connection, held.match.row.id, alone, due)
    if due is not None:
        key = f"no-show:{held.match.row.id}:{held.match.row.revision}"
        unit.enqueue(RaiseNoShow(match_id=held.match.row.id), due_at=due, dedupe_key=key)
    name = await _name(unit, held, slot)
    await stir(unit, held, SidePresent(**held.about, slot=slot, name=name, ready=said))
    await presence_queries.put_began(
        unit.connection, held.match.row.id, unit.now if len(ready) == SIDES else None
    )


async def _name(unit: UnitOfWork, held: HeldMatch, slot: int) -> str | None:
    names = await matches.names(unit.connection, held.playing)
    return names.get(str(held.playing[slot]))


def _refuse(held: HeldMatch) -> None:
    """Go on only before a match between two.

    Raises:
        DomainError: `tournament_not_running`, `match_not_ready`, `match_under_way`, `not_between_two`.
    """
    refuse_over(held)
    if len(held.match.slots) != SIDES:
        raise conflict("not_between_two", N_("Only matches between two sides wait for both to be ready."))
    if held.match.row.state not in BEFORE:
        raise conflict("match_under_way", N_("This match has been reported already."))
