"""Use cases of honours: the final order of a tournament, and the medals of an event."""

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.access import Actor
from esports.engine.medals import MEDALS, medal_table
from esports.entries.queries import placing
from esports.entries.seeding import OVER
from esports.events import service as events
from esports.honours import queries
from esports.honours.tables import by_delegation, finished, trail, won
from esports.honours.wire import MedalLine, MedalTable, PlaceLine, Places
from esports.tournaments import service as tournaments


async def places(connection: AsyncConnection, actor: Actor, tournament_id: UUID) -> Places:
    """The final order of a tournament, once it is over.

    Raises:
        DomainError: `not_found`.
    """
    tournament = await tournaments.get(connection, actor, tournament_id)
    found = await placing.with_place(connection, tournament_id) if tournament.state in OVER else []
    lines = [msgspec.convert({**msgspec.structs.asdict(one), "entry": one.id}, PlaceLine) for one in found]
    return Places(tournament=tournament_id, final=bool(lines), items=lines)


async def medals(connection: AsyncConnection, event_id: UUID, *, bronzes: int = 1) -> MedalTable:
    """The medal table of an event by delegation.

    Raises:
        DomainError: `not_found`.
    """
    await events.get(connection, event_id)
    found = await queries.finishes(connection, event_id)
    held = won(found, by_delegation, len(MEDALS) - 1 + bronzes)
    lines = [
        MedalLine(
            place=row.place,
            delegation=row.entry,
            **msgspec.convert(row.figures, dict[str, int | str]),
            trail=trail(row.trail),
            won=held[row.entry],
        )
        for row in medal_table(finished(found, by_delegation), bronzes=bronzes)
    ]
    return MedalTable(event=event_id, bronzes=bronzes, items=lines)
