"""HTTP for drafts and vetoes: open one, choose, direct it, look at it."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from esports.accounts.access import Actor
from esports.drafts import opening, service
from esports.drafts.wire import Direction, Draft, NewAction, NewDraft, Scripts
from esports.engine.draft_replay import Verb
from esports.errors import DomainError
from esports.http.openapi import reads, writes
from esports.http.write import read, write
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]


@get("/drafts/scripts", **reads(Scripts))
async def list_scripts(request: Call) -> Response[bytes]:
    """The scripts that have a name."""
    return read(request, service.scripts())


@post("/matches/{match:uuid}/drafts", **writes(Draft, 201))
async def open_draft(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    match: FromPath[UUID],
    data: JSONBody[NewDraft],
) -> Response[bytes]:
    """Open a draft of a ready match's game; it begins by a word of its own."""
    return await write(
        request,
        unit,
        lambda: opening.open_draft(unit, actor=actor, match_id=match, new=data),
        status=201,
    )


@get("/drafts/{draft:uuid}", **reads(Draft))
async def get_draft(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    draft: FromPath[UUID],
) -> Response[bytes]:
    """A draft with its setup; a sealed lineup is open to its own side alone until both are in."""
    return read(request, await service.get(unit.connection, actor, draft, now=unit.now))


@post("/drafts/{draft:uuid}/actions", **writes(Draft, 201))
async def choose(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    draft: FromPath[UUID],
    data: JSONBody[NewAction],
) -> Response[bytes]:
    """Choose for a side: by whoever registered its entry, or by staff on its behalf."""
    try:
        return await write(
            request,
            unit,
            lambda: service.act(unit, actor=actor, draft_id=draft, new=data),
            status=201,
        )
    except DomainError as refused:
        if refused.code == service.TOO_LATE:
            await unit.connection.rollback()
            await service.expire(unit, draft)
            await unit.commit()
        raise


@post("/drafts/{draft:uuid}/begin", **writes(Draft, refusals=(412,)))
async def begin_draft(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    draft: FromPath[UUID],
    data: JSONBody[Direction],
) -> Response[bytes]:
    """Start the first turn."""
    return await _direct(request, unit, actor, draft, Verb.begin, data)


@post("/drafts/{draft:uuid}/undo", **writes(Draft, refusals=(412,)))
async def undo_choice(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    draft: FromPath[UUID],
    data: JSONBody[Direction],
) -> Response[bytes]:
    """Take the last choice back, or all choices of the last timeout; the turn has the time of then."""
    return await _direct(request, unit, actor, draft, Verb.undo, data)


@post("/drafts/{draft:uuid}/pause", **writes(Draft, refusals=(412,)))
async def pause_draft(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    draft: FromPath[UUID],
    data: JSONBody[Direction],
) -> Response[bytes]:
    """Stop the clock with the time that is left."""
    return await _direct(request, unit, actor, draft, Verb.pause, data)


@post("/drafts/{draft:uuid}/resume", **writes(Draft, refusals=(412,)))
async def resume_draft(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    draft: FromPath[UUID],
    data: JSONBody[Direction],
) -> Response[bytes]:
    """Go on with the time that was left."""
    return await _direct(request, unit, actor, draft, Verb.resume, data)


@post("/drafts/{draft:uuid}/void", **writes(Draft, refusals=(412,)))
async def void_draft(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    draft: FromPath[UUID],
    data: JSONBody[Direction],
) -> Response[bytes]:
    """Take a draft out, so that another can take its place."""
    return await write(request, unit, lambda: service.void(unit, actor=actor, draft_id=draft, said=data))


async def _direct(
    request: Call, unit: UnitOfWork, actor: Actor, draft: UUID, verb: Verb, data: Direction
) -> Response[bytes]:
    return await write(
        request,
        unit,
        lambda: service.direct(unit, actor=actor, draft_id=draft, verb=verb, said=data),
    )


handlers = [
    list_scripts,
    open_draft,
    get_draft,
    choose,
    begin_draft,
    undo_choice,
    pause_draft,
    resume_draft,
    void_draft,
]
