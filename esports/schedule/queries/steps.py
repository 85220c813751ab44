"""Every SQL statement about wanted starts, and about what can be taken back of a plan."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import delete, exists, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.brackets import matches
from esports.db.schema.schedule import pins, plan_steps, planned_bookings, wishes
from esports.db.schema.tournaments import tournaments
from esports.schedule.queries import pins_of
from esports.schedule.rows import ScheduleRow
from esports.schedule.step_wire import Step
from esports.schedule.wire import Pin

ROW = ("match_id", "station_id", "starts_at", "ends_at", "referees", "stream", "reason")


def _inside(event_id: UUID) -> Any:
    """The ids of the event's matches."""
    return (
        select(matches.c.id)
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .where(tournaments.c.event_id == event_id)
    )


async def set_wish(connection: AsyncConnection, match_id: UUID, starts_at: datetime | None) -> None:
    """Keep when somebody wants the match to begin, in place of what was wanted; None is at any time."""
    if starts_at is None:
        await connection.execute(delete(wishes).where(wishes.c.match_id == match_id))
        return
    query = upsert(wishes).values(match_id=match_id, starts_at=starts_at)
    await connection.execute(
        query.on_conflict_do_update(index_elements=["match_id"], set_={"starts_at": starts_at})
    )


async def wishes_of(connection: AsyncConnection, event_id: UUID) -> dict[UUID, datetime]:
    """The wanted starts of the event, by match."""
    query = select(wishes.c.match_id, wishes.c.starts_at).where(wishes.c.match_id.in_(_inside(event_id)))
    return {row.match_id: row.starts_at for row in await connection.execute(query)}


async def as_it_is(connection: AsyncConnection, held: ScheduleRow) -> Step:
    """The plan with its pins and wishes as they are now."""
    query = select(*(planned_bookings.c[name] for name in ROW)).where(
        planned_bookings.c.match_id.in_(_inside(held.event_id))
    )
    rows = [dict(row._mapping) for row in await connection.execute(query.order_by("match_id"))]
    return Step(
        state=held.state,
        problems=held.problems,
        planned_at=held.planned_at,
        search=held.search,
        pins=await pins_of(connection, held.event_id),
        wishes=await wishes_of(connection, held.event_id),
        rows=msgspec.convert(rows, list[Any]),
    )


async def add(connection: AsyncConnection, event_id: UUID, plan: int, before: Step, *, most: int) -> None:
    """Keep how the plan was, and no more than `most` plans back."""
    row = {"event_id": event_id, "plan": plan, "before": msgspec.to_builtins(before)}
    await connection.execute(insert(plan_steps).values(row))
    mine = plan_steps.c.event_id == event_id
    kept = select(plan_steps.c.plan).where(mine).order_by(plan_steps.c.plan.desc()).limit(most)
    await connection.execute(delete(plan_steps).where(mine, plan_steps.c.plan.not_in(kept)))


async def has(connection: AsyncConnection, event_id: UUID, plan: int | None = None) -> bool:
    """Whether a step is kept of this plan, or of any."""
    chosen = [plan_steps.c.event_id == event_id]
    if plan is not None:
        chosen.append(plan_steps.c.plan == plan)
    return bool((await connection.execute(select(exists().where(*chosen)))).scalar())


async def newest(connection: AsyncConnection, event_id: UUID) -> tuple[int, Step] | None:
    """The newest step, and of which plan it is."""
    query = select(plan_steps.c.plan, plan_steps.c.before).where(plan_steps.c.event_id == event_id)
    row = (await connection.execute(query.order_by(plan_steps.c.plan.desc()).limit(1))).one_or_none()
    return (row.plan, msgspec.convert(row.before, Step)) if row else None


async def remove(connection: AsyncConnection, event_id: UUID, plan: int | None = None) -> None:
    """Forget the step of this plan, or all."""
    query = delete(plan_steps).where(plan_steps.c.event_id == event_id)
    await connection.execute(query if plan is None else query.where(plan_steps.c.plan == plan))


async def put_demands(
    connection: AsyncConnection,
    event_id: UUID,
    pinned: dict[UUID, Pin],
    wanted: dict[UUID, datetime],
    stations: Collection[UUID],
) -> None:
    """Have these pins and wishes alone in the event, of matches and stations that are still there."""
    there = set((await connection.execute(_inside(event_id))).scalars())
    for table in (pins, wishes):
        await connection.execute(delete(table).where(table.c.match_id.in_(there)))
    rows = [
        {
            "match_id": match,
            "station_id": one.station if one.station in stations else None,
            "starts_at": one.starts_at,
            "streamed": one.streamed,
        }
        for match, one in pinned.items()
        if match in there
    ]
    if rows:
        await connection.execute(insert(pins), rows)
    asked = [{"match_id": match, "starts_at": at} for match, at in wanted.items() if match in there]
    if asked:
        await connection.execute(insert(wishes), asked)
