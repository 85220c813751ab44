"""The draft room: whose turn it is, the clock, bans and picks, for captains, caster and everybody."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from esports.accounts.access import Actor
from esports.brackets import queries as brackets
from esports.brackets.view import match_view
from esports.drafts import service as drafts
from esports.errors import not_found
from esports.http.provide import Parts
from esports.web.caster import snapshot, tournament_named, with_head
from esports.web.page import page

Call = Request[Actor, Any, Any]


@get("/events/{event:str}/{tournament:str}/drafts/{draft:uuid}", include_in_schema=False)
async def draft_page(
    request: Call,
    parts: NamedDependency[Parts],
    actor: NamedDependency[Actor],
    event: FromPath[str],
    tournament: FromPath[str],
    draft: FromPath[UUID],
) -> Response[str]:
    """One draft, followed live; its sides choose here, and referees direct it."""
    async with snapshot(parts) as connection:
        of, found = await tournament_named(connection, actor, event, tournament)
        room = await drafts.get(connection, actor, draft, now=parts.clock())
        match = await brackets.by_id(connection, room.match)
        if match is None or room.tournament != found.id:
            raise not_found("draft")
        view = await with_head(connection, {**match_view(match)}, found.id)
    data = {"view": view, "topic": f"match/{room.match}", "room": room}
    return page(
        request,
        "draft.html",
        event=of,
        tournament=found,
        room=room,
        number=match.row.number,
        data=data,
    )


handlers = [draft_page]
