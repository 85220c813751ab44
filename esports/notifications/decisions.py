"""Telling people what was decided on their entry."""

from uuid import UUID

from esports.notifications import queries
from esports.notifications.service import notify
from esports.uow import UnitOfWork


async def announce(unit: UnitOfWork, entry_id: UUID) -> None:
    """Tell who registered the entry that it is in, waits, or was refused; once for each decision."""
    found = await queries.decided(unit.connection, entry_id)
    if found is None:
        return
    person_id, payload, revision = found
    await notify(unit, person_id, payload, dedupe_key=f"decided:{entry_id}:{revision}")
