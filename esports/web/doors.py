"""The doors of a tournament: a captain's own entry on the phone, and the staff's scan at the venue."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from esports.accounts import access
from esports.accounts.access import Actor, Permission, TokenScope, require_person
from esports.entries import queries as entries
from esports.entries import service
from esports.entries.queries import rostering
from esports.entries.rules import queries as rule_queries
from esports.http.provide import Parts
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Tournament
from esports.web.caster import snapshot, tournament_named, with_head
from esports.web.page import page

Call = Request[Actor, Any, Any]


@get("/events/{event:str}/{tournament:str}/entry", include_in_schema=False)
async def own_entry(
    request: Call,
    parts: NamedDependency[Parts],
    actor: NamedDependency[Actor],
    event: FromPath[str],
    tournament: FromPath[str],
) -> Response[str]:
    """The caller's entry, or the one that they play for: how it stands, and what they can do for it now."""
    person = require_person(actor, TokenScope.read)
    async with snapshot(parts) as connection:
        of, found = await tournament_named(connection, actor, event, tournament)
        brought = await entries.of_person(connection, found.id, person)
        which = brought.id if brought else await rostering.plays_for(connection, found.id, person)
        entry = await service.get(connection, actor, which, today=parts.clock().date()) if which else None
        listed = [service.view(entry)] if entry else []
        view = await with_head(connection, _view(found, listed), found.id)
    data = {
        "view": view,
        "topic": f"tournament/{found.id}",
        "entry": entry,
        "event": of.id,
        "check_in": found.check_in,
        "person": person,
        "registrant": brought is not None,
        "needed": found.players_needed,
        "gone": service.GONE,
        "address": f"/events/{of.slug}/{found.slug}/entry",
    }
    return page(request, "own_entry.html", event=of, tournament=found, entry=entry, data=data)


@get("/desk/events/{event:str}/{tournament:str}/check-in", include_in_schema=False)
async def scan(
    request: Call,
    parts: NamedDependency[Parts],
    actor: NamedDependency[Actor],
    event: FromPath[str],
    tournament: FromPath[str],
) -> Response[str]:
    """The door at the venue: scan or type a code, and see who is still missing."""
    async with snapshot(parts) as connection:
        of, found = await tournament_named(connection, actor, event, tournament)
        await access.require(connection, actor, Permission.manage_entries, of.id)
        listed = [
            service.view(one)
            for one in await entries.page(connection, found.id, after=0, limit=8_192, unpublished=True)
        ]
        asked = (await rule_queries.rules_of(connection, found.id)).rules.eligibility.identity
        unverified = await rostering.unverified(connection, found.id) if asked else {}
        view = await with_head(connection, _view(found, listed), found.id)
    data = {
        "view": view,
        "unverified": unverified,
        "address": f"/desk/events/{of.slug}/{found.slug}/entries",
        "topic": f"tournament/{found.id}",
        "tournament": found.id,
        "needed": found.players_needed,
    }
    return page(request, "desk_check_in.html", event=of, tournament=found, data=data)


def _view(tournament: Tournament, listed: list[dict[str, Any]]) -> dict[str, Any]:
    """The part of the tournament's view that these pages look at, in the form that its patches fit."""
    return {"tournament": tournaments.view(tournament), "entries": listed, "stages": []}


handlers = [own_entry, scan]
