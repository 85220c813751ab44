"""The stage's table after a result: what differs is stored and told."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from esports.brackets import mapping, queries, view
from esports.brackets.queries import tables
from esports.brackets.wire import Match, Seat, StandingRow
from esports.engine import stage as engine
from esports.engine.model import MatchState, Structure
from esports.journal.facts import Change
from esports.journal.views import diff
from esports.tournaments.wire import Stage, Tournament
from esports.uow import UnitOfWork

LINES_A_PLACE = 10_000
"""Where lines are ranked one by one: room for all that share a place, who stand in seed order."""


class Ranked(NamedTuple):
    """The lines of the table that differ, how the stage's view changes by them, and the seats of those in the
    matches at least.
    """

    lines: list[StandingRow]
    changes: list[Change]
    seats: list[Seat]


async def rank(
    unit: UnitOfWork,
    tournament: Tournament,
    stage: Stage,
    part: Structure,
    states: Mapping[str, MatchState],
    changed: Collection[str],
) -> list[Change]:
    """Bring the table up to date after matches of `part` changed; returns how the stage's view changes."""
    found = await ranked(unit, tournament, stage, part, states, changed)
    await tables.store_standings(unit.connection, stage.id, found.lines)
    return found.changes


async def ranked(
    unit: UnitOfWork,
    tournament: Tournament,
    stage: Stage,
    part: Structure,
    states: Mapping[str, MatchState],
    changed: Collection[str],
) -> Ranked:
    """The table after matches of `part` changed, of which nothing is stored yet."""
    await unit.write_now()
    if engine.has_local_table(stage.format):
        here = _present(states, changed)
        lines, records = await tables.lines_among(unit.connection, stage.id, here)
        seats = [seat for seat, _ in lines]
        rows = _local(part, states, changed, seats, records)
    else:
        lines = await tables.lines_of(unit.connection, stage.id)
        seats = [seat for seat, _ in lines]
        rows = whole(tournament, stage, seats, await queries.of_stage(unit.connection, stage.id))
    known = {row.entry_id: row for _, row in lines if row is not None}
    new = [row for row in rows if known.get(row.entry_id) != row]
    changes = [change for row in new for change in _line(stage, known.get(row.entry_id), row)]
    return Ranked(new, changes, seats)


def _present(states: Mapping[str, MatchState], changed: Collection[str]) -> list[UUID]:
    return [UUID(entry) for key in changed for entry in states[key].occupants if isinstance(entry, str)]


def whole(
    tournament: Tournament, stage: Stage, seats: Sequence[Seat], found: Sequence[Match]
) -> list[StandingRow]:
    """The table from all matches of the stage."""
    structure = mapping.structure_of(stage, tournament, found, len(seats))
    table = engine.standings(structure, mapping.entrants_of(seats), mapping.results_of(found))
    if not engine.has_local_table(stage.format):
        return mapping.standing_rows(table)
    seeds = {str(seat.id): seat.seed for seat in seats}
    return [mapping.standing_row(line, line.place * LINES_A_PLACE + seeds[line.entry]) for line in table]


def _local(
    part: Structure,
    states: Mapping[str, MatchState],
    changed: Collection[str],
    seats: Sequence[Seat],
    records: Mapping[UUID, tuple[int, int]],
) -> list[StandingRow]:
    """The lines that these matches decide, at a cost that does not grow with the bracket."""
    seeds = {str(seat.id): seat.seed for seat in seats}
    told = {str(entry): record for entry, record in records.items()}
    lines = engine.placed(part, states, changed, told)
    return [mapping.standing_row(line, line.place * LINES_A_PLACE + seeds[line.entry]) for line in lines]


def _line(stage: Stage, old: StandingRow | None, new: StandingRow) -> list[Change]:
    before = view.standing_view(old) if old else None
    return diff(before, view.standing_view(new), view.path(stage.id, "standings", str(new.entry_id)))
