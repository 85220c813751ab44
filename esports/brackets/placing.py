"""The final places of a tournament, stored with its entries, where everything above finds them."""

from collections.abc import Sequence
from uuid import UUID

from esports.brackets.queries import seated, tables
from esports.engine.final_order import Line, Played, final_order
from esports.entries import queries as entry_queries
from esports.entries import service as entries
from esports.entries.queries import placing
from esports.entries.wire import Entry
from esports.tournaments.wire import Stage, Tournament
from esports.uow import UnitOfWork


async def place(unit: UnitOfWork, tournament: Tournament, stages: Sequence[Stage]) -> list[Entry]:
    """Store everybody's place over all stages, which are over; gives the entries whose place it changed."""
    played = [await _played(unit, stage) for stage in stages]
    gone = await entry_queries.in_states(unit.connection, tournament.id, entries.GONE)
    order = final_order(played, {str(entry.id) for entry in gone})
    places = {UUID(row.entry): row.place for row in order}
    return await placing.set_places(unit.connection, tournament.id, places)


async def _played(unit: UnitOfWork, stage: Stage) -> Played:
    seats = await seated.seats_of(unit.connection, stage.id)
    table = await tables.standings_of(unit.connection, stage.id)
    lines = [Line(str(row.entry_id), row.place, row.group_key) for row in table]
    return Played([str(seat.id) for seat in seats], lines)
