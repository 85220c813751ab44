"""What each entry of a free-for-all has done so far, game by game, up to the one that took the stage."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from esports.engine.free_for_all_options import FreeForAll, options_of
from esports.engine.free_for_all_points import Scoring, by_place
from esports.engine.free_for_all_tie_breaks import NOTHING, Game, Record
from esports.engine.model import Entrant, MatchState, OutcomeKind, Phase, Placement, Result, Structure

Entrants = Sequence[Entrant | None]
Records = dict[str, Record]


def records_of(
    structure: Structure,
    entrants: Entrants,
    states: Mapping[str, MatchState],
    results: Mapping[str, Result],
) -> Records:
    """The record of every entry. A game after the one in which an entry took the stage does not count."""
    options = options_of(structure)
    scoring, threshold = scoring_of(options), options.match_point
    records = _empty(options, entrants)
    for round_, result, game in _games(structure, states, results):
        took = False
        for entry, placement, one in zip(result.entries, game, _told(scoring, round_, game), strict=True):
            record = records[entry]
            record.took = one.won and 0 < threshold <= record.points
            record.games.append(one)
            record.disqualified |= placement.outcome is OutcomeKind.disqualification
            took |= record.took
        if took:
            break
    return records


def scoring_of(options: FreeForAll) -> Scoring:
    """How games are scored."""
    return Scoring(by_place(options.points), Fraction(options.kill_points), options.kill_cap)


def lobby_points(options: FreeForAll, result: Result) -> tuple[Fraction, ...]:
    """The points of each entry of the result from all its games, without adjustments."""
    scoring = scoring_of(options)
    games = [_told(scoring, 0, game) for game in result.placements]
    return tuple(sum((game[place].points for game in games), NOTHING) for place in range(len(result.entries)))


def _told(scoring: Scoring, round_: int, game: Sequence[Placement]) -> list[Game]:
    """The game as each of those in it has played it."""
    firsts = sum(one.place == 1 for one in game)
    return [
        Game(round_, one.place == 1 and firsts == 1, one.kills, worth.place, worth.kills)
        for one, worth in zip(game, scoring.worths(game), strict=True)
    ]


def _empty(options: FreeForAll, entrants: Entrants) -> Records:
    records = {
        entrant.id: Record(seed, dropped=entrant.dropped)
        for seed, entrant in enumerate(entrants, 1)
        if entrant is not None
    }
    for one in options.adjustments:
        if one.entry in records:
            records[one.entry].adjustment += Fraction(one.points)
    return records


def _games(
    structure: Structure, states: Mapping[str, MatchState], results: Mapping[str, Result]
) -> Iterator[tuple[int, Result, Sequence[Placement]]]:
    """Every game that counts, in playing order; those of a lobby that still plays among them."""
    for spec in structure.matches:
        result = results.get(spec.id)
        if result is not None and states[spec.id].phase in (Phase.settled, Phase.ready):
            for game in result.placements:
                yield spec.round, result, game
