"""HTTP for departures: an entry leaves a tournament that is played, and comes back; seats follow."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from esports.accounts.access import Actor
from esports.honours import departures
from esports.http.openapi import reads, writes
from esports.http.write import read, write
from esports.matches import departures as listed
from esports.matches.correction_wire import Revert
from esports.matches.departure_wire import AgreedDeparture, Departure, Departures, NewDeparture
from esports.matches.impact_wire import Preview
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]


@post("/entries/{entry:uuid}/departure/preview", **writes(Preview, keyed=False))
async def preview_departure(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    entry: FromPath[UUID],
    data: JSONBody[NewDeparture],
) -> Response[bytes]:
    """What it would change if the entry left now: its matches, places, who goes on."""
    return read(request, await departures.preview(unit, actor=actor, entry_id=entry, new=data))


@post("/entries/{entry:uuid}/departure", **writes(Departure, 201))
async def take_entry_out(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    entry: FromPath[UUID],
    data: JSONBody[AgreedDeparture],
) -> Response[bytes]:
    """Withdraw an entry while the tournament is played, or put it out, as the preview showed."""
    return await write(
        request,
        unit,
        lambda: departures.depart(unit, actor=actor, entry_id=entry, new=data),
        status=201,
    )


@post("/departures/{departure:uuid}/revert/preview", **writes(Preview, keyed=False))
async def preview_return(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    departure: FromPath[UUID],
) -> Response[bytes]:
    """What it would change if the entry were let back in now, and which rounds are paired without it."""
    return read(request, await departures.preview_revert(unit, actor=actor, departure_id=departure))


@post("/departures/{departure:uuid}/revert", **writes(Departure))
async def let_entry_back(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    departure: FromPath[UUID],
    data: JSONBody[Revert],
) -> Response[bytes]:
    """Let an entry back in, as long as nothing is played that rests on its leaving."""
    return await write(
        request,
        unit,
        lambda: departures.revert(unit, actor=actor, departure_id=departure, new=data),
    )


@get("/tournaments/{tournament:uuid}/departures", **reads(Departures))
async def list_departures(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
) -> Response[bytes]:
    """Who left the tournament while it was played, why, and who came back."""
    return read(request, await listed.of_tournament(unit.connection, actor, tournament))


handlers = [preview_departure, take_entry_out, preview_return, let_entry_back, list_departures]
