"""Use cases of drafts: choose, direct, let the time run out, void, look at."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission, TokenScope
from esports.drafts import held, queries, view
from esports.drafts.advance import about, advance, overdue, place_of
from esports.drafts.moments import to_ms
from esports.drafts.setup import clean_lineup
from esports.drafts.wire import Direction, Draft, NewAction, Room, Scripts
from esports.engine.draft_lineup import parse_lineup
from esports.engine.draft_model import Cause, DraftPhase, Kind, State
from esports.engine.draft_replay import Action, Verb
from esports.engine.draft_script import script_to_json
from esports.engine.draft_scripts import SCRIPTS
from esports.engine.draft_turn import place
from esports.errors import DomainError, conflict, not_found, refuse_stale
from esports.errors import Kind as Refusal
from esports.i18n import N_
from esports.journal.facts import Change, DraftVoided
from esports.matches.own import has_part, refuse_own
from esports.tournaments import queries as tournament_queries
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork

TOO_LATE = "draft_too_late"
"""The refusal whose cause, the timeout, takes effect nevertheless."""


def scripts() -> Scripts:
    """The scripts that have a name."""
    return Scripts(items=[script_to_json(script) for script in SCRIPTS.values()])


async def get(connection: AsyncConnection, actor: Actor, draft_id: UUID, *, now: datetime) -> Draft:
    """The draft as the caller may see it.

    Raises:
        DomainError: `not_found`.
    """
    draft = await queries.by_id(connection, draft_id)
    if draft is None:
        raise not_found("draft")
    tournament = await tournaments.get(connection, actor, draft.tournament, asked="draft")
    directs = await _directs(connection, actor, tournament)
    return view.detail(await held.room(connection, draft), actor, directs=directs, now=now)


async def act(unit: UnitOfWork, *, actor: Actor, draft_id: UUID, new: NewAction) -> Draft:
    """Make a choice for a side: its registrant, or staff on its behalf.

    Whoever chooses after a turn of the other side is over says so by it: the timeout chooses first.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, what `held.refuse_over` refuses,
            `draft_too_late`, `draft_other_step`, and what the engine refuses.
    """
    tournament, room, directs = await _entered(unit, actor, draft_id)
    if not directs:
        person = access.require_person(actor, TokenScope.entries)
        if room.parties[new.slot].person != person:
            raise DomainError(Refusal.forbidden, "forbidden", N_("This is not your entry."))
    held.refuse_over(room.draft, tournament.state)
    now = to_ms(unit.now)
    _refuse_late(room.state, new.step, now)
    if overdue(room.state, now):
        room = await advance(unit, room, Action(Verb.expire, now))
    if room.state.phase is DraftPhase.running and new.step != place(room.state):
        raise conflict("draft_other_step", N_("The draft is at another step."))
    choice = new.choice
    made = choice if isinstance(choice, str) else parse_lineup(clean_lineup(choice, "/choice"))
    room = await advance(unit, room, Action(Verb.act, now, new.slot, made))
    return view.detail(room, actor, directs=directs, now=unit.now)


async def direct(unit: UnitOfWork, *, actor: Actor, draft_id: UUID, verb: Verb, said: Direction) -> Draft:
    """Begin, pause, resume, or undo the last choice: a referee's.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `own_match`, `stale_revision`, what
            `held.refuse_over` refuses, `later_draft`, `draft_revealed`, and what the engine refuses.
    """
    tournament, room = await _directed(unit, actor, draft_id, said)
    held.refuse_over(room.draft, tournament.state)
    now = to_ms(unit.now)
    if verb is Verb.undo:
        await held.refuse_later(unit.connection, room.draft.match, room.draft.game)
        _refuse_revealed(room)
    if verb in (Verb.undo, Verb.pause) and overdue(room.state, now):
        room = await advance(unit, room, Action(Verb.expire, now))
    room = await advance(unit, room, Action(verb, now))
    return view.detail(room, actor, directs=True, now=unit.now)


async def void(unit: UnitOfWork, *, actor: Actor, draft_id: UUID, said: Direction) -> Draft:
    """Take a draft out, so that another can take its place; the same again is a harmless repeat.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `own_match`, `stale_revision`,
            `match_not_ready`, `tournament_not_running`, `later_draft`.
    """
    tournament, room = await _directed(unit, actor, draft_id, said)
    if room.draft.voided_at is None:
        held.refuse_over(room.draft, tournament.state)
        await held.refuse_later(unit.connection, room.draft.match, room.draft.game)
        await queries.change(unit.connection, draft_id, voided_at=unit.now)
        fact = DraftVoided(**about(room), game=room.draft.game)
        unit.record(tournament.id, fact, [Change(place_of(room), None)])
        draft = msgspec.structs.replace(room.draft, voided_at=unit.now)
        room = msgspec.structs.replace(room, draft=draft)
    return view.detail(room, actor, directs=True, now=unit.now)


async def expire(unit: UnitOfWork, draft_id: UUID) -> None:
    """Let the timeout choose if the time of the turn is up; else, and where all is over, do nothing."""
    found = await queries.by_id(unit.connection, draft_id)
    if found is None:
        return
    tournament = await tournament_queries.by_id(unit.connection, found.tournament, lock=True)
    draft = await queries.by_id(unit.connection, draft_id)
    if tournament is None or draft is None or not held.is_on(draft, tournament.state):
        return
    room, now = await held.room(unit.connection, draft), to_ms(unit.now)
    if overdue(room.state, now):
        await advance(unit, room, Action(Verb.expire, now))


async def _entered(unit: UnitOfWork, actor: Actor, draft_id: UUID) -> tuple[Tournament, Room, bool]:
    """The draft with its tournament held, and whether the caller may direct it."""
    found = await queries.by_id(unit.connection, draft_id)
    if found is None:
        raise not_found("draft")
    tournament = await tournaments.locked(unit, actor, found.tournament, None, asked="draft")
    draft = await queries.by_id(unit.connection, draft_id)
    if draft is None:
        raise not_found("draft")
    directs = await _directs(unit.connection, actor, tournament)
    directs = directs and not await has_part(unit.connection, actor, draft.match)
    return tournament, await held.room(unit.connection, draft), directs


async def _directed(
    unit: UnitOfWork, actor: Actor, draft_id: UUID, said: Direction
) -> tuple[Tournament, Room]:
    """The same for a referee, who saw this revision of it."""
    tournament, room, _ = await _entered(unit, actor, draft_id)
    await access.require(unit.connection, actor, Permission.report_result, tournament.event)
    await refuse_own(unit.connection, actor, room.draft.match)
    refuse_stale(said.expected_revision, room.draft.revision)
    return tournament, room


async def _directs(connection: AsyncConnection, actor: Actor, tournament: Tournament) -> bool:
    return await access.allows(connection, actor, Permission.report_result, tournament.event)


def _refuse_late(state: State, step: int, now_ms: int) -> None:
    """Whatever a timeout chose for a step, or is about to, no choice that was meant for it comes in time."""
    missed = any(one.step == step and one.cause not in (Cause.chosen, Cause.rest) for one in state.decisions)
    is_over = missed and step < place(state)
    if state.phase is DraftPhase.running and (is_over or (step == place(state) and overdue(state, now_ms))):
        raise conflict(TOO_LATE, N_("The time for this choice is over."))


def _refuse_revealed(room: Room) -> None:
    """Who has seen the other lineup cannot hand in a sealed one any more."""
    kinds = {step.kind for step in room.state.setup.script.steps}
    if room.state.phase is DraftPhase.ended and Kind.lineup in kinds:
        raise conflict(
            "draft_revealed", N_("Both lineups are revealed: void this draft and open another one.")
        )
