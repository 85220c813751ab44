"""Swiss over a fixed number of rounds: everyone plays all of them, each time against the nearest in points.

The pairing of a round is the cheapest matching over all that the rules look at (`swiss_weights.Cost`), so
a rematch is made only where no pairing of the whole round is without one. Entries may come late: they
begin with no points. Who drops out is not paired any more, keeps the results and ranks last.
"""

from collections.abc import Mapping, Sequence

from esports.engine.errors import EngineError
from esports.engine.model import Bracket, Entrant, Format, MatchSpec, MatchState, Result, Seat, Structure
from esports.engine.swiss_history import players_of
from esports.engine.swiss_matching import Pair, best_pairs
from esports.engine.swiss_options import FixedRounds, fixed_of
from esports.engine.swiss_pairing import BYE, REMATCH

NO_SEAT = Seat(1 << 20)
"""The opponent of a bye: a seat that no late entry ever takes."""

FOLD = "Equal points: the first of the group meets the last, as near as rematches and sides allow."
FLOATS = "Unequal points: a group is odd, or cannot be paired in itself, and gives to the next."
FLOATS_AGAIN = "Unequal points, once more for one of the two: no better pairing of the round was found."
SAME = "Equal points, though the two should be kept apart: no better pairing of the round was found."
SAME_FLOATS = "Unequal points, though the two should be kept apart: no better pairing of the round was found."
SECOND_BYE = "The lowest-ranked entry rests once more: nobody without a bye can."


def build(entrants: Sequence[Entrant | None], options: FixedRounds, draw_seed: str | None) -> Structure:
    """The first round; `pair_next` gives the others, each when the one before is over."""
    most = len(entrants) - 1 + len(entrants) % 2
    if options.rounds > most:
        raise EngineError(
            "swiss_rounds",
            "/options/rounds",
            "{n} entries can play at most {most} rounds without a rematch, not {rounds}.",
            {"n": len(entrants), "most": most, "rounds": options.rounds},
        )
    empty = Structure(Format.swiss, options, len(entrants), (), draw_seed)
    return empty.extend(pair_next(empty, entrants, {}, {}, draw_seed))


def rounds_of(structure: Structure) -> int:
    """How many rounds are played: as many as leave one entry unbeaten, if the options do not say."""
    return fixed_of(structure).rounds or (structure.size - 1).bit_length()


def pair_next(
    structure: Structure,
    entrants: Sequence[Entrant | None],
    states: Mapping[str, MatchState],
    results: Mapping[str, Result],
    draw_seed: str | None,
) -> tuple[MatchSpec, ...]:
    """The next round among all who are still in; () after the last, or where no two are left."""
    options = fixed_of(structure)
    round_ = structure.matches[-1].round + 1 if structure.matches else 1
    players = players_of(structure, options, entrants, states)
    if round_ > rounds_of(structure) or len(players) < 2:
        return ()
    rank_of = {player.entry: place for place, player in enumerate(players)}
    seeds = {entrant.id: seed for seed, entrant in enumerate(entrants, 1) if entrant is not None}
    pairs = best_pairs(players, hard=options.separation == "hard")
    pairs.sort(key=lambda pair: (pair.low is None, rank_of[pair.high.entry]))
    return tuple(
        MatchSpec(
            id=f"S{round_}-{board}",
            number=len(structure.matches) + board,
            round=round_,
            bracket=Bracket.swiss,
            slots=_slots(pair, board, seeds),
            best_of=options.best_of,
            reason=reason(pair),
            fixed=options.play_all,
        )
        for board, pair in enumerate(pairs, 1)
    )


def reason(pair: Pair) -> str:
    """Why these two meet, or why this one rests: the worst that had to be accepted."""
    if pair.low is None:
        return SECOND_BYE if pair.cost.second_bye else BYE
    if pair.cost.rematch:
        return REMATCH
    if pair.cost.kept_apart or pair.cost.clash:
        return SAME_FLOATS if pair.cost.gap else SAME
    if pair.cost.floats:
        return FLOATS_AGAIN
    return FLOATS if pair.cost.gap else FOLD


def _slots(pair: Pair, board: int, seeds: Mapping[str, int]) -> tuple[Seat, Seat]:
    """Who was oftener second is first now; of equals the higher-ranked on odd boards, the lower on even."""
    high = Seat(seeds[pair.high.entry])
    if pair.low is None:
        return high, NO_SEAT
    low = Seat(seeds[pair.low.entry])
    second = pair.high.sides > pair.low.sides or (pair.high.sides == pair.low.sides and board % 2 == 0)
    return (low, high) if second else (high, low)
