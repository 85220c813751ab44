"""The page of a person's own chats and phones."""

from litestar import Response, get
from litestar.di import NamedDependency

from esports.accounts.access import Actor
from esports.http.provide import Parts
from esports.own_chats import service
from esports.web.account import Call, signed_in
from esports.web.caster import snapshot
from esports.web.page import page
from esports.webhooks.services import SERVICES

SHOWN = 10
"""How many of the newest notices to each chat the page shows."""


@get("/account/chats", include_in_schema=False)
async def own_chats(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor]
) -> Response[str]:
    """Which chats are told one's notices, how it went, and the buttons to try them and to take them out."""
    me = await signed_in(parts, actor)
    async with snapshot(parts) as connection:
        found = await service.list_of(connection, actor=actor)
        logs = {
            one.id: await service.sent_to(connection, actor=actor, chat_id=one.id, before=None, limit=SHOWN)
            for one in found.items
        }
    return page(
        request,
        "account_chats.html",
        chats=found.items,
        logs=logs,
        most=service.MOST,
        zone=me.person.time_zone or "UTC",
        services=[f"{scheme}://" for scheme in SERVICES],
    )


handlers = [own_chats]
