"""Statements about the tables of stages."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Row,
    Select,
    Uuid,
    bindparam,
    delete,
    false,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.brackets.queries import _object
from esports.brackets.queries.seated import _seats
from esports.brackets.wire import Seat, StandingRow
from esports.db.parts import Part, PartText, run
from esports.db.rows import to_struct
from esports.db.schema.brackets import matches, seats, slots, standings
from esports.db.schema.judging import contests
from esports.db.schema.matches import ACTIVE, results

STANDING_COLUMNS = tuple(standings.c[name] for name in StandingRow.__struct_fields__)


def _lines() -> Select[Any]:
    """The same with each one's line of the table."""
    line = select(_object(STANDING_COLUMNS)).where(
        standings.c.stage_id == seats.c.stage_id, standings.c.entry_id == seats.c.entry_id
    )
    return _seats().add_columns(line.scalar_subquery().label("line"))


def _lines_among() -> Select[Any]:
    """The lines of these entries, with whether they won each of their matches, null for one that is open."""
    won = (
        select(func.coalesce(results.c.winner == slots.c.slot, false()))
        .join(matches, matches.c.id == results.c.match_id)
        .where(results.c.match_id == slots.c.match_id, ACTIVE)
        .where(matches.c.stage_id == seats.c.stage_id, matches.c.phase == "settled")
        .correlate(slots, seats)
        .scalar_subquery()
    )
    of_entry = select(won).where(slots.c.entry_id == seats.c.entry_id).correlate(seats)
    record: ColumnElement[list[bool | None]] = func.array(of_entry.scalar_subquery(), type_=ARRAY(Boolean))
    among = seats.c.entry_id.in_(bindparam("among", expanding=True))
    return _lines().add_columns(record.label("won")).where(among)


LINES = _lines()
LINES_AMONG = _lines_among()
"""Built once, for these statements run at every result."""


async def standings_of(connection: AsyncConnection, stage_id: UUID) -> list[StandingRow]:
    """The stage's table, line by line."""
    query = select(*STANDING_COLUMNS).where(standings.c.stage_id == stage_id).order_by(standings.c.ordinal)
    return [to_struct(row, StandingRow) for row in await connection.execute(query)]


async def judging_of(connection: AsyncConnection, stage_id: UUID) -> dict[str, Any] | None:
    """What everybody may know of the judging of the stage; None where it has none, or nothing happened."""
    query = select(contests.c.told).where(contests.c.stage_id == stage_id)
    told: dict[str, Any] | None = (await connection.execute(query)).scalar_one_or_none()
    return told


async def lines_of(connection: AsyncConnection, stage_id: UUID) -> list[tuple[Seat, StandingRow | None]]:
    """The stage's seats in seed order, each with its line of the table."""
    rows = await connection.execute(LINES, {"stage_id": stage_id})
    return [_line(row) for row in rows]


async def lines_among(
    connection: AsyncConnection, stage_id: UUID, entry_ids: Sequence[UUID]
) -> tuple[list[tuple[Seat, StandingRow | None]], dict[UUID, tuple[int, int]]]:
    """The same of these entries alone, and how many of the stage's matches each of them won and lost."""
    rows = (await connection.execute(LINES_AMONG, {"stage_id": stage_id, "among": entry_ids})).all()
    return [_line(row) for row in rows], {row.id: (row.won.count(True), row.won.count(False)) for row in rows}


def _line(row: Row[Any]) -> tuple[Seat, StandingRow | None]:
    return to_struct(row, Seat), msgspec.convert(row.line, StandingRow | None)


STORE_LINES = PartText(
    "lines",
    """
    INSERT INTO standings (stage_id, entry_id, ordinal, place, group_key, figures, trail)
    SELECT :table_of, row.* FROM jsonb_to_recordset(:lines)
        AS row (entry_id uuid, ordinal int, place int, group_key text, figures jsonb, trail jsonb)
    ON CONFLICT (stage_id, entry_id) DO UPDATE SET ordinal = excluded.ordinal, place = excluded.place,
        group_key = excluded.group_key, figures = excluded.figures, trail = excluded.trail
    """,
    (bindparam("table_of", type_=Uuid), bindparam("lines", type_=JSONB)),
)


def storing_standings(stage_id: UUID, rows: Sequence[StandingRow]) -> Part:
    """The statement that inserts or replaces lines of the table."""
    return Part(STORE_LINES, {"table_of": stage_id, "lines": msgspec.to_builtins(rows)})


async def store_standings(connection: AsyncConnection, stage_id: UUID, rows: Sequence[StandingRow]) -> None:
    """Insert or replace lines of the table."""
    if rows:
        await run(connection, [storing_standings(stage_id, rows)])


async def remove_standings(connection: AsyncConnection, stage_id: UUID, entry_ids: Sequence[UUID]) -> None:
    """Take lines out of the table: of entries whose place is no longer decided."""
    chosen = (standings.c.stage_id == stage_id) & standings.c.entry_id.in_(entry_ids)
    await connection.execute(delete(standings).where(chosen))
