"""The pages of teams: one's own, one team, where an invitation leads, what one is called in games."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from esports.accounts.access import Actor
from esports.http.provide import Parts
from esports.teams import inviting, players, service
from esports.teams.queries import players as player_queries
from esports.web.caster import snapshot
from esports.web.page import page

Call = Request[Actor, Any, Any]
STYLES = ["teams.css"]


@get("/teams", include_in_schema=False)
async def own_teams(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor]
) -> Response[str]:
    """One's teams, the invitations to one's address, and the form to found a team."""
    async with snapshot(parts) as connection:
        own = await service.own(connection, actor, now=parts.clock())
    return page(request, "teams.html", own=own, styles=STYLES)


@get("/teams/{team:uuid}", include_in_schema=False)
async def team_page(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor], team: FromPath[UUID]
) -> Response[str]:
    """One team; with more for those who are in it."""
    told: dict[str, Any] = {"known": [], "history": None, "invites": []}
    async with snapshot(parts) as connection:
        found = await service.get(connection, actor, team)
        if found.role is not None:
            told["known"] = (await players.known_members(connection, actor, team)).items
            told["history"] = await players.history(connection, actor, team)
        if found.role == "captain":
            invites = await inviting.open_invites(connection, actor, team, now=parts.clock())
            told["invites"] = invites.items
    return page(request, "team.html", team=found, styles=STYLES, **told)


@get("/join", include_in_schema=False)
async def join(request: Call, actor: NamedDependency[Actor]) -> Response[str]:
    """Where the link of an invitation leads; its secret is in the fragment, which no server sees."""
    return page(request, "join.html", styles=STYLES, data={"signed_in": actor.person_id is not None})


@get("/account/in-game-ids", include_in_schema=False)
async def in_game_ids(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor]
) -> Response[str]:
    """The form to say what one is called in games."""
    async with snapshot(parts) as connection:
        ids = await players.own_ids(connection, actor)
        titles = await player_queries.titles(connection)
    return page(request, "in_game_ids.html", titles=titles, styles=STYLES, data={"ids": ids.items})


handlers = [own_teams, team_page, join, in_game_ids]
