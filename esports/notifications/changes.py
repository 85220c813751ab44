"""Telling the sides of a match what others changed: by a correction, a departure, a referee's word."""

from uuid import UUID

from esports.notifications.queries import changes as queries
from esports.notifications.service import notify
from esports.uow import UnitOfWork


async def announce(unit: UnitOfWork, about: str, happening_id: UUID) -> None:
    """Tell everybody in the matches that it touched, each once, as it is now.

    Who is in several of them is told of the first: of the one that was decided before those that are void.
    """
    told: set[UUID] = set()
    for person_id, payload in await queries.changed(unit.connection, about, happening_id):
        if person_id not in told:
            told.add(person_id)
            way = "back" if payload.reverted else "made"
            await notify(unit, person_id, payload, dedupe_key=f"{about}:{happening_id}:{way}")
