"""The whole audit: every journal's chain and replay, every stage's bracket."""

from collections.abc import AsyncIterator
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from esports.audit import brackets, queries, replay
from esports.audit.findings import Finding
from esports.audit.queries import Kept
from esports.journal import chain


async def kept(engine: AsyncEngine) -> list[Kept]:
    """Every journal there is."""
    async with engine.connect() as connection:
        return await queries.kept(connection)


async def examine(engine: AsyncEngine, journal: Kept) -> list[Finding]:
    """Everything that does not hold of one journal and what it is about, at one moment.

    Play may go on meanwhile: it is looked at in one snapshot, which holds nobody up.
    """
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="REPEATABLE READ")
        return [finding async for finding in _examine(connection, journal.id, journal.kind)]


async def _examine(connection: AsyncConnection, journal_id: UUID, kind: str) -> AsyncIterator[Finding]:
    of = f"{kind} {journal_id}"
    for fault in await chain.faults(connection, journal_id):
        yield Finding(of=of, what=fault.what, where=str(fault.seq))
    for place in await replay.contradictions(connection, journal_id, kind):
        yield Finding(of=of, what="replay", where=place)
    if kind == "tournament":
        for stage_id in await queries.started_stages(connection, journal_id):
            for key in await brackets.differences(connection, stage_id):
                yield Finding(of=f"stage {stage_id}", what="bracket", where=key)
