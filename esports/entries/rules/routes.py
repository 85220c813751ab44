"""HTTP for the rules of entering: set them, invite, approve and refuse, look at exceptions."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from esports.accounts.access import Actor
from esports.entries.rules import deciding, inviting, setting
from esports.entries.rules.wire import (
    DecidedEntries,
    Decision,
    EntryExceptions,
    EntryRules,
    Invitation,
    Invitations,
    MadeInvitation,
    NewInvitation,
    StoredRules,
)
from esports.http.openapi import reads, writes
from esports.http.write import expected_revision, read, write
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]


@get("/tournaments/{tournament:uuid}/entry-rules", **reads(StoredRules))
async def get_entry_rules(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
) -> Response[bytes]:
    """What a tournament asks of who enters it."""
    return read(request, await setting.rules_of(unit.connection, actor, tournament))


@put("/tournaments/{tournament:uuid}/entry-rules", **writes(StoredRules, if_match=True))
async def set_entry_rules(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
    data: JSONBody[EntryRules],
) -> Response[bytes]:
    """Decide what is asked of who enters. Send the revision that you saw as `If-Match`."""
    expected = expected_revision(request)
    return await write(
        request,
        unit,
        lambda: setting.set_rules(unit, actor=actor, tournament_id=tournament, rules=data, expected=expected),
    )


@post("/tournaments/{tournament:uuid}/invitations", **writes(MadeInvitation, 201))
async def make_invitation(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
    data: JSONBody[NewInvitation],
) -> Response[bytes]:
    """Make an invitation; the reply shows its code this once."""
    return await write(
        request,
        unit,
        lambda: inviting.invite(unit, actor=actor, tournament_id=tournament, new=data),
        status=201,
        secret=True,
    )


@get("/tournaments/{tournament:uuid}/invitations", **reads(Invitations))
async def list_invitations(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
) -> Response[bytes]:
    """The invitations of a tournament, for its organisers."""
    return read(request, await inviting.invitations_of(unit.connection, actor, tournament))


@delete("/invitations/{invitation:uuid}", **writes(Invitation))
async def revoke_invitation(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    invitation: FromPath[UUID],
) -> Response[bytes]:
    """Let nobody in by an invitation any more."""
    return await write(request, unit, lambda: inviting.revoke(unit, actor=actor, invitation_id=invitation))


@post("/tournaments/{tournament:uuid}/entries/decide", **writes(DecidedEntries))
async def decide_entries(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
    data: JSONBody[Decision],
) -> Response[bytes]:
    """Approve or refuse entries that await it, all of them or none."""
    return await write(
        request,
        unit,
        lambda: deciding.decide(unit, actor=actor, tournament_id=tournament, decision=data),
    )


@get("/entries/{entry:uuid}/exceptions", **reads(EntryExceptions))
async def list_exceptions(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    entry: FromPath[UUID],
) -> Response[bytes]:
    """What was let pass in an entry although rules say otherwise, and why."""
    return read(request, await deciding.exceptions_of(unit.connection, actor, entry))


handlers = [
    get_entry_rules,
    set_entry_rules,
    make_invitation,
    list_invitations,
    revoke_invitation,
    decide_entries,
    list_exceptions,
]
