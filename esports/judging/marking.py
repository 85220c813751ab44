"""The use case of a judge: mark a submission by every criterion, and change the mark until publishing."""

from dataclasses import replace
from fractions import Fraction
from uuid import UUID

from esports.accounts.access import Actor, Permission
from esports.engine.errors import EngineError, Finding
from esports.engine.exact import shown
from esports.engine.judged_marks import read_marks
from esports.errors import DomainError, Kind, conflict, not_found
from esports.events.service import refuse_stale
from esports.i18n import N_
from esports.journal.facts import SubmissionMarked, Visibility
from esports.judging import queries
from esports.judging.contest import Held, load, options_of, refuse_unless_running
from esports.judging.rows import JudgeRow, StoredMark, SubmissionRow
from esports.judging.service import held_stage, tell_counts
from esports.judging.wire import GivenMark, NewMark
from esports.tournaments.programme import from_engine
from esports.uow import UnitOfWork


async def mark(
    unit: UnitOfWork, *, actor: Actor, submission_id: UUID, new: NewMark, expected: int | None
) -> GivenMark:
    """Take a judge's mark, or another one in its place. The same again is a harmless repeat.

    Raises:
        DomainError: `not_found`, also where it is not the judge's to mark and judging is blind,
            `forbidden`, `tournament_not_running`, `stage_not_running`, `not_a_judge_here`,
            `mark_own_delegation`, `not_assigned`, `stale_revision`, and what the engine refuses.
    """
    stage_id = await queries.locate(unit.connection, submission_id)
    if stage_id is None:
        raise not_found("submission")
    tournament, stage = await held_stage(
        unit, actor, stage_id, Permission.mark_submission, asked="submission"
    )
    options_of(tournament, stage)
    held = await load(unit.connection, tournament, stage)
    judge = next((one for one in held.judges if one.person_id == actor.person_id), None)
    if judge is None:
        raise DomainError(
            Kind.forbidden, "not_a_judge_here", N_("You are not among the judges of this stage.")
        )
    submission = next((one for one in held.submissions if one.id == submission_id), None)
    if submission is None or submission.number is None:
        raise not_found("submission")
    _refuse_not_due(held, judge, submission)
    refuse_unless_running(tournament, stage)
    pair = (submission_id, judge.id)
    before = next((one for one in held.marks if (one.submission_id, one.judge_id) == pair), None)
    refuse_stale(expected, before.version if before else 0)
    stored = StoredMark(
        submission_id=submission_id,
        judge_id=judge.id,
        version=await queries.last_version(unit.connection, *pair) + 1,
        points=_points(held, judge, submission, new),
        comment=(new.comment or "").strip() or None,
        given_at=unit.now,
    )
    if before is not None and (before.points, before.comment) == (stored.points, stored.comment):
        return given(before, submission.number)
    await queries.add_mark(unit.connection, unit.new_id(), stored)
    fact = SubmissionMarked(stage_id=stage_id, number=submission.number, version=stored.version)
    unit.record(tournament.id, fact, visibility=Visibility.staff)
    others = [one for one in held.marks if one is not before]
    await tell_counts(unit, replace(held, marks=[*others, stored]))
    return given(stored, submission.number)


def given(stored: StoredMark, number: int) -> GivenMark:
    """The mark as the judge sees it."""
    return GivenMark(
        submission=stored.submission_id,
        number=number,
        points=stored.points,
        comment=stored.comment,
        given_at=stored.given_at,
        revision=stored.version,
    )


def _refuse_not_due(held: Held, judge: JudgeRow, submission: SubmissionRow) -> None:
    """Refuse what another judge is to mark. Where judging is blind the reason would tell whose it is."""
    if (judge.id, submission.id) in held.due:
        return
    if held.options.blind:
        raise not_found("submission")
    if not held.contest.may_mark(str(judge.id), str(submission.id)):
        raise DomainError(
            Kind.forbidden,
            "mark_own_delegation",
            N_("You may not mark an entry of your own delegation, {delegation}."),
            params={"delegation": judge.delegation},
        )
    raise conflict("not_assigned", N_("This submission is for other judges to mark."))


def _points(held: Held, judge: JudgeRow, submission: SubmissionRow, new: NewMark) -> dict[str, int | str]:
    """The points as they are stored, in the order of the criteria: whole numbers, or exact decimals.

    Raises:
        DomainError: `marks_unsound` with every fault of the points.
    """
    row = {"judge": str(judge.id), "submission": str(submission.id), "points": new.points}
    try:
        (read,) = read_marks(held.contest, [row])
    except EngineError as error:
        inside = [
            Finding(one.pointer.removeprefix("/marks/0"), one.code, one.detail, one.params)
            for one in error.findings
        ]
        again = EngineError(error.code, "/points", error.detail, error.params, inside)
        raise from_engine(again, Kind.invalid) from error
    values: dict[str, Fraction] = dict(read.points)
    return {each.name: shown(values[each.name]) for each in held.options.criteria}
