"""A table by exact figures in which those whom nothing separates share the place.

Ordered by `table.rank` on whole numbers (the figures over their common denominator), told with the exact
figures themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import lcm

from esports.engine.exact import shown
from esports.engine.model import TrailStep, Value
from esports.engine.table import Criterion, rank

_LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of every entry, the highest first; `text` and `params` are those of its trail step."""

    name: str
    values: Mapping[str, Fraction]
    text: str
    params: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry with its competition rank (1, 2, 2, 4) and the trail against the entry above it.

    Of the first the trail is against the entry below. A trail whose values are all equal: a shared place.
    """

    entry: str
    place: int
    trail: tuple[TrailStep, ...]


def share_places(entries: Iterable[str], figures: Sequence[Figure]) -> tuple[Placed, ...]:
    """All entries by the figures, one after another; those who share a place by id.

    No two figures have one name.
    """
    order = {entry: number for number, entry in enumerate(sorted(entries))}
    by_name = {figure.name: figure for figure in figures}
    level = Criterion(_LEVEL, lambda tied: {entry: order[entry] for entry in tied}, "", lowest_first=True)
    place, placed = 1, list[Placed]()
    for number, row in enumerate(rank(list(order), [*map(_criterion, figures), level]), 1):
        if all(step.criterion != _LEVEL for step in row.trail):
            place = number
        steps = (_exact(step, by_name[step.criterion]) for step in row.trail if step.criterion != _LEVEL)
        placed.append(Placed(row.entry, place, tuple(steps)))
    return tuple(placed)


def _criterion(figure: Figure) -> Criterion:
    common = lcm(*(value.denominator for value in figure.values.values()))
    whole = {entry: int(value * common) for entry, value in figure.values.items()}
    return Criterion(figure.name, lambda tied: {entry: whole[entry] for entry in tied}, figure.text)


def _exact(step: TrailStep, figure: Figure) -> TrailStep:
    """The step with the figures as they are, instead of the whole numbers that were compared."""
    value, other = (shown(figure.values[entry]) for entry in (str(step.params["entry"]), str(step.against)))
    params = {**step.params, "value": value, "other": other, **figure.params}
    return replace(step, value=value, other=other, params=params)
