"""Matches that come to an entry which has left already: the opponent's as soon as both are known."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from esports.brackets import mapping
from esports.brackets import queries as brackets
from esports.brackets.correcting import Held, held
from esports.brackets.settle import settle
from esports.brackets.wire import Seat
from esports.engine import departure as engine
from esports.engine.model import OutcomeKind, Result
from esports.matches import queries
from esports.matches.queries import leaving as leaving_queries
from esports.tournaments import queries as tournament_queries
from esports.tournaments.wire import Stage, Tournament
from esports.uow import UnitOfWork

LOSES = {"withdrawn": OutcomeKind.walkover, "disqualified": OutcomeKind.disqualification}
"""How an entry in this state loses the matches that come to it."""


def gone_of(seats: Iterable[Seat]) -> dict[str, OutcomeKind]:
    """Who has left, and how they lose."""
    return {str(seat.id): LOSES[seat.state] for seat in seats if seat.state in LOSES}


async def hand_over(unit: UnitOfWork, tournament: Tournament, stage: Stage) -> None:
    """Give up every match of the stage that can be played and has come to one who has left.

    The tournament's row must be held. What is given up belongs to the departure, and goes with it if that
    is taken back.
    """
    left = await leaving_queries.departures_in_force(unit.connection, tournament.id)
    while left:
        now = await as_it_is(unit, tournament, stage)
        gone = {entry: kind for entry, kind in gone_of(now.seats).items() if entry in left}
        results = engine.forfeited(now.structure, now.entrants, now.results, gone)
        new = [one for one in now.found if one.row.key in results and one.row.key not in now.results]
        if not new:
            return
        match, result = new[0], results[new[0].row.key]
        departure = left[next(entry for entry in result.entries if entry in gone)]
        # As it was before the result.
        part = await brackets.reach(unit.connection, match.row.id)
        report, made = unit.new_id(), unit.new_id()
        stored = mapping.result_row(match.row.id, result)
        row = {
            "id": report,
            "match_id": match.row.id,
            "body": body_of(result),
            "reported_by": None,
        }
        await queries.add_confirmed(unit.connection, row, made, stored)
        await leaving_queries.add_made(unit.connection, departure, made)
        await settle(unit, now.tournament, now.stage, part, match, result, stored)


async def as_it_is(unit: UnitOfWork, tournament: Tournament, stage: Stage) -> Held:
    """The stage now: what was done before this may have closed it, or opened it again."""
    tournament_now = await tournament_queries.by_id(unit.connection, tournament.id)
    stage_now = await tournament_queries.stage(unit.connection, stage.id)
    return await held(unit.connection, tournament_now or tournament, stage_now or stage)


async def refreshed(unit: UnitOfWork, one: Held) -> Held:
    """The same seats and matches with the tournament and the stage as they are now."""
    tournament = await tournament_queries.by_id(unit.connection, one.tournament.id)
    stage = await tournament_queries.stage(unit.connection, one.stage.id)
    return replace(one, tournament=tournament or one.tournament, stage=stage or one.stage)


def body_of(result: Result) -> dict[str, Any]:
    """The result as a report would tell it."""
    if result.placements:
        return {
            "games": [
                {
                    "placements": [
                        {"entry": entry, "place": one.place, "kills": one.kills}
                        if one.place is not None
                        else {"entry": entry, "outcome": str(one.outcome)}
                        for entry, one in zip(result.entries, game, strict=True)
                    ]
                }
                for game in result.placements
            ]
        }
    if result.winner is None:
        return {"outcome": {"kind": str(result.kind)}}
    return {"outcome": {"kind": str(result.kind), "slot": 1 - result.winner}}
