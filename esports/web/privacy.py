"""The pages of one's own data, and of who looked at that of minors."""

from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from esports.accounts.access import Actor
from esports.accounts.private import Call
from esports.http.provide import Parts
from esports.privacy import accesses as looks
from esports.privacy.register import REGISTER
from esports.web.account import signed_in
from esports.web.caster import event_named, snapshot
from esports.web.entering import Said
from esports.web.page import page


@get("/account/data", include_in_schema=False)
async def own_data(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor]
) -> Response[str]:
    """Take all of one's data along, or have the account erased."""
    return page(request, "account_data.html", person=(await signed_in(parts, actor)).person)


@get("/desk/events/{event:str}/accesses", include_in_schema=False)
async def accesses(
    request: Call,
    parts: NamedDependency[Parts],
    actor: NamedDependency[Actor],
    event: FromPath[str],
    cursor: FromQuery[UUID | None] = None,
) -> Response[str]:
    """Who of the staff looked at the data of minors; for owners."""
    async with snapshot(parts) as connection:
        of = await event_named(connection, event)
        found = await looks.page(connection, actor=actor, event_id=of.id, before=cursor)
    return page(request, "desk_accesses.html", event=of, accesses=found)


@get("/privacy", include_in_schema=False)
async def privacy(request: Call) -> Response[str]:
    """What is kept about people, what for, and for how long; for everybody."""
    told = [
        {"what": Said(one.what), "purpose": Said(one.purpose), "until": Said(one.until)} for one in REGISTER
    ]
    return page(request, "privacy.html", register=told)


handlers = [own_data, accesses, privacy]
