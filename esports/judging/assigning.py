"""The use case that says who judges: numbers for the submissions, and an even share for each judge."""

import secrets
from collections.abc import Mapping
from uuid import UUID

from esports.accounts.access import GRANTS, Actor, Permission, Role
from esports.engine.errors import EngineError
from esports.engine.judged import Contest
from esports.engine.judged_assignment import assign, blind_numbers
from esports.errors import DomainError, FieldError, Kind, conflict, invalid
from esports.i18n import N_
from esports.journal.facts import JudgesAssigned, Visibility
from esports.judging import progress, queries
from esports.judging.contest import Held, labelled, load, options_of, refuse_unless_running
from esports.judging.rows import ContestRow
from esports.judging.service import held_stage, tell_counts
from esports.judging.wire import Judging, NewJudge, NewJudges
from esports.text import clean_name
from esports.tournaments.programme import deadline_of, from_engine
from esports.uow import UnitOfWork


async def assign_judges(unit: UnitOfWork, *, actor: Actor, stage_id: UUID, new: NewJudges) -> Judging:
    """Let these people judge the stage; from then on nothing can be handed in any more.

    Until publishing the judges can be assigned anew: the numbers stay, and so do the marks of who stays;
    marks of who is not among them any more are kept on record and do not count.

    Raises:
        DomainError: `not_found`, `forbidden`, `stage_not_judged`, `tournament_not_running`,
            `stage_not_running`, `submissions_open`, `no_submissions`, `each_too_small`, `draw_seed_fixed`,
            `judges_unsuitable` with a finding each, and what the engine refuses.
    """
    tournament, stage = await held_stage(unit, actor, stage_id, Permission.manage_tournament)
    options_of(tournament, stage)
    refuse_unless_running(tournament, stage)
    deadline = deadline_of(stage.options)
    if deadline is not None and unit.now < deadline:
        raise conflict("submissions_open", N_("Submissions may be handed in until the deadline."))
    held = await load(unit.connection, tournament, stage)
    if held.row is None or not held.submissions:
        raise conflict("no_submissions", N_("Nothing was handed in."))
    if new.each is not None and new.each < held.options.minimum_marks:
        raise invalid(
            "each_too_small",
            "/each",
            N_("Each submission needs {minimum} marks at least."),
            minimum=held.options.minimum_marks,
        )
    draw_seed = _draw_seed(held.row, new.draw_seed)
    await _refuse_unsuitable(unit, held, new.judges)
    given = {one.person: _delegation(place, one) for place, one in enumerate(new.judges)}
    known = {one.person_id: one.id for one in await queries.judges_of(unit.connection, stage_id)}
    ids = {person: known.get(person) or unit.new_id() for person in given}
    judges = {ids[person]: delegation for person, delegation in given.items()}
    shares = _shares(held, judges, new.each, draw_seed)
    if held.row.assigned_at is None:
        drawn = blind_numbers(held.contest.submissions, draw_seed)
        numbers = {UUID(one): number for one, number in drawn.items()}
        await queries.number_submissions(unit.connection, numbers)
    rows = [{"id": ids[person], "person_id": person, "delegation": own} for person, own in given.items()]
    await queries.put_judges(unit.connection, stage_id, rows)
    await queries.put_assignments(unit.connection, stage_id, shares)
    await queries.change_contest(
        unit.connection,
        stage_id,
        draw_seed=draw_seed,
        each=new.each,
        assigned_at=held.row.assigned_at or unit.now,
    )
    fact = JudgesAssigned(stage_id=stage_id, judges=list(given), each=new.each)
    unit.record(tournament.id, fact, visibility=Visibility.staff)
    after = await load(unit.connection, tournament, stage)
    await tell_counts(unit, after)
    return await progress.of(unit.connection, actor, after, unit.now)


def _draw_seed(row: ContestRow, wish: str | None) -> str:
    """The seed of the draw; the first one holds, for the numbers that were drawn by it are in use."""
    before = row.draw_seed
    if before and wish not in (None, before):
        raise conflict("draw_seed_fixed", N_("The numbers are drawn already; their draw seed stays."))
    return before or wish or secrets.token_hex(8)


def _delegation(place: int, new: NewJudge) -> str | None:
    given = new.delegation
    return None if given is None else clean_name(given, f"/judges/{place}/delegation")


async def _refuse_unsuitable(unit: UnitOfWork, held: Held, given: list[NewJudge]) -> None:
    """Refuse people who may not judge here, each with the reason.

    Raises:
        DomainError: `judges_unsuitable`.
    """
    roles = await queries.roles_among(unit.connection, held.tournament.event, [one.person for one in given])
    entered = await queries.registrants(unit.connection, held.stage.id)
    found = []
    for place, one in enumerate(given):
        if words := _fault(held, one.person, roles, entered, [other.person for other in given[:place]]):
            found.append(FieldError(f"/judges/{place}/person", *words))
    if found:
        raise DomainError(
            Kind.invalid,
            "judges_unsuitable",
            N_("{count} of these people cannot judge this stage."),
            params={"count": len(found)},
            errors=found,
        )


def _fault(
    held: Held, person: UUID, roles: Mapping[UUID, set[str]], entered: set[UUID], before: list[UUID]
) -> tuple[str, str] | None:
    grants = [GRANTS[Role(role)] for role in roles[person] if role in list(Role)]
    admin = "admin" in roles[person]
    if person in before:
        return "judge_twice", N_("This person is there already.")
    if not admin and not any(Permission.mark_submission in granted for granted in grants):
        return "not_a_judge", N_("This person does not hold the role of a judge in the event.")
    if person in entered:
        return "judge_takes_part", N_("This person has an entry in the stage.")
    if held.options.blind and (admin or any(Permission.manage_tournament in granted for granted in grants)):
        return "judge_not_blind", N_("Judging is blind, and organisers can see whose each number is.")
    return None


def _shares(
    held: Held, judges: Mapping[UUID, str | None], each: int | None, draw_seed: str
) -> list[tuple[UUID, UUID]]:
    """Which judge marks which submission.

    Raises:
        DomainError: what the engine refuses: too few judges for a submission.
    """
    contest = Contest(held.options, held.contest.submissions, {str(one): own for one, own in judges.items()})
    try:
        # With all as judges, too, each submission needs as many as it is to have marks.
        shares = assign(contest, each or held.options.minimum_marks, draw_seed)
    except EngineError as error:
        raise from_engine(labelled(error, held.by_id), Kind.conflict) from error
    if each is None:
        shares = {
            judge: tuple(one for one in contest.submissions if contest.may_mark(judge, one))
            for judge in contest.judges
        }
    return [(UUID(judge), UUID(one)) for judge, due in shares.items() for one in due]
