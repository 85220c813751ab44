"""Use cases of reports by the sides themselves: claim, confirm, object, and let the deadline decide.

Each side has one claim at a time. Where both say the same the result is confirmed as a referee's is; where
they differ the match is disputed, and stays so until they agree or a referee rules. All of it happens with
the tournament's row held, so that of two who come at once one comes second.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from esports.accounts import access
from esports.accounts.access import Actor, Permission, TokenScope
from esports.brackets import queries as brackets
from esports.errors import DomainError, Kind, conflict, invalid, not_found
from esports.i18n import N_
from esports.jobs import AnnounceReport, ConfirmReport
from esports.journal.facts import ResultDisputed, ResultReported
from esports.matches import queries, second, service
from esports.matches.claimed import Table, enforce, open_claims, result_from, tell, touch
from esports.matches.own import own_match
from esports.matches.queries import claims as claim_queries
from esports.matches.reached import reached
from esports.matches.report_wire import (
    Claim,
    Entered,
    KnownReport,
    NewObjection,
    NewReport,
    Objection,
    Report,
)
from esports.text import clean_link
from esports.tournaments import queries as tournament_queries
from esports.tournaments import service as tournaments
from esports.uow import UnitOfWork

SIDES = 2


async def report(unit: UnitOfWork, *, actor: Actor, match_id: UUID, new: NewReport) -> Report:
    """Take a report: of a side's captain it is a claim, of a referee or operator it is confirmed at once.

    Raises:
        DomainError: `not_found`, and what `service.rule` and `claim` refuse.
    """
    tournament, stage = await tournaments.locked_for_match(unit, actor, match_id, asked="match")
    part, own = await reached(unit.connection, match_id, actor.person_id)
    if own.slot is None:
        return await service.rule(
            unit,
            actor=actor,
            tournament=tournament,
            stage=stage,
            part=part,
            match_id=match_id,
            own=own,
            new=new,
        )
    held = Table(tournament, stage, part, match_id)
    await _refuse_captain(unit, actor, held)
    return await claim(unit, held, own.slot, new)


async def claim(unit: UnitOfWork, held: Table, slot: int | None, new: NewReport) -> Report:
    """What a side says of its match, or the station without one; the same again is answered with the first.

    The station's word confirms nothing: both sides have to agree, or be silent up to the deadline.

    Raises:
        DomainError: `already_confirmed`, `tournament_not_running`, `stale_revision`, `match_not_ready`,
            `second_person_awaited`, `link_not_https`, `outcome_by_staff`, and what the engine refuses.
    """
    claims = await claim_queries.claims_of(unit.connection, held.match.row.id)
    live = open_claims(held, claims)
    known = live.get(slot)
    evidence = new.evidence and clean_link(new.evidence, "/evidence")
    if known and known.body == new.body() and evidence in (None, known.evidence):
        return await _known(unit, held, known.id)
    if held.match.row.phase == "settled":
        return await _after(unit, held, slot, claims, new)
    service.refuse_unplayable(held.tournament, held.match, new)
    await second.refuse_waiting(unit, held.tournament, held.match)
    _refuse_ruling(slot, new, live)
    result = result_from(held, new.body())
    others = [one for one in live.values() if one.slot != slot]
    gone = [one.id for one in claims if one.state == "claimed" and one not in others]
    if gone:
        await claim_queries.put_claims(unit.connection, gone, "superseded")
    minutes = held.tournament.reporting.confirm_minutes
    mine = Claim(
        id=unit.new_id(),
        match=held.match.row.id,
        version=await queries.next_version(unit.connection, held.match.row.id),
        state="claimed",
        body=new.body(),
        slot=slot,
        entries=held.playing,
        evidence=evidence,
        due_at=unit.now + timedelta(minutes=minutes) if minutes else None,
    )
    by = None if slot is None else unit.actor_id
    await claim_queries.add_claim(unit.connection, mine, reported_by=by)
    same = [one for one in others if result_from(held, one.body) == result]
    other = next((one for one in same if None not in (slot, one.slot)), None)
    if other is not None:
        await tell(unit, held, ResultReported, slot)
        rest = [mine, *(one for one in others if one != other)]
        await enforce(unit, held, other, rest, cause="sides")
    elif same != others or held.match.row.state == "disputed":
        await touch(unit, held, "dispute", ResultDisputed, slot)
    else:
        await touch(unit, held, "report", ResultReported, slot)
        unit.enqueue(AnnounceReport(report_id=mine.id), dedupe_key=f"report-told:{mine.id}")
        if mine.due_at is not None:
            unit.enqueue(ConfirmReport(report_id=mine.id), due_at=mine.due_at, dedupe_key=f"report:{mine.id}")
    return await told(unit, held, mine.id)


async def confirm(unit: UnitOfWork, *, actor: Actor, report_id: UUID) -> Report:
    """Say that the other side's report is right; a referee may say so of either, and of another referee's
    that waits for a second person. Again is harmless.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `own_match`, `own_report`,
            `report_overtaken`, and what `claim` refuses.
    """
    held, found, slot = await _entered(unit, actor, report_id)
    if isinstance(found, Entered):
        if slot is not None:
            await access.require(unit.connection, actor, Permission.report_result, held.tournament.event)
            raise own_match()
        second.refuse_same(found, actor)
        return await service.confirm_entered(unit, held.tournament, held.stage, held.part, held.match, found)
    if slot is not None and found.slot == slot:
        raise conflict("own_report", N_("Your own report is for the other side to confirm."))
    if found.state in ("confirmed", "agreed"):
        return await _known(unit, held, report_id)
    live = open_claims(held, await claim_queries.claims_of(unit.connection, held.match.row.id))
    if found not in live.values():
        raise _overtaken()
    same = msgspec.convert(found.body, NewReport)
    if slot is not None:
        await claim(unit, held, slot, same)
    else:
        service.refuse_unplayable(held.tournament, held.match, same)
        await second.refuse_waiting(unit, held.tournament, held.match)
        others = [one for one in live.values() if one.id != found.id]
        await enforce(unit, held, found, others, cause="staff")
    return await told(unit, held, report_id)


async def dispute(unit: UnitOfWork, *, actor: Actor, report_id: UUID, new: NewObjection) -> Report:
    """Object to the other side's report: a referee decides now. The same again is harmless.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `own_match`, `own_report`,
            `report_overtaken`, `tournament_not_running`, `link_not_https`.
    """
    held, found, slot = await _entered(unit, actor, report_id)
    if isinstance(found, Entered):
        raise _overtaken()
    if slot is not None and found.slot == slot:
        raise conflict("own_report", N_("Report again what is right; you need not object to yourself."))
    live = open_claims(held, await claim_queries.claims_of(unit.connection, held.match.row.id))
    if found not in live.values():
        raise _overtaken()
    if held.tournament.state != "running":
        raise conflict("tournament_not_running", N_("The tournament is not running."))
    evidence = new.evidence and clean_link(new.evidence, "/evidence")
    objection = Objection(slot=slot, reason=new.reason, evidence=evidence)
    before = await told(unit, held, report_id)
    if before.objection == objection:
        return before
    await claim_queries.object_to(unit.connection, report_id, objection)
    await touch(unit, held, "dispute", ResultDisputed, slot)
    return await told(unit, held, report_id)


async def expire(unit: UnitOfWork, report_id: UUID) -> None:
    """Confirm a claim whose time for an answer is up; else, and where all is said, do nothing."""
    match_id = await queries.locate_report(unit.connection, report_id)
    stage = await brackets.stage_of(unit.connection, match_id) if match_id else None
    if match_id is None or stage is None:
        return
    tournament = await tournament_queries.by_id(unit.connection, stage.tournament, lock=True)
    if tournament is None or tournament.state != "running":
        return
    held = Table(tournament, stage, await brackets.reach(unit.connection, match_id), match_id)
    live = open_claims(held, await claim_queries.claims_of(unit.connection, match_id))
    due = next((one for one in live.values() if one.id == report_id), None)
    if due is None or due.due_at is None or due.due_at > unit.now or held.match.row.state != "reported":
        return
    if await second.waiting(unit, tournament, held.match) is not None:
        return
    if await queries.is_paused(unit.connection, match_id):
        return
    rest = [one for one in live.values() if one != due]
    await enforce(unit, held, due, rest, cause="deadline")


async def told(unit: UnitOfWork, held: Table, report_id: UUID) -> Report:
    """The report as it is now."""
    found = await queries.reports_of(unit.connection, held.match.row.id)
    return next(one for one in found if one.id == report_id)


async def _entered(
    unit: UnitOfWork, actor: Actor, report_id: UUID
) -> tuple[Table, Claim | Entered, int | None]:
    """A claim, or what a referee has entered, with its tournament held; and the caller's side, if any."""
    match_id = await queries.locate_report(unit.connection, report_id)
    if match_id is None:
        raise not_found("report")
    tournament, stage = await tournaments.locked_for_match(unit, actor, match_id, asked="report")
    part, own = await reached(unit.connection, match_id, actor.person_id)
    held, slot = Table(tournament, stage, part, match_id), own.slot
    if slot is None:
        await access.require(unit.connection, actor, Permission.report_result, tournament.event)
        if own.plays:
            raise own_match()
    else:
        await _refuse_captain(unit, actor, held)
    claims = await claim_queries.claims_of(unit.connection, match_id)
    found = next((one for one in claims if one.id == report_id), None)
    if found is not None:
        return held, found, slot
    entered = await second.waiting(unit, tournament, held.match)
    if entered is None or entered.id != report_id:
        raise _overtaken()
    return held, entered, slot


async def _refuse_captain(unit: UnitOfWork, actor: Actor, held: Table) -> None:
    """A side speaks for itself only where the organisers want it, and of a match between two."""
    access.require_person(actor, TokenScope.entries)
    if held.tournament.reporting.captains and len(held.match.slots) == SIDES:
        return
    if await access.allows(unit.connection, actor, Permission.report_result, held.tournament.event):
        raise own_match()
    raise DomainError(
        Kind.forbidden, "reports_by_staff", N_("The results of this match are entered by the referees.")
    )


def _refuse_ruling(slot: int | None, new: NewReport, live: Mapping[int | None, Claim]) -> None:
    """A side may concede, and agree that the other does; who was absent or is out is not for sides to say."""
    if new.outcome is None or (new.outcome.kind == "forfeit" and new.outcome.slot == slot is not None):
        return
    other = None if slot is None else live.get(1 - slot)
    if other is None or other.body != new.body():
        raise invalid(
            "outcome_by_staff", "/outcome", N_("Only a referee can say so; you may concede, or call one.")
        )


async def _known(unit: UnitOfWork, held: Table, report_id: UUID) -> Report:
    return KnownReport(**msgspec.structs.asdict(await told(unit, held, report_id)))


async def _after(
    unit: UnitOfWork, held: Table, slot: int | None, claims: Sequence[Claim], new: NewReport
) -> Report:
    """A report that comes when all is decided: a repeat is answered, anything else is too late."""
    mine = [one for one in claims if one.slot == slot and one.entries == held.playing]
    before = await queries.reports_of(unit.connection, held.match.row.id)
    own = mine[-1].id if mine else None
    same = [
        one.id for one in before if one.body == new.body() and (one.id == own or one.state == "confirmed")
    ]
    if same:
        return await _known(unit, held, own if own in same else same[0])
    raise conflict("already_confirmed", N_("This match has its result already."))


def _overtaken() -> DomainError:
    return conflict("report_overtaken", N_("This report does not wait for an answer any more."))
