"""Every SQL statement about entries that leave, and what their leaving made."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Select,
    any_,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.brackets import seats
from esports.db.schema.matches import ACTIVE, departures, results
from esports.db.schema.tournaments import stages
from esports.matches.departure_wire import StoredDeparture
from esports.matches.queries import put

DEPARTURE = (
    "id", "kind", "annulled", "everywhere", "reason", "made_at", "revert_reason", "reverted_at", "taken",
    "made",
)  # fmt: skip


def _departures() -> Select[Any]:
    return select(
        *(departures.c[name] for name in (*DEPARTURE, "reseated", "refilled")),
        departures.c.entry_id.label("entry"),
        departures.c.stage_id.label("stage"),
    )


async def departure(connection: AsyncConnection, departure_id: UUID) -> StoredDeparture | None:
    """One departure."""
    row = (await connection.execute(_departures().where(departures.c.id == departure_id))).one_or_none()
    return to_struct(row, StoredDeparture) if row else None


async def departures_of(connection: AsyncConnection, tournament_id: UUID) -> list[StoredDeparture]:
    """The tournament's departures, those that were taken back among them; the first one first."""
    query = (
        _departures()
        .where(departures.c.tournament_id == tournament_id)
        .order_by(departures.c.made_at, departures.c.id)
    )
    return [to_struct(row, StoredDeparture) for row in await connection.execute(query)]


IN_FORCE = select(departures.c.entry_id, departures.c.id).where(
    departures.c.tournament_id == bindparam("tournament_id"), departures.c.reverted_at.is_(None)
)
"""Built once, for it runs at every result."""


async def departures_in_force(connection: AsyncConnection, tournament_id: UUID) -> dict[str, UUID]:
    """The departures of the tournament that were not taken back, by entry."""
    rows = await connection.execute(IN_FORCE, {"tournament_id": tournament_id})
    return {str(row.entry_id): row.id for row in rows}


async def add_departure(
    connection: AsyncConnection, stored: StoredDeparture, *, tournament_id: UUID, made_by: UUID | None
) -> None:
    """Insert a departure."""
    row = {name: getattr(stored, name) for name in DEPARTURE}
    others = {"entry_id": stored.entry, "stage_id": stored.stage, "tournament_id": tournament_id}
    await connection.execute(insert(departures).values(**row, **others, made_by=made_by))


async def handed_over(connection: AsyncConnection, tournament_id: UUID) -> dict[UUID, UUID]:
    """By match the results in force that departures made which were not taken back."""
    query = (
        select(results.c.match_id, results.c.id)
        .join(departures, results.c.id == any_(departures.c.made))
        .where(departures.c.tournament_id == tournament_id, departures.c.reverted_at.is_(None))
        .where(ACTIVE)
    )
    return {row.match_id: row.id for row in await connection.execute(query)}


async def take_handed_back(connection: AsyncConnection, result_ids: Sequence[UUID]) -> None:
    """These results, which departures made, are void, and nothing that those would take back."""
    await put(connection, result_ids, "void", "voided")
    for one in result_ids:
        await connection.execute(
            update(departures)
            .where(departures.c.made.contains([one]))
            .values(made=func.array_remove(departures.c.made, one))
        )


async def add_made(connection: AsyncConnection, departure_id: UUID, result_id: UUID) -> None:
    """Add a result that the departure made later."""
    made = func.array_append(departures.c.made, result_id)
    await connection.execute(update(departures).where(departures.c.id == departure_id).values(made=made))


async def change_departure(connection: AsyncConnection, departure_id: UUID, **values: Any) -> None:
    """Store changed columns of a departure."""
    await connection.execute(update(departures).where(departures.c.id == departure_id).values(**values))


async def take_departure_back(
    connection: AsyncConnection, stored: StoredDeparture, *, reverted_by: UUID | None
) -> None:
    """Store that and why a departure was taken back."""
    await connection.execute(
        update(departures)
        .where(departures.c.id == stored.id)
        .values(revert_reason=stored.revert_reason, reverted_at=stored.reverted_at, reverted_by=reverted_by)
    )


async def stages_with(connection: AsyncConnection, entry_id: UUID) -> list[UUID]:
    """The stages in which the entry has a seat, the first one first."""
    query = (
        select(seats.c.stage_id)
        .join(stages, stages.c.id == seats.c.stage_id)
        .where(seats.c.entry_id == entry_id)
        .order_by(stages.c.position)
    )
    return list((await connection.execute(query)).scalars())
