"""HTTP for honours: final places, medals, points, and who qualifies for what."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from esports.accounts.access import Actor
from esports.honours import correction_routes, filling, planning, points, service, standing
from esports.honours.wire import (
    FillReport,
    MedalTable,
    NewPlan,
    Places,
    PointsRules,
    PointsTable,
    Qualification,
    StoredPlan,
    StoredRules,
)
from esports.http.openapi import reads, writes
from esports.http.write import expected_revision, read, write
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]


@get("/tournaments/{tournament:uuid}/places", **reads(Places, etag=True))
async def get_places(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
) -> Response[bytes]:
    """The final order of a tournament over all of its stages."""
    return read(request, await service.places(unit.connection, actor, tournament), digest=True)


@get("/events/{event:uuid}/medals", **reads(MedalTable, etag=True))
async def get_medals(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    event: FromPath[UUID],
    bronzes: Annotated[int, QueryParameter(ge=1, le=2)] = 1,
) -> Response[bytes]:
    """The event's medals by delegation; with two `bronzes` both who lost a semi-final get one."""
    return read(request, await service.medals(unit.connection, event, bronzes=bronzes), digest=True)


@get("/events/{event:uuid}/points", **reads(PointsTable, etag=True))
async def get_points(
    request: Call, unit: NamedDependency[UnitOfWork], event: FromPath[UUID]
) -> Response[bytes]:
    """The event's points table, where it has rules for one."""
    return read(request, await points.points(unit.connection, event), digest=True)


@put("/events/{event:uuid}/points/rules", **writes(StoredRules, if_match=True))
async def set_points_rules(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    event: FromPath[UUID],
    data: JSONBody[PointsRules],
) -> Response[bytes]:
    """Decide the rules of the points table. Send the revision that you saw as `If-Match`."""
    expected = expected_revision(request)
    return await write(
        request,
        unit,
        lambda: points.set_rules(unit, actor=actor, event_id=event, rules=data, expected=expected),
    )


@post("/events/{event:uuid}/points/preview", **writes(PointsTable, keyed=False))
async def preview_points(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    event: FromPath[UUID],
    data: JSONBody[PointsRules],
) -> Response[bytes]:
    """The points table that these rules would give; nothing is stored."""
    return read(request, await points.preview(unit.connection, actor=actor, event_id=event, rules=data))


@get("/tournaments/{tournament:uuid}/qualification", **reads(Qualification, etag=True))
async def get_qualification(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
) -> Response[bytes]:
    """Where the entries of a tournament come from, and who holds which seed by now."""
    found = await standing.qualification(unit.connection, actor, tournament)
    return read(request, found, digest=True)


@put("/tournaments/{tournament:uuid}/qualification", **writes(StoredPlan, if_match=True))
async def set_qualification(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
    data: JSONBody[NewPlan],
) -> Response[bytes]:
    """Decide whose places fill the seeds. Send the plan's revision that you saw as `If-Match`."""
    expected = expected_revision(request)
    return await write(
        request,
        unit,
        lambda: planning.set_plan(unit, actor=actor, tournament_id=tournament, new=data, expected=expected),
    )


@post("/tournaments/{tournament:uuid}/qualification/fill", **writes(FillReport))
async def fill_qualification(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
) -> Response[bytes]:
    """Enter the qualifiers of finished sources with their seeds; again is harmless."""
    return await write(request, unit, lambda: filling.fill(unit, actor=actor, tournament_id=tournament))


handlers = [
    get_places,
    get_medals,
    get_points,
    set_points_rules,
    preview_points,
    get_qualification,
    set_qualification,
    fill_qualification,
    *correction_routes.handlers,
]
