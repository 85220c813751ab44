"""Ordering a table by criteria, one after another, and saying which of them separated whom.

A criterion that depends on who is tied (head-to-head) is run again whenever the tied set shrinks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from esports.engine.exact import shown
from esports.engine.model import TrailStep, Value

Number = int | float | Fraction


@dataclass(frozen=True, slots=True)
class Criterion:
    """A figure by which entries are ordered, the highest first unless `lowest_first`.

    `values` gives the figure of each of the entries that are still tied. `relative`: it depends on who
    they are. `text` says a comparison in words, with places for `value`, `other` and `against`. A fraction
    is told in full, as `exact.shown` does.
    """

    name: str
    values: Callable[[Sequence[str]], Mapping[str, Number]]
    text: str
    lowest_first: bool = False
    relative: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """An entry in its place, with the trail against the entry above it (of the first: below it)."""

    entry: str
    trail: tuple[TrailStep, ...]


Compared = tuple[tuple[Criterion, Mapping[str, Number]], ...]


def rank(entries: Sequence[str], criteria: Sequence[Criterion]) -> tuple[Ranked, ...]:
    """All entries in order. The last criterion must tell any two apart, as the seed does."""
    log: dict[tuple[str, str], Compared] = {}
    order = _order(list(entries), criteria, 0, (), log)
    trails = {entry: _trail(entry, above, log[above, entry]) for above, entry in pairwise(order)}
    if len(order) > 1:
        trails[order[0]] = _trail(order[0], order[1], log[order[0], order[1]])
    return tuple(Ranked(entry, trails.get(entry, ())) for entry in order)


def _order(
    tied: list[str],
    criteria: Sequence[Criterion],
    done: int,
    compared: Compared,
    log: dict[tuple[str, str], Compared],
) -> list[str]:
    """The tied entries in order; `done` criteria were tried on a larger set, `compared` says with what."""
    if len(tied) < 2:
        return tied
    again = [(done, criterion) for criterion in criteria[:done] if criterion.relative]
    untried = iter([*again, *enumerate(criteria[done:], done + 1)])
    parts, place = [tied], done
    while len(parts) == 1:
        place, criterion = next(untried)
        values = criterion.values(tied)
        compared = (*compared, (criterion, values))
        parts = _parts(tied, values, criterion.lowest_first)
    ordered = [_order(part, criteria, place, compared, log) for part in parts]
    for above, below in pairwise(ordered):
        log[above[-1], below[0]] = compared
    return [entry for part in ordered for entry in part]


def _parts(tied: list[str], values: Mapping[str, Number], lowest_first: bool) -> list[list[str]]:
    steps = sorted({values[entry] for entry in tied}, reverse=not lowest_first)
    parts: dict[Number, list[str]] = {step: [] for step in steps}
    for entry in tied:
        parts[values[entry]].append(entry)
    return list(parts.values())


def _trail(entry: str, neighbour: str, compared: Compared) -> tuple[TrailStep, ...]:
    return tuple(_step(criterion, values, entry, neighbour) for criterion, values in compared)


def _step(criterion: Criterion, values: Mapping[str, Number], entry: str, neighbour: str) -> TrailStep:
    value, other = _told(values[entry]), _told(values[neighbour])
    params: dict[str, Value] = {"entry": entry, "against": neighbour, "value": value, "other": other}
    return TrailStep(criterion.name, value, neighbour, other, criterion.text, params)


def _told(value: Number) -> Value:
    return shown(value) if isinstance(value, Fraction) else value
