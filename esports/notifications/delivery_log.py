"""Use cases of those who run an event or the installation: see how each notice went out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.access import Actor, Permission, require
from esports.events import service as events
from esports.notifications import queries
from esports.notifications.log_wire import Deliveries, EventDeliveries, LoggedState
from esports.notifications.queries import log


async def see_all(
    connection: AsyncConnection,
    *,
    actor: Actor,
    state: LoggedState | None = None,
    before: UUID | None = None,
    limit: int,
) -> Deliveries:
    """The log over all events.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`, `forbidden`, `second_factor_required`.
    """
    await require(connection, actor, Permission.operate, None)
    return await _page(connection, None, state, before, limit)


async def see_of_event(
    connection: AsyncConnection,
    *,
    actor: Actor,
    event_id: UUID,
    now: datetime,
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
    page = await _page(connection, event_id, state, before, limit)
    due, oldest = await log.due(connection, event_id, now=now)
    return EventDeliveries(
        due=due,
        oldest_seconds=oldest,
        channels=await queries.channels(connection, event_id),
        items=page.items,
        next_cursor=page.next_cursor,
    )


async def _page(
    connection: AsyncConnection,
    event_id: UUID | None,
    state: LoggedState | None,
    before: UUID | None,
    limit: int,
) -> Deliveries:
    found = await log.page(connection, event_id, state=state, before=before, limit=limit + 1)
    if len(found) <= limit:
        return Deliveries(items=found, next_cursor=None)
    # The cursor is a notice, so that a page ends with all of its channels, or before them.
    whole = [one for one in found if one.notice != found[limit].notice] or found[:limit]
    return Deliveries(items=whole, next_cursor=str(whole[-1].notice))
