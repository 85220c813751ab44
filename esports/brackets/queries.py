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
    delete,
    exists,
    false,
    func,
    insert,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.brackets.wire import DraftRow, Match, MatchRow, ResultRow, Seat, SlotRow, StandingRow
from esports.db.parts import Part, PartText, beside, run
from esports.db.rows import to_struct
from esports.db.schema.brackets import matches, seats, slots, standings, unpairings
from esports.db.schema.drafts import drafts
from esports.db.schema.entries import entries
from esports.db.schema.honours import qualifiers
from esports.db.schema.judging import contests
from esports.db.schema.matches import ACTIVE, departures, pauses, reports, results
from esports.db.schema.refereeing import cases, lobby_codes, match_links, presences
from esports.db.schema.schedule import bookings, stations
from esports.db.schema.tournaments import PUBLISHED, stages, tournaments
from esports.tournaments.queries import STAGE_COLUMNS
from esports.tournaments.wire import Stage

MATCH_COLUMNS = tuple(matches.c[name] for name in MatchRow.__struct_fields__)
SLOT_COLUMNS = tuple(slots.c[name] for name in SlotRow.__struct_fields__)
RESULT_COLUMNS = tuple(results.c[name] for name in ResultRow.__struct_fields__)
DRAFT_COLUMNS = tuple(drafts.c[name] for name in DraftRow.__struct_fields__)
STANDING_COLUMNS = tuple(standings.c[name] for name in StandingRow.__struct_fields__)
MATCH = msgspec.json.Decoder(Match)
OPEN = ("waiting", "ready", "stale")
LEFT = ("withdrawn", "disqualified")
DEEDS = (reports, results, drafts, cases, pauses)
"""What somebody did about a match, which stays on record, so that the match does."""
PREPARED = (lobby_codes, match_links, presences)
"""What goes with a match that is not played."""


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


def _any(rows: Select[tuple[bool]]) -> ColumnElement[bool]:
    return rows.limit(1).scalar_subquery().is_not(None)


def _seats() -> Select[Any]:
    """The seats of the stage `stage_id`, in seed order."""
    return (
        select(
            seats.c.seed,
            entries.c.id,
            entries.c.name,
            entries.c.delegation,
            entries.c.club,
            entries.c.region,
            entries.c.state,
            seats.c.former_group,
            _went_on().label("went_on"),
            entries.c.person_id.is_not(None).label("reachable"),
        )
        .join(entries, entries.c.id == seats.c.entry_id)
        .where(seats.c.stage_id == bindparam("stage_id"))
        .order_by(seats.c.seed)
    )


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
SEATS = _seats()
LINES = _lines()
LINES_AMONG = _lines_among()
"""Built once, for these statements run at every result."""


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


async def seats_of(connection: AsyncConnection, stage_id: UUID) -> list[Seat]:
    """Who plays in the stage, in seed order."""
    return [to_struct(row, Seat) for row in await connection.execute(SEATS, {"stage_id": stage_id})]


async def add_seats(connection: AsyncConnection, stage_id: UUID, seated: Sequence[Seat]) -> None:
    """Seat the entries."""
    rows = [
        {"stage_id": stage_id, "seed": one.seed, "entry_id": one.id, "former_group": one.former_group}
        for one in seated
    ]
    await connection.execute(insert(seats), rows)


async def change_seats(connection: AsyncConnection, stage_id: UUID, changed: Sequence[Seat]) -> None:
    """Seat others where these sit now. They may change places, so that all of them get up first."""
    chosen = seats.c.seed.in_([one.seed for one in changed])
    await connection.execute(delete(seats).where(seats.c.stage_id == stage_id, chosen))
    await add_seats(connection, stage_id, changed)


async def qualified_from(connection: AsyncConnection, tournament_id: UUID) -> dict[UUID, str]:
    """Where entries of the tournament qualified: the other one's name, and their last group there if any."""
    source, earlier = tournaments.alias("source"), entries.alias("earlier")
    group = (
        select(standings.c.group_key)
        .join(stages, stages.c.id == standings.c.stage_id)
        .join(earlier, earlier.c.id == standings.c.entry_id)
        .where(
            stages.c.tournament_id == source.c.id, func.lower(earlier.c.name) == func.lower(entries.c.name)
        )
        .order_by(stages.c.position.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(entries.c.id, func.concat_ws(" ", source.c.name, group))
        .join(qualifiers, qualifiers.c.entry_id == entries.c.id)
        .join(source, source.c.id == qualifiers.c.source_id)
        .where(entries.c.tournament_id == tournament_id)
    )
    return {row[0]: row[1] for row in await connection.execute(query)}


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


async def any_deed(connection: AsyncConnection, match_ids: Sequence[UUID]) -> bool:
    """Whether anything was reported, drafted, paused or called for in one of these matches."""
    query = select(or_(*(exists().where(one.c.match_id.in_(match_ids)) for one in DEEDS)))
    found: bool = (await connection.execute(query)).scalar_one()
    return found


async def remove_matches(connection: AsyncConnection, match_ids: Sequence[UUID]) -> None:
    """Take out matches in which nothing was done, and what was prepared for them."""
    for one in (*PREPARED, slots):
        await connection.execute(delete(one).where(one.c.match_id.in_(match_ids)))
    await connection.execute(delete(matches).where(matches.c.id.in_(match_ids)))


async def add_unpairing(connection: AsyncConnection, **row: Any) -> None:
    """Keep that a round was unpaired, and who would have played whom."""
    await connection.execute(insert(unpairings).values(**row))
