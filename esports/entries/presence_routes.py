"""HTTP for the check-in at the venue: an entry's code, the staff's scan, and a slip taken back."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from esports.accounts.access import Actor
from esports.entries import codes, presence
from esports.entries.wire import Arrival, Code, Entry, Scan
from esports.http.openapi import writes
from esports.http.provide import Parts
from esports.http.write import write
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]


@post("/entries/{entry:uuid}/code", **writes(Code))
async def issue_code(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    parts: NamedDependency[Parts],
    entry: FromPath[UUID],
) -> Response[bytes]:
    """A new check-in code for an entry, to be shown at the venue; the one before stops to work."""
    home = parts.settings.public_url or str(request.base_url)
    return await write(
        request,
        unit,
        lambda: codes.issue(unit, actor=actor, entry_id=entry, home=home),
        secret=True,
    )


@post("/entries/{entry:uuid}/undo-check-in", **writes(Entry))
async def undo_check_in(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    entry: FromPath[UUID],
) -> Response[bytes]:
    """Take a check-in back that was a slip; for staff."""
    return await write(request, unit, lambda: presence.undo(unit, actor=actor, entry_id=entry))


@post("/tournaments/{tournament:uuid}/check-ins", **writes(Arrival))
async def scan_code(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
    data: JSONBody[Scan],
) -> Response[bytes]:
    """Check in the entry whose code was scanned or typed; for staff at the venue."""
    return await write(
        request,
        unit,
        lambda: presence.scan(unit, actor=actor, tournament_id=tournament, code=data.code),
    )


handlers = [issue_code, undo_check_in, scan_code]
