"""What a pairing of a fixed-round Swiss costs.

The criteria stand in an order: no amount of a later one makes up for one of an earlier one. So a cost is
one number, in which each criterion has a field wide enough for its sum over all pairs.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from esports.engine.matching import EXACT_BITS


@dataclass(frozen=True, slots=True)
class Player:
    """An entry to be paired, with what the rules look at.

    `place` counts from 0 in the score group of `size`. `met` are the entries it was paired with, `floats`
    how often it met another score, `sides` how often it was first minus how often second, `kind` its club
    or region.
    """

    entry: str
    points: int
    place: int
    size: int
    met: AbstractSet[str] = frozenset()
    floats: int = 0
    sides: int = 0
    rested: bool = False
    kind: str | None = None


class Cost(NamedTuple):
    """What is bad about a pairing, or the sum over a round, the worst first.

    `rematch`: they have met. `second_bye`: the rest goes to one that had it. `kept_apart`: one club, where
    that must not be. `bye_rank`: how many without a bye rank below the one that rests. `gap`: the square
    of the difference in points. `floats`: how often the two have met another score before, if they do so
    now. `clash`: one club, where that should not be. `sides`: both were oftener on the same side.
    `fold`: how far they are from the partner that the order in the score group gives.
    """

    rematch: int = 0
    second_bye: int = 0
    kept_apart: int = 0
    bye_rank: int = 0
    gap: int = 0
    floats: int = 0
    clash: int = 0
    sides: int = 0
    fold: int = 0


class Scale:
    """How costs become numbers for one field of players, the highest first.

    `hard`: entries of one kind must not meet; otherwise they should not.
    """

    def __init__(self, players: Sequence[Player], *, hard: bool) -> None:
        pairs = (len(players) + 1) // 2
        odd = len(players) % 2
        gap = players[0].points - players[-1].points
        widest = Cost(
            rematch=pairs,
            second_bye=odd,
            kept_apart=pairs if hard else 0,
            bye_rank=odd * len(players),
            gap=pairs * gap * gap,
            floats=pairs * 2 * max(player.floats for player in players),
            clash=0 if hard else pairs,
            sides=pairs,
            fold=pairs * 2 * len(players),
        )
        widths = [each.bit_length() for each in widest]
        if sum(widths) > EXACT_BITS:
            # Too many to be exact in all: the order in the group is the least of the criteria.
            widths[-1] = 0
        self._widths = widths
        self._shifts = Cost(*(sum(widths[place + 1 :]) for place in range(len(widths))))
        self._same = 1 << (self._shifts.kept_apart if hard else self._shifts.clash)
        self._side = 1 << self._shifts.sides

    def pair(self, high: Player, low: Player) -> int:
        """The cost that the two meet; `high` ranks above `low`."""
        number = 0
        if high.kind is not None and high.kind == low.kind:
            number = self._same
        if high.sides * low.sides > 0:
            number += self._side
        if low.entry in high.met:
            number += 1 << self._shifts.rematch
        gap = high.points - low.points
        if gap:
            number += (gap * gap << self._shifts.gap) + (high.floats + low.floats << self._shifts.floats)
            # Between groups the last of the one meets the first of the other. This weighs double: an odd
            # group without its last is off the fold by as much as its middle one is off the border.
            fold = 2 * (high.size - 1 - high.place + low.place)
        else:
            # In a group the first meets the last.
            fold = abs(high.place + low.place + 1 - high.size)
        return number + fold if self._widths[-1] else number

    def bye(self, player: Player, rank: int) -> int:
        """The cost that this one rests; `rank` others with or without a bye, as it, rank below it."""
        return (player.rested << self._shifts.second_bye) + (rank << self._shifts.bye_rank)

    def cost(self, number: int) -> Cost:
        """What a number stands for."""
        fields = zip(self._shifts, self._widths, strict=True)
        return Cost(*(number >> shift & (1 << width) - 1 for shift, width in fields))
