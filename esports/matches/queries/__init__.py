"""Every SQL statement about reports; claims, corrections and who leaves have files beside this."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    Integer,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.brackets.wire import ResultRow
from esports.db.parts import Part, PartText, run
from esports.db.rows import to_struct
from esports.db.schema.brackets import matches, slots
from esports.db.schema.entries import entries, roster_members
from esports.db.schema.matches import ACTIVE, departures, pauses, reports, results
from esports.db.schema.teams import team_members
from esports.matches.report_wire import PartIn, Report

NEXT_VERSION = select(func.coalesce(func.max(reports.c.version), 0) + 1).where(
    reports.c.match_id == bindparam("match_id")
)
OWN_SIDES = (
    select(slots.c.slot, (entries.c.person_id == bindparam("person_id")).label("entered"))
    .join(entries, entries.c.id == slots.c.entry_id)
    .where(
        slots.c.match_id == bindparam("match_id"),
        or_(
            entries.c.person_id == bindparam("person_id"),
            exists().where(
                team_members.c.team_id == entries.c.team_id,
                team_members.c.person_id == bindparam("person_id"),
            ),
            exists().where(
                roster_members.c.entry_id == entries.c.id,
                roster_members.c.person_id == bindparam("person_id"),
            ),
        ),
    )
    .cte("own_sides")
)
DEPARTED = (
    exists()
    .where(departures.c.tournament_id == matches.c.tournament_id, departures.c.reverted_at.is_(None))
    .where(matches.c.id == bindparam("match_id"))
)
PART_IN = select(
    func.min(OWN_SIDES.c.slot).filter(OWN_SIDES.c.entered).label("slot"),
    (func.count() > 0).label("plays"),
    NEXT_VERSION.scalar_subquery().label("version"),
    DEPARTED.label("departed"),
).select_from(OWN_SIDES)


async def reports_by(connection: AsyncConnection, match_id: UUID, playing: Sequence[UUID]) -> list[Report]:
    """What those who play the match now have reported of it, the first one first."""
    query = _reports().where(reports.c.match_id == match_id, reports.c.entries == list(playing))
    return [to_struct(row, Report) for row in await connection.execute(query)]


async def reports_of(connection: AsyncConnection, match_id: UUID) -> list[Report]:
    """The match's reports, the first one first."""
    query = _reports().where(reports.c.match_id == match_id)
    return [to_struct(row, Report) for row in await connection.execute(query)]


def _reports() -> Select[Any]:
    return (
        select(
            reports.c.id,
            reports.c.match_id.label("match"),
            reports.c.version,
            reports.c.state,
            reports.c.body,
            reports.c.slot,
            reports.c.evidence,
            reports.c.due_at,
            reports.c.cause,
            reports.c.objection,
            matches.c.revision.label("match_revision"),
        )
        .join(matches, matches.c.id == reports.c.match_id)
        .order_by(reports.c.version)
    )


async def locate_report(connection: AsyncConnection, report_id: UUID) -> UUID | None:
    """The match of a report."""
    query = select(reports.c.match_id).where(reports.c.id == report_id)
    match_id: UUID | None = (await connection.execute(query)).scalar_one_or_none()
    return match_id


async def part_in(connection: AsyncConnection, match_id: UUID, person_id: UUID) -> PartIn:
    """The side of the match that this person entered, and whether they have a part in it at all."""
    given = {"match_id": match_id, "person_id": person_id}
    return to_struct((await connection.execute(PART_IN, given)).one(), PartIn)


ADD_REPORT = PartText(
    "report",
    """
    INSERT INTO reports (id, match_id, version, state, body, reported_by, evidence)
    VALUES (:report_id, :match_id, :version, 'confirmed', :body, :reported_by, :evidence)
    """,
    (
        bindparam("report_id", type_=Uuid),
        bindparam("match_id", type_=Uuid),
        bindparam("version", type_=Integer),
        bindparam("body", type_=JSONB),
        bindparam("reported_by", type_=Uuid),
        bindparam("evidence", type_=Text),
    ),
)
ADD_RESULT = PartText(
    "result",
    """
    INSERT INTO results (id, match_id, report_id, kind, entries, winner, scores, games, placements)
    VALUES (:id, :of_match, :of_report, :kind, :entries, :winner, :scores, :games, :placements)
    """,
    (
        bindparam("id", type_=Uuid),
        bindparam("of_match", type_=Uuid),
        bindparam("of_report", type_=Uuid),
        bindparam("kind", type_=Text),
        bindparam("entries", type_=ARRAY(Uuid)),
        bindparam("winner", type_=Integer),
        bindparam("scores", type_=JSONB(none_as_null=True)),
        bindparam("games", type_=JSONB),
        bindparam("placements", type_=JSONB),
    ),
)


def adding_confirmed(report: Mapping[str, Any], result_id: UUID, result: ResultRow) -> list[Part]:
    """The statements that insert a report, which is never edited, and the active result that it makes."""
    row = msgspec.structs.asdict(result)
    made = {**row, "id": result_id, "of_match": row.pop("match_id"), "of_report": report["id"]}
    values = {"evidence": None, **report, "report_id": report["id"]}
    return [_part(ADD_REPORT, values), _part(ADD_RESULT, made)]


def _part(written: PartText, values: Mapping[str, Any]) -> Part:
    return Part(written, {one.key: values[one.key] for one in written.parameters})


async def add_confirmed(
    connection: AsyncConnection, report: Mapping[str, Any], result_id: UUID, result: ResultRow
) -> int:
    """Insert a report and the active result that it makes; gives the report's version.

    Needs the tournament's lock.
    """
    version = await next_version(connection, report["match_id"])
    await run(connection, adding_confirmed({**report, "version": version}, result_id, result))
    return version


async def active_results(connection: AsyncConnection, match_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The ids of the active results of matches, by match."""
    query = select(results.c.match_id, results.c.id).where(results.c.match_id.in_(match_ids), ACTIVE)
    return {row.match_id: row.id for row in await connection.execute(query)}


async def put(connection: AsyncConnection, result_ids: Sequence[UUID], state: str, report: str) -> None:
    """Bring results to a state, and the reports that made them to theirs."""
    chosen = results.c.id.in_(result_ids)
    made = select(results.c.report_id).where(chosen)
    await connection.execute(update(results).where(chosen).values(state=state))
    await connection.execute(update(reports).where(reports.c.id.in_(made)).values(state=report))


async def add_recorded(connection: AsyncConnection, report: Mapping[str, Any]) -> None:
    """Insert a report that is on record and makes no result."""
    await connection.execute(insert(reports).values(**report, state="recorded"))


async def put_report(connection: AsyncConnection, report_id: UUID, state: str) -> None:
    """Bring a report to a state."""
    await connection.execute(update(reports).where(reports.c.id == report_id).values(state=state))


async def next_version(connection: AsyncConnection, match_id: UUID) -> int:
    """The number of the match's next report. Needs the tournament's lock."""
    version: int = (await connection.execute(NEXT_VERSION, {"match_id": match_id})).scalar_one()
    return version


async def names(connection: AsyncConnection, entry_ids: Sequence[UUID]) -> dict[str, str]:
    """The names of entries."""
    query = select(entries.c.id, entries.c.name).where(entries.c.id.in_(entry_ids))
    return {str(row.id): row.name for row in await connection.execute(query)}


async def sitting(connection: AsyncConnection, match_id: UUID) -> int:
    """How many results the match has had. Needs the tournament's lock."""
    query = select(func.count()).where(results.c.match_id == match_id)
    count: int = (await connection.execute(query)).scalar_one()
    return count


THIS_SITTING = and_(
    pauses.c.entries
    == select(func.array_agg(aggregate_order_by(slots.c.entry_id, slots.c.slot)))
    .where(slots.c.match_id == pauses.c.match_id)
    .scalar_subquery(),
    pauses.c.sitting
    == select(func.count(results.c.id)).where(results.c.match_id == pauses.c.match_id).scalar_subquery(),
)
"""Whether a pause is of those who play now, and of what they play now."""
PAUSED = and_(pauses.c.resumed_at.is_(None), THIS_SITTING)
"""Whether a pause is in force."""


async def is_paused(connection: AsyncConnection, match_id: UUID) -> bool:
    """Whether the match is paused."""
    query = select(exists().where(pauses.c.match_id == match_id, PAUSED))
    found: bool = (await connection.execute(query)).scalar_one()
    return found


async def move_deadlines(
    connection: AsyncConnection, match_id: UUID, *, since: datetime, now: datetime, minutes: int
) -> list[tuple[UUID, datetime]]:
    """Give the claims of a match that wait for an answer the time of its pause; each with its new deadline.

    The pause began at `since`; a claim of so many `minutes` that was made in it gets all of them from now.
    """
    made_at = reports.c.due_at - timedelta(minutes=minutes)
    statement = (
        update(reports)
        .where(reports.c.match_id == match_id, reports.c.state == "claimed", reports.c.due_at.is_not(None))
        .values(due_at=reports.c.due_at + (now - func.greatest(since, made_at)))
        .returning(reports.c.id, reports.c.due_at)
    )
    return [(row.id, row.due_at) for row in await connection.execute(statement)]
