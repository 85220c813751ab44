"""The page of an event's chat groups, for its owners."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from esports.accounts.access import Actor
from esports.accounts.private import Call
from esports.http.provide import Parts
from esports.web.caster import event_named, snapshot
from esports.web.page import NAMES, page
from esports.webhooks import chat_service
from esports.webhooks.chat_wire import ChatKinds
from esports.webhooks.services import known

SHOWN = 20
"""How many of the newest messages of each group the page shows."""


@get("/desk/events/{event:str}/chats", include_in_schema=False)
async def chats(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor], event: FromPath[str]
) -> Response[str]:
    """Which groups are told, how it went, and the buttons to try them and to send again."""
    async with snapshot(parts) as connection:
        of = await event_named(connection, event)
        found = await chat_service.list_of(connection, actor=actor, event_id=of.id)
        logs = {
            one.id: await chat_service.messages(
                connection, actor=actor, chat_id=one.id, before=None, limit=SHOWN
            )
            for one in found.items
        }
    return page(
        request,
        "desk_chats.html",
        event=of,
        chats=found.items,
        logs=logs,
        names=NAMES,
        usual=ChatKinds(),
        services=[f"{scheme}://" for scheme in known(parts.settings.opened_chats)],
    )


handlers = [chats]
