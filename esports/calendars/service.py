"""Use cases of calendars: the secret link to one's own, and the matches that a calendar has."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import secret
from esports.accounts.access import Actor, require_session
from esports.calendars import queries
from esports.calendars.wire import CalendarLink, CalendarMatch, MadeCalendarLink
from esports.errors import not_found
from esports.schedule.queries.playing import people_of
from esports.uow import UnitOfWork


async def link(connection: AsyncConnection, *, actor: Actor) -> CalendarLink:
    """Whether the caller's calendar has a link.

    Raises:
        DomainError: `sign_in_required`, `session_needed`.
    """
    return CalendarLink(made_at=await queries.made_at(connection, require_session(actor)))


async def renew(unit: UnitOfWork, *, actor: Actor) -> MadeCalendarLink:
    """Make a link to the caller's calendar; the one before leads nowhere from now on.

    Raises:
        DomainError: what `link` refuses.
    """
    fresh = secret.new()
    await queries.keep(unit.connection, require_session(actor), secret.digest(fresh), now=unit.now)
    return MadeCalendarLink(path=f"/calendars/{fresh}/matches.ics", made_at=unit.now)


async def revoke(unit: UnitOfWork, *, actor: Actor) -> None:
    """Let the link to the caller's calendar lead nowhere.

    Raises:
        DomainError: what `link` refuses.
    """
    await queries.remove(unit.connection, require_session(actor))


async def behind(connection: AsyncConnection, typed: str) -> tuple[UUID, list[CalendarMatch]]:
    """Whose calendar a link leads to, and their matches.

    Raises:
        DomainError: `not_found`.
    """
    person_id = await queries.person_of(connection, secret.digest(typed)) if secret.is_opaque(typed) else None
    if person_id is None:
        raise not_found("calendar")
    near = await queries.entries_near(connection, person_id)
    people = await people_of(connection, near)
    own = [entry for entry in near if person_id in people.get(entry, ())]
    return person_id, await queries.matches_of(connection, own)


async def of_team(connection: AsyncConnection, team_id: UUID) -> list[CalendarMatch]:
    """The matches of a team."""
    return await queries.matches_of(connection, await queries.entries_of_team(connection, team_id))
