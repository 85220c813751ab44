"""Pausing a match with a reason: a side within what the organisers allow, a referee at any time.

While it is paused no deadline of a report runs out and nobody is a no-show; when it goes on, each has as
much time more.
"""

from datetime import datetime, timedelta
from uuid import UUID

from esports.accounts import access
from esports.accounts.access import Actor, Permission, TokenScope
from esports.errors import DomainError, Kind, conflict
from esports.i18n import N_
from esports.jobs import ConfirmReport, RaiseNoShow
from esports.journal.facts import MatchPaused, PauseExplained, Visibility
from esports.matches import queries as matches
from esports.matches.own import own_slot, refuse_own
from esports.refereeing import links, room
from esports.refereeing.held import HeldMatch, enter, refuse_over, stir
from esports.refereeing.link_wire import Station, StationPause, StationWord
from esports.refereeing.pause_wire import NewPause
from esports.refereeing.queries import pauses as pause_queries
from esports.refereeing.wire import Room
from esports.uow import UnitOfWork


async def pause(unit: UnitOfWork, *, actor: Actor, match_id: UUID, new: NewPause) -> Room:
    """Pause a match that can be played; while it is paused, again is harmless.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `own_match`, `tournament_not_running`,
            `match_not_ready`, `no_pause_left`.
    """
    held = await enter(unit, actor, match_id)
    slot = await _side(unit, actor, held)
    await _pause(unit, held, slot, new.reason)
    return await room.look(unit.connection, actor, match_id)


async def pause_by_link(unit: UnitOfWork, new: StationPause) -> Station:
    """A side pauses its match within its means, says whoever holds the match's link. Again is harmless.

    Raises:
        DomainError: `link_over`, `tournament_not_running`, `no_pause_left`.
    """
    held = await links.held_by_link(unit, new.secret)
    await _pause(unit, held, new.slot, new.reason)
    return await links.look(unit.connection, new.secret)


async def resume(unit: UnitOfWork, *, actor: Actor, match_id: UUID) -> Room:
    """Let a match go on; by the side that paused it or a referee. Again is harmless.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `own_match`, `tournament_not_running`,
            `match_not_ready`.
    """
    held = await enter(unit, actor, match_id)
    slot = await _side(unit, actor, held)
    await _resume(unit, held, slot)
    return await room.look(unit.connection, actor, match_id)


async def resume_by_link(unit: UnitOfWork, new: StationWord) -> Station:
    """The side that paused lets the match go on, says whoever holds its link. Again is harmless.

    Raises:
        DomainError: `link_over`, `tournament_not_running`, `forbidden` for the pause of the other side or of
            a referee.
    """
    held = await links.held_by_link(unit, new.secret)
    await _resume(unit, held, new.slot)
    return await links.look(unit.connection, new.secret)


async def _pause(unit: UnitOfWork, held: HeldMatch, slot: int | None, reason: str) -> None:
    """Pause the match for a side, or for a referee without one.

    Raises:
        DomainError: `tournament_not_running`, `match_not_ready`, `no_pause_left`.
    """
    match_id, how = held.match.row.id, held.tournament.reporting
    refuse_over(held)
    if await pause_queries.pause(unit.connection, match_id) is not None:
        return
    if slot is not None:
        used = await pause_queries.count_pauses(unit.connection, match_id, slot)
        if used >= how.pauses_per_side:
            raise conflict("no_pause_left", N_("Your side has no pause left; please call a referee."))
    await pause_queries.add_pause(
        unit.connection,
        id=unit.new_id(),
        match_id=match_id,
        entries=held.playing,
        sitting=await matches.sitting(unit.connection, match_id),
        slot=slot,
        reason=reason,
        paused_by=unit.actor_id,
        paused_at=unit.now,
        due_at=None if slot is None else unit.now + timedelta(minutes=how.pause_minutes),
    )
    names = await matches.names(unit.connection, held.playing)
    name = None if slot is None else names.get(str(held.playing[slot]))
    why = PauseExplained(**held.about, slot=slot, name=name, reason=reason)
    unit.record(held.tournament.id, why, visibility=Visibility.staff)
    await stir(unit, held, MatchPaused(**held.about, paused=True))


async def _resume(unit: UnitOfWork, held: HeldMatch, slot: int | None) -> None:
    """Let the match go on, on the word of a side, or of a referee without one.

    Raises:
        DomainError: `tournament_not_running`, `match_not_ready`, `forbidden`.
    """
    match_id = held.match.row.id
    refuse_over(held)
    paused = await pause_queries.pause(unit.connection, match_id)
    if paused is None:
        return
    if slot is not None and slot != paused.slot:
        raise DomainError(
            Kind.forbidden, "forbidden", N_("Only who paused the match, or a referee, lets it go on.")
        )
    await pause_queries.resume(unit.connection, match_id, resumed_at=unit.now, resumed_by=unit.actor_id)
    await _move_deadlines(unit, held, paused.paused_at)
    await stir(unit, held, MatchPaused(**held.about, paused=False))


async def _move_deadlines(unit: UnitOfWork, held: HeldMatch, since: datetime) -> None:
    """Give each deadline the time of the pause that began at `since`, and see to it then."""
    match_id, how = held.match.row.id, held.tournament.reporting
    for report, due in await matches.move_deadlines(
        unit.connection, match_id, since=since, now=unit.now, minutes=how.confirm_minutes or 0
    ):
        key = f"report:{report}:{held.match.row.revision}"
        unit.enqueue(ConfirmReport(report_id=report), due_at=due, dedupe_key=key)
    awaited = await pause_queries.move_due(
        unit.connection, match_id, since=since, now=unit.now, minutes=how.no_show_minutes or 0
    )
    if awaited is not None:
        key = f"no-show:{match_id}:{held.match.row.revision}"
        unit.enqueue(RaiseNoShow(match_id=match_id), due_at=awaited, dedupe_key=key)


async def _side(unit: UnitOfWork, actor: Actor, held: HeldMatch) -> int | None:
    """The side for which the caller speaks; None for a referee who has no part in the match."""
    slot = await own_slot(unit.connection, actor, held.match.row.id)
    if slot is not None:
        access.require_person(actor, TokenScope.entries)
    else:
        await access.require(unit.connection, actor, Permission.report_result, held.tournament.event)
        await refuse_own(unit.connection, actor, held.match.row.id)
    return slot
