"""The final order of a tournament: the last stage first, then who went out in the stage before, and so on.

A place of a stage's one table is kept as it stands, shared places and vacant ones with it: nobody moves up
by himself. Of several groups the thirds follow the seconds, and all thirds share their place. Who has left
or was put out comes last, behind everybody who played to the end (*ours*).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple


class Line(NamedTuple):
    """A line of a stage's table."""

    entry: str
    place: int
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """A stage that is over: who sat in it in seed order, and its table, line by line."""

    seated: Sequence[str]
    table: Sequence[Line]


class FinalPlace(NamedTuple):
    """An entry's place over all stages, 1-based, of a shared place the first."""

    entry: str
    place: int


def final_order(stages: Sequence[Played], gone: Collection[str]) -> tuple[FinalPlace, ...]:
    """Everybody who sat in a stage, by place; those who share one as the table has them.

    `stages` are in playing order; `gone` are the entries that left or were put out.
    """
    found: list[FinalPlace] = []
    later: set[str] = set()
    for stage in reversed(stages):
        out = [entry for entry in _in_order(stage) if entry not in later and entry not in gone]
        direct = len(later - set(stage.seated))
        found += sorted(_places(stage, out, _held(found), direct), key=lambda row: row.place)
        later |= set(stage.seated)
    left = [entry for stage in stages for entry in stage.seated if entry in gone]
    behind = _held(found) + 1
    return (*found, *(FinalPlace(entry, behind) for entry in dict.fromkeys(left)))


def _held(found: Sequence[FinalPlace]) -> int:
    """The last place that is held, be it by one of several who share an earlier one."""
    return found[-1].place + sum(row.place == found[-1].place for row in found) - 1 if found else 0


def _in_order(stage: Played) -> list[str]:
    """Everybody in the stage as its table has them; who has no line in it comes behind, in seed order."""
    return list(dict.fromkeys([*(line.entry for line in stage.table), *stage.seated]))


def _places(stage: Played, out: Sequence[str], ahead: int, direct: int) -> Iterator[FinalPlace]:
    """The places of those who went out here, behind the place `ahead`; so many ahead were never in it."""
    lines = {line.entry: line for line in stage.table}
    behind = max([len(lines), *(line.place for line in stage.table)]) + 1
    rank = {entry: lines[entry].place if entry in lines else behind for entry in out}
    grouped = len({line.group for line in stage.table}) > 1
    before = _before(rank.values())
    for entry in out:
        kept = 0 if grouped else rank[entry] + direct
        yield FinalPlace(entry, max(kept, ahead + before[rank[entry]] + 1))


def _before(ranks: Iterable[int]) -> dict[int, int]:
    """By place in the stage: how many of these came before it."""
    counts = Counter(ranks)
    order = sorted(counts)
    return dict(zip(order, accumulate((counts[place] for place in order), initial=0), strict=False))
