"""HTTP for corrections: what one would change, here and where places lead; it is made and taken back."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from esports.accounts.access import Actor
from esports.honours import corrections, proposing
from esports.honours.wire import Proposed, ProposedList, Seconding
from esports.http.callers import READER
from esports.http.openapi import reads, writes
from esports.http.write import read, write
from esports.matches.correction_wire import Correction, NewCorrection, Proposal, Revert
from esports.matches.impact_wire import Preview
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]


@post("/matches/{match:uuid}/correction/preview", **writes(Preview, keyed=False, refusals=(412,)))
async def preview_correction(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    match: FromPath[UUID],
    data: JSONBody[Proposal],
) -> Response[bytes]:
    """What it would change if the result were this one: later matches, places, who goes on."""
    return read(request, await corrections.preview(unit, actor=actor, match_id=match, new=data))


@post("/matches/{match:uuid}/correction", **writes(Correction, 201, refusals=(412,)))
async def correct_result(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    match: FromPath[UUID],
    data: JSONBody[NewCorrection],
) -> Response[bytes]:
    """Correct a confirmed result as the preview showed; its token is `impact_token`."""
    return await write(
        request,
        unit,
        lambda: corrections.correct(unit, actor=actor, match_id=match, new=data),
        status=201,
    )


@post("/corrections/{correction:uuid}/revert", **writes(Correction))
async def revert_correction(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    correction: FromPath[UUID],
    data: JSONBody[Revert],
) -> Response[bytes]:
    """Take a correction back, as long as nothing is played that rests on it."""
    return await write(
        request,
        unit,
        lambda: corrections.revert(unit, actor=actor, correction_id=correction, new=data),
    )


@post("/matches/{match:uuid}/correction/propose", **writes(Proposed, 201, refusals=(412,)))
async def propose_correction(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    match: FromPath[UUID],
    data: JSONBody[NewCorrection],
) -> Response[bytes]:
    """Propose a correction that another member of the staff is to make."""
    return await write(
        request, unit, lambda: proposing.propose(unit, actor=actor, match_id=match, new=data), status=201
    )


@post("/proposals/{proposal:uuid}/make", **writes(Correction, refusals=(412,)))
async def make_proposed(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    proposal: FromPath[UUID],
    data: JSONBody[Seconding],
) -> Response[bytes]:
    """Make a correction that somebody else has proposed, if it does what it did then."""
    return await write(request, unit, lambda: proposing.make(unit, actor=actor, proposal_id=proposal))


@post("/proposals/{proposal:uuid}/discard", **writes(Proposed))
async def discard_proposed(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    proposal: FromPath[UUID],
    data: JSONBody[Seconding],
) -> Response[bytes]:
    """Lay a proposed correction aside."""
    return await write(request, unit, lambda: proposing.discard(unit, actor=actor, proposal_id=proposal))


@get("/tournaments/{tournament:uuid}/proposals", **reads(ProposedList, who=READER))
async def list_proposals(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
) -> Response[bytes]:
    """The corrections that wait for a second person."""
    return read(request, await proposing.waiting(unit.connection, actor, tournament))


handlers = [
    preview_correction,
    correct_result,
    revert_correction,
    propose_correction,
    make_proposed,
    discard_proposed,
    list_proposals,
]
