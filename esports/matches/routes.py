"""HTTP for matches: report a result, look at matches."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from esports.accounts.access import Actor
from esports.http.openapi import reads, writes
from esports.http.write import read, write
from esports.matches import service
from esports.matches.wire import MatchDetail, MatchPage, NewReport, Report
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]


@post("/matches/{match:uuid}/reports", **writes(Report, 201, also=(200,), refusals=(412,)))
async def report_result(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    match: FromPath[UUID],
    data: JSONBody[NewReport],
) -> Response[bytes]:
    """Report a result; from a referee or operator it is confirmed at once."""
    return await write(
        request,
        unit,
        lambda: service.report(unit, actor=actor, match_id=match, new=data),
        status=201,
    )


@get("/matches/{match:uuid}", **reads(MatchDetail))
async def get_match(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    match: FromPath[UUID],
) -> Response[bytes]:
    """One match."""
    return read(request, await service.get(unit.connection, actor, match))


@get("/events/{event:uuid}/matches", **reads(MatchPage))
async def list_matches(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    event: FromPath[UUID],
    states: Annotated[list[str] | None, QueryParameter(name="state")] = None,
    phase: FromQuery[str | None] = None,
    entry: FromQuery[UUID | None] = None,
    cursor: FromQuery[UUID | None] = None,
) -> Response[bytes]:
    """The event's matches that fit the filters."""
    found = await service.search(
        unit.connection, actor, event, states=states, phase=phase, entry=entry, cursor=cursor
    )
    return read(request, found)


handlers = [report_result, get_match, list_matches]
