"""Every SQL statement about submissions, judges and marks."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Select, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.accounts import people, staff
from esports.db.schema.brackets import seats
from esports.db.schema.entries import entries
from esports.db.schema.judging import assignments, contests, judges, marks, submissions
from esports.judging.rows import ContestRow, JudgeRow, StoredMark, SubmissionRow

CONTEST_COLUMNS = tuple(contests.c[name] for name in ContestRow.__struct_fields__)


async def contest(connection: AsyncConnection, stage_id: UUID) -> ContestRow | None:
    """What is stored of a judged stage; None before anything was handed in."""
    query = select(*CONTEST_COLUMNS).where(contests.c.stage_id == stage_id)
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, ContestRow) if row else None


async def tell(connection: AsyncConnection, stage_id: UUID, told: Mapping[str, Any]) -> None:
    """Store what everybody may know of the stage's judging; its first news begin its contest."""
    statement = upsert(contests).values(stage_id=stage_id, told=dict(told))
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["stage_id"], set_={"told": statement.excluded.told})
    )


async def change_contest(connection: AsyncConnection, stage_id: UUID, **values: Any) -> None:
    """Store changed columns."""
    await connection.execute(update(contests).where(contests.c.stage_id == stage_id).values(**values))


def _submissions() -> Select[Any]:
    return select(
        submissions.c.id,
        submissions.c.stage_id,
        submissions.c.entry_id,
        entries.c.name,
        entries.c.delegation,
        entries.c.person_id,
        submissions.c.title,
        submissions.c.link,
        submissions.c.number,
        submissions.c.revision,
        submissions.c.handed_in_at,
    ).join(entries, entries.c.id == submissions.c.entry_id)


async def submissions_of(connection: AsyncConnection, stage_id: UUID) -> list[SubmissionRow]:
    """The stage's submissions by number, and by id before the numbers are drawn."""
    query = _submissions().where(submissions.c.stage_id == stage_id)
    rows = await connection.execute(query.order_by(submissions.c.number, submissions.c.id))
    return [to_struct(row, SubmissionRow) for row in rows]


async def submission_of(connection: AsyncConnection, stage_id: UUID, entry_id: UUID) -> SubmissionRow | None:
    """What this entry handed in."""
    query = _submissions().where(submissions.c.stage_id == stage_id, submissions.c.entry_id == entry_id)
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, SubmissionRow) if row else None


async def locate(connection: AsyncConnection, submission_id: UUID) -> UUID | None:
    """The stage of a submission."""
    query = select(submissions.c.stage_id).where(submissions.c.id == submission_id)
    return (await connection.execute(query)).scalar_one_or_none()


async def add_submission(connection: AsyncConnection, **values: Any) -> None:
    """Insert a submission."""
    await connection.execute(insert(submissions).values(**values))


async def replace_submission(connection: AsyncConnection, submission_id: UUID, **values: Any) -> None:
    """Put another work in its place and count the revision up."""
    await connection.execute(
        update(submissions)
        .where(submissions.c.id == submission_id)
        .values(**values, revision=submissions.c.revision + 1)
    )


async def number_submissions(connection: AsyncConnection, numbers: Mapping[UUID, int]) -> None:
    """Give submissions their numbers."""
    statement = (
        update(submissions).where(submissions.c.id == bindparam("of")).values(number=bindparam("drawn"))
    )
    await connection.execute(statement, [{"of": one, "drawn": number} for one, number in numbers.items()])


async def registrants(connection: AsyncConnection, stage_id: UUID) -> set[UUID]:
    """The people who have an entry in the stage."""
    query = (
        select(entries.c.person_id)
        .join(seats, seats.c.entry_id == entries.c.id)
        .where(seats.c.stage_id == stage_id, entries.c.person_id.is_not(None))
    )
    return set((await connection.execute(query)).scalars())


async def seated(connection: AsyncConnection, stage_id: UUID, entry_id: UUID) -> bool:
    """Whether the entry takes part in the stage."""
    query = select(seats.c.seed).where(seats.c.stage_id == stage_id, seats.c.entry_id == entry_id)
    return (await connection.execute(query)).scalar_one_or_none() is not None


async def entry_of(connection: AsyncConnection, stage_id: UUID, person_id: UUID) -> tuple[UUID, str] | None:
    """The id and the name of the entry that this person registered and that takes part in the stage."""
    query = (
        select(entries.c.id, entries.c.name)
        .join(seats, seats.c.entry_id == entries.c.id)
        .where(seats.c.stage_id == stage_id, entries.c.person_id == person_id)
        .order_by(seats.c.seed)
        .limit(1)
    )
    row = (await connection.execute(query)).one_or_none()
    return (row.id, row.name) if row else None


async def count_seats(connection: AsyncConnection, stage_id: UUID) -> int:
    """How many entries take part in the stage."""
    count: int = (
        await connection.execute(select(func.count()).where(seats.c.stage_id == stage_id))
    ).scalar_one()
    return count


async def roles_among(
    connection: AsyncConnection, event_id: UUID, people_ids: Sequence[UUID]
) -> dict[UUID, set[str]]:
    """The roles that each of these people holds in the event; site admins hold `admin`."""
    found: dict[UUID, set[str]] = {person: set() for person in people_ids}
    query = select(staff.c.person_id, staff.c.role).where(
        staff.c.event_id == event_id, staff.c.person_id.in_(people_ids)
    )
    for row in await connection.execute(query):
        found[row.person_id].add(row.role)
    admins = select(people.c.id).where(people.c.id.in_(people_ids), people.c.is_admin)
    for person in (await connection.execute(admins)).scalars():
        found[person].add("admin")
    return found


def _judges() -> Select[Any]:
    return select(
        judges.c.id,
        judges.c.person_id,
        people.c.display_name.label("name"),
        judges.c.delegation,
        judges.c.active,
    ).outerjoin(people, people.c.id == judges.c.person_id)


async def judges_of(connection: AsyncConnection, stage_id: UUID) -> list[JudgeRow]:
    """The stage's judges, also those who were replaced, in the order of their making."""
    rows = await connection.execute(_judges().where(judges.c.stage_id == stage_id).order_by(judges.c.id))
    return [to_struct(row, JudgeRow) for row in rows]


async def put_judges(connection: AsyncConnection, stage_id: UUID, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let exactly these judge; who did before and is not among them is replaced, with the marks kept."""
    await connection.execute(update(judges).where(judges.c.stage_id == stage_id).values(active=False))
    statement = upsert(judges)
    again = {"delegation": statement.excluded.delegation, "active": True}
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["stage_id", "person_id"], set_=again),
        [{"stage_id": stage_id, **row} for row in rows],
    )


async def put_assignments(
    connection: AsyncConnection, stage_id: UUID, pairs: Sequence[tuple[UUID, UUID]]
) -> None:
    """Let each (judge, submission) of these, and no other of the stage, be due."""
    of_stage = select(judges.c.id).where(judges.c.stage_id == stage_id)
    await connection.execute(delete(assignments).where(assignments.c.judge_id.in_(of_stage)))
    if pairs:
        rows = [{"judge_id": judge_id, "submission_id": submission_id} for judge_id, submission_id in pairs]
        await connection.execute(insert(assignments), rows)


async def assigned(connection: AsyncConnection, stage_id: UUID) -> list[tuple[UUID, UUID]]:
    """Every (judge, submission) that is due in the stage."""
    query = (
        select(assignments.c.judge_id, assignments.c.submission_id)
        .join(judges, judges.c.id == assignments.c.judge_id)
        .where(judges.c.stage_id == stage_id)
    )
    return [(row.judge_id, row.submission_id) for row in await connection.execute(query)]


async def marks_of(connection: AsyncConnection, stage_id: UUID) -> list[StoredMark]:
    """The last mark of each judge for each submission of the stage, of those who judge still."""
    query = (
        select(*(marks.c[name] for name in StoredMark.__struct_fields__))
        .distinct(marks.c.submission_id, marks.c.judge_id)
        .join(judges, judges.c.id == marks.c.judge_id)
        .where(judges.c.stage_id == stage_id, judges.c.active)
        .order_by(marks.c.submission_id, marks.c.judge_id, marks.c.version.desc())
    )
    return [to_struct(row, StoredMark) for row in await connection.execute(query)]


async def last_version(connection: AsyncConnection, submission_id: UUID, judge_id: UUID) -> int:
    """How often the judge has marked the submission, also where the mark does not count."""
    query = select(func.coalesce(func.max(marks.c.version), 0)).where(
        marks.c.submission_id == submission_id, marks.c.judge_id == judge_id
    )
    last: int = (await connection.execute(query)).scalar_one()
    return last


async def add_mark(connection: AsyncConnection, mark_id: UUID, mark: StoredMark) -> None:
    """Insert a version of a mark."""
    await connection.execute(insert(marks).values(id=mark_id, **msgspec.structs.asdict(mark)))
