"""What a correction does to a stage: every match that it changes, the table, and the end of the stage."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.brackets import closing, mapping, queries, view
from esports.brackets.queries import seated, tables
from esports.brackets.ranking import whole
from esports.brackets.shapes import StandingView
from esports.brackets.storing import announce
from esports.brackets.wire import Match, Seat, StandingRow
from esports.engine import stage as engine
from esports.engine.model import FINISHED, Entrant, MatchState, Result, Structure
from esports.journal.facts import Change, EntryLeft, PointsAdjusted, ResultCorrected, StageReseated
from esports.journal.views import diff
from esports.tournaments.wire import Stage, Tournament
from esports.uow import UnitOfWork


@dataclass(frozen=True)
class Held:
    """A whole stage as it is stored, and as the engine sees it."""

    tournament: Tournament
    stage: Stage
    seats: Sequence[Seat]
    found: Sequence[Match]

    @cached_property
    def structure(self) -> Structure:
        """All its matches."""
        return mapping.structure_of(self.stage, self.tournament, self.found, len(self.seats))

    @cached_property
    def entrants(self) -> list[Entrant | None]:
        """Its field in seed order."""
        return [*mapping.entrants_of(self.seats)]

    @cached_property
    def results(self) -> dict[str, Result]:
        """What was played, by the engine's names of the matches."""
        return mapping.results_of(self.found)


async def held(connection: AsyncConnection, tournament: Tournament, stage: Stage) -> Held:
    """Read the whole stage."""
    seats = await seated.seats_of(connection, stage.id)
    return Held(tournament, stage, seats, await queries.of_stage(connection, stage.id))


async def restate(
    unit: UnitOfWork, before: Held, results: Mapping[str, Result], unplayed: Collection[str] = ()
) -> Held:
    """Bring the matches of a stage to these results, and store where each of them stands.

    The tournament's row must be held, and the results themselves be stored. `tell` records what differs.
    `unplayed` are matches that lose a result which nobody has played for.
    """
    states = engine.resolve(before.structure, before.entrants, results)
    found = [
        _restated(match, states[match.row.key], results.get(match.row.key), before.results, unplayed)
        for match in before.found
    ]
    pairs = zip(before.found, found, strict=True)
    await queries.change(unit.connection, [(old, new) for old, new in pairs if old != new], unit.now)
    return replace(before, found=found)


def _restated(
    match: Match,
    state: MatchState,
    result: Result | None,
    known: Mapping[str, Result],
    unplayed: Collection[str],
) -> Match:
    """The match with its state now; one that lost its result, or its sides once reported, is void."""
    before = known.get(match.row.key)
    if result == before and state == mapping.state_of(match):
        return match
    row = mapping.result_row(match.row.id, result) if result else None
    moved = mapping.with_state(match, state, row)
    claimed = match.row.state in ("reported", "disputed")
    lost = "idle" if match.row.key in unplayed else "voided"
    word = mapping.word(state) if result else lost if before or claimed else match.row.state
    return msgspec.structs.replace(moved, row=msgspec.structs.replace(moved.row, state=word))


async def tell(
    unit: UnitOfWork,
    before: Held,
    after: Held,
    fact: ResultCorrected | PointsAdjusted | EntryLeft | StageReseated,
    besides: Sequence[Change] = (),
) -> None:
    """Record what was changed by hand with all that differs, as one update, and let the stage go on.

    `besides` is what changed outside of the stage.
    """
    tournament, stage = after.tournament, after.stage
    changes = diff(before.stage.options, after.stage.options, view.path(stage.id, "stage", "options"))
    for old, new in zip(before.found, after.found, strict=True):
        place = view.path(stage.id, "matches", str(new.row.id))
        changes += diff(view.match_view(old), view.match_view(new), place)
    changes += await _table(unit, after)
    unit.record(tournament.id, fact, [*besides, *changes])
    was_ready = {match.row.id: match.slots for match in before.found if match.row.phase == "ready"}
    await announce(unit, [match for match in after.found if was_ready.get(match.row.id) != match.slots])
    await _go_on(unit, after)


async def _table(unit: UnitOfWork, after: Held) -> list[Change]:
    """Bring the table up to date; how the stage's view changes."""
    stage_id = after.stage.id
    old = {row.entry_id: row for row in await tables.standings_of(unit.connection, stage_id)}
    new = {row.entry_id: row for row in whole(after.tournament, after.stage, after.seats, after.found)}
    gone = [entry for entry in old if entry not in new]
    await tables.remove_standings(unit.connection, stage_id, gone)
    await tables.store_standings(
        unit.connection, stage_id, [row for entry, row in new.items() if old.get(entry) != row]
    )

    return [
        change
        for entry in {**old, **new}
        for change in diff(
            _line(old.get(entry)), _line(new.get(entry)), view.path(stage_id, "standings", str(entry))
        )
    ]


def _line(row: StandingRow | None) -> StandingView | None:
    return None if row is None else view.standing_view(row)


async def _go_on(unit: UnitOfWork, after: Held) -> None:
    """Pair on, close, or open again, as the corrected results want it."""
    tournament, stage = after.tournament, after.stage
    is_open = any(match.row.phase not in FINISHED for match in after.found)
    if stage.state == "running":
        await closing.round_over(unit, tournament, stage)
    elif is_open:
        await closing.reopen(unit, tournament, stage)
    elif not closing.complete(tournament, stage, after.seats, after.found):
        await closing.round_over(unit, *await closing.reopen(unit, tournament, stage))
    else:
        closing.tell_going_on(unit, stage)
        await closing.crowned_again(unit, tournament)
