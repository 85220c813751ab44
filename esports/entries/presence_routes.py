"""HTTP for the check-in: an entry's code, the staff's scan, each player's word, and a slip taken back."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from esports.accounts.access import Actor
from esports.entries import arrivals, codes, identity, presence
from esports.entries.wire import Arrival, Code, Entry, Identity, PlayerArrival, Scan
from esports.http.openapi import writes
from esports.http.provide import Parts
from esports.http.write import expected_revision, write
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


@post("/entries/{entry:uuid}/players/check-in", **writes(Entry, if_match=True))
async def check_in_player(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    entry: FromPath[UUID],
    data: JSONBody[PlayerArrival],
) -> Response[bytes]:
    """Confirm that a player is here: oneself, or by position who has no account. With enough of them the
    entry is checked in."""
    expected = expected_revision(request)
    return await write(
        request,
        unit,
        lambda: arrivals.check_in_player(
            unit, actor=actor, entry_id=entry, position=data.position, expected=expected
        ),
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


@put("/entries/{entry:uuid}/identity", **writes(Entry, if_match=True))
async def verify_identity(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    entry: FromPath[UUID],
    data: JSONBody[Identity],
) -> Response[bytes]:
    """Record that staff know who a player is, and how, or that they do not; for staff."""
    expected = expected_revision(request)
    return await write(
        request,
        unit,
        lambda: identity.verify(unit, actor=actor, entry_id=entry, identity=data, expected=expected),
    )


handlers = [verify_identity, issue_code, check_in_player, undo_check_in, scan_code]
