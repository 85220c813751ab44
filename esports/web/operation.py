"""The pages of the background work: of the installation's for its admins, of an event's for who runs it."""

from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from esports.accounts.access import Actor
from esports.accounts.private import Call
from esports.http.provide import Parts
from esports.notifications import delivery_log, operation
from esports.notifications.log_wire import LoggedChannel, LoggedState
from esports.web.caster import event_named, snapshot
from esports.web.page import page
from esports.webhooks import service as webhooks

SHOWN = 50
"""How many deliveries a page shows."""


@get("/desk/jobs", include_in_schema=False)
async def jobs(
    request: Call,
    parts: NamedDependency[Parts],
    actor: NamedDependency[Actor],
    channel: FromQuery[LoggedChannel | None] = None,
    only: FromQuery[LoggedState | None] = None,
    cursor: FromQuery[UUID | None] = None,
) -> Response[str]:
    """What waits, what went wrong and why, and a button to try it again."""
    async with snapshot(parts) as connection:
        seen = await operation.see(connection, actor=actor, now=parts.clock())
        log = await delivery_log.see_all(
            connection, actor=actor, channel=channel, state=only, before=cursor, limit=SHOWN
        )
    zone = actor.time_zone or "UTC"
    shown = {"channel": channel, "only": only}
    return page(request, "desk_jobs.html", seen=seen, deliveries=log, shown=shown, zone=zone)


@get("/desk/events/{event:str}/deliveries", include_in_schema=False)
async def deliveries(
    request: Call,
    parts: NamedDependency[Parts],
    actor: NamedDependency[Actor],
    event: FromPath[str],
    channel: FromQuery[LoggedChannel | None] = None,
    only: FromQuery[LoggedState | None] = None,
    cursor: FromQuery[UUID | None] = None,
) -> Response[str]:
    """How the notices of an event go out, what went wrong, and a button to try it again."""
    async with snapshot(parts) as connection:
        found = await event_named(connection, event)
        seen = await delivery_log.see_of_event(
            connection,
            actor=actor,
            event_id=found.id,
            now=parts.clock(),
            channel=channel,
            state=only,
            before=cursor,
            limit=SHOWN,
        )
        health = await webhooks.health(connection, actor=actor, event_id=found.id)
    shown = {"channel": channel, "only": only}
    return page(request, "desk_deliveries.html", event=found, seen=seen, webhooks=health, shown=shown)


handlers = [jobs, deliveries]
