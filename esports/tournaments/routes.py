"""HTTP for tournaments and their stages."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from esports.accounts.access import Actor
from esports.http.openapi import reads, writes
from esports.http.write import read, write
from esports.tournaments import programme, service, trail
from esports.tournaments.wire import (
    Journal,
    NewStage,
    NewTournament,
    Stage,
    Stages,
    Tournament,
    Tournaments,
)
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]


@post("/events/{event:uuid}/tournaments", **writes(Tournament, 201))
async def create_tournament(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    event: FromPath[UUID],
    data: JSONBody[NewTournament],
) -> Response[bytes]:
    """Set up a tournament, as a draft that only staff see."""
    return await write(
        request, unit, lambda: service.create(unit, actor=actor, event_id=event, new=data), status=201
    )


@get("/events/{event:uuid}/tournaments", **reads(Tournaments))
async def list_tournaments(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    event: FromPath[UUID],
    cursor: FromQuery[UUID | None] = None,
) -> Response[bytes]:
    """The event's tournaments; drafts for staff."""
    return read(request, await service.page(unit.connection, actor, event, cursor))


@get("/tournaments/{tournament:uuid}", **reads(Tournament))
async def get_tournament(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
) -> Response[bytes]:
    """One tournament, with the states that it may go to."""
    return read(request, await service.get(unit.connection, actor, tournament))


@post("/tournaments/{tournament:uuid}/stages", **writes(Stage, 201))
async def add_stage(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
    data: JSONBody[NewStage],
) -> Response[bytes]:
    """Add a stage behind the ones that are there."""
    return await write(
        request,
        unit,
        lambda: programme.add_stage(unit, actor=actor, tournament_id=tournament, new=data),
        status=201,
    )


@get("/tournaments/{tournament:uuid}/stages", **reads(Stages))
async def list_stages(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
) -> Response[bytes]:
    """The tournament's stages in playing order."""
    found = await programme.stages_of(unit.connection, actor, tournament)
    return read(request, Stages(items=[*found]))


@get("/tournaments/{tournament:uuid}/journal", **reads(Journal))
async def read_journal(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
    after: FromQuery[int] = 0,
    limit: FromQuery[int] = 100,
) -> Response[bytes]:
    """What happened in the tournament, behind the line `after`; 1,000 lines a page at most."""
    found = await trail.journal(unit.connection, actor, tournament, after=after, limit=limit)
    return read(request, found)


@delete("/stages/{stage:uuid}", **writes(None, 204))
async def remove_stage(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    stage: FromPath[UUID],
) -> Response[None]:
    """Take the last stage off the programme while it has not started."""
    return await write(request, unit, lambda: programme.remove_stage(unit, actor=actor, stage_id=stage))


handlers = [
    create_tournament,
    list_tournaments,
    get_tournament,
    add_stage,
    list_stages,
    read_journal,
    remove_stage,
]
