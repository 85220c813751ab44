"""Use cases of looking at the data of minors: for a reason, which is kept, and the owners' list of it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.entries import guardians
from esports.entries import queries as entry_queries
from esports.entries.queries import rostering
from esports.errors import not_found
from esports.events import service as events
from esports.privacy import queries
from esports.privacy.wire import Accesses, SeenPeople
from esports.text import clean_name
from esports.tournaments import service as tournaments
from esports.uow import UnitOfWork

PAGE = 50
REASON_LENGTH = 500


async def look(unit: UnitOfWork, *, actor: Actor, entry_id: UUID, reason: str) -> SeenPeople:
    """The roster with the names and birth dates of its minors; who saw whose, and why, is kept with it.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `scope_missing`, `forbidden`,
            `second_factor_required`, `name_...` for a reason that says nothing.
    """
    entry = await entry_queries.by_id(unit.connection, entry_id)
    if entry is None:
        raise not_found("entry")
    tournament = await tournaments.get(unit.connection, actor, entry.tournament, asked="entry")
    await access.require(unit.connection, actor, Permission.see_people, tournament.event)
    why = clean_name(reason, "/reason", longest=REASON_LENGTH)
    roster = await rostering.roster(unit.connection, entry_id)
    shown = guardians.without_minors(roster, tournament, unit.now.date())
    minors = [position for position, member in enumerate(shown) if member.withheld]
    if minors:
        await queries.add_access(
            unit.connection,
            id=unit.new_id(),
            event_id=tournament.event,
            entry_id=entry_id,
            person_id=actor.person_id,
            positions=minors,
            nicknames=[shown[position].in_game_id or "" for position in minors],
            reason=why,
            at=unit.now,
        )
    return SeenPeople(entry=entry_id, roster=roster)


async def page(connection: AsyncConnection, *, actor: Actor, event_id: UUID, before: UUID | None) -> Accesses:
    """Who looked at the data of minors in the event, the newest first; for its owners.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `second_factor_required`.
    """
    await events.get(connection, event_id)
    await access.require(connection, actor, Permission.manage_staff, event_id)
    found = await queries.accesses(connection, event_id, before=before, limit=PAGE + 1)
    more = len(found) > PAGE
    return Accesses(items=found[:PAGE], next_cursor=str(found[PAGE - 1].id) if more else None)
