"""Guardians: the page that the link of their mail leads to, and that of an entry with minors in it."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.consents import service as consents
from esports.entries import service as entries
from esports.events import service as events
from esports.http.provide import Parts
from esports.tournaments import service as tournaments
from esports.web.caster import snapshot
from esports.web.page import page

Call = Request[Actor, Any, Any]


@get("/guardian-consent", include_in_schema=False)
async def guardian_consent(request: Call) -> Response[str]:
    """What a guardian is asked, with the buttons to answer; for everybody who holds a link."""
    return page(request, "guardian_consent.html")


@get("/entries/{entry:uuid}/guardians", include_in_schema=False)
async def entry_guardians(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor], entry: FromPath[UUID]
) -> Response[str]:
    """Which players of an entry need a guardian's consent, and the form that asks for it."""
    today = parts.clock().date()
    async with snapshot(parts) as connection:
        found = await consents.of_entry(connection, actor, entry, today=today)
        shown = await entries.get(connection, actor, entry, today=today)
        tournament = await tournaments.get(connection, actor, shown.tournament)
        event = await events.get(connection, tournament.event)
        may_look = await access.allows(connection, actor, Permission.see_people, event.id)
    to_ask = [one for one in found.players if one.state in consents.OPEN and one.mails_left > 0]
    return page(
        request,
        "entry_guardians.html",
        entry=shown,
        tournament=tournament,
        event=event,
        consents=found,
        may_look=may_look,
        to_ask=to_ask if tournament.state in entries.BEFORE_PLAY and shown.state not in entries.GONE else [],
    )


handlers = [guardian_consent, entry_guardians]
