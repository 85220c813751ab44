"""Gauntlet, or stepladder: the last two seeds begin, and each winner meets the next better seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from esports.engine.model import (
    Bracket,
    Entrant,
    Format,
    MatchSpec,
    Options,
    Seat,
    Source,
    Structure,
    WinnerOf,
)
from esports.engine.options import Fields
from esports.engine.single_elimination import NAMED_ROUNDS


@dataclass(frozen=True, slots=True)
class Gauntlet(Options):
    """`best_of` holds for every match; `best_of_by_round` for the last three by name (final, semi_final,
    quarter_final) and for others by number ("1" to "13"); a name wins over a number.
    """

    best_of: int = 1
    best_of_by_round: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, fields: Fields) -> "Gauntlet":
        """From raw options."""
        names = (*NAMED_ROUNDS, *map(str, range(1, 14)))
        return cls(fields.best_of("best_of", 1), fields.lengths("best_of_by_round", names))

    def length(self, round_: int, rounds: int) -> int:
        """The best of how many games in this of so many rounds."""
        from_end = rounds - round_
        name = NAMED_ROUNDS[from_end] if from_end < len(NAMED_ROUNDS) else ""
        return self.best_of_by_round.get(name, self.best_of_by_round.get(str(round_), self.best_of))


def build(entrants: Sequence[Entrant | None], options: Gauntlet, draw_seed: str | None) -> Structure:
    """One match a round; the better seed, who waits, has the first slot, and the loser is out."""
    rounds = len(entrants) - 1
    challenger: Source = Seat(len(entrants))
    matches: list[MatchSpec] = []
    for round_ in range(1, rounds + 1):
        waiting = len(entrants) - round_
        spec = MatchSpec(
            id=f"U{round_}-1",
            number=round_,
            round=round_,
            bracket=Bracket.upper,
            slots=(Seat(waiting), challenger),
            best_of=options.length(round_, rounds),
            winner_place=1 if round_ == rounds else None,
            loser_place=waiting + 1,
        )
        matches.append(spec)
        challenger = WinnerOf(spec.id)
    return Structure(Format.gauntlet, options, len(entrants), tuple(matches))
