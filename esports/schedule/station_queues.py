"""What comes next at each station: for casters at the stage, and for who leads people to their places."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.events import service as events
from esports.schedule import queries
from esports.schedule.queries import places
from esports.schedule.station_wire import StationQueue, StationQueues
from esports.schedule.wire import ScheduledMatch

MOST = 5
"""How many of the matches to come are told of each station."""


async def station_queues(connection: AsyncConnection, *, actor: Actor, event_id: UUID) -> StationQueues:
    """The stations of the event with the match that each has now, and what is published next for it.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`.
    """
    await events.get(connection, event_id)
    await access.require(connection, actor, Permission.see_private, event_id)
    on: dict[UUID | None, ScheduledMatch] = {}
    coming: dict[UUID | None, list[ScheduledMatch]] = defaultdict(list)
    for match in await queries.published(connection, event_id):
        if match.phase not in queries.OPEN:
            continue
        if match.state == "idle":
            coming[match.station].append(match)
        else:
            on[match.station] = match
    return StationQueues(
        items=[
            StationQueue(
                id=station.id,
                name=station.name,
                venue=venue.name,
                out_of_order=station.out_of_order,
                now=on.get(station.id),
                next=coming[station.id][:MOST],
            )
            for venue in await places.venues_of(connection, event_id)
            for station in venue.stations
        ]
    )
