"""What an organiser may set for each kind of Swiss, and for which numbers of entries it can be played."""

from dataclasses import dataclass, field

from esports.engine.errors import EngineError
from esports.engine.model import Options, Structure
from esports.engine.options import Fields
from esports.engine.round_robin import Points, read_points
from esports.engine.separation import SEPARATE
from esports.engine.swiss_tie_breaks import DEFAULT, TIE_BREAKS

LARGEST_SWISS = 1024
MOST_ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Swiss(Options):
    """`variant` major. An entry with `wins` has advanced, one with `losses` is out.

    `best_of` games decide a match, `decider_best_of` one after which a side would advance or be out.
    """

    variant: str = "major"
    wins: int = 3
    losses: int = 3
    best_of: int = 1
    decider_best_of: int = 3


@dataclass(frozen=True, slots=True)
class DrawnSwiss(Swiss):
    """`variant` drawn: the same, but pairs are drawn.

    `separate` names the field of the entrants whose equals do not meet in round 1 where possible;
    `tie_breaks` order entries of one record in the table.
    """

    separate: str = "region"
    tie_breaks: tuple[str, ...] = DEFAULT


@dataclass(frozen=True, slots=True)
class FixedRounds(Options):
    """`variant` fixed_rounds: `rounds` of them, or for 0 as many as leave at most one entry unbeaten.

    `best_of` games decide a match; an even number, or `play_all`, allows draws. `separate` names the field
    of the entrants whose equals should not meet: with `separation` soft among pairings of equal scores,
    with hard at the price of unequal ones. `tie_breaks` order entries of equal `points` in the table.
    """

    variant: str = "fixed_rounds"
    rounds: int = 0
    best_of: int = 1
    play_all: bool = False
    points: Points = field(default_factory=Points)
    separate: str = "none"
    separation: str = "soft"
    tie_breaks: tuple[str, ...] = DEFAULT


def read(fields: Fields) -> Options:
    """From raw options, by their variant."""
    variant = fields.choice("variant", "major", ("major", "drawn", "fixed_rounds"))
    return _fixed(fields) if variant == "fixed_rounds" else _thresholds(fields, variant)


def _thresholds(fields: Fields, variant: str) -> Swiss:
    wins, losses = fields.number("wins", 3, 1, 5), fields.number("losses", 3, 1, 5)
    best_of, decider = fields.best_of("best_of", 1), fields.best_of("decider_best_of", 3)
    if variant == "major":
        return Swiss(variant, wins, losses, best_of, decider)
    separate = fields.choice("separate", "region", SEPARATE)
    tie_breaks = fields.words("tie_breaks", DEFAULT, TIE_BREAKS)
    return DrawnSwiss(variant, wins, losses, best_of, decider, separate, tie_breaks)


def _fixed(fields: Fields) -> FixedRounds:
    best_of = fields.best_of("best_of", 1, even=True)
    return FixedRounds(
        rounds=fields.number("rounds", 0, 0, MOST_ROUNDS),
        best_of=best_of,
        play_all=fields.flag("play_all", False) or best_of % 2 == 0,
        points=read_points(fields.nested("points")),
        separate=fields.choice("separate", "none", SEPARATE),
        separation=fields.choice("separation", "soft", ("soft", "hard")),
        tie_breaks=fields.words("tie_breaks", DEFAULT, TIE_BREAKS),
    )


def fixed_of(structure: Structure) -> FixedRounds:
    """The options, as those of a Swiss of fixed rounds."""
    assert isinstance(structure.options, FixedRounds)
    return structure.options


def check_size(entrants: int, options: Swiss) -> None:
    """Every score group of every round must be even, so that only equal records meet."""
    unit = 2
    while not _all_groups_even(unit, options):
        unit *= 2
    if entrants % unit or entrants > LARGEST_SWISS:
        raise EngineError(
            "swiss_size",
            "/options/variant",
            "The option variant: {variant} with {wins} wins and {losses} losses needs a multiple of {unit}"
            " entries, at most {largest}; there are {n}.",
            {
                "variant": options.variant,
                "wins": options.wins,
                "losses": options.losses,
                "unit": unit,
                "largest": LARGEST_SWISS,
                "n": entrants,
            },
        )


def _all_groups_even(entrants: int, options: Swiss) -> bool:
    groups = {(0, 0): entrants}
    while groups:
        if any(size % 2 for size in groups.values()):
            return False
        following: dict[tuple[int, int], int] = {}
        for (wins, losses), size in groups.items():
            for record in ((wins + 1, losses), (wins, losses + 1)):
                if record[0] < options.wins and record[1] < options.losses:
                    following[record] = following.get(record, 0) + size // 2
        groups = following
    return True
