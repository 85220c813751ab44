"""HTTP for honours: final places, medals, points, and who qualifies for what."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from esports.accounts.access import Actor
from esports.honours import points, service
from esports.honours.wire import MedalTable, Places, PointsRules, PointsTable, StoredRules
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


handlers = [get_places, get_medals, get_points, set_points_rules]
