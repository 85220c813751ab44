"""Every SQL statement about tournaments and their stages."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.brackets import matches
from esports.db.schema.events import events
from esports.db.schema.tournaments import PUBLISHED, stages, tournaments
from esports.tournaments.wire import Champion, Reporting, Roster, Stage, Tournament, Window


def to_row(values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns from the fields of `NewTournament` or `TournamentChanges` that are set."""
    row = {name: value for name, value in values.items() if value is not msgspec.UNSET}
    for window in ("registration", "check_in"):
        if window in row:
            value: Window | None = row.pop(window)
            row[f"{window}_opens_at"] = value.opens_at if value else None
            row[f"{window}_closes_at"] = value.closes_at if value else None
    if "roster" in row:
        roster: Roster = row.pop("roster")
        row |= {
            "roster_min": roster.min,
            "roster_max": roster.max,
            "roster_substitutes": roster.substitutes,
        }
    if "reporting" in row:
        reporting: Reporting = row.pop("reporting")
        row |= {
            "captains_report": reporting.captains,
            "confirm_minutes": reporting.confirm_minutes,
            "second_person": reporting.second_person,
            "second_person_corrections": reporting.second_person_corrections,
            "no_show_minutes": reporting.no_show_minutes,
            "pauses_per_side": reporting.pauses_per_side,
            "pause_minutes": reporting.pause_minutes,
        }
    return row


def _window(row: Row[Any], name: str) -> Window | None:
    opens_at = getattr(row, f"{name}_opens_at")
    return Window(opens_at=opens_at, closes_at=getattr(row, f"{name}_closes_at")) if opens_at else None


def _tournament(row: Row[Any]) -> Tournament:
    return Tournament(
        id=row.id,
        event=row.event_id,
        slug=row.slug,
        name=row.name,
        title=row.title,
        entry_kind=row.entry_kind,
        state=row.state,
        capacity=row.capacity,
        best_of=row.best_of,
        registration=_window(row, "registration"),
        check_in=_window(row, "check_in"),
        check_in_by=row.check_in_by,
        offer_minutes=row.offer_minutes,
        roster=Roster(min=row.roster_min, max=row.roster_max, substitutes=row.roster_substitutes),
        reporting=Reporting(
            captains=row.captains_report,
            confirm_minutes=row.confirm_minutes,
            second_person=row.second_person,
            second_person_corrections=row.second_person_corrections,
            no_show_minutes=row.no_show_minutes,
            pauses_per_side=row.pauses_per_side,
            pause_minutes=row.pause_minutes,
        ),
        require_guardian_consent=row.require_guardian_consent,
        consent_age=row.consent_age,
        champion=msgspec.convert(row.champion, Champion) if row.champion else None,
        revision=row.revision,
        dropped=row.dropped,
    )


async def add(connection: AsyncConnection, values: Mapping[str, Any]) -> None:
    """Insert a tournament."""
    await connection.execute(insert(tournaments).values(**values))


BY_ID = select(tournaments).where(tournaments.c.id == bindparam("tournament_id"))
LOCKED = BY_ID.with_for_update()


async def by_id(connection: AsyncConnection, tournament_id: UUID, *, lock: bool = False) -> Tournament | None:
    """The tournament; `lock` holds its row, which orders all that write to it."""
    statement = LOCKED if lock else BY_ID
    row = (await connection.execute(statement, {"tournament_id": tournament_id})).one_or_none()
    return _tournament(row) if row else None


async def held_with_stage(connection: AsyncConnection, match_id: UUID) -> tuple[Tournament, Stage] | None:
    """The tournament of a match with its row held, and the stage of the match."""
    row = (await connection.execute(HELD_WITH_STAGE, {"match_id": match_id})).one_or_none()
    if row is None:
        return None
    told = {name: getattr(row, f"stage_{name}") for name in Stage.__struct_fields__}
    return _tournament(row), msgspec.convert(told, Stage)


async def by_slug(connection: AsyncConnection, event_slug: str, slug: str) -> Tournament | None:
    """The tournament with this short name in the event with that one."""
    query = (
        select(tournaments)
        .join(events, events.c.id == tournaments.c.event_id)
        .where(events.c.slug == event_slug, tournaments.c.slug == slug)
    )
    row = (await connection.execute(query)).one_or_none()
    return _tournament(row) if row else None


async def visible(connection: AsyncConnection, tournament_id: UUID) -> tuple[UUID, bool] | None:
    """The tournament's event, and whether everybody may know of it."""
    query = select(tournaments.c.event_id, PUBLISHED).where(tournaments.c.id == tournament_id)
    row = (await connection.execute(query)).one_or_none()
    return (row[0], row[1]) if row else None


async def page(
    connection: AsyncConnection, event_id: UUID, *, after: UUID | None, limit: int, drafts: bool
) -> list[Tournament]:
    """The event's tournaments in the order of their making, behind the cursor `after`."""
    query = select(tournaments).where(tournaments.c.event_id == event_id)
    if after is not None:
        query = query.where(tournaments.c.id > after)
    if not drafts:
        query = query.where(PUBLISHED)
    rows = await connection.execute(query.order_by(tournaments.c.id).limit(limit))
    return [_tournament(row) for row in rows]


async def in_states(
    connection: AsyncConnection, states: Collection[str], *, first: UUID, limit: int
) -> list[tuple[UUID, str, str]]:
    """The id, event and name of tournaments in these states: of the event `first`, then the newest."""
    query = (
        select(tournaments.c.id, events.c.name.label("event"), tournaments.c.name)
        .join(events, events.c.id == tournaments.c.event_id)
        .where(tournaments.c.state.in_(states))
        .order_by((tournaments.c.event_id == first).desc(), tournaments.c.id.desc())
        .limit(limit)
    )
    return [(row.id, row.event, row.name) for row in await connection.execute(query)]


async def change(connection: AsyncConnection, tournament_id: UUID, values: Mapping[str, Any]) -> None:
    """Store changed columns and count the revision up."""
    await connection.execute(
        update(tournaments)
        .where(tournaments.c.id == tournament_id)
        .values(**values, revision=tournaments.c.revision + 1)
    )


async def next_registration(connection: AsyncConnection, tournament_id: UUID, count: int) -> int:
    """Take `count` places in the order of registration; the first one's number. Needs the row's lock."""
    last: int = (
        await connection.execute(
            update(tournaments)
            .where(tournaments.c.id == tournament_id)
            .values(registered_count=tournaments.c.registered_count + count)
            .returning(tournaments.c.registered_count)
        )
    ).scalar_one()
    return last - count + 1


STAGE_COLUMNS = (
    stages.c.id,
    stages.c.tournament_id.label("tournament"),
    stages.c.position,
    stages.c.name,
    stages.c.format,
    stages.c.state,
    stages.c.size,
    stages.c.options,
    stages.c.qualifies,
    stages.c.draw_seed,
    stages.c.engine_version,
)


async def add_stage(connection: AsyncConnection, **values: Any) -> None:
    """Insert a stage."""
    await connection.execute(insert(stages).values(**values))


async def stages_of(connection: AsyncConnection, tournament_id: UUID) -> list[Stage]:
    """The tournament's stages in playing order."""
    query = select(*STAGE_COLUMNS).where(stages.c.tournament_id == tournament_id).order_by(stages.c.position)
    return [to_struct(row, Stage) for row in await connection.execute(query)]


WITH_STAGE = (
    select(tournaments, *(one.label(f"stage_{one.name}") for one in STAGE_COLUMNS))
    .join(stages, stages.c.tournament_id == tournaments.c.id)
    .join(matches, matches.c.stage_id == stages.c.id)
    .where(matches.c.id == bindparam("match_id"))
)
HELD_WITH_STAGE = WITH_STAGE.with_for_update(of=tournaments)
STAGE = select(*STAGE_COLUMNS).where(stages.c.id == bindparam("stage_id"))


async def stage(connection: AsyncConnection, stage_id: UUID) -> Stage | None:
    """One stage."""
    row = (await connection.execute(STAGE, {"stage_id": stage_id})).one_or_none()
    return to_struct(row, Stage) if row else None


async def change_stage(connection: AsyncConnection, stage_id: UUID, **values: Any) -> None:
    """Store changed columns of a stage."""
    await connection.execute(update(stages).where(stages.c.id == stage_id).values(**values))


async def remove_stage(connection: AsyncConnection, stage_id: UUID) -> None:
    """Delete a stage."""
    await connection.execute(delete(stages).where(stages.c.id == stage_id))


async def count_stages(connection: AsyncConnection, tournament_id: UUID) -> int:
    """How many stages the tournament has."""
    query = select(func.count()).select_from(stages).where(stages.c.tournament_id == tournament_id)
    count: int = (await connection.execute(query)).scalar_one()
    return count
