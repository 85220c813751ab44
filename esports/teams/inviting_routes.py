"""HTTP for invitations to teams."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from esports.accounts.access import Actor
from esports.accounts.address import email_or_none
from esports.accounts.authenticate import SIGNS_IN
from esports.accounts.private import private
from esports.http.callers import NOBODY, READER
from esports.http.limits import Limit, admit, caller_address, within
from esports.http.openapi import reads, writes
from esports.http.provide import Parts
from esports.http.write import read, write
from esports.teams import inviting
from esports.teams.wire import Invites, InviteToken, InvitingTeam, MadeInvite, NewInvite, Team
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]
INVITE_LIMIT = Limit(name="invite", count=60, seconds=3600)
"""Invitations that one person makes."""
INVITED_LIMIT = Limit(name="invited", count=3, seconds=86_400)
"""Mails that one address or name gets of all who invite it; then it finds them when it signs in."""
OPEN_LIMIT = Limit(name="invite-open", count=120)
"""Links opened per network and minute: a whole class may join from behind one router."""


@post("/teams/{team:uuid}/invites", **writes(MadeInvite, 201, refusals=(429,)))
async def invite_to_team(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    parts: NamedDependency[Parts],
    team: FromPath[UUID],
    data: JSONBody[NewInvite],
) -> Response[bytes]:
    """Invite by a link, whose `token` is shown this once, or who has an address or a name; for the captain.

    The reply is the same whether anybody has the mail address or the player name or not.
    """
    if actor.person_id is not None:
        await admit(parts, INVITE_LIMIT, str(actor.person_id))
    whom = email_or_none(data.email) if data.email else data.player and data.player.strip().lower()
    mail = bool(whom) and await within(parts, INVITED_LIMIT, str(whom))
    made = await write(
        request,
        unit,
        lambda: inviting.invite(unit, actor=actor, team_id=team, new=data, mail=mail),
        status=201,
        secret=True,
    )
    return private(made)


@get("/teams/{team:uuid}/invites", **reads(Invites, who=READER))
async def list_invites(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], team: FromPath[UUID]
) -> Response[bytes]:
    """The open invitations of a team; for its captain."""
    return read(request, await inviting.open_invites(unit.connection, actor, team, now=unit.now))


@delete("/teams/{team:uuid}/invites/{invite:uuid}", **writes(None, 204))
async def revoke_invite(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    team: FromPath[UUID],
    invite: FromPath[UUID],
) -> Response[None]:
    """Take an open invitation back; for the captain."""
    return await write(
        request, unit, lambda: inviting.revoke(unit, actor=actor, team_id=team, invite_id=invite)
    )


@post("/invites/look", opt=SIGNS_IN, **writes(InvitingTeam, who=NOBODY, keyed=False, refusals=(429,)))
async def look_at_invite(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    parts: NamedDependency[Parts],
    data: JSONBody[InviteToken],
) -> Response[bytes]:
    """The team that a link invites to, for whoever holds the link."""
    await admit(parts, OPEN_LIMIT, caller_address(request, parts.settings.trusted_proxies))
    return private(read(request, await inviting.look(unit.connection, token=data.token, now=unit.now)))


@post("/invites/accept", **writes(Team, refusals=(429,)))
async def accept_link(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    parts: NamedDependency[Parts],
    data: JSONBody[InviteToken],
) -> Response[bytes]:
    """Join the team that a link invites to."""
    await admit(parts, OPEN_LIMIT, caller_address(request, parts.settings.trusted_proxies))
    return await write(request, unit, lambda: inviting.accept_link(unit, actor=actor, opened=data))


@post("/invites/{invite:uuid}/accept", **writes(Team))
async def accept_invite(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], invite: FromPath[UUID]
) -> Response[bytes]:
    """Join the team that invites the caller's mail address or player name."""
    return await write(request, unit, lambda: inviting.accept(unit, actor=actor, invite_id=invite))


@post("/invites/{invite:uuid}/decline", **writes(None, 204))
async def decline_invite(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], invite: FromPath[UUID]
) -> Response[None]:
    """Turn down an invitation to the caller's mail address or player name."""
    return await write(request, unit, lambda: inviting.decline(unit, actor=actor, invite_id=invite))


handlers = [
    invite_to_team,
    list_invites,
    revoke_invite,
    look_at_invite,
    accept_link,
    accept_invite,
    decline_invite,
]
