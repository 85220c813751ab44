"""What a result does to a bracket: the match, what depends on it, the table, the round, the stage."""

from collections.abc import Sequence

import msgspec

from esports.brackets import mapping, pairing, queries, view
from esports.brackets.draw import qualified
from esports.brackets.ranking import rank
from esports.brackets.storing import announce
from esports.brackets.wire import Match, ResultRow, Seat
from esports.engine import stage as engine
from esports.engine.model import MatchState, Result
from esports.entries import queries as entry_queries
from esports.entries import service as entries
from esports.journal.facts import (
    ChampionDecided,
    Change,
    FieldPlaced,
    ResultConfirmed,
    StageFinished,
)
from esports.journal.views import diff
from esports.tournaments import queries as tournament_queries
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Champion, Stage, Tournament
from esports.uow import UnitOfWork


async def settle(
    unit: UnitOfWork,
    tournament: Tournament,
    stage: Stage,
    part: Sequence[Match],
    match: Match,
    result: Result,
    stored: ResultRow,
) -> Match:
    """Take a confirmed result, `stored` already, into the bracket, and record all it changes.

    The tournament's row must be held. `part` is the match and all that its result can reach, as it was
    before the result: nothing else is looked at or written.
    """
    structure = mapping.structure_of(stage, tournament, part, 0)
    states = {one.row.key: mapping.state_of(one) for one in part}
    results = {**mapping.results_of(part), match.row.key: result}
    changed = engine.advance(structure, states, results, match.row.key)
    before = {one.row.id: one for one in part}
    after = [_after(one, changed[one.row.key], match, stored) for one in part if one.row.key in changed]
    changes: list[Change] = []
    for one in after:
        await _store(unit, before[one.row.id], one)
        place = view.path(stage.id, "matches", str(one.row.id))
        changes += diff(view.match_view(before[one.row.id]), view.match_view(one), place)
    ranked, seats = await rank(unit, tournament, stage, structure, {**states, **changed}, changed)
    settled = next(one for one in after if one.row.id == match.row.id)
    unit.record(tournament.id, _fact(settled, stored, seats), [*changes, *ranked])
    await announce(unit, [one for one in after if before[one.row.id].row.phase != "ready"])
    await _round_over(unit, tournament, stage)
    return settled


def _after(one: Match, state: MatchState, match: Match, stored: ResultRow) -> Match:
    """A match in its new state; the one that was played is confirmed."""
    if one.row.id != match.row.id:
        return mapping.with_state(one, state, one.result)
    done = mapping.with_state(one, state, stored)
    return msgspec.structs.replace(done, row=msgspec.structs.replace(done.row, state="confirmed"))


async def _store(unit: UnitOfWork, before: Match, after: Match) -> None:
    settled = after.row.phase == "settled" and before.row.phase != "settled"
    await queries.change_match(
        unit.connection,
        after.row.id,
        phase=after.row.phase,
        state=after.row.state,
        settled_at=unit.now if settled else None,
    )
    for old, new in zip(before.slots, after.slots, strict=True):
        if old != new:
            await queries.occupy(unit.connection, new.match_id, new.slot, new.entry_id, new.vacant)


def _fact(match: Match, stored: ResultRow, seats: Sequence[Seat]) -> ResultConfirmed:
    names = {seat.id: seat.name for seat in seats}
    return ResultConfirmed(
        match_id=match.row.id,
        stage_id=match.row.stage_id,
        number=match.row.number,
        outcome=stored.kind,
        entries=list(stored.entries),
        names=[names.get(entry) for entry in stored.entries],
        winner=stored.winner,
        scores=stored.scores,
    )


async def _round_over(unit: UnitOfWork, tournament: Tournament, stage: Stage) -> None:
    """When no match is open: pair the next round, or close the stage."""
    if await queries.count_open(unit.connection, stage.id):
        return
    automatic = stage.options.get("pairing", "automatic") == "automatic"
    if automatic and await pairing.pair_next(unit, tournament, stage):
        return
    seats = await queries.seats_of(unit.connection, stage.id)
    found = await queries.of_stage(unit.connection, stage.id)
    if automatic or _complete(tournament, stage, seats, found):
        await _close(unit, tournament, stage, seats, found)


def _complete(tournament: Tournament, stage: Stage, seats: Sequence[Seat], found: Sequence[Match]) -> bool:
    """Whether there is no round that the operator might still pair."""
    structure = mapping.structure_of(stage, tournament, found, len(seats))
    seating = tuple(str(seat.id) for seat in seats)
    return engine.is_complete(structure, mapping.results_of(found), seating)


async def _close(
    unit: UnitOfWork, tournament: Tournament, stage: Stage, seats: Sequence[Seat], found: Sequence[Match]
) -> None:
    stages = await tournament_queries.stages_of(unit.connection, tournament.id)
    last = stages[-1].id == stage.id
    going_on = (
        [] if last or stage.qualifies is None else qualified(tournament, stage, seats, found, stage.qualifies)
    )
    await tournament_queries.change_stage(unit.connection, stage.id, state="finished")
    unit.record(
        tournament.id,
        StageFinished(stage_id=stage.id, name=stage.name, qualified=going_on),
        [Change(view.path(stage.id, "stage", "state"), "finished")],
    )
    if last:
        await _crown(unit, tournament, stage)


async def _crown(unit: UnitOfWork, tournament: Tournament, stage: Stage) -> None:
    field = await entry_queries.in_states(unit.connection, tournament.id, ("playing",))
    await entry_queries.set_states(unit.connection, [entry.id for entry in field], "placed")
    unit.record(
        tournament.id,
        FieldPlaced(tournament_id=tournament.id),
        [
            Change(f"entries/{entry.id}", entries.view(msgspec.structs.replace(entry, state="placed")))
            for entry in field
        ],
    )
    first = [row for row in await queries.standings_of(unit.connection, stage.id) if row.place == 1]
    champion = None
    if len(first) == 1:
        name = next(entry.name for entry in field if entry.id == first[0].entry_id)
        champion = Champion(entry=first[0].entry_id, name=name)
        unit.record(
            tournament.id,
            ChampionDecided(tournament_id=tournament.id, entry_id=champion.entry, name=name),
        )
    await tournaments.moved(unit, tournament, "finished", champion=champion)
