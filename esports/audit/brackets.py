"""A stage as it is stored, held against what its seats and results give when computed from nothing."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.brackets import mapping, queries
from esports.brackets.queries import seated, tables
from esports.engine import stage as engine
from esports.engine.model import Phase
from esports.tournaments import queries as tournaments


async def differences(connection: AsyncConnection, stage_id: UUID) -> list[str]:
    """What differs: `structure`, the keys of matches, `standings`. Nothing of a stage that has not started.

    The connection must see one state of the database.
    """
    stage = await tournaments.stage(connection, stage_id)
    assert stage is not None
    tournament = await tournaments.by_id(connection, stage.tournament)
    assert tournament is not None
    seats = await seated.seats_of(connection, stage_id)
    if not seats:
        return []
    stored = await queries.of_stage(connection, stage_id)
    entrants = mapping.entrants_of(seats)
    results = mapping.results_of(stored)
    structure = mapping.structure_of(stage, tournament, stored, len(seats))
    # Whoever has left since was there when it was drawn.
    drawn = [replace(entrant, dropped=False) for entrant in entrants]
    built = engine.build(stage.format, drawn, structure.options, draw_seed=stage.draw_seed)
    found: list[str] = []
    # Rounds that are paired as it goes come behind those of the draw.
    if structure.matches[: len(built.matches)] != built.matches:
        found.append("structure")
    states = engine.resolve(structure, entrants, results)
    for match in stored:
        confirmed = states[match.row.key].phase is Phase.settled
        # A lobby that goes on has the games so far.
        has_result = confirmed or match.row.state == "live"
        if (
            mapping.state_of(match) != states[match.row.key]
            or (match.row.state == "confirmed") != confirmed
            or (match.result is not None) != has_result
        ):
            found.append(match.row.key)
    lines = mapping.standing_rows(engine.standings(structure, entrants, results))
    if [_plain(line) for line in await tables.standings_of(connection, stage_id)] != [
        _plain(line) for line in lines
    ]:
        found.append("standings")
    return found


def _plain(line: Any) -> Any:
    told = msgspec.json.decode(msgspec.json.encode(msgspec.structs.asdict(line)))
    del told["ordinal"]
    return told
