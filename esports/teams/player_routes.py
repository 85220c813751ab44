"""HTTP for what members are called in games, and for a team's history."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from esports.accounts.access import Actor
from esports.http.callers import READER
from esports.http.openapi import reads, writes
from esports.http.write import read, write
from esports.teams import players
from esports.teams.wire import InGameIds, KnownMembers, TeamHistory
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]


@get("/me/in-game-ids", **reads(InGameIds, who=READER))
async def get_in_game_ids(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor]
) -> Response[bytes]:
    """What the caller is called in games."""
    return read(request, await players.own_ids(unit.connection, actor))


@put("/me/in-game-ids", **writes(InGameIds))
async def set_in_game_ids(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    data: JSONBody[InGameIds],
) -> Response[bytes]:
    """Say what one is called in games, in the place of all that was said before.

    Shown to the members of one's teams, and to the organisers of tournaments that these enter.
    """
    return await write(request, unit, lambda: players.set_own_ids(unit, actor=actor, ids=data))


@get("/teams/{team:uuid}/members", **reads(KnownMembers, who=READER))
async def list_members(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], team: FromPath[UUID]
) -> Response[bytes]:
    """The members with their in-game ids; for themselves, and for organisers of tournaments it is in."""
    return read(request, await players.known_members(unit.connection, actor, team))


@get("/teams/{team:uuid}/history", **reads(TeamHistory, who=READER))
async def get_team_history(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], team: FromPath[UUID]
) -> Response[bytes]:
    """Who came, went and led, and where the team took part; for its members."""
    return read(request, await players.history(unit.connection, actor, team))


handlers = [get_in_game_ids, set_in_game_ids, list_members, get_team_history]
