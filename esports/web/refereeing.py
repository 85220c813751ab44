"""The match room: who plays, the lobby code, reports and their answers, help; and the queue of an event."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from esports.accounts.access import Actor
from esports.errors import not_found
from esports.events import service as events
from esports.http.provide import Parts
from esports.refereeing import room as rooms
from esports.tournaments import queries as tournament_queries
from esports.web.caster import event_named, snapshot, tournament_named, with_head
from esports.web.desk import permissions
from esports.web.page import page

Call = Request[Actor, Any, Any]


@get("/events/{event:str}/{tournament:str}/matches/{match:uuid}", include_in_schema=False)
async def match_page(
    request: Call,
    parts: NamedDependency[Parts],
    actor: NamedDependency[Actor],
    event: FromPath[str],
    tournament: FromPath[str],
    match: FromPath[UUID],
) -> Response[str]:
    """One match, followed live; its sides report and confirm here, and call a referee."""
    async with snapshot(parts) as connection:
        of, found = await tournament_named(connection, actor, event, tournament)
        room = await rooms.look(connection, actor, match)
        stage = await tournament_queries.stage(connection, room.stage)
        if room.tournament != found.id or stage is None:
            raise not_found("match")
        view = await with_head(connection, {**room.match}, found.id)
    data = {"view": view, "topic": f"match/{match}", "room": room}
    return page(request, "match.html", event=of, tournament=found, stage=stage, room=room, data=data)


@get("/desk/events/{event:str}/queue", include_in_schema=False)
async def queue_page(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor], event: FromPath[str]
) -> Response[str]:
    """What needs a referee in the whole event, followed live; for those who report results."""
    async with snapshot(parts) as connection:
        found = await event_named(connection, event)
        may = await permissions(connection, actor, found)
        view = await with_head(
            connection, await events.event_view(connection, found.id, staff=True), found.id
        )
    data = {
        "view": view,
        "topic": f"event/{found.id}",
        "event": found.id,
        "may": may,
        "person": actor.person_id,
    }
    return page(request, "desk_queue.html", event=found, data=data)


@get("/station", include_in_schema=False)
async def station_page(request: Call) -> Response[str]:
    """Where a match's link leads; which match, only the browser knows."""
    return page(request, "station.html")


handlers = [match_page, queue_page, station_page]
