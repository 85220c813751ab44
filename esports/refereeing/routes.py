"""HTTP for the match room, cases and the referees' queue."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from esports.accounts.access import Actor
from esports.accounts.authenticate import SIGNS_IN
from esports.accounts.private import private
from esports.http.callers import NOBODY, READER
from esports.http.limits import Limit, admit, caller_address
from esports.http.openapi import reads, writes
from esports.http.provide import Parts
from esports.http.write import read, write
from esports.matches.report_wire import Report
from esports.refereeing import (
    evidence_routes,
    links,
    pause_routes,
    presence_routes,
    queue,
    room,
    service,
    successors,
)
from esports.refereeing.link_wire import LinkSecret, MadeLink, MatchLink, NewLink, Station, StationReport
from esports.refereeing.queue_wire import Queue
from esports.refereeing.wire import Call as Called
from esports.refereeing.wire import (
    Case,
    Decision,
    HandOver,
    NewCall,
    NewCode,
    NewNote,
    Referees,
    Room,
    Taking,
)
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]
STATION_LIMIT = Limit(name="station", count=120)
"""Calls by links per network and minute: a hall stands behind one router."""


@get("/matches/{match:uuid}/room", **reads(Room))
async def get_room(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    match: FromPath[UUID],
) -> Response[bytes]:
    """A match with what the caller may know of it: its sides and staff see reports and the lobby code."""
    return read(request, await room.look(unit.connection, actor, match))


@put("/matches/{match:uuid}/lobby-code", **writes(Room))
async def set_lobby_code(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    match: FromPath[UUID],
    data: JSONBody[NewCode],
) -> Response[bytes]:
    """Say where the sides meet in the game; by a referee, or by the side of slot 0."""
    return await write(request, unit, lambda: room.set_code(unit, actor=actor, match_id=match, new=data))


@post("/matches/{match:uuid}/help", **writes(Called))
async def call_referee(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    match: FromPath[UUID],
    data: JSONBody[NewCall],
) -> Response[bytes]:
    """Call a referee; by a side of the match."""
    return await write(request, unit, lambda: room.call(unit, actor=actor, match_id=match, new=data))


@post("/matches/{match:uuid}/case", **writes(Case))
async def take_case(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    match: FromPath[UUID],
    data: JSONBody[Taking],
) -> Response[bytes]:
    """Take a match up, so that nobody else does; by a referee with no part in it."""
    return await write(request, unit, lambda: service.take(unit, actor=actor, match_id=match))


@post("/cases/{case:uuid}/notes", **writes(Case))
async def note_case(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    case: FromPath[UUID],
    data: JSONBody[NewNote],
) -> Response[bytes]:
    """Write something down, for staff alone."""
    return await write(request, unit, lambda: service.note(unit, actor=actor, case_id=case, new=data))


@post("/cases/{case:uuid}/hand-over", **writes(Case))
async def hand_over_case(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    case: FromPath[UUID],
    data: JSONBody[HandOver],
) -> Response[bytes]:
    """Give a case to another referee, or back to all of them."""
    return await write(request, unit, lambda: service.hand_over(unit, actor=actor, case_id=case, new=data))


@get("/cases/{case:uuid}/referees", **reads(Referees, who=READER))
async def list_referees(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    case: FromPath[UUID],
) -> Response[bytes]:
    """To whom a case can be handed: the referees of the event who have no part in its match."""
    return read(request, await successors.of_case(unit.connection, actor, case))


@post("/cases/{case:uuid}/decide", **writes(Case, refusals=(412,)))
async def decide_case(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    case: FromPath[UUID],
    data: JSONBody[Decision],
) -> Response[bytes]:
    """Decide a case and say why; with a `report` it is the result of the match."""
    return await write(request, unit, lambda: service.decide(unit, actor=actor, case_id=case, new=data))


@get("/events/{event:uuid}/queue", **reads(Queue, who=READER))
async def get_queue(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    event: FromPath[UUID],
    tournament: FromQuery[UUID | None] = None,
) -> Response[bytes]:
    """What waits for a referee: disputes, calls, reports without an answer, results that no longer fit."""
    return read(request, await queue.queue(unit.connection, actor, event, tournament, now=unit.now))


@post("/matches/{match:uuid}/links", **writes(MadeLink, 201))
async def make_link(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    parts: NamedDependency[Parts],
    match: FromPath[UUID],
    data: JSONBody[NewLink],
) -> Response[bytes]:
    """Make a link by which a phone without an account reports the match; its secret is told once."""
    home = parts.settings.public_url or str(request.base_url)
    made = await write(
        request,
        unit,
        lambda: links.make(unit, actor=actor, match_id=match, home=home),
        status=201,
        secret=True,
    )
    return private(made)


@post("/links/{link:uuid}/revoke", **writes(MatchLink))
async def revoke_link(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    link: FromPath[UUID],
    data: JSONBody[NewLink],
) -> Response[bytes]:
    """End a link."""
    return await write(request, unit, lambda: links.revoke(unit, actor=actor, link_id=link))


@post("/station", opt=SIGNS_IN, **writes(Station, who=NOBODY, keyed=False, refusals=(403, 429)))
async def look_by_link(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    parts: NamedDependency[Parts],
    data: JSONBody[LinkSecret],
) -> Response[bytes]:
    """The match of a link, for whoever holds it."""
    await admit(parts, STATION_LIMIT, caller_address(request, parts.settings.trusted_proxies))
    return private(read(request, await links.look(unit.connection, data.secret)))


@post(
    "/station/reports", opt=SIGNS_IN, **writes(Report, 201, also=(200,), who=NOBODY, refusals=(403, 412, 429))
)
async def report_by_link(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    parts: NamedDependency[Parts],
    data: JSONBody[StationReport],
) -> Response[bytes]:
    """Report the match of a link from its station; the sides, the deadline or a referee confirm it."""
    await admit(parts, STATION_LIMIT, caller_address(request, parts.settings.trusted_proxies))
    return private(await write(request, unit, lambda: links.report(unit, data), status=201))


handlers = [
    make_link,
    revoke_link,
    look_by_link,
    report_by_link,
    get_room,
    set_lobby_code,
    call_referee,
    take_case,
    note_case,
    hand_over_case,
    list_referees,
    decide_case,
    get_queue,
    *evidence_routes.handlers,
    *presence_routes.handlers,
    *pause_routes.handlers,
]
