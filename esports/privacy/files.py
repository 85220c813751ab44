"""Looking at a file that is an answer: one's own, or an organiser's look; a minor's for a reason."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission, TokenScope
from esports.entries import guardians
from esports.entries import queries as entries
from esports.entries.queries import files, rostering
from esports.entries.wire import Entry
from esports.errors import DomainError, Kind, not_found
from esports.i18n import N_
from esports.privacy import queries
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Tournament


async def file_of(
    connection: AsyncConnection, actor: Actor, file_id: UUID, *, today: date
) -> tuple[str, bytes]:
    """The type and the bytes of a file, for who sent it, who registered its entry, and the organisers.

    Raises:
        DomainError: `not_found` for everybody else too; `reason_needed` for an organiser who has not said yet
            why they look at the minors of its entry.
    """
    found = await files.by_id(connection, file_id)
    if found is None or not actor.may_use(TokenScope.read):
        raise not_found("file")
    entry = await entries.by_id(connection, found.entry_id) if found.entry_id else None
    tournament = await tournaments.get(connection, actor, found.tournament_id, asked="file")
    if actor.person_id not in {found.person_id, entry.person if entry else None} - {None}:
        if entry is None or not await access.allows(
            connection, actor, Permission.see_people, tournament.event
        ):
            raise not_found("file")
        if await needs_reason(connection, actor, entry, tournament, today=today):
            raise DomainError(
                Kind.forbidden, "reason_needed", N_("Say first why you look at the minors of this entry.")
            )
    return found.media_type, found.body


async def needs_reason(
    connection: AsyncConnection, actor: Actor, entry: Entry, tournament: Tournament, *, today: date
) -> bool:
    """Whether the entry has minors at whom the caller has not looked for a reason yet."""
    shown = guardians.without_minors(await rostering.roster(connection, entry.id), tournament, today)
    if not any(member.withheld for member in shown):
        return False
    return not await queries.has_looked(connection, entry.id, actor.person_id)
