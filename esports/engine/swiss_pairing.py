"""Pairing a Swiss round: no avoidable rematch, equal records, and the rule's own choices in order.

The published rule takes the highest of a score group and gives it the lowest that it has not met, and
so on down; taken alone that can end with two left over who have met. Here the last choices are taken
back until the whole round fits, so the result is the first complete pairing in the rule's own order.
"""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations

Meeting = frozenset[str]
Group = tuple[str, ...]

HIGH_LOW = "Equal records: the highest in the group meets the lowest that it has not met."
SIX_ROWS = "Equal records: the first row of the table for six entries that has no rematch."
FLOAT = "Unequal records: the score groups cannot be paired without this or a rematch."
REMATCH = "A rematch: no pairing of the round is without one."
BYE = "The lowest-ranked entry without a bye has no opponent left."

_ROWS = (
    "16 25 34|16 24 35|15 26 34|15 24 36|14 26 35|14 25 36|16 23 45|15 23 46|"
    "13 26 45|13 25 46|14 23 56|13 24 56|12 36 45|12 35 46|12 34 56"
)
ROWS_OF_SIX = tuple(
    tuple((int(pair[0]) - 1, int(pair[1]) - 1) for pair in row.split()) for row in _ROWS.split("|")
)
"""The priority table of the Counter-Strike Major rulebook for groups of six in rounds 4 and 5."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two entries that meet, the higher first, or one with a bye; and why."""

    first: str
    second: str | None
    reason: str


def pair_round(
    groups: Sequence[Group],
    met: AbstractSet[Meeting],
    had_bye: AbstractSet[str],
    *,
    six_rows: bool,
    hat: Callable[[Group], Group] = tuple,
) -> tuple[Pairing, ...]:
    """Pair all entries, given by score group, best group first and in rank order inside.

    `met` are the pairs that have met; `six_rows` says whether groups of six go by the table. Of an odd
    number the lowest-ranked without a bye rests. `hat` may reorder a group before it is paired.
    """
    everyone = tuple(entry for group in groups for entry in group)
    for resting in _resting(everyone, had_bye):
        found = _without_rematch(_without(groups, resting, hat), met, six_rows)
        if found is not None:
            return (*found, *_bye(resting))
    resting = next(_resting(everyone, had_bye))
    return (*_fewest_rematches(_without(groups, resting, hat), met, six_rows), *_bye(resting))


def _without(groups: Sequence[Group], resting: str | None, hat: Callable[[Group], Group]) -> list[Group]:
    rest = (tuple(entry for entry in group if entry != resting) for group in groups)
    return [hat(group) for group in rest if group]


def pair_group(group: Group, met: AbstractSet[Meeting], *, six_rows: bool) -> tuple[Pairing, ...] | None:
    """The first pairing of one group in the rule's order that has no rematch, or None."""
    if six_rows and len(group) == 6:
        for row in ROWS_OF_SIX:
            pairs = [(group[first], group[second]) for first, second in row]
            if not any(frozenset(pair) in met for pair in pairs):
                return tuple(Pairing(*pair, SIX_ROWS) for pair in pairs)
        return None
    found = _high_low(group, met, set())
    return None if found is None else tuple(Pairing(*pair, HIGH_LOW) for pair in found)


def _high_low(
    group: Group, met: AbstractSet[Meeting], hopeless: set[Group]
) -> tuple[tuple[str, str], ...] | None:
    if not group:
        return ()
    if group in hopeless:
        return None
    highest = group[0]
    for place in range(len(group) - 1, 0, -1):
        if frozenset((highest, group[place])) not in met:
            rest = _high_low(group[1:place] + group[place + 1 :], met, hopeless)
            if rest is not None:
                return ((highest, group[place]), *rest)
    hopeless.add(group)
    return None


def _without_rematch(
    groups: Sequence[Group], met: AbstractSet[Meeting], six_rows: bool
) -> tuple[Pairing, ...] | None:
    everyone = tuple(entry for group in groups for entry in group)
    if _high_low(everyone, met, set()) is None:
        return None
    return _downwards(groups, (), met, six_rows, set())


def _downwards(
    groups: Sequence[Group],
    floated: Group,
    met: AbstractSet[Meeting],
    six_rows: bool,
    hopeless: set[tuple[int, Group]],
) -> tuple[Pairing, ...] | None:
    """Pair group after group; as few as possible, and the lowest of them, float down into the next."""
    if not groups:
        return None if floated else ()
    if (len(groups), floated) in hopeless:
        return None
    pool = floated + groups[0]
    for down in _floats(pool):
        stay = tuple(entry for entry in pool if entry not in down)
        pairs = pair_group(stay, met, six_rows=six_rows and not floated)
        rest = None if pairs is None else _downwards(groups[1:], down, met, six_rows, hopeless)
        if pairs is not None and rest is not None:
            return (*_with_floats(pairs, floated, groups[0]), *rest)
    hopeless.add((len(groups), floated))
    return None


def _floats(pool: Group) -> Iterator[Group]:
    """Who might float down: as few as parity allows first, the lowest-ranked first."""
    for size in range(len(pool) % 2, len(pool) + 1, 2):
        for chosen in combinations(reversed(pool), size):
            yield tuple(reversed(chosen))


def _with_floats(pairs: Sequence[Pairing], floated: Group, group: Group) -> Iterator[Pairing]:
    for pair in pairs:
        unequal = pair.first in floated or pair.second in floated
        yield Pairing(pair.first, pair.second, FLOAT) if unequal else pair


def _fewest_rematches(
    groups: Sequence[Group], met: AbstractSet[Meeting], six_rows: bool
) -> tuple[Pairing, ...]:
    """No pairing is without a rematch: allow one meeting again, then two, until the round fits."""
    everyone = [entry for group in groups for entry in group]
    between = [
        frozenset((high, low))
        for place, high in enumerate(everyone)
        for low in reversed(everyone[place + 1 :])
        if frozenset((high, low)) in met
    ]
    tries = (again for count in range(len(between) + 1) for again in combinations(between, count))
    rounds = (_without_rematch(groups, met - set(again), six_rows) for again in tries)
    return tuple(_marked(pair, met) for pair in next(found for found in rounds if found is not None))


def _marked(pair: Pairing, met: AbstractSet[Meeting]) -> Pairing:
    again = pair.second is not None and frozenset((pair.first, pair.second)) in met
    return Pairing(pair.first, pair.second, REMATCH) if again else pair


def _resting(everyone: Group, had_bye: AbstractSet[str]) -> Iterator[str | None]:
    """Who might rest: nobody of an even number; else from the lowest up, those without a bye first."""
    if len(everyone) % 2 == 0:
        yield None
        return
    yield from (entry for entry in reversed(everyone) if entry not in had_bye)
    yield from (entry for entry in reversed(everyone) if entry in had_bye)


def _bye(resting: str | None) -> tuple[Pairing, ...]:
    return () if resting is None else (Pairing(resting, None, BYE),)
