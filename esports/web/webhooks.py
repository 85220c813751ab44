"""The page of an event's webhooks, for its owners."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from esports.accounts.access import Actor
from esports.accounts.private import Call
from esports.http.provide import Parts
from esports.web.caster import event_named, snapshot
from esports.web.page import page
from esports.webhooks import service

SHOWN = 20
"""How many of the newest messages of each webhook the page shows."""


@get("/desk/events/{event:str}/webhooks", include_in_schema=False)
async def webhooks(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor], event: FromPath[str]
) -> Response[str]:
    """Where what happens is sent to, how it went, and the buttons to send it again."""
    async with snapshot(parts) as connection:
        of = await event_named(connection, event)
        found = await service.list_of(connection, actor=actor, event_id=of.id)
        logs = {
            one.id: await service.messages(
                connection, actor=actor, webhook_id=one.id, before=None, limit=SHOWN
            )
            for one in found.items
        }
    return page(request, "desk_webhooks.html", event=of, webhooks=found.items, logs=logs)


handlers = [webhooks]
