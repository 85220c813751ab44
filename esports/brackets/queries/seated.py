"""Statements about who is seated in stages."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.brackets.queries import _went_on
from esports.brackets.wire import Seat
from esports.db.rows import to_struct
from esports.db.schema.brackets import seats, standings
from esports.db.schema.entries import entries
from esports.db.schema.honours import qualifiers
from esports.db.schema.tournaments import stages, tournaments


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


SEATS = _seats()


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
