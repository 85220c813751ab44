"""The end of a round, of a stage and of the tournament; and how a correction opens them again."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from esports.brackets import mapping, pairing, queries, view
from esports.brackets.draw import qualified
from esports.brackets.placing import place
from esports.brackets.queries import seated, tables
from esports.brackets.wire import Match, Seat
from esports.engine import stage as engine
from esports.entries import queries as entry_queries
from esports.entries import service as entries
from esports.entries.queries import placing
from esports.entries.wire import Entry
from esports.jobs import AnnounceQualified, AnnounceResults
from esports.journal.facts import (
    ChampionDecided,
    Change,
    FieldPlaced,
    FieldReopened,
    StageFinished,
    StageReopened,
)
from esports.tournaments import queries as tournament_queries
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Champion, Stage, Tournament
from esports.uow import UnitOfWork


async def round_over(unit: UnitOfWork, tournament: Tournament, stage: Stage) -> None:
    """While no match of a running stage is open: pair the next round, or close the stage.

    A round in which everybody rests is over as soon as it is paired, for no result will come to end it.
    """
    automatic = stage.options.get("pairing", "automatic") == "automatic"
    while not await queries.count_open(unit.connection, stage.id):
        if automatic and await pairing.pair_next(unit, tournament, stage):
            continue
        seats = await seated.seats_of(unit.connection, stage.id)
        found = await queries.of_stage(unit.connection, stage.id)
        if automatic or complete(tournament, stage, seats, found):
            await close(unit, tournament, stage)
        return


def complete(tournament: Tournament, stage: Stage, seats: Sequence[Seat], found: Sequence[Match]) -> bool:
    """Whether every match is over and there is no round that might still be paired."""
    structure = mapping.structure_of(stage, tournament, found, len(seats))
    return engine.is_complete(structure, mapping.results_of(found), mapping.entrants_of(seats))


async def close(unit: UnitOfWork, tournament: Tournament, stage: Stage) -> None:
    """Finish a stage in which all is decided and its table stored, and the tournament with the last one."""
    stages = await tournament_queries.stages_of(unit.connection, tournament.id)
    going_on: list[UUID] = []
    if stage.qualifies is not None and stages[-1].id != stage.id:
        going_on = await qualified(unit.connection, tournament, stage, stage.qualifies)
    await tournament_queries.change_stage(unit.connection, stage.id, state="finished")
    unit.record(
        tournament.id,
        StageFinished(stage_id=stage.id, name=stage.name, qualified=going_on),
        [Change(view.path(stage.id, "stage", "state"), "finished")],
    )
    if going_on:
        tell_going_on(unit, stage)
    # After a correction an earlier stage may be the last one that finishes.
    if all(one.state == "finished" for one in stages if one.id != stage.id):
        await _crown(unit, tournament, stages)


def tell_going_on(unit: UnitOfWork, stage: Stage) -> None:
    """Have those told who go on from a finished stage, and have not been."""
    unit.enqueue(AnnounceQualified(stage.id), dedupe_key=f"going-on:{unit.new_id()}")


async def _crown(unit: UnitOfWork, tournament: Tournament, stages: Sequence[Stage]) -> None:
    await _moved_all(unit, tournament, "playing", "placed")
    await place(unit, tournament, stages)
    field = await placing.with_place(unit.connection, tournament.id)
    unit.record(tournament.id, FieldPlaced(tournament_id=tournament.id), _shown(field))
    champion = await _champion(unit, tournament, stages[-1])
    await tournaments.moved(unit, tournament, "finished", champion=champion)
    unit.enqueue(AnnounceResults(tournament.id), dedupe_key=f"placed:{unit.new_id()}")


async def _champion(unit: UnitOfWork, tournament: Tournament, last: Stage) -> Champion | None:
    """Who alone is first in the last stage's table; recorded where it is news."""
    first = [row for row in await tables.standings_of(unit.connection, last.id) if row.place == 1]
    seats = {seat.id: seat for seat in await seated.seats_of(unit.connection, last.id)}
    if len(first) != 1 or seats[first[0].entry_id].gone:
        return None
    name = seats[first[0].entry_id].name
    champion = Champion(entry=first[0].entry_id, name=name)
    if champion != tournament.champion:
        unit.record(
            tournament.id, ChampionDecided(tournament_id=tournament.id, entry_id=champion.entry, name=name)
        )
    return champion


async def crowned_again(unit: UnitOfWork, tournament: Tournament) -> None:
    """After a correction that leaves everything over: places may be others, and so may the champion."""
    stages = await tournament_queries.stages_of(unit.connection, tournament.id)
    if any(stage.state != "finished" for stage in stages):
        return
    if changed := await place(unit, tournament, stages):
        unit.record(tournament.id, FieldPlaced(tournament_id=tournament.id), _shown(changed))
    if tournament.state != "finished":
        return
    champion = await _champion(unit, tournament, stages[-1])
    if champion != tournament.champion:
        await tournaments.crowned(unit, tournament, champion)


async def reopen(unit: UnitOfWork, tournament: Tournament, stage: Stage) -> tuple[Tournament, Stage]:
    """Let a finished stage, and with it the tournament, be played on: something in it is open again."""
    again = msgspec.structs.replace(stage, state="running")
    await tournament_queries.change_stage(unit.connection, stage.id, state="running")
    unit.record(
        tournament.id,
        StageReopened(stage_id=stage.id, name=stage.name),
        [Change(view.path(stage.id, "stage", "state"), "running")],
    )
    field = {entry.id: entry for entry in await _moved_all(unit, tournament, "placed", "playing")}
    field |= {entry.id: entry for entry in await placing.set_places(unit.connection, tournament.id, {})}
    if field:
        unit.record(tournament.id, FieldReopened(tournament_id=tournament.id), _shown(field.values()))
    if tournament.state != "finished":
        return tournament, again
    return await tournaments.moved(unit, tournament, "running", champion=None), again


async def _moved_all(unit: UnitOfWork, tournament: Tournament, before: str, after: str) -> list[Entry]:
    """Bring every entry of one state to another; all of them, as they are now."""
    field = await entry_queries.in_states(unit.connection, tournament.id, (before,))
    await entry_queries.set_states(unit.connection, [entry.id for entry in field], after)
    return [msgspec.structs.replace(entry, state=after) for entry in field]


def _shown(field: Iterable[Entry]) -> list[Change]:
    told: list[tuple[str, dict[str, Any]]] = [(f"entries/{entry.id}", entries.view(entry)) for entry in field]
    return [Change(path, value) for path, value in told]
