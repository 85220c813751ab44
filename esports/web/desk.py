"""What the staff work with: set up events and tournaments, run stages, enter scores."""

from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.brackets import service as brackets
from esports.clock import time_zones
from esports.consents import service as consents
from esports.engine import lifecycle
from esports.engine import stage as engine
from esports.engine.exact import number, shown
from esports.entries.seeding import OVER
from esports.events import queries as event_queries
from esports.events import service as events
from esports.events.wire import Event
from esports.honours import queries as honours_queries
from esports.honours import standing
from esports.honours.wire import StoredPlan
from esports.http.provide import Parts
from esports.tournaments import queries as tournament_queries
from esports.tournaments.wire import Tournament
from esports.web import entering
from esports.web.caster import event_named, snapshot, tournament_named, with_head
from esports.web.page import page

Call = Request[Actor, Any, Any]
MOST_EARLIER = 200
"""The most tournaments whose results are offered for seeding."""


async def permissions(connection: AsyncConnection, actor: Actor, event: Event) -> dict[str, bool]:
    """What the caller may do at this desk; who may not even report results has no desk here.

    Raises:
        DomainError: `sign_in_required`, `forbidden`.
    """
    await access.require(connection, actor, Permission.report_result, event.id)
    return {
        permission.value: await access.allows(connection, actor, permission, event.id)
        for permission in Permission
    }


@get("/desk/new-event", include_in_schema=False)
async def new_event(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor]
) -> Response[str]:
    """The form that sets up an event; for site admins."""
    async with snapshot(parts) as connection:
        await access.require(connection, actor, Permission.create_event, None)
    today = parts.clock().date()
    return page(request, "desk_new_event.html", today=today, zones=sorted(time_zones()))


@get("/desk/events/{event:str}", include_in_schema=False)
async def event_desk(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor], event: FromPath[str]
) -> Response[str]:
    """An event's desk: its tournaments, a form for one more, its people."""
    async with snapshot(parts) as connection:
        found = await event_named(connection, event)
        may = await permissions(connection, actor, found)
        view = await events.event_view(connection, found.id, staff=True)
        staff = await event_queries.staff_of(connection, found.id)
        rules = await honours_queries.rules_of(connection, found.id)
    return page(
        request,
        "desk_event.html",
        event=found,
        view=view,
        may=may,
        staff=staff,
        rules=rules,
        points=" ".join(_typed(one) for one in rules.points) if rules else "",
        weights={str(one.tournament): _typed(one.weight) for one in rules.weights} if rules else {},
    )


def _typed(figure: float | str) -> str:
    """Points or a weight as somebody would type it: 10, not 10.0."""
    exact = number(figure)
    return str(figure) if exact is None else str(shown(exact))


@get("/desk/events/{event:str}/{tournament:str}", include_in_schema=False)
async def tournament_desk(
    request: Call,
    parts: NamedDependency[Parts],
    actor: NamedDependency[Actor],
    event: FromPath[str],
    tournament: FromPath[str],
) -> Response[str]:
    """A tournament's desk: matches to report, its state, its stages, its entries."""
    async with snapshot(parts) as connection:
        of, found = await tournament_named(connection, actor, event, tournament)
        may = await permissions(connection, actor, of)
        built = await brackets.tournament_view(connection, found.id, staff=True)
        view = await with_head(connection, built, found.id)
        told = await _qualification(connection, actor, found)
        held = await consents.held_entries(connection, found, on=parts.clock().date())
        earlier = await tournament_queries.in_states(connection, OVER, first=of.id, limit=MOST_EARLIER)
        told |= await entering.for_desk(connection, actor, found, may)
        asked = await entering.public_questions(connection, actor, found.id)
    states = lifecycle.STATES[lifecycle.Machine.tournament]
    data = {
        "view": view,
        "topic": f"tournament/{found.id}",
        "may": may,
        "asked": asked,
        "person": actor.person_id,
        "moves": {state: lifecycle.allowed("tournament", state) for state in states},
    }
    return page(
        request,
        "desk_tournament.html",
        event=of,
        tournament=found,
        may=may,
        formats=[form.value for form in engine.FORMATS],
        data=data,
        held=held,
        earlier=[(str(id_), f"{name} · {event}") for id_, event, name in earlier if id_ != found.id],
        **told,
    )


async def _qualification(connection: AsyncConnection, actor: Actor, tournament: Tournament) -> dict[str, Any]:
    """Where the entries come from; the plan as it would be sent; what else of the event could be a source."""
    found = await standing.qualification(connection, actor, tournament.id)
    plan = found.plan or StoredPlan(tournament=tournament.id, sources=[], direct=[], revision=0)
    sources = [
        {"tournament": one.tournament, "places": one.places, "seeds": one.seeds, "ahead": one.ahead}
        for one in plan.sources
    ]
    sent = {"sources": sources, "direct": plan.direct, "revision": plan.revision}
    taken = {str(tournament.id), *(str(one.tournament) for one in plan.sources)}
    others = await event_queries.programme(connection, tournament.event, drafts=True)
    return {
        "qualification": found,
        "sent": msgspec.json.encode(sent).decode(),
        "feeders": [(one["id"], one["name"]) for one in others if one["id"] not in taken],
    }


handlers = [new_event, event_desk, tournament_desk]
