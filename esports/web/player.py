"""What a person does for themselves: sign in, sign up, enter a tournament, read the inbox."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from esports.accounts.access import Actor, TokenScope, require_person
from esports.http.provide import Parts
from esports.notifications import service as notifications
from esports.teams import players
from esports.web import entering
from esports.web.caster import snapshot, tournament_named, with_head
from esports.web.page import page

Call = Request[Actor, Any, Any]


def onward(request: Call) -> str:
    """Where to go after signing in: the page that asked for it, if it is one of ours."""
    wish: str = request.query_params.get("next", "")
    return wish if wish.startswith("/") and not wish.startswith(("//", "/\\")) else "/"


@get("/sign-in", include_in_schema=False)
async def sign_in(request: Call, parts: NamedDependency[Parts]) -> Response[str]:
    """The form to sign in."""
    provider = parts.settings.oidc_label if parts.settings.oidc_issuer else ""
    return page(request, "sign_in.html", onward=onward(request), provider=provider)


@get("/sign-in/callback", include_in_schema=False)
async def sign_in_callback(request: Call) -> Response[str]:
    """Where an OpenID provider sends people back to: its page goes on by itself."""
    return page(request, "sign_in_callback.html")


@get("/sign-up", include_in_schema=False)
async def sign_up(request: Call) -> Response[str]:
    """The form to make an account."""
    return page(request, "sign_up.html", onward=onward(request))


@get("/events/{event:str}/{tournament:str}/enter", include_in_schema=False)
async def enter(
    request: Call,
    parts: NamedDependency[Parts],
    actor: NamedDependency[Actor],
    event: FromPath[str],
    tournament: FromPath[str],
) -> Response[str]:
    """The form to enter a tournament."""
    person = require_person(actor, TokenScope.entries)
    async with snapshot(parts) as connection:
        of, found = await tournament_named(connection, actor, event, tournament)
        told = await entering.for_entrant(connection, actor, found, person)
        team_kind = found.entry_kind == "team"
        teams = await players.led_by(connection, person, found.title) if team_kind else []
    return page(
        request,
        "enter.html",
        event=of,
        tournament=found,
        invitation=request.query_params.get("invitation", ""),
        teams=teams,
        data={"teams": teams, "roster": found.roster, "roles": told["roles"], "ages": told["ages"]},
        **told,
    )


@get("/events/{event:str}/{tournament:str}/entry/edit", include_in_schema=False)
async def edit_entry(
    request: Call,
    parts: NamedDependency[Parts],
    actor: NamedDependency[Actor],
    event: FromPath[str],
    tournament: FromPath[str],
) -> Response[str]:
    """The form to edit the caller's own entry: origin, roster, answers."""
    person = require_person(actor, TokenScope.entries)
    async with snapshot(parts) as connection:
        of, found = await tournament_named(connection, actor, event, tournament)
        told = await entering.for_editing(connection, actor, found, person, now=parts.clock())
    return page(request, "edit_entry.html", event=of, tournament=found, data={}, **told)


@get("/inbox", include_in_schema=False)
async def inbox(request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor]) -> Response[str]:
    """The caller's notices, as they come."""
    person_id = require_person(actor, TokenScope.read)
    async with snapshot(parts) as connection:
        view = await notifications.inbox_view(connection, person_id)
        view = await with_head(connection, view, person_id)
    return page(request, "inbox.html", view=view, data={"view": view, "topic": "inbox"})


handlers = [sign_in, sign_in_callback, sign_up, enter, edit_entry, inbox]
