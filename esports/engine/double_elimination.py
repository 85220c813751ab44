"""Double elimination: two defeats and out; the losers of the upper bracket drop into the lower one.

Of R upper rounds the lower bracket has 2(R - 1): its first pairs the losers of upper round 1, its round 2j
gives each survivor a loser of upper round j + 1, the rounds between pair the survivors.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from esports.engine.errors import EngineError
from esports.engine.model import (
    Bracket,
    Entrant,
    Format,
    LoserOf,
    MatchSpec,
    Options,
    Source,
    Structure,
    WinnerOf,
    loser_of,
    seat,
    winner_of,
)
from esports.engine.options import Fields
from esports.engine.routing_masks import MASKS
from esports.engine.seeding import bracket_size
from esports.engine.separation import SEPARATE, bracket_seats

GRAND_FINALS = ("reset", "single", "advantage")
NAMED = ("grand_final", "upper_final", "lower_final")

Pair = tuple[Source, Source]


@dataclass(frozen=True, slots=True)
class DoubleElimination(Options):
    """`grand_final`: `reset` is played again if the lower side wins; `single` is one match;
    `advantage` starts the upper side one game up.

    `best_of` holds for every match; `best_of_by_round` for single rounds: `upper_1`, `lower_3`,
    `upper_final`, `lower_final`, `grand_final` (which holds for its repetition too). `separate` names the
    field of the entrants whose equals meet as late as possible in the upper bracket.
    """

    grand_final: str = "reset"
    best_of: int = 1
    best_of_by_round: Mapping[str, int] = field(default_factory=dict)
    separate: str = "none"

    @classmethod
    def read(cls, fields: Fields) -> "DoubleElimination":
        """From raw options."""
        rounds = [f"upper_{round_}" for round_ in range(1, 14)] + [f"lower_{n}" for n in range(1, 25)]
        options = cls(
            grand_final=fields.choice("grand_final", "reset", GRAND_FINALS),
            best_of=fields.best_of("best_of", 1),
            best_of_by_round=fields.lengths("best_of_by_round", (*NAMED, *rounds)),
            separate=fields.choice("separate", "none", SEPARATE),
        )
        if options.grand_final == "advantage" and options.length("grand_final") < 3:
            raise EngineError(
                "advantage_needs_games",
                "/options/grand_final",
                "With grand_final: advantage the grand final must be best of 3 or more, not of {best_of}.",
                {"best_of": options.length("grand_final")},
            )
        return options

    def length(self, *names: str) -> int:
        """The best of how many games in the round that has these names, the first that is set."""
        return next(
            (self.best_of_by_round[name] for name in names if name in self.best_of_by_round), self.best_of
        )


def build(entrants: Sequence[Entrant | None], options: DoubleElimination, draw_seed: str | None) -> Structure:
    """All matches in an order in which they can be played."""
    size = bracket_size(len(entrants))
    last = size.bit_length() - 1
    seeds = bracket_seats(entrants, options.separate)
    masks, places = MASKS[size], _places(seeds, len(entrants))
    upper = _upper(1, 1, last, _paired([seat(seed) for seed in seeds]), options)
    matches = [*upper]
    survivors: Sequence[Source] = _losers(upper, masks[0])
    for step in range(1, last):
        lower = _lower(len(matches) + 1, 2 * step - 1, last, _paired(survivors), places, options)
        matches += lower
        upper = _upper(len(matches) + 1, step + 1, last, _paired(_winners(upper)), options)
        matches += upper
        pairs = zip(_losers(upper, masks[step]), _winners(lower), strict=True)
        lower = _lower(len(matches) + 1, 2 * step, last, pairs, places, options)
        matches += lower
        survivors = _winners(lower)
    matches += _grand_final(len(matches) + 1, upper[0].id, survivors[0], options)
    return Structure(Format.double_elimination, options, len(entrants), tuple(matches))


def _upper(
    number: int, round_: int, last: int, pairs: Iterable[Pair], options: DoubleElimination
) -> list[MatchSpec]:
    names = (*(["upper_final"] if round_ == last else []), f"upper_{round_}")
    return _round(number, "U", Bracket.upper, round_, pairs, options.length(*names), None)


def _lower(
    number: int,
    round_: int,
    last: int,
    pairs: Iterable[Pair],
    places: Sequence[int],
    options: DoubleElimination,
) -> list[MatchSpec]:
    names = (*(["lower_final"] if round_ == 2 * (last - 1) else []), f"lower_{round_}")
    return _round(number, "L", Bracket.lower, round_, pairs, options.length(*names), places[round_ - 1])


def _round(
    number: int,
    letter: str,
    bracket: Bracket,
    round_: int,
    pairs: Iterable[Pair],
    length: int,
    loser_place: int | None,
) -> list[MatchSpec]:
    """The matches of a round; `number` is that of the first. Made from whole rows, as there are thousands."""
    stem, before = f"{letter}{round_}-", number - 1
    make = MatchSpec._make
    return [
        make((f"{stem}{place}", before + place, round_, bracket, pair, length,
              None, None, None, loser_place, False, None, ()))
        for place, pair in enumerate(pairs, 1)
    ]  # fmt: skip


def _paired(sources: Sequence[Source]) -> Iterable[Pair]:
    """Neighbours meet."""
    return zip(sources[::2], sources[1::2], strict=True)


def _winners(matches: Sequence[MatchSpec]) -> list[WinnerOf]:
    return [winner_of(spec.id) for spec in matches]


def _losers(matches: Sequence[MatchSpec], mask: int) -> list[LoserOf]:
    """The losers of an upper round in the order of their slots in the lower bracket."""
    return [loser_of(matches[slot ^ mask].id) for slot in range(len(matches))]


def _grand_final(number: int, upper: str, challenger: Source, options: DoubleElimination) -> list[MatchSpec]:
    """The upper side has slot 0, also when it is played again. Of two entries it is the second match."""
    first = MatchSpec(
        id="F1",
        number=number,
        round=1,
        bracket=Bracket.final,
        slots=(WinnerOf(upper), challenger),
        best_of=options.length("grand_final"),
        winner_place=1,
        loser_place=2,
        head_start=(1, 0) if options.grand_final == "advantage" else (),
    )
    if options.grand_final != "reset":
        return [first]
    slots = (LoserOf(first.id), WinnerOf(first.id))
    return [first, first._replace(id="F2", number=number + 1, round=2, slots=slots, needs=(first.id, 1))]


def _places(seeds: Sequence[int], entrants: int) -> list[int]:
    """The place of the losers of each lower round: as many are better as are still in then.

    Byes leave matches of the first two lower rounds without an opponent, and those put nobody out. From
    upper round 2 on every match has a loser, so that the later rounds are full.
    """
    size = len(seeds)
    if size == 2:
        return []
    has_loser = [max(pair) <= entrants for pair in zip(seeds[::2], seeds[1::2], strict=True)]
    dropped = [has_loser[slot ^ MASKS[size][0]] for slot in range(size // 2)]
    pairs = list(zip(dropped[::2], dropped[1::2], strict=True))
    out = [sum(map(all, pairs)), sum(map(any, pairs))]
    while len(out) < 2 * (size.bit_length() - 2):
        out += [len(pairs) >> len(out) // 2] * 2
    return [entrants - left + 1 for left in accumulate(out)]
