"""Every SQL statement about seats, matches, slots and standings."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    Integer,
    Row,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    func,
    insert,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.brackets.queries.unpaired import _any
from esports.brackets.wire import DraftRow, Match, MatchRow, ResultRow, SlotRow
from esports.db.parts import Part, PartText, beside, run
from esports.db.rows import to_struct
from esports.db.schema.brackets import matches, seats, slots
from esports.db.schema.drafts import drafts
from esports.db.schema.entries import entries
from esports.db.schema.matches import ACTIVE, departures, results
from esports.db.schema.schedule import bookings, stations
from esports.db.schema.tournaments import PUBLISHED, stages, tournaments
from esports.tournaments.queries import STAGE_COLUMNS
from esports.tournaments.wire import Stage

MATCH_COLUMNS = tuple(matches.c[name] for name in MatchRow.__struct_fields__)
SLOT_COLUMNS = tuple(slots.c[name] for name in SlotRow.__struct_fields__)
RESULT_COLUMNS = tuple(results.c[name] for name in ResultRow.__struct_fields__)
DRAFT_COLUMNS = tuple(drafts.c[name] for name in DraftRow.__struct_fields__)
MATCH = msgspec.json.Decoder(Match)
OPEN = ("waiting", "ready", "stale")
LEFT = ("withdrawn", "disqualified")


def _matches(condition: ColumnElement[bool]) -> Select[Any]:
    """The matches with their slots, active results, published places and drafts, in one statement."""
    sides = (
        select(func.jsonb_agg(aggregate_order_by(_object(SLOT_COLUMNS), slots.c.slot)))
        .where(slots.c.match_id == matches.c.id)
        .scalar_subquery()
    )
    active = (
        select(_object(RESULT_COLUMNS)).where(results.c.match_id == matches.c.id, ACTIVE).scalar_subquery()
    )
    known = (
        select(func.jsonb_agg(aggregate_order_by(_object(DRAFT_COLUMNS), drafts.c.game)))
        .where(drafts.c.match_id == matches.c.id, drafts.c.voided_at.is_(None))
        .scalar_subquery()
    )
    place = (
        select(_pairs({"station": stations.c.name, "starts_at": bookings.c.starts_at}))
        .join(stations, stations.c.id == bookings.c.station_id)
        .where(bookings.c.match_id == matches.c.id)
        .scalar_subquery()
    )
    parts = {
        "slots": sides,
        "result": active,
        "place": place,
        "drafts": func.coalesce(known, cast([], JSONB)),
    }
    whole = _pairs({"row": _object(MATCH_COLUMNS), **parts})
    return select(cast(whole, Text)).where(condition).order_by(matches.c.number)


def _object(columns: Sequence[ColumnElement[Any]]) -> ColumnElement[Any]:
    """The columns as one JSON object, under their own names."""
    return _pairs({str(one.key): one for one in columns})


def _pairs(fields: Mapping[str, Any]) -> ColumnElement[Any]:
    parts: list[Any] = []
    for name, value in fields.items():
        parts += [literal_column(f"'{name}'"), value]
    return func.jsonb_build_object(*parts, type_=JSONB)


def _reached() -> Select[Any]:
    """The match `match_id` and all that take an entry from it, directly or not.

    They are few, which the planner cannot know: joined plainly it reads every slot of every stage, again
    for each round. What stands in a lateral subquery with an offset or an order it looks up one by one.
    """
    start = select(matches.c.id).where(matches.c.id == bindparam("match_id"))
    reached = start.cte("reached", recursive=True)
    takes = slots.c.source_match_id == reached.c.id
    following = select(slots.c.match_id).where(takes).offset(literal_column("0")).lateral()
    reached = reached.union(select(following.c.match_id).select_from(reached.join(following, true())))
    whole = _matches(matches.c.id == reached.c.id).lateral()
    return select(*whole.c).select_from(reached.join(whole, true()))


def found_in(rows: Iterable[Row[Any]]) -> list[Match]:
    """The matches that stand in the first column, by number."""
    return sorted((MATCH.decode(row[0]) for row in rows), key=lambda match: match.row.number)


def _went_on() -> ColumnElement[bool]:
    """Whether the entry of a seat left from a later stage, and its results in this one were not annulled.

    One row at a time: of an EXISTS the planner may read the table whole, to look into it for each seat.
    """
    own, other, seat = stages.alias(), stages.alias(), seats.alias()
    later = (
        select(true())
        .where(own.c.id == seats.c.stage_id, seat.c.entry_id == seats.c.entry_id)
        .where(other.c.id == seat.c.stage_id, other.c.position > own.c.position)
    )
    annulled = select(true()).where(
        departures.c.entry_id == seats.c.entry_id, departures.c.everywhere, departures.c.reverted_at.is_(None)
    )
    left_later = and_(_any(later), ~_any(annulled))
    return case((entries.c.state.in_(LEFT), left_later), else_=False)


OF_STAGE = _matches(matches.c.stage_id == bindparam("stage_id"))
BY_ID = _matches(matches.c.id == bindparam("match_id"))
REACH = _reached()
LOCATE_MATCH = select(matches.c.tournament_id, matches.c.stage_id).where(
    matches.c.id == bindparam("match_id")
)
STAGE_OF = (
    select(*STAGE_COLUMNS)
    .join(matches, matches.c.stage_id == stages.c.id)
    .where(matches.c.id == bindparam("match_id"))
)
COUNT_OPEN = select(func.count()).where(
    matches.c.stage_id == bindparam("stage_id"), matches.c.phase.in_(OPEN)
)


async def locate_stage(connection: AsyncConnection, stage_id: UUID) -> tuple[UUID, UUID] | None:
    """The tournament and the event of a stage."""
    query = (
        select(stages.c.tournament_id, tournaments.c.event_id)
        .join(tournaments, tournaments.c.id == stages.c.tournament_id)
        .where(stages.c.id == stage_id)
    )
    row = (await connection.execute(query)).one_or_none()
    return (row.tournament_id, row.event_id) if row else None


async def locate_match(connection: AsyncConnection, match_id: UUID) -> tuple[UUID, UUID] | None:
    """The tournament and the stage of a match."""
    row = (await connection.execute(LOCATE_MATCH, {"match_id": match_id})).one_or_none()
    return (row.tournament_id, row.stage_id) if row else None


async def stage_of(connection: AsyncConnection, match_id: UUID) -> Stage | None:
    """The stage of a match."""
    row = (await connection.execute(STAGE_OF, {"match_id": match_id})).one_or_none()
    return to_struct(row, Stage) if row else None


async def add_matches(
    connection: AsyncConnection,
    match_rows: Sequence[Mapping[str, Any]],
    slot_rows: Sequence[Mapping[str, Any]],
) -> None:
    """Insert matches with their slots."""
    if match_rows:
        await connection.execute(insert(matches), list(match_rows))
        await connection.execute(insert(slots), list(slot_rows))


async def of_stage(connection: AsyncConnection, stage_id: UUID) -> list[Match]:
    """Every match of the stage, by number."""
    return found_in(await connection.execute(OF_STAGE, {"stage_id": stage_id}))


async def by_id(connection: AsyncConnection, match_id: UUID) -> Match | None:
    """One match."""
    found = found_in(await connection.execute(BY_ID, {"match_id": match_id}))
    return found[0] if found else None


async def reach(connection: AsyncConnection, match_id: UUID) -> list[Match]:
    """The match and all that its result can reach, by number. The cost does not grow with the bracket."""
    return found_in(await connection.execute(REACH, {"match_id": match_id}))


async def search(
    connection: AsyncConnection,
    event_id: UUID,
    *,
    states: Sequence[str] | None,
    phase: str | None,
    entry: UUID | None,
    after: UUID | None,
    limit: int,
    drafts: bool,
) -> list[Match]:
    """Matches of an event in the order of their making, behind the cursor `after`."""
    inside = select(tournaments.c.id).where(tournaments.c.event_id == event_id)
    if not drafts:
        inside = inside.where(PUBLISHED)
    query = select(matches.c.id).where(matches.c.tournament_id.in_(inside))
    if states is not None:
        query = query.where(matches.c.state.in_(states))
    if phase is not None:
        query = query.where(matches.c.phase == phase)
    if entry is not None:
        query = query.where(matches.c.id.in_(select(slots.c.match_id).where(slots.c.entry_id == entry)))
    if after is not None:
        query = query.where(matches.c.id > after)
    chosen = list((await connection.execute(query.order_by(matches.c.id).limit(limit))).scalars())
    found = found_in(await connection.execute(_matches(matches.c.id.in_(chosen))))
    return sorted(found, key=lambda match: match.row.id)


CHANGE = PartText(
    "change",
    """
    WITH changed AS (
        UPDATE matches SET phase = now.phase, state = now.state, revision = matches.revision + 1,
            settled_at = CASE WHEN now.settled THEN :at ELSE matches.settled_at END,
            called_at = CASE WHEN now.state = matches.state THEN matches.called_at
                WHEN now.state = 'called' THEN :at
                WHEN now.state IN ('idle', 'voided') THEN NULL ELSE matches.called_at END,
            began_at = CASE WHEN now.state <> matches.state AND now.state IN ('idle', 'voided') THEN NULL
                ELSE matches.began_at END,
            ended_at = CASE WHEN now.state IN ('reported', 'disputed', 'confirmed')
                THEN coalesce(matches.ended_at, :at) END
        FROM unnest(:ids, :phases, :states, :settled) AS now (id, phase, state, settled)
        WHERE matches.id = now.id
    )
    UPDATE slots SET entry_id = now.entry_id, vacant = now.vacant
    FROM unnest(:match_ids, :slots, :entry_ids, :vacant) AS now (match_id, slot, entry_id, vacant)
    WHERE slots.match_id = now.match_id AND slots.slot = now.slot
    """,
    (
        bindparam("at", type_=DateTime(timezone=True)),
        *(bindparam(name, type_=ARRAY(Uuid)) for name in ("ids", "match_ids", "entry_ids")),
        *(bindparam(name, type_=ARRAY(Text)) for name in ("phases", "states")),
        *(bindparam(name, type_=ARRAY(Boolean)) for name in ("settled", "vacant")),
        bindparam("slots", type_=ARRAY(Integer)),
    ),
)
"""Arrays, for of a JSON document the planner does not know how few rows it makes."""


async def change(
    connection: AsyncConnection,
    changed: Sequence[tuple[Match, Match]],
    at: datetime,
    *,
    parts: Sequence[Part] = (),
) -> None:
    """Store where matches stand and who is in their slots, given as they were and as they are, in one go.

    Their revisions count up; those that are settled now were settled `at` this time. `parts` are written
    in the same round trip.
    """
    if not changed:
        await run(connection, parts)
        return
    sides = [
        side
        for old, new in changed
        for before, side in zip(old.slots, new.slots, strict=True)
        if before != side
    ]
    values = {
        "ids": [new.row.id for _, new in changed],
        "phases": [new.row.phase for _, new in changed],
        "states": [new.row.state for _, new in changed],
        "settled": [new.row.phase == "settled" and old.row.phase != "settled" for old, new in changed],
        "match_ids": [side.match_id for side in sides],
        "slots": [side.slot for side in sides],
        "entry_ids": [side.entry_id for side in sides],
        "vacant": [side.vacant for side in sides],
    }
    given = {name: value for part in parts for name, value in part.values.items()}
    await connection.execute(beside(CHANGE, parts), {**given, **values, "at": at})


async def count_open(connection: AsyncConnection, stage_id: UUID) -> int:
    """How many matches of the stage are not over."""
    count: int = (await connection.execute(COUNT_OPEN, {"stage_id": stage_id})).scalar_one()
    return count
