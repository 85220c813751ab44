"""What an organiser says of a circuit: points per place, what counts, who is ranked (rules.md, 10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from esports.engine.errors import EngineError
from esports.engine.exact import DECIMALS, LARGEST_NUMBER, number
from esports.engine.options import Fields

LONGEST_SCALE = 256
"""The most places that earn points."""
MOST_RESULTS = 10_000
LOWEST_TOP = 4096


@dataclass(frozen=True, slots=True)
class Circuit:
    """`points[i]` is what place i+1 is worth; later places earn nothing.

    `best`: only so many tournaments of each row count, those with the most points; None: all of them.
    `minimum_titles`: a row is ranked if it came among the first `top` in so many titles.
    `winner_needs_first`: the highest with a first place moves up to be the overall winner.
    """

    points: tuple[Fraction, ...]
    best: int | None = None
    minimum_titles: int = 0
    top: int = 8
    winner_needs_first: bool = False

    @classmethod
    def read(cls, fields: Fields) -> "Circuit":
        """From raw options: points as JSON numbers or decimal texts, best place first; `best` 0: all."""
        points = _points(fields.plain("points"))
        return cls(
            points,
            fields.number("best", 0, 0, MOST_RESULTS) or None,
            fields.number("minimum_titles", 0, 0, MOST_RESULTS),
            fields.number("top", 8, 1, LOWEST_TOP),
            fields.flag("winner_needs_first", False),
        )


def _points(raw: Any) -> tuple[Fraction, ...]:
    if not isinstance(raw, list | tuple) or not 0 < len(raw) <= LONGEST_SCALE:
        raise EngineError(
            "points_list",
            "/options/points",
            "The points must be a list of 1 to {longest} numbers, the first place first.",
            {"longest": LONGEST_SCALE},
        )
    points = tuple(_worth(place, each) for place, each in enumerate(raw))
    _check_falling(points)
    return points


def _worth(place: int, raw: Any) -> Fraction:
    worth = number(raw)
    if worth is None:
        raise EngineError(
            "points_number",
            f"/options/points/{place}",
            "Points must be a number from 0 to below {largest}, with at most {decimals} decimals.",
            {"largest": LARGEST_NUMBER, "decimals": DECIMALS},
        )
    return worth


def _check_falling(points: Sequence[Fraction]) -> None:
    for place, (better, worse) in enumerate(pairwise(points), 1):
        if worse > better:
            raise EngineError(
                "points_rise",
                f"/options/points/{place}",
                "Place {place} must not earn more than the place before it.",
                {"place": place + 1},
            )
