"""Every SQL statement about what a side claims and the other confirms or objects to."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.brackets.wire import ResultRow
from esports.db.rows import to_struct
from esports.db.schema.brackets import matches
from esports.db.schema.matches import reports, results
from esports.matches.report_wire import Claim, Entered, Objection

CLAIM_COLUMNS = (
    reports.c.id,
    reports.c.match_id.label("match"),
    *(reports.c[name] for name in ("version", "state", "body", "slot", "entries", "evidence", "due_at")),
)


async def claims_of(connection: AsyncConnection, match_id: UUID) -> list[Claim]:
    """What the sides have claimed of the match, the first one first."""
    query = select(*CLAIM_COLUMNS).where(
        reports.c.match_id == match_id,
        reports.c.entries.is_not(None),
        reports.c.slot.is_not(None) | reports.c.reported_by.is_(None),
    )
    return [to_struct(row, Claim) for row in await connection.execute(query.order_by(reports.c.version))]


async def waiting_claim(connection: AsyncConnection, report_id: UUID) -> Claim | None:
    """A claim, if its match is reported and waits for an answer to it."""
    query = (
        select(*CLAIM_COLUMNS)
        .join(matches, matches.c.id == reports.c.match_id)
        .where(reports.c.id == report_id, reports.c.state == "claimed", reports.c.entries.is_not(None))
        .where(matches.c.state == "reported")
    )
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, Claim) if row else None


async def add_claim(connection: AsyncConnection, claim: Claim, *, reported_by: UUID | None) -> None:
    """Insert what a side claims."""
    row = msgspec.structs.asdict(claim)
    row["match_id"] = row.pop("match")
    await connection.execute(insert(reports).values(**row, reported_by=reported_by))


async def confirm_claim(
    connection: AsyncConnection,
    claim: Claim,
    *,
    result_id: UUID,
    result: ResultRow,
    cause: str,
    confirmed_by: UUID | None,
) -> None:
    """Put a claim in force: its report is confirmed, and this is the match's active result."""
    values = {"state": "confirmed", "cause": cause, "confirmed_by": confirmed_by}
    await connection.execute(update(reports).where(reports.c.id == claim.id).values(**values))
    row = msgspec.structs.asdict(result)
    await connection.execute(insert(results).values(**row, id=result_id, report_id=claim.id))


async def entered(connection: AsyncConnection, match_id: UUID, playing: Sequence[UUID]) -> Entered | None:
    """A referee's word of the match between these that waits for a second person."""
    query = select(*(reports.c[name] for name in ("id", "version", "body", "evidence", "reported_by"))).where(
        reports.c.match_id == match_id, reports.c.state == "entered", reports.c.entries == list(playing)
    )
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, Entered) if row else None


async def add_entered(connection: AsyncConnection, **row: Any) -> None:
    """Insert what a referee says, for a second person to confirm."""
    await connection.execute(insert(reports).values(**row, state="entered"))


async def confirm_entered(
    connection: AsyncConnection,
    report_id: UUID,
    *,
    result_id: UUID,
    result: ResultRow,
    confirmed_by: UUID | None,
) -> None:
    """Put a referee's word in force on that of a second person."""
    values = {"state": "confirmed", "cause": "staff", "confirmed_by": confirmed_by}
    await connection.execute(update(reports).where(reports.c.id == report_id).values(values))
    row = msgspec.structs.asdict(result)
    await connection.execute(insert(results).values(**row, id=result_id, report_id=report_id))


async def object_to(connection: AsyncConnection, report_id: UUID, objection: Objection) -> None:
    """Keep why somebody does not agree to a report."""
    told = msgspec.to_builtins(objection)
    await connection.execute(update(reports).where(reports.c.id == report_id).values(objection=told))


async def give_way(connection: AsyncConnection, match_ids: Sequence[UUID]) -> None:
    """What the sides claim of these matches, or a referee has entered, gives way to what is in force now."""
    await connection.execute(
        update(reports)
        .where(reports.c.match_id.in_(match_ids), reports.c.state.in_(("claimed", "entered")))
        .values(state="superseded")
    )


async def put_claims(connection: AsyncConnection, report_ids: Sequence[UUID], state: str) -> None:
    """Bring claims to a state."""
    await connection.execute(update(reports).where(reports.c.id.in_(report_ids)).values(state=state))
