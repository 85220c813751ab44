"""Use cases of cases: take a match up, write down, hand over, decide."""

from uuid import UUID

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.brackets import queries as brackets
from esports.errors import conflict, invalid, not_found
from esports.i18n import N_
from esports.journal.facts import CaseDecided, CaseNoted, CaseTaken, Visibility
from esports.matches import queries as matches
from esports.matches import service as results
from esports.matches.own import refuse_own
from esports.matches.reached import reached
from esports.refereeing import queries
from esports.refereeing.held import HeldMatch, enter, stir
from esports.refereeing.wire import Case, Decision, HandOver, NewNote
from esports.uow import UnitOfWork


async def take(unit: UnitOfWork, *, actor: Actor, match_id: UUID) -> Case:
    """Take a match up, whether somebody has called or not; the same again is harmless.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `own_match`, `case_held`.
    """
    held = await enter(unit, actor, match_id)
    await _require_referee(unit, actor, held)
    case = await queries.open_case(unit.connection, match_id)
    if case is not None and case.held_by is not None:
        _refuse_held(case, actor)
        return case
    case_id = case.id if case else unit.new_id()
    if case is None:
        row = {"id": case_id, "match_id": match_id, "opened_by": unit.actor_id, "opened_at": unit.now}
        await queries.add_case(unit.connection, {**row, "held_by": unit.actor_id})
    else:
        await queries.change_case(unit.connection, case_id, held_by=unit.actor_id)
    await stir(unit, held, CaseTaken(**held.about, held=True))
    return await _found(unit, case_id)


async def note(unit: UnitOfWork, *, actor: Actor, case_id: UUID, new: NewNote) -> Case:
    """Write something down, for staff alone.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `own_match`, `case_closed`.
    """
    held, case = await _entered(unit, actor, case_id)
    _refuse_closed(case)
    await _write_down(unit, held, case_id, new.text)
    return await _found(unit, case_id)


async def hand_over(unit: UnitOfWork, *, actor: Actor, case_id: UUID, new: HandOver) -> Case:
    """Give a case to another referee, or back to all of them. The same again is harmless.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `own_match`, `case_closed`, `case_held`,
            `not_a_referee`.
    """
    held, case = await _entered(unit, actor, case_id)
    _refuse_closed(case)
    if case.held_by == new.person:
        return case
    _refuse_held(case, actor)
    if new.person is not None:
        await _refuse_other(unit, held, new.person)
    if new.words is not None:
        await _write_down(unit, held, case_id, new.words)
    await queries.change_case(unit.connection, case_id, held_by=new.person)
    await stir(unit, held, CaseTaken(**held.about, held=new.person is not None))
    return await _found(unit, case_id)


async def decide(unit: UnitOfWork, *, actor: Actor, case_id: UUID, new: Decision) -> Case:
    """Close a case and say why, for everybody to read; with a result it is the referee's word as well.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `own_match`, `case_closed`, `case_held`,
            and what `matches.service.rule` refuses.
    """
    held, case = await _entered(unit, actor, case_id)
    if case.closed_at is not None and case.decision == new.reason:
        return case
    _refuse_closed(case)
    _refuse_held(case, actor)
    closed = {"decision": new.reason, "closed_by": unit.actor_id, "closed_at": unit.now}
    await queries.change_case(unit.connection, case_id, **closed)
    fact = CaseDecided(**held.about, reason=new.reason)
    stage = await brackets.stage_of(unit.connection, case.match)
    if new.report is None or stage is None:
        await stir(unit, held, fact)
    else:
        unit.record(held.tournament.id, fact)
        part, own = await reached(unit.connection, case.match, actor.person_id)
        await results.rule(
            unit,
            actor=actor,
            tournament=held.tournament,
            stage=stage,
            part=part,
            match_id=case.match,
            own=own,
            new=new.report,
        )
    return await _found(unit, case_id)


async def _write_down(unit: UnitOfWork, held: HeldMatch, case_id: UUID, words: str) -> None:
    said = {"text": words, "made_by": unit.actor_id, "made_at": unit.now}
    await queries.add_note(unit.connection, case_id, **said)
    fact = CaseNoted(**held.about, text=words)
    unit.record(held.tournament.id, fact, visibility=Visibility.staff)


async def _entered(unit: UnitOfWork, actor: Actor, case_id: UUID) -> tuple[HeldMatch, Case]:
    """A case with its tournament held, for a referee with no part in the match."""
    found = await queries.case(unit.connection, case_id)
    if found is None:
        raise not_found("case")
    held = await enter(unit, actor, found.match, asked="case")
    await _require_referee(unit, actor, held)
    return held, await _found(unit, case_id)


async def _require_referee(unit: UnitOfWork, actor: Actor, held: HeldMatch) -> None:
    await access.require(unit.connection, actor, Permission.report_result, held.tournament.event)
    await refuse_own(unit.connection, actor, held.match.row.id)


async def _refuse_other(unit: UnitOfWork, held: HeldMatch, person_id: UUID) -> None:
    """Whoever goes on with a case must be a referee here, and have no part in the match."""
    rules = await access.may_rule(unit.connection, person_id, held.tournament.event)
    plays = (await matches.part_in(unit.connection, held.match.row.id, person_id)).plays
    if not rules or plays:
        raise invalid("not_a_referee", "/person", N_("This person cannot rule on the match."))


async def _found(unit: UnitOfWork, case_id: UUID) -> Case:
    case = await queries.case(unit.connection, case_id)
    if case is None:
        raise not_found("case")
    return case


def _refuse_closed(case: Case) -> None:
    if case.closed_at is not None:
        raise conflict("case_closed", N_("This is decided already."))


def _refuse_held(case: Case, actor: Actor) -> None:
    if case.held_by not in (None, actor.person_id):
        raise conflict("case_held", N_("{name} has taken this up."), name=case.held_by_name)
