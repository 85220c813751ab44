"""Dealing entries to groups so that every club is spread evenly, row by row of the snake.

Entries are the edges of a graph between clubs and rows, groups are colours: no two entries of a row share
a group, and no two of a club as long as it has no more members than there are groups (a larger one counts
as several). Such a colouring always exists (König); it is found entry by entry, turning a chain of two
groups where both ends disagree.
"""

from collections.abc import Mapping, Sequence

from esports.engine.seeding import snake

Node = tuple[str, object]


def deal(entrants: int, groups: int, members: Mapping[str, Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """The seeds of each group; of c members a group gets c / groups, rounded down or up.

    Seed 1 is in the first group, seed 2 in the second, and so on through the first row; further down an
    entry is where the snake deals it if its club allows that.
    """
    wished = {seed: place for place, group in enumerate(snake(entrants, groups)) for seed in group}
    club = {
        seed: ("club", (kind, number // groups))
        for kind, seeds in members.items()
        for number, seed in enumerate(seeds)
    }
    chosen = _Groups(groups)
    for seed in range(1, entrants + 1):
        row = ("row", (seed - 1) // groups)
        chosen.put(seed, row, club.get(seed, ("alone", seed)), wished[seed])
    return chosen.dealt(entrants)


class _Groups:
    """The groups chosen so far, and who holds each of them at each row and club."""

    def __init__(self, groups: int) -> None:
        self._all = frozenset(range(groups))
        self._held: dict[Node, dict[int, int]] = {}
        self._ends: dict[int, tuple[Node, Node]] = {}
        self._group: dict[int, int] = {}

    def put(self, seed: int, row: Node, club: Node, wished: int) -> None:
        """Give the seed the wished group, else the first that is free at both ends, else make one free."""
        self._ends[seed] = (row, club)
        in_row, in_club = self._held.setdefault(row, {}), self._held.setdefault(club, {})
        if wished in in_row or wished in in_club:
            free = self._all - in_row.keys()
            both = free - in_club.keys()
            wished = min(both or free)
            if not both:
                self._turn(club, wished, min(self._all - in_club.keys()))
        self._set(seed, wished)

    def dealt(self, entrants: int) -> tuple[tuple[int, ...], ...]:
        """The seeds of each group, groups in the order of their first seeds."""
        groups: dict[int, list[int]] = {}
        for seed in range(1, entrants + 1):
            groups.setdefault(self._group[seed], []).append(seed)
        return tuple(tuple(seeds) for seeds in groups.values())

    def _turn(self, start: Node, wanted: int, spare: int) -> None:
        """Swap two groups along the chain from a club that holds `wanted`, so that it holds it no more."""
        chain: list[int] = []
        node, group = start, wanted
        while (seed := self._held[node].get(group)) is not None:
            chain.append(seed)
            row, club = self._ends[seed]
            node = club if node == row else row
            group = wanted + spare - group
        for seed in chain:
            for node in self._ends[seed]:
                del self._held[node][self._group[seed]]
        for seed in chain:
            self._set(seed, wanted + spare - self._group[seed])

    def _set(self, seed: int, group: int) -> None:
        self._group[seed] = group
        for node in self._ends[seed]:
            self._held[node][group] = seed
