"""HTTP for whether the sides of a match are there."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from esports.accounts.access import Actor
from esports.accounts.authenticate import SIGNS_IN
from esports.accounts.private import private
from esports.http.callers import NOBODY
from esports.http.limits import Limit, admit, caller_address
from esports.http.openapi import writes
from esports.http.provide import Parts
from esports.http.write import write
from esports.refereeing import presence
from esports.refereeing.link_wire import Station, StationWord
from esports.refereeing.pause_wire import OwnWord, TakenBack
from esports.refereeing.wire import Room
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]
STATION_WORDS = Limit(name="station-ready", count=120)
"""Words by links per network and minute: a hall stands behind one router."""


@post("/matches/{match:uuid}/ready", **writes(Room))
async def say_ready(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    match: FromPath[UUID],
    data: JSONBody[OwnWord],
) -> Response[bytes]:
    """Say that the caller's side is ready to play."""
    return await write(request, unit, lambda: presence.say(unit, actor=actor, match_id=match))


@post("/matches/{match:uuid}/ready/take-back", **writes(Room))
async def take_ready_back(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    match: FromPath[UUID],
    data: JSONBody[TakenBack],
) -> Response[bytes]:
    """Say that a side is not ready after all; by a referee with no part in the match."""
    return await write(request, unit, lambda: presence.take_back(unit, actor=actor, match_id=match, new=data))


@post("/station/ready", opt=SIGNS_IN, **writes(Station, who=NOBODY, refusals=(403, 429)))
async def say_ready_by_link(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    parts: NamedDependency[Parts],
    data: JSONBody[StationWord],
) -> Response[bytes]:
    """Say from a match's station that a side is there and ready."""
    await admit(parts, STATION_WORDS, caller_address(request, parts.settings.trusted_proxies))
    return private(await write(request, unit, lambda: presence.say_by_link(unit, data)))


handlers = [say_ready, take_ready_back, say_ready_by_link]
