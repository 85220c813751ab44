"""Every SQL statement about evidence."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.accounts import people
from esports.db.schema.refereeing import evidence
from esports.refereeing.evidence_wire import EvidenceItem, EvidencePicture, StoredEvidence


def _evidence() -> Select[Any]:
    plain = ("id", "source", "slot", "link", "media_type", "width", "height", "made_at")
    return select(
        *(evidence.c[name] for name in plain),
        evidence.c.report_id.label("report"),
        people.c.display_name.label("by"),
    ).outerjoin(people, people.c.id == evidence.c.made_by)


async def evidence_of(
    connection: AsyncConnection, match_id: UUID, playing: Sequence[UUID] | None
) -> list[EvidenceItem]:
    """The evidence of a match, the first one first: all, or what was added while these played."""
    query = _evidence().where(evidence.c.match_id == match_id).order_by(evidence.c.made_at, evidence.c.id)
    if playing is not None:
        query = query.where(evidence.c.entries == list(playing))
    return [to_struct(row, EvidenceItem) for row in await connection.execute(query)]


async def evidence_by_id(connection: AsyncConnection, evidence_id: UUID) -> EvidenceItem:
    """One piece of evidence, which is there."""
    row = (await connection.execute(_evidence().where(evidence.c.id == evidence_id))).one()
    return to_struct(row, EvidenceItem)


async def evidence_by(
    connection: AsyncConnection, match_id: UUID, source: str, slot: int | None
) -> list[StoredEvidence]:
    """What one side of a match, its station or the staff have added. Needs the tournament's lock."""
    query = select(evidence.c.id, evidence.c.report_id.label("report"), evidence.c.digest).where(
        evidence.c.match_id == match_id,
        evidence.c.source == source,
        evidence.c.slot.is_not_distinct_from(slot),
    )
    return [to_struct(row, StoredEvidence) for row in await connection.execute(query)]


async def evidence_picture(connection: AsyncConnection, evidence_id: UUID) -> EvidencePicture | None:
    """A picture with its bytes."""
    query = select(
        evidence.c.match_id.label("match"), evidence.c.entries, evidence.c.media_type, evidence.c.body
    ).where(evidence.c.id == evidence_id, evidence.c.body.is_not(None))
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, EvidencePicture) if row else None


async def add_evidence(connection: AsyncConnection, **row: Any) -> None:
    """Insert a piece of evidence."""
    await connection.execute(insert(evidence).values(**row))
