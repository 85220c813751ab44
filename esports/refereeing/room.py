"""The match room: what its sides need to play it, and to get help."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission, TokenScope
from esports.brackets import queries as brackets
from esports.brackets.view import match_view
from esports.errors import DomainError, Kind, not_found
from esports.i18n import N_
from esports.jobs import TellReferees
from esports.journal.facts import LobbyCodeSet, RefereeCalled
from esports.matches import queries as matches
from esports.matches.own import has_part, own_slot, refuse_own
from esports.matches.queries import claims as claim_queries
from esports.refereeing import evidence, queries
from esports.refereeing.held import HeldMatch, enter, refuse_over, stir
from esports.refereeing.pause_wire import Paused
from esports.refereeing.queries import pauses as pause_queries
from esports.refereeing.queries import presences as presence_queries
from esports.refereeing.wire import Call, Case, NewCall, NewCode, Room
from esports.text import clean_name
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork

CODE_LENGTH = 64
HOME = 0
"""The side that opens the lobby."""


async def look(connection: AsyncConnection, actor: Actor, match_id: UUID) -> Room:
    """The match with what the caller may know of it.

    Raises:
        DomainError: `not_found`.
    """
    located = await brackets.locate_match(connection, match_id)
    match = await brackets.by_id(connection, match_id)
    if located is None or match is None:
        raise not_found("match")
    tournament = await tournaments.get(connection, actor, located[0], asked="match")
    slot = await own_slot(connection, actor, match_id) if actor.may_use(TokenScope.read) else None
    staff = await access.allows(connection, actor, Permission.see_private, tournament.event)
    rules = await access.allows(connection, actor, Permission.report_result, tournament.event)
    playing = [side.entry_id for side in match.slots if side.entry_id is not None]
    inside = staff or slot is not None
    case = await queries.open_case(connection, match_id) if inside else None
    decides = rules and not await has_part(connection, actor, match_id)
    entered = (
        await claim_queries.entered(connection, match_id, playing)
        if inside and tournament.reporting.second_person != "off"
        else None
    )
    pause = await pause_queries.pause(connection, match_id) if match.row.phase == "ready" else None
    return Room(
        match=match_view(match),
        tournament=located[0],
        stage=located[1],
        names=await matches.names(connection, playing),
        slot=slot,
        rules=decides,
        captains_report=tournament.reporting.captains,
        confirm_minutes=tournament.reporting.confirm_minutes,
        lobby_code=await queries.lobby_code(connection, match_id, playing) if inside else None,
        reports=await matches.reports_by(connection, match_id, playing) if inside else [],
        entered=entered.id if entered else None,
        seconds=decides and entered is not None and entered.reported_by != actor.person_id,
        evidence=await evidence.visible(connection, match_id, None if decides else playing)
        if decides or slot is not None
        else [],
        ready=await presence_queries.ready(connection, match_id) if inside else [],
        pause=pause if pause is None or inside else Paused(paused_at=pause.paused_at),
        pauses_left=await _pauses_left(connection, tournament, match_id, slot),
        call=Call(opened_at=case.opened_at, held=case.held_by is not None) if case else None,
    )


async def _pauses_left(
    connection: AsyncConnection, tournament: Tournament, match_id: UUID, slot: int | None
) -> int:
    allowed = tournament.reporting.pauses_per_side
    if slot is None or not allowed:
        return 0
    return max(0, allowed - await pause_queries.count_pauses(connection, match_id, slot))


async def set_code(unit: UnitOfWork, *, actor: Actor, match_id: UUID, new: NewCode) -> Room:
    """Say where the sides meet; for referees and the home side. The same again is harmless.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `own_match`, `match_not_ready`,
            `tournament_not_running`, and what `clean_name` refuses.
    """
    held = await enter(unit, actor, match_id)
    if await own_slot(unit.connection, actor, match_id) == HOME:
        access.require_person(actor, TokenScope.entries)
    else:
        await access.require(unit.connection, actor, Permission.report_result, held.tournament.event)
        await refuse_own(unit.connection, actor, match_id)
    refuse_over(held)
    code = clean_name(new.code, "/code", longest=CODE_LENGTH) if new.code is not None else None
    if code != await queries.lobby_code(unit.connection, match_id, held.playing):
        row = {"match_id": match_id, "code": code, "entries": held.playing, "set_by": unit.actor_id}
        await queries.set_lobby_code(unit.connection, row)
        await stir(unit, held, LobbyCodeSet(**held.about))
    return await look(unit.connection, actor, match_id)


async def call(unit: UnitOfWork, *, actor: Actor, match_id: UUID, new: NewCall) -> Call:
    """A side calls a referee; while one is called, again is harmless.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `match_not_ready`,
            `tournament_not_running`.
    """
    held = await enter(unit, actor, match_id)
    access.require_person(actor, TokenScope.entries)
    slot = await own_slot(unit.connection, actor, match_id)
    if slot is None:
        raise DomainError(Kind.forbidden, "forbidden", N_("This is not your match."))
    refuse_over(held)
    case = await queries.open_case(unit.connection, match_id)
    if case is None or case.slot is None:
        case = await _called(unit, held, case, slot, new)
    return Call(opened_at=case.opened_at, held=case.held_by is not None)


async def _called(unit: UnitOfWork, held: HeldMatch, case: Case | None, slot: int, new: NewCall) -> Case:
    """Open a case for the side, or let it speak in the one that a referee has opened."""
    said = {"slot": slot, "words": new.words}
    if case is None:
        row = {"match_id": held.match.row.id, "opened_by": unit.actor_id, "opened_at": unit.now}
        case_id = unit.new_id()
        await queries.add_case(unit.connection, {"id": case_id, **row, **said})
    else:
        case_id = case.id
        await queries.change_case(unit.connection, case_id, **said)
    names = await matches.names(unit.connection, held.playing)
    name = names.get(str(held.playing[slot]))
    await stir(unit, held, RefereeCalled(**held.about, slot=slot, name=name))
    told = TellReferees(held.match.row.id, need="help", happening=str(case_id), by=unit.actor_id)
    unit.enqueue(told, dedupe_key=f"help-told:{case_id}")
    found = await queries.case(unit.connection, case_id)
    if found is None:
        raise not_found("case")
    return found
