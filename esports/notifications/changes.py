"""Telling the sides of a match what others changed: by a correction, a departure, a referee's word."""

from uuid import UUID

from esports.notifications.queries import changes as queries
from esports.notifications.telling import Told, tell
from esports.uow import UnitOfWork


async def announce(unit: UnitOfWork, about: str, happening_id: UUID) -> None:
    """Tell everybody in the matches that it touched, each once, as it is now.

    Who is in several of them is told of the first: of the one that was decided before those that are void.
    """
    told: dict[UUID, Told] = {}
    for person_id, payload in await queries.changed(unit.connection, about, happening_id):
        if person_id not in told:
            way = "back" if payload.reverted else "made"
            told[person_id] = Told(person_id, payload, f"{about}:{happening_id}:{way}")
    await tell(unit, list(told.values()))
