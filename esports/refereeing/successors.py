"""Who can go on with a case: the referees of the event who have no part in its match."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.brackets import queries as brackets
from esports.errors import not_found
from esports.events import queries as events
from esports.matches import queries as matches
from esports.refereeing import queries
from esports.refereeing.wire import Referee, Referees
from esports.tournaments import service as tournaments


async def of_case(connection: AsyncConnection, actor: Actor, case_id: UUID) -> Referees:
    """To whom a case can be handed, by name; without whoever has it now.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`.
    """
    case = await queries.case(connection, case_id)
    located = await brackets.locate_match(connection, case.match) if case else None
    if case is None or located is None:
        raise not_found("case")
    tournament = await tournaments.get(connection, actor, located[0], asked="case")
    await access.require(connection, actor, Permission.report_result, tournament.event)
    staff = {
        one.person: one.display_name
        for one in await events.staff_of(connection, tournament.event)
        if access.rules(one.role) and one.person != case.held_by
    }
    free = [
        Referee(person=person, name=name)
        for person, name in staff.items()
        if not (await matches.part_in(connection, case.match, person)).plays
    ]
    return Referees(items=sorted(free, key=lambda one: (one.name.casefold(), one.person)))
