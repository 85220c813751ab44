"""Judged contests: what an organiser sets, who hands in, who marks, and what a mark is (rules.md, 7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from esports.engine.errors import EngineError
from esports.engine.exact import DECIMALS, LARGEST_NUMBER, number, shown
from esports.engine.judged_criteria import Weight, read_criteria
from esports.engine.model import Options
from esports.engine.options import Fields

AGGREGATES = ("mean", "trimmed_mean", "normalised")
LARGEST_SCALE = 1000
MOST_MARKS = 99


@dataclass(frozen=True, slots=True)
class Judged(Options):
    """How submissions are marked.

    Each criterion is marked from 0 to `scale`. `minimum_marks` are needed of each submission. Judges who
    differ by more than `spread` (a decimal on the same scale; None: any) are pointed out. `blind`: they
    see a number instead of the entry. `tie_breaks` are criteria that separate equal marks, in order.
    """

    criteria: tuple[Weight, ...]
    scale: int = 10
    aggregate: str = "mean"
    minimum_marks: int = 1
    spread: int | str | None = None
    blind: bool = False
    tie_breaks: tuple[str, ...] = ()

    @classmethod
    def read(cls, fields: Fields) -> "Judged":
        """From raw options; `criteria` is a list of `{"name", "weight"}`, refused with every finding."""
        criteria = read_criteria(fields.plain("criteria"))
        return cls(
            criteria,
            fields.number("scale", 10, 1, LARGEST_SCALE),
            fields.choice("aggregate", "mean", AGGREGATES),
            fields.number("minimum_marks", 1, 1, MOST_MARKS),
            _spread(fields.plain("spread") if fields.has("spread") else None),
            fields.flag("blind", False),
            fields.words("tie_breaks", (), tuple(each.name for each in criteria)),
        )


@dataclass(frozen=True, slots=True)
class Contest:
    """A contest: the entries that handed in and the judges, each with its delegation or None."""

    options: Judged
    submissions: Mapping[str, str | None]
    judges: Mapping[str, str | None]

    def may_mark(self, judge: str, submission: str) -> bool:
        """No judge marks an entry of the own delegation."""
        own = self.judges[judge]
        return own is None or own != self.submissions[submission]


@dataclass(frozen=True, slots=True)
class Mark:
    """What one judge gave one submission, criterion by criterion; made by `judged_marks.read_marks`."""

    judge: str
    submission: str
    points: Mapping[str, Fraction]


def weighted(options: Judged, points: Mapping[str, Fraction]) -> Fraction:
    """The mark on the scale of the contest: the criteria by their weights, exactly."""
    total = sum((each.weight * points[each.name] for each in options.criteria), Fraction())
    return total / sum(each.weight for each in options.criteria)


def _spread(raw: Any) -> int | str | None:
    spread = None if raw is None else number(raw)
    if raw is not None and spread is None:
        raise EngineError(
            "spread_number",
            "/options/spread",
            "The spread must be a number from 0 to below {largest}, with at most {decimals} decimals.",
            {"largest": LARGEST_NUMBER, "decimals": DECIMALS},
        )
    return None if spread is None else shown(spread)
