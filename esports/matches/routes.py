"""HTTP for matches: report a result, correct it, look at matches."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from esports.accounts.access import Actor
from esports.http.openapi import reads, writes
from esports.http.write import read, write
from esports.matches import claims, service
from esports.matches.report_wire import Agreement, NewObjection, NewReport, Report
from esports.matches.wire import MatchDetail, MatchPage
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
    """Report a result: of a referee or operator it is confirmed at once, of a side when the other agrees."""
    return await write(
        request,
        unit,
        lambda: claims.report(unit, actor=actor, match_id=match, new=data),
        status=201,
    )


@post("/reports/{report:uuid}/confirm", **writes(Report))
async def confirm_report(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    report: FromPath[UUID],
    data: JSONBody[Agreement],
) -> Response[bytes]:
    """Agree to what the other side reported; a referee may confirm either side's report."""
    return await write(request, unit, lambda: claims.confirm(unit, actor=actor, report_id=report))


@post("/reports/{report:uuid}/dispute", **writes(Report))
async def dispute_report(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    report: FromPath[UUID],
    data: JSONBody[NewObjection],
) -> Response[bytes]:
    """Object to what the other side reported: a referee decides."""
    return await write(request, unit, lambda: claims.dispute(unit, actor=actor, report_id=report, new=data))


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


handlers = [
    report_result,
    confirm_report,
    dispute_report,
    get_match,
    list_matches,
]
