"""Single elimination: one defeat and out, byes to the top seeds.

If wished, the losers play on: those of the semi-finals for third place, or all of them for every place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from esports.engine.errors import EngineError
from esports.engine.model import (
    Bracket,
    Entrant,
    Format,
    MatchSpec,
    Options,
    Source,
    Structure,
    loser_of,
    seat,
    winner_of,
)
from esports.engine.options import Fields
from esports.engine.seeding import bracket_size
from esports.engine.separation import SEPARATE, bracket_seats

NAMED_ROUNDS = ("final", "semi_final", "quarter_final")
"""Rounds counted from the end, so that a length can be set before the number of entries is known."""


@dataclass(frozen=True, slots=True)
class SingleElimination(Options):
    """`third_place`: play a match between the losers of the semi-finals (from 3 entries up).

    `placement`: play for every place. The losers of each round go on in a bracket of their own, so that
    everyone plays in every round; the number of entries must be a power of two. `best_of` holds for every
    match; `best_of_by_round` for single rounds, by number ("1") or by name (final, semi_final,
    quarter_final, third_place, placement); a name wins over a number. `separate` names the field of the
    entrants whose equals meet as late as possible.
    """

    third_place: bool = False
    placement: bool = False
    best_of: int = 1
    best_of_by_round: Mapping[str, int] = field(default_factory=dict)
    separate: str = "none"

    @classmethod
    def read(cls, fields: Fields) -> "SingleElimination":
        """From raw options."""
        names = (*NAMED_ROUNDS, "third_place", "placement", *map(str, range(1, 14)))
        return cls(
            third_place=fields.flag("third_place", False),
            placement=fields.flag("placement", False),
            best_of=fields.best_of("best_of", 1),
            best_of_by_round=fields.lengths("best_of_by_round", names),
            separate=fields.choice("separate", "none", SEPARATE),
        )

    def length(self, round_: int, rounds: int) -> int:
        """The best of how many games in this of so many rounds."""
        from_end = rounds - round_
        name = NAMED_ROUNDS[from_end] if from_end < len(NAMED_ROUNDS) else ""
        return self.best_of_by_round.get(name, self.named_length(str(round_)))

    def named_length(self, name: str) -> int:
        """The best of how many games in the matches that have this name."""
        return self.best_of_by_round.get(name, self.best_of)

    def plays_for(self, place: int) -> bool:
        """Do the losers whose best place is this one play on?"""
        return self.placement or (self.third_place and place == 3)


def build(entrants: Sequence[Entrant | None], options: SingleElimination, draw_seed: str | None) -> Structure:
    """All matches, round by round; a first-round match without an opponent is a bye.

    A round is played in several brackets at once, each known by the best place to be had in it. They come
    from the last to the first, so that the final is the last match.
    """
    size = bracket_size(len(entrants))
    if options.placement:
        _check_full(len(entrants), size)
    rounds = size.bit_length() - 1
    matches: list[MatchSpec] = []
    brackets: dict[int, Sequence[Source]] = {
        1: [seat(seed) for seed in bracket_seats(entrants, options.separate)]
    }
    for round_ in range(1, rounds + 1):
        following: dict[int, Sequence[Source]] = {}
        for best, sources in sorted(brackets.items(), reverse=True):
            losers_best = best + len(sources) // 2
            goes_on = options.plays_for(losers_best) and len(sources) > 2
            specs = _round(
                len(matches) + 1, round_, rounds, best, sources, None if goes_on else losers_best, options
            )
            matches += specs
            following[best] = [winner_of(spec.id) for spec in specs]
            if goes_on:
                following[losers_best] = [loser_of(spec.id) for spec in specs]
        brackets = following
    return Structure(Format.single_elimination, options, len(entrants), tuple(matches))


def _check_full(entrants: int, size: int) -> None:
    if entrants != size:
        raise EngineError(
            "placement_needs_power_of_two",
            "/options/placement",
            "Every place can be played for by {fewer} or {more} entries, a power of two, not by {n}.",
            {"fewer": size // 2, "more": size, "n": entrants},
        )


def _round(
    number: int,
    round_: int,
    rounds: int,
    best: int,
    sources: Sequence[Source],
    loser_place: int | None,
    options: SingleElimination,
) -> list[MatchSpec]:
    """One round of the bracket for the places from `best` on; `number` is that of its first match."""
    winner_place = best if len(sources) == 2 else None
    stem, bracket, length = f"U{round_}-", Bracket.upper, options.length(round_, rounds)
    if best == 3:
        stem, bracket, length = "T", Bracket.third_place, options.named_length("third_place")
    elif best > 3:
        stem, bracket, length = f"P{best}-{round_}-", Bracket.placement, options.named_length("placement")
    before = number - 1
    pairs = zip(sources[::2], sources[1::2], strict=True)
    return [
        MatchSpec(
            f"{stem}{place}",
            before + place,
            round_,
            bracket,
            pair,
            length,
            winner_place=winner_place,
            loser_place=loser_place,
        )
        for place, pair in enumerate(pairs, 1)
    ]
