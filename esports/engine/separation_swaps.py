"""Improving a seating with byes: swaps of entries in one tier, where the halving alone failed a club."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence


def improved(
    order: Sequence[int], entrants: int, members: Mapping[str, Sequence[int]], best: Mapping[str, int]
) -> tuple[int, tuple[int, ...]]:
    """The seating after all swaps that help, and how many entries still are too near a club-mate.

    `members` are the seeds of each club, `best` the round before which it need not meet. Only entries
    of one tier that both have a bye, or both have none, change places.
    """
    seats = _Seats(order, members, best)
    if not seats.crowded:
        return 0, tuple(order)
    classes = _classes(entrants, len(order) - entrants)
    # Every swap leaves fewer pairs too near, so this comes to an end.
    while sum(seats.relieve(seed, classes[seed]) for seed in list(seats.in_crowds())):
        pass
    return seats.crowded, seats.order(entrants)


def _classes(entrants: int, byes: int) -> dict[int, list[int]]:
    """For each seed those that it may change places with."""
    classes: dict[tuple[int, bool], list[int]] = {}
    for seed in range(1, entrants + 1):
        classes.setdefault(((seed - 1).bit_length(), seed <= byes), []).append(seed)
    return {seed: seeds for seeds in classes.values() for seed in seeds}


class _Seats:
    """Who sits where, and how many of a club sit in each part that should hold one of them."""

    def __init__(
        self, order: Sequence[int], members: Mapping[str, Sequence[int]], best: Mapping[str, int]
    ) -> None:
        self._seat = {seed: place for place, seed in enumerate(order)}
        self._club = {seed: club for club, seeds in members.items() for seed in seeds}
        self._depth = {club: round_ - 1 for club, round_ in best.items()}
        self._held = Counter(self._part(seed, self._seat[seed]) for seed in self._club)

    @property
    def crowded(self) -> int:
        """How many entries sit in a part that holds a club-mate already."""
        return sum(held - 1 for held in self._held.values() if held > 1)

    def in_crowds(self) -> Iterator[int]:
        """The seeds in such parts."""
        return (seed for seed in self._club if self._held[self._part(seed, self._seat[seed])] > 1)

    def relieve(self, seed: int, others: Sequence[int]) -> bool:
        """Swap the seed with the first of the others that helps, if any does."""
        other = next((other for other in others if self._gain(seed, other) < 0), None)
        if other is None:
            return False
        here, there = self._seat[seed], self._seat[other]
        self._move(seed, there)
        self._move(other, here)
        return True

    def order(self, entrants: int) -> tuple[int, ...]:
        """The seeds from top to bottom; the better one of each match is above."""
        size = len(self._seat)
        seeds = [0] * size
        for seed in range(1, entrants + 1):
            seeds[self._seat[seed]] = seed
        pairs = (sorted((one, other)) for one, other in zip(seeds[::2], seeds[1::2], strict=True))
        return tuple(seed for one, other in pairs for seed in _match(one, other, size))

    def _part(self, seed: int, seat: int) -> tuple[str, int]:
        club = self._club[seed]
        return club, seat >> self._depth[club]

    def _gain(self, seed: int, other: int) -> int:
        """The change in pairs that are too near, if these two swapped; negative is better."""
        here, there = self._seat[seed], self._seat[other]
        return self._change(seed, here, there) + self._change(other, there, here)

    def _change(self, seed: int, here: int, there: int) -> int:
        if seed not in self._club:
            return 0
        old, new = self._part(seed, here), self._part(seed, there)
        return 0 if old == new else self._held[new] - self._held[old] + 1

    def _move(self, seed: int, there: int) -> None:
        if seed in self._club:
            self._held[self._part(seed, self._seat[seed])] -= 1
            self._held[self._part(seed, there)] += 1
        self._seat[seed] = there


def _match(one: int, other: int, size: int) -> tuple[int, int]:
    """The seeds of a first-round match; the vacant seat (0) is named by its opponent."""
    return (one, other) if one else (other, size + 1 - other)
