"""The next round of a stage that is paired as it goes."""

from uuid import UUID

from esports.brackets import mapping, queries, view
from esports.brackets.queries import seated
from esports.brackets.ranking import rank
from esports.brackets.storing import announce, store_matches
from esports.brackets.wire import Match
from esports.engine import stage as engine
from esports.engine.model import Entrant, Phase
from esports.journal.facts import Change, RoundPaired
from esports.tournaments.wire import Stage, Tournament
from esports.uow import UnitOfWork


async def pair_next(unit: UnitOfWork, tournament: Tournament, stage: Stage) -> bool:
    """Pair, store and announce the next round; False where there is none to pair."""
    seats = await seated.seats_of(unit.connection, stage.id)
    found = await queries.of_stage(unit.connection, stage.id)
    structure = mapping.structure_of(stage, tournament, found, len(seats))
    entrants: list[Entrant | None] = [*mapping.entrants_of(seats)]
    results = mapping.results_of(found)
    specs = engine.pair_next(structure, entrants, results, draw_seed=stage.draw_seed)
    if not specs:
        return False
    states = engine.resolve(structure.extend(specs), entrants, results)
    new = [
        mapping.new_match(
            spec, states[spec.id], match_id=unit.new_id(), stage=stage, tournament_id=tournament.id
        )
        for spec in specs
    ]
    known: dict[str, UUID] = {match.row.key: match.row.id for match in found}
    await store_matches(unit, new, known)
    resting = [match.row.key for match in new if match.row.phase == Phase.bye]
    # A bye counts as a win from the moment that it is given.
    table: list[Change] = []
    if resting:
        table = await rank(unit, tournament, stage, structure, states, resting)
    _record(unit, tournament, stage, new, table)
    await announce(unit, new)
    return True


def _record(
    unit: UnitOfWork, tournament: Tournament, stage: Stage, new: list[Match], table: list[Change]
) -> None:
    rounds = [Change(view.path(stage.id, "rounds", one["id"]), one) for one in view.rounds_view(new)]
    matches = [
        Change(view.path(stage.id, "matches", str(match.row.id)), view.match_view(match)) for match in new
    ]
    fact = RoundPaired(stage_id=stage.id, round=new[0].row.round, matches=len(new))
    unit.record(tournament.id, fact, [*rounds, *matches, *table])
