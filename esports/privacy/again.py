"""Erasing again whom a restored backup has brought back.

The ids of the accounts that were erased say nothing about anybody, so a list of them may be kept where
backups are not, and for as long as the oldest backup.
"""

from uuid import UUID

from esports.accounts import queries as accounts
from esports.accounts.access import Actor
from esports.privacy import own
from esports.privacy.queries import erasure
from esports.teams import queries as team_queries
from esports.teams import service as teams
from esports.tournaments import queries as tournament_queries
from esports.uow import UnitOfWork


async def erase_again(unit: UnitOfWork, person_id: UUID) -> bool:
    """Erase somebody who was erased before; False where nobody has this account.

    Nothing keeps them this time: where they play, the entry plays on under a neutral name, and of a team that
    they lead whoever has been in it for longest is captain then.
    """
    entries = await erasure.entries_of(unit.connection, person_id)
    for tournament_id in sorted({entry.tournament_id for entry in entries}):
        await tournament_queries.by_id(unit.connection, tournament_id, lock=True)
    person = Actor(person_id=person_id)
    for team in await team_queries.of_person(unit.connection, person_id):
        heir = await erasure.successor(unit.connection, team.id, person_id) if team.captain else None
        if heir is not None:
            await teams.hand_over(unit, actor=person, team_id=team.id, person_id=heir)
        await teams.leave(unit, actor=person, team_id=team.id)
    await accounts.lock_person(unit.connection, person_id)
    if not await erasure.is_there(unit.connection, person_id):
        return False
    await own.clear(unit, person_id, await erasure.entries_of(unit.connection, person_id))
    return True
