"""Telling people of a place that became free for their entry."""

from uuid import UUID

from esports.notifications import queries
from esports.notifications.service import notify
from esports.uow import UnitOfWork


async def announce(unit: UnitOfWork, entry_id: UUID) -> None:
    """Tell who registered the entry that it is in, or by when to accept; once for each offer."""
    found = await queries.place_free(unit.connection, entry_id)
    if found is None:
        return
    person_id, payload = found
    until = payload.until.isoformat() if payload.until else "in"
    await notify(unit, person_id, payload, dedupe_key=f"place-free:{entry_id}:{until}")
