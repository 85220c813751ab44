"""How far a judged stage is: for everybody in numbers, for a judge the own queue, for organisers all."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.engine.exact import shown
from esports.engine.judged_aggregate import totals
from esports.engine.judged_progress import disagreements
from esports.engine.judged_progress import progress as engine_progress
from esports.engine.judged_table import missing
from esports.judging import queries
from esports.judging.contest import Held, label
from esports.judging.marking import given
from esports.judging.rows import JudgeRow, SubmissionRow
from esports.judging.service import looked_at, organises
from esports.judging.wire import (
    JudgeProgress,
    Judging,
    MarkRow,
    MissingMarks,
    Progress,
    QueueItem,
    SpreadWarning,
)
from esports.tournaments.programme import deadline_of


async def look(connection: AsyncConnection, actor: Actor, stage_id: Any, now: datetime) -> Judging:
    """How far the stage is, as the caller may know.

    Raises:
        DomainError: `not_found`, `stage_not_judged`.
    """
    return await of(connection, actor, await looked_at(connection, actor, stage_id), now)


async def of(connection: AsyncConnection, actor: Actor, held: Held, now: datetime) -> Judging:
    """The same of a stage that is read already."""
    allowed = await access.allows(connection, actor, Permission.mark_submission, held.tournament.event)
    judge = next((one for one in held.judges if allowed and one.person_id == actor.person_id), None)
    organiser = await organises(connection, actor, held)
    deadline = deadline_of(held.stage.options)
    return Judging(
        stage=held.stage.id,
        state=_state(held, deadline, now),
        deadline=deadline,
        blind=held.options.blind,
        scale=held.options.scale,
        criteria=[{"name": one.name, "weight": one.weight} for one in held.options.criteria],
        entries=await queries.count_seats(connection, held.stage.id),
        **held.counts(),
        draw_seed=held.row.draw_seed if held.row and (organiser or held.published) else None,
        queue=None if judge is None else _queue(held, judge),
        progress=_progress(held) if organiser else None,
    )


def _state(held: Held, deadline: datetime | None, now: datetime) -> str:
    if held.stage.state == "pending":
        return "pending"
    if held.published:
        return "published"
    if held.row and held.row.assigned_at:
        return "marking"
    return "open" if deadline is None or now < deadline else "closed"


def _queue(held: Held, judge: JudgeRow) -> list[QueueItem]:
    """What is due from the judge, by number. Even its place among all tells nothing of the entry."""
    own = {one.submission_id: one for one in held.marks if one.judge_id == judge.id}
    due = {submission for who, submission in held.due if who == judge.id}
    hidden = held.options.blind and not held.published
    return [
        QueueItem(
            submission=one.id,
            number=one.number,
            link=one.link,
            entry=None if hidden else one.entry_id,
            name=None if hidden else one.name,
            title=None if hidden else one.title,
            mark=given(own[one.id], one.number) if one.id in own else None,
        )
        for one in held.submissions
        if one.id in due and one.number is not None
    ]


def _progress(held: Held) -> Progress:
    by_id = held.by_id
    names = {str(one.id): one.name or "-" for one in held.judges}
    return Progress(
        each=held.row.each if held.row else None,
        judges=_judges(held, by_id),
        missing=[
            _missing(by_id[str(one.params["submission"])], one.params)
            for one in missing(held.contest, held.given)
            if by_id[str(one.params["submission"])].number is not None
        ],
        warnings=[
            _warning(by_id[one.submission], one.text, one.params, names)
            for one in disagreements(held.contest, held.given)
        ],
        marks=_marks(held, by_id),
    )


def _judges(held: Held, by_id: Mapping[str, SubmissionRow]) -> list[JudgeProgress]:
    rows = {one.judge: one for one in engine_progress(held.contest, held.given, held.assigned)}
    return [
        JudgeProgress(
            judge=one.id,
            person=one.person_id,
            name=one.name,
            delegation=one.delegation,
            done=rows[str(one.id)].done,
            due=rows[str(one.id)].due,
            left=sorted(by_id[left].number or 0 for left in rows[str(one.id)].left),
        )
        for one in held.judges
    ]


def _missing(row: SubmissionRow, params: Mapping[str, Any]) -> MissingMarks:
    return MissingMarks(
        number=row.number or 0,
        entry=row.entry_id,
        name=row.name,
        marks=params["marks"],
        minimum=params["minimum"],
    )


def _warning(
    row: SubmissionRow, text: str, params: Mapping[str, Any], names: Mapping[str, str]
) -> SpreadWarning:
    judges = {name: names[str(params[name])] for name in ("lowest_judge", "highest_judge")}
    told = {**params, **judges, "submission": label(row)}
    return SpreadWarning(number=row.number or 0, entry=row.entry_id, name=row.name, text=text, params=told)


def _marks(held: Held, by_id: Mapping[str, SubmissionRow]) -> list[MarkRow]:
    """Every mark that counts, by number and judge."""
    rows = [
        MarkRow(
            judge=stored.judge_id,
            number=by_id[total.submission].number or 0,
            points=stored.points,
            total=shown(total.value),
            comment=stored.comment,
        )
        for stored, total in zip(held.marks, totals(held.options, held.given), strict=True)
    ]
    return sorted(rows, key=lambda row: (row.number, row.judge))
