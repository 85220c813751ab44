"""The named tie-breaks of a free-for-all, and the record of games that they compare."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from esports.engine.swiss_tie_breaks import lot
from esports.engine.table import Criterion, Number

NOTHING = Fraction()


class Game(NamedTuple):
    """A game of one entry; `won` is a first place that nobody shares."""

    round: int
    won: bool
    kills: int
    place_points: Fraction
    kill_points: Fraction

    @property
    def points(self) -> Fraction:
        """What it is worth in all."""
        return self.place_points + self.kill_points


@dataclass(slots=True)
class Record:
    """What an entry has done so far; `adjustment` is the sum of its bonuses and penalties.

    It `took` the stage if it won a game from match point.
    """

    seed: int
    adjustment: Fraction = NOTHING
    games: list[Game] = field(default_factory=list)
    disqualified: bool = False
    dropped: bool = False
    took: bool = False

    @property
    def points(self) -> Fraction:
        """All games and the adjustment."""
        return sum((game.points for game in self.games), self.adjustment)

    @property
    def gone(self) -> bool:
        """Plays no more."""
        return self.disqualified or self.dropped


def kills(record: Record) -> int:
    """All of them, those beyond the cap too."""
    return sum(game.kills for game in record.games)


def wins(record: Record) -> int:
    """Games won alone."""
    return sum(game.won for game in record.games)


def placement_points(record: Record) -> Fraction:
    """The points without those for kills."""
    return sum((game.place_points for game in record.games), NOTHING)


def best_game(record: Record) -> Fraction:
    """The points of the best game."""
    return max((game.points for game in record.games), default=NOTHING)


def best_recent_game(record: Record) -> Fraction:
    """The points of the best game of the last round that the entry played in."""
    recent = (game.points for game in record.games if game.round == record.games[-1].round)
    return max(recent, default=NOTHING)


def last_game(record: Record) -> Fraction:
    """The points of the last game."""
    return record.games[-1].points if record.games else NOTHING


def seed(record: Record) -> int:
    """The initial seed."""
    return record.seed


FIGURES: dict[str, tuple[Callable[[Record], int | Fraction], str]] = {
    "kills": (kills, "Kills: {value}, and {other} for {against}."),
    "wins": (wins, "Games won: {value}, and {other} for {against}."),
    "placement_points": (placement_points, "Placement points: {value}, and {other} for {against}."),
    "best_game": (best_game, "Points of the best game: {value}, and {other} for {against}."),
    "best_recent_game": (
        best_recent_game,
        "Points of the best game of the last round: {value}, and {other} for {against}.",
    ),
    "last_game": (last_game, "Points of the last game: {value}, and {other} for {against}."),
    "seed": (seed, "Initial seed: {value}, and {other} for {against}."),
}

TIE_BREAKS = (*FIGURES, "lot")
"""Every name that the option `tie_breaks` may hold."""

DEFAULT = ("kills", "wins", "placement_points", "best_recent_game", "last_game", "seed")

LOT = "Lot drawn, the lowest first: {value}, and {other} for {against}."


def criteria(
    records: Mapping[str, Record], tie_breaks: Sequence[str], draw_seed: str | None
) -> list[Criterion]:
    """The tie-breaks in order, at last the seed."""
    last = [] if "seed" in tie_breaks else ["seed"]
    return [_criterion(records, name, draw_seed) for name in (*tie_breaks, *last)]


def _criterion(records: Mapping[str, Record], name: str, draw_seed: str | None) -> Criterion:
    if name == "lot":
        return Criterion(name, lambda tied: {entry: lot(draw_seed, entry) for entry in tied}, LOT, True)
    figure, text = FIGURES[name]

    def values(tied: Sequence[str]) -> dict[str, Number]:
        return {entry: figure(records[entry]) for entry in tied}

    return Criterion(name, values, text, name == "seed")
