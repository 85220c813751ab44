"""HTTP for teams: found, edit, look, lead and leave; invitations and players have rooms of their own."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from esports.accounts.access import Actor
from esports.http.callers import READER
from esports.http.limits import Limit, admit
from esports.http.openapi import reads, writes
from esports.http.pictures import picture_of
from esports.http.provide import Parts
from esports.http.write import expected_revision, read, write
from esports.teams import inviting_routes, logos, player_routes, service
from esports.teams.wire import NewTeam, OwnTeams, Successor, Team, TeamChanges
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]
LOGO_LIMIT = Limit(name="logo", count=60, seconds=3600)
"""Logos that one person sends."""
FOR_GOOD = {"cache-control": "public, max-age=31536000, immutable"}
PICTURE = picture_of("512 KiB", 2048)


@post("/teams", **writes(Team, 201))
async def create_team(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    data: JSONBody[NewTeam],
) -> Response[bytes]:
    """Found a team; the caller is its captain."""
    return await write(request, unit, lambda: service.create(unit, actor=actor, new=data), status=201)


@get("/me/teams", **reads(OwnTeams, who=READER))
async def list_own_teams(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor]
) -> Response[bytes]:
    """The teams that the caller is in, and the invitations to their mail address."""
    return read(request, await service.own(unit.connection, actor, now=unit.now))


@get("/teams/{team:uuid}", **reads(Team, etag=True))
async def get_team(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], team: FromPath[UUID]
) -> Response[bytes]:
    """One team, with the nicknames of its members."""
    return read(request, await service.get(unit.connection, actor, team), digest=True)


@patch("/teams/{team:uuid}", **writes(Team, if_match=True))
async def change_team(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    team: FromPath[UUID],
    data: JSONBody[TeamChanges],
) -> Response[bytes]:
    """Edit what a team shows; for its captain. Send the team's `revision` that you saw as `If-Match`."""
    expected = expected_revision(request)
    return await write(
        request,
        unit,
        lambda: service.change(unit, actor=actor, team_id=team, changes=data, expected=expected),
    )


@put("/teams/{team:uuid}/logo", **writes(Team, sent=PICTURE, refusals=(429,)))
async def put_team_logo(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    parts: NamedDependency[Parts],
    team: FromPath[UUID],
) -> Response[bytes]:
    """Give a team its logo: the bytes of a PNG, JPEG or WebP picture; for its captain.

    What the file tells beside its pixels, such as where it was taken, is not kept.
    """
    if actor.person_id is not None:
        await admit(parts, LOGO_LIMIT, str(actor.person_id))
    body = await request.body()
    return await write(request, unit, lambda: logos.put(unit, actor=actor, team_id=team, body=body))


@delete("/teams/{team:uuid}/logo", **writes(Team))
async def remove_team_logo(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], team: FromPath[UUID]
) -> Response[bytes]:
    """Take a team's logo off; for its captain and for site admins."""
    return await write(request, unit, lambda: logos.remove(unit, actor=actor, team_id=team))


@get("/logos/{logo:str}", **reads(bytes, media_type="image/*"))
async def get_logo(unit: NamedDependency[UnitOfWork], logo: FromPath[str]) -> Response[bytes]:
    """A logo by its digest; it never changes."""
    media_type, body = await logos.get(unit.connection, logo)
    return Response(body, media_type=media_type, headers=FOR_GOOD)


@post("/teams/{team:uuid}/leave", **writes(None, 204))
async def leave_team(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], team: FromPath[UUID]
) -> Response[None]:
    """Leave a team; when its last member does, it is dissolved."""
    return await write(request, unit, lambda: service.leave(unit, actor=actor, team_id=team))


@delete("/teams/{team:uuid}/members/{person:uuid}", **writes(Team))
async def remove_member(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    team: FromPath[UUID],
    person: FromPath[UUID],
) -> Response[bytes]:
    """Take a member out of a team; for its captain."""
    return await write(
        request, unit, lambda: service.remove(unit, actor=actor, team_id=team, person_id=person)
    )


@post("/teams/{team:uuid}/captain", **writes(Team))
async def hand_over_captaincy(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    team: FromPath[UUID],
    data: JSONBody[Successor],
) -> Response[bytes]:
    """Make another member captain; for the captain."""
    return await write(
        request, unit, lambda: service.hand_over(unit, actor=actor, team_id=team, person_id=data.person)
    )


handlers = [
    create_team,
    list_own_teams,
    get_team,
    change_team,
    put_team_logo,
    remove_team_logo,
    get_logo,
    leave_team,
    remove_member,
    hand_over_captaincy,
    *inviting_routes.handlers,
    *player_routes.handlers,
]
