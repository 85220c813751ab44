"""What everybody may look at: the events, one event, one tournament with its live bracket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.brackets import service as brackets
from esports.consents import service as consents
from esports.entries.queries import rostering
from esports.errors import not_found
from esports.events import queries as event_queries
from esports.events import service as events
from esports.events.wire import Event
from esports.honours import points
from esports.honours import service as honours
from esports.http.provide import Parts
from esports.journal import store
from esports.tournaments import queries as tournament_queries
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Tournament
from esports.web import entering
from esports.web.page import page

Call = Request[Actor, Any, Any]
BOARD = {
    "now": ("running", "paused"),
    "next": ("check_in", "seeding", "registration", "draft"),
    "over": ("finished", "archived", "cancelled"),
}
"""The parts of an event's board, what is on first, and the states of the tournaments that stand in them."""


@asynccontextmanager
async def snapshot(parts: Parts) -> AsyncIterator[AsyncConnection]:
    """One instant of the database: what a page shows and the seq it names belong together."""
    async with parts.engine.connect() as connection:
        yield await connection.execution_options(isolation_level="REPEATABLE READ")


async def event_named(connection: AsyncConnection, slug: str) -> Event:
    """The event with this short name.

    Raises:
        DomainError: `not_found`.
    """
    event = await event_queries.by_slug(connection, slug)
    if event is None:
        raise not_found("event")
    return event


async def tournament_named(
    connection: AsyncConnection, actor: Actor, event: str, slug: str
) -> tuple[Event, Tournament]:
    """The tournament with this short name in that event, and the event.

    Raises:
        DomainError: `not_found`, also for a draft where the caller is no staff.
    """
    tournament = await tournament_queries.by_slug(connection, event, slug)
    if tournament is None or not await tournaments.may_see(connection, actor, tournament):
        raise not_found("tournament")
    return await event_named(connection, event), tournaments.with_transitions(tournament)


async def with_head(connection: AsyncConnection, view: dict[str, Any], journal_id: UUID) -> dict[str, Any]:
    """The view with the place in its journal that it shows."""
    head = await store.head(connection, journal_id)
    return view if head is None else {**view, "epoch": head.epoch, "seq": head.seq}


@get("/", include_in_schema=False)
async def home(
    request: Call,
    parts: NamedDependency[Parts],
    actor: NamedDependency[Actor],
    cursor: FromQuery[UUID | None] = None,
) -> Response[str]:
    """The events, the newest first, a page of them."""
    async with snapshot(parts) as connection:
        found = await events.page(connection, cursor)
        may_create = await access.allows(connection, actor, Permission.create_event, None)
    return page(request, "home.html", events=found.items, older=found.next_cursor, may_create=may_create)


@get("/events/{event:str}", include_in_schema=False)
async def event_page(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor], event: FromPath[str]
) -> Response[str]:
    """One event: its days and its tournaments, with what is on."""
    async with snapshot(parts) as connection:
        found = await event_named(connection, event)
        staff = await access.allows(connection, actor, Permission.see_private, found.id)
        view = await with_head(
            connection, await events.event_view(connection, found.id, staff=staff), found.id
        )
        told: dict[str, Any] = {
            "medals": await honours.medals(connection, found.id),
            "points": await points.points(connection, found.id),
        }
    data = {"view": view, "topic": f"event/{found.id}", "board": BOARD}
    return page(request, "event.html", event=found, view=view, board=BOARD, staff=staff, data=data, **told)


@get("/events/{event:str}/{tournament:str}", include_in_schema=False)
async def tournament_page(
    request: Call,
    parts: NamedDependency[Parts],
    actor: NamedDependency[Actor],
    event: FromPath[str],
    tournament: FromPath[str],
) -> Response[str]:
    """One tournament: its stages, drawn live."""
    async with snapshot(parts) as connection:
        of, found = await tournament_named(connection, actor, event, tournament)
        staff = await access.allows(connection, actor, Permission.see_private, of.id)
        built = await brackets.tournament_view(connection, found.id, staff=staff)
        view = await with_head(connection, built, found.id)
        waits = await consents.own_held(connection, actor, found, on=parts.clock().date())
        told: dict[str, Any] = {
            "view": view,
            "asked": await entering.public_questions(connection, actor, found.id),
            "logos": await rostering.logos(connection, found.id),
        }
    data = {**told, "topic": f"tournament/{found.id}"}
    return page(
        request,
        "tournament.html",
        event=of,
        tournament=found,
        staff=staff,
        waits=waits,
        data=data,
        **told,
    )


handlers = [home, event_page, tournament_page]
