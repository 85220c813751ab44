"""HTTP for a plan before it is published: wanted starts, places that are looked at, steps taken back."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from esports.accounts.access import Actor
from esports.http.openapi import writes
from esports.http.write import read, write
from esports.schedule import demanding, taking_back
from esports.schedule.step_wire import LookedAt, NewPlace, NewWish, Wish
from esports.schedule.wire import Plan, PlanNumber
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]
Unit = NamedDependency[UnitOfWork]
Caller = NamedDependency[Actor]


@put("/matches/{match:uuid}/wanted-start", **writes(Wish))
async def want_start(
    request: Call, unit: Unit, actor: Caller, match: FromPath[UUID], data: JSONBody[NewWish]
) -> Response[bytes]:
    """Say when a match should begin: the plans to come are as near to it as they can be, unlike a pin."""
    return await write(request, unit, lambda: demanding.want(unit, actor=actor, match_id=match, new=data))


@post("/matches/{match:uuid}/pin/look", **writes(LookedAt, keyed=False))
async def look_at_place(
    request: Call, unit: Unit, actor: Caller, match: FromPath[UUID], data: JSONBody[NewPlace]
) -> Response[bytes]:
    """What it would mean to pin the match there, beside the newest plan; nothing is stored."""
    return read(request, await demanding.look(unit, actor=actor, match_id=match, asked=data))


@post("/events/{event:uuid}/schedule/plan/undo", **writes(Plan))
async def undo_plan(
    request: Call, unit: Unit, actor: Caller, event: FromPath[UUID], data: JSONBody[PlanNumber]
) -> Response[bytes]:
    """Take back the last change of the plan with its pins and wanted starts; nothing published changes."""
    return await write(
        request, unit, lambda: taking_back.take_back(unit, actor=actor, event_id=event, plan=data.plan)
    )


handlers = [want_start, look_at_place, undo_plan]
