"""Use cases of a team's logo."""

import hashlib
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access, secret
from esports.accounts.access import Actor, Permission, TokenScope
from esports.errors import not_found
from esports.journal.facts import TeamChanged
from esports.teams import queries
from esports.teams.picture import picture
from esports.teams.service import led, record, shown
from esports.teams.wire import Team
from esports.uow import UnitOfWork


async def put(unit: UnitOfWork, *, actor: Actor, team_id: UUID, body: bytes) -> Team:
    """Give the team this picture as its logo; for the captain.

    Raises:
        DomainError: what `led` refuses, and what `picture.picture` does.
    """
    held, person = await led(unit, actor, team_id)
    kept = picture(body)
    digest = hashlib.sha256(kept.body).hexdigest()
    await queries.keep_logo(unit.connection, digest, kept)
    return await _shown_with(unit, team_id, person, before=held.team.logo, after=digest)


async def remove(unit: UnitOfWork, *, actor: Actor, team_id: UUID) -> Team:
    """Take the team's logo off; for the captain, and for site admins where it must not be seen.

    Raises:
        DomainError: what `led` refuses.
    """
    person = access.require_person(actor, TokenScope.entries)
    if await access.allows(unit.connection, actor, Permission.moderate_teams, None):
        held = await queries.locked(unit.connection, team_id)
        if held is None:
            raise not_found("team")
    else:
        held, person = await led(unit, actor, team_id)
    return await _shown_with(unit, team_id, person, before=held.team.logo, after=None)


async def _shown_with(
    unit: UnitOfWork, team_id: UUID, person: UUID, *, before: str | None, after: str | None
) -> Team:
    if before != after:
        await queries.change(unit.connection, team_id, {"logo": after})
        await queries.drop_logo(unit.connection, before)
        record(unit, team_id, TeamChanged(team_id=team_id, fields=["logo"]))
    return await shown(unit.connection, team_id, person)


async def get(connection: AsyncConnection, digest: str) -> tuple[str, bytes]:
    """The type and the bytes of a logo.

    Raises:
        DomainError: `not_found`.
    """
    found = await queries.logo(connection, digest) if secret.is_opaque(digest) else None
    if found is None:
        raise not_found("logo")
    return found
