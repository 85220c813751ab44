"""What a result does to a bracket: the match, what depends on it, and the table."""

from collections.abc import Sequence

import msgspec

from esports.brackets import mapping, queries, view
from esports.brackets.closing import round_over
from esports.brackets.queries import tables
from esports.brackets.ranking import ranked
from esports.brackets.storing import announce
from esports.brackets.wire import Match, ResultRow, Seat
from esports.db.parts import Part
from esports.engine import stage as engine
from esports.engine.model import FINISHED, MatchState, Result
from esports.jobs import TellDispute
from esports.journal.facts import Change, LobbyPlayed, ResultConfirmed
from esports.journal.views import diff
from esports.tournaments.wire import Stage, Tournament
from esports.uow import UnitOfWork


async def settle(
    unit: UnitOfWork,
    tournament: Tournament,
    stage: Stage,
    part: Sequence[Match],
    match: Match,
    result: Result,
    stored: ResultRow,
    *,
    cause: str | None = None,
    adding: Sequence[Part] = (),
) -> Match:
    """Take a confirmed result into the bracket, and record all it changes.

    `stored` is in the database already, or `adding` are the statements that put it there.

    The tournament's row must be held. `part` is the match and all that its result can reach, as it was
    before the result: nothing else is looked at or written. `cause` is the fact's.
    """
    structure = mapping.structure_of(stage, tournament, part, 0)
    states = {one.row.key: mapping.state_of(one) for one in part}
    results = {**mapping.results_of(part), match.row.key: result}
    # A lobby that goes on is in the same state with more games.
    told = {match.row.key: states[match.row.key]}
    changed = told | engine.advance(structure, states, results, match.row.key)
    before = {one.row.id: one for one in part}
    after = [_after(one, changed[one.row.key], match, stored) for one in part if one.row.key in changed]
    changes: list[Change] = []
    pairs = [(before[one.row.id], one) for one in after]
    await queries.change(unit.connection, pairs, unit.now, parts=adding)
    for one in after:
        place = view.path(stage.id, "matches", str(one.row.id))
        changes += diff(view.match_view(before[one.row.id]), view.match_view(one), place)
    now = {**states, **changed}
    table = await ranked(unit, tournament, stage, structure, now, changed)
    settled = next(one for one in after if one.row.id == match.row.id)
    if match.row.state == "disputed":
        happening = str(settled.row.revision)
        unit.enqueue(TellDispute(match.row.id, happening), dedupe_key=f"decided:{match.row.id}:{happening}")
    unit.record(tournament.id, _fact(settled, stored, table.seats, cause), [*changes, *table.changes])
    await announce(unit, [one for one in after if before[one.row.id].row.phase != "ready"], table.seats)
    if all(state.phase in FINISHED for state in now.values()):
        await tables.store_standings(unit.connection, stage.id, table.lines)
        await round_over(unit, tournament, stage)
    elif table.lines:
        unit.write_along(tables.storing_standings(stage.id, table.lines))
    return settled


def _after(one: Match, state: MatchState, match: Match, stored: ResultRow) -> Match:
    """A match in its new state; the one that was played is confirmed, or a lobby that goes on."""
    if one.row.id != match.row.id:
        return mapping.with_state(one, state, one.result)
    done = mapping.with_state(one, state, stored)
    return msgspec.structs.replace(done, row=msgspec.structs.replace(done.row, state=mapping.word(state)))


def _fact(
    match: Match, stored: ResultRow, seats: Sequence[Seat], cause: str | None
) -> ResultConfirmed | LobbyPlayed:
    names = {seat.id: seat.name for seat in seats}
    if match.row.phase != "settled":
        last = zip(stored.entries, stored.placements[-1], strict=True)
        return LobbyPlayed(
            match_id=match.row.id,
            stage_id=match.row.stage_id,
            number=match.row.number,
            games=len(stored.placements),
            first=[names[entry] for entry, one in last if one.place == 1],
        )
    return ResultConfirmed(
        match_id=match.row.id,
        stage_id=match.row.stage_id,
        number=match.row.number,
        outcome=stored.kind,
        entries=list(stored.entries),
        names=[names.get(entry) for entry in stored.entries],
        winner=stored.winner,
        scores=stored.scores,
        cause=cause,
    )
