"""Use cases of those who run an event or the installation: see how each notice went out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.access import Actor, Permission, require
from esports.db import workers
from esports.events import service as events
from esports.notifications import queries
from esports.notifications.log_wire import (
    Deliveries,
    EventDeliveries,
    LoggedChannel,
    LoggedDelivery,
    LoggedState,
)
from esports.notifications.queries import log, log_messages


async def see_all(
    connection: AsyncConnection,
    *,
    actor: Actor,
    channel: LoggedChannel | None = None,
    state: LoggedState | None = None,
    before: UUID | None = None,
    limit: int,
) -> Deliveries:
    """The log over all events.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`, `forbidden`, `second_factor_required`.
    """
    await require(connection, actor, Permission.operate, None)
    return await _page(connection, None, channel, state, before, limit)


async def see_of_event(
    connection: AsyncConnection,
    *,
    actor: Actor,
    event_id: UUID,
    now: datetime,
    channel: LoggedChannel | None = None,
    state: LoggedState | None = None,
    before: UUID | None = None,
    limit: int,
) -> EventDeliveries:
    """What is to be sent for an event, and its log.

    Raises:
        DomainError: what `see_all` refuses; `not_found`.
    """
    await events.get(connection, event_id)
    await require(connection, actor, Permission.manage_event, event_id)
    page = await _page(connection, event_id, channel, state, before, limit)
    due, oldest = await log.due(connection, event_id, now=now)
    return EventDeliveries(
        due=due,
        oldest_seconds=oldest,
        workers=sum(one.alive for one in await workers.seen(connection)),
        channels=await queries.channels(connection, event_id),
        items=page.items,
        next_cursor=page.next_cursor,
    )


async def _page(
    connection: AsyncConnection,
    event_id: UUID | None,
    channel: LoggedChannel | None,
    state: LoggedState | None,
    before: UUID | None,
    limit: int,
) -> Deliveries:
    """Both logs as one: the ids of notices and of messages are in the order of time."""
    found = [
        one
        for part in (log.page, log_messages.page)
        for one in await part(
            connection, event_id, channel=channel, state=state, before=before, limit=limit + 1
        )
    ]
    found.sort(key=_id, reverse=True)
    if len(found) <= limit:
        return Deliveries(items=found, next_cursor=None)
    # The cursor is a notice or a message, so that a page ends with all channels of a notice, or before them.
    whole = [one for one in found[:limit] if _id(one) != _id(found[limit])] or found[:limit]
    return Deliveries(items=whole, next_cursor=str(_id(whole[-1])))


def _id(one: LoggedDelivery) -> UUID:
    own = one.notice or one.message
    assert own is not None
    return own
