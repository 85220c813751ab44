"""HTTP for brackets: the draw, the start, rounds, and the stage's documents."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from esports.accounts.access import Actor
from esports.brackets import adjusting, documents, service, unpairing
from esports.brackets.shapes import StageDocument, StageView, StandingView
from esports.brackets.wire import Adjustment, StartStage, Unpair
from esports.http.openapi import reads, writes
from esports.http.write import JSON, read, write
from esports.tournaments.wire import Stage
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]


@post("/stages/{stage:uuid}/draw", **writes(StageView, keyed=False))
async def preview_draw(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    stage: FromPath[UUID],
    data: JSONBody[StartStage],
) -> Response[bytes]:
    """The structure that a start would make; nothing is stored."""
    made = await service.preview_draw(unit, actor=actor, stage_id=stage, draw_seed=data.draw_seed)
    return read(request, made)


@post("/stages/{stage:uuid}/start", **writes(StageView, refusals=(412,)))
async def start_stage(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    stage: FromPath[UUID],
    data: JSONBody[StartStage],
) -> Response[bytes]:
    """Make the draw, store it and open the first matches."""
    return await write(
        request,
        unit,
        lambda: service.start_stage(unit, actor=actor, stage_id=stage, start=data),
    )


@post("/stages/{stage:uuid}/rounds", **writes(StageView))
async def pair_round(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    stage: FromPath[UUID],
) -> Response[bytes]:
    """Pair the next round, where that is left to the operator."""
    return await write(request, unit, lambda: service.pair_round(unit, actor=actor, stage_id=stage))


@post("/stages/{stage:uuid}/rounds/unpair", **writes(StageView))
async def unpair_round(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    stage: FromPath[UUID],
    data: JSONBody[Unpair],
) -> Response[bytes]:
    """Take back the pairing of a Swiss's newest round, in which nothing has been done yet."""
    return await write(
        request, unit, lambda: unpairing.unpair_round(unit, actor=actor, stage_id=stage, new=data)
    )


@get("/stages/{stage:uuid}/view", **reads(StageDocument, etag=True))
async def get_stage_view(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    stage: FromPath[UUID],
) -> Response[bytes]:
    """The stage's document, with the epoch and seq that a live follower goes on from."""
    document = await documents.stage_document(unit.connection, actor, stage)
    etag = {"etag": f'"{document.epoch}:{document.seq}"', "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == etag["etag"]:
        return Response(b"", status_code=304, headers=etag, media_type=JSON)
    return Response(document.body, headers=etag, media_type=JSON)


@get("/stages/{stage:uuid}/standings", **reads(list[StandingView]))
async def get_standings(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    stage: FromPath[UUID],
) -> Response[bytes]:
    """The stage's table, each place with the trail that explains it."""
    document = await documents.stage_document(unit.connection, actor, stage)
    table = msgspec.json.decode(document.body)["standings"]
    return read(request, sorted(table, key=lambda line: line["ordinal"]))


@post("/stages/{stage:uuid}/adjustments", **writes(Stage, 201))
async def adjust_points(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    stage: FromPath[UUID],
    data: JSONBody[Adjustment],
) -> Response[bytes]:
    """Give or take points of an entry in a free-for-all, with a reason."""
    return await write(
        request,
        unit,
        lambda: adjusting.adjust(unit, actor=actor, stage_id=stage, new=data),
        status=201,
    )


handlers = [
    preview_draw,
    start_stage,
    pair_round,
    unpair_round,
    adjust_points,
    get_stage_view,
    get_standings,
]
