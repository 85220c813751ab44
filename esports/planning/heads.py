"""When the matches that another one waits for can be over, given that they share stations and people."""

from collections import defaultdict
from collections.abc import Sequence

from esports.planning.cost import OpenMinutes
from esports.planning.loaded import bars, over
from esports.planning.tables import Tables


class Barriers:
    """The earliest minute after the predecessors of a match; asked of matches in the order of predecessors.

    Proof. All matches that a match waits for, directly or not, are over before it begins, and those of one
    pool are jobs on its stations in open minutes: `loaded.over`, with the chain from each to the last that
    is waited for as its tail. A person who plays several of the direct ones for certain plays one at a time,
    with rests, in plain minutes: `loaded.bars`. The last of the direct ones to end rests at least as long as
    the one that rests least.
    """

    def __init__(self, tables: Tables, opened: OpenMinutes) -> None:
        self.tables, self.opened = tables, opened
        self._known: dict[tuple[int, ...], int] = {}
        self._earlier: dict[tuple[int, ...], dict[int, int]] = {(): {}}

    def after(self, match: int, begins: Sequence[int]) -> int:
        """No plan has the predecessors of the match over and rested before this minute."""
        direct = tuple(self.tables.before[match])
        self._chains(direct)
        if len(direct) < 2:
            return 0
        if direct not in self._known:
            self._known[direct] = self._after(direct, begins)
        return self._known[direct]

    def _chains(self, direct: tuple[int, ...]) -> dict[int, int]:
        """Of each match before, direct or not, the longest chain of lengths that comes after it."""
        if direct not in self._earlier:
            found: dict[int, int] = {}
            for match in direct:
                found[match] = max(found.get(match, 0), 0)
                for earlier, chain in self._chains(tuple(self.tables.before[match])).items():
                    found[earlier] = max(found.get(earlier, 0), chain + self.tables.length[match])
            self._earlier[direct] = found
        return self._earlier[direct]

    def _after(self, direct: tuple[int, ...], begins: Sequence[int]) -> int:
        tables = self.tables
        rest = min(tables.rest[match] for match in direct)
        by_pool: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for match, chain in self._chains(direct).items():
            by_pool[tables.pool[match]].append((self.opened(begins[match]), tables.length[match], chain))
        latest = max(
            self.opened.back(over(jobs, len(tables.pool_stations[pool]))) if pool != -1 else 0
            for pool, jobs in by_pool.items()
        )
        people: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
        for match in direct:
            for person in tables.people[match]:
                people[person].append((begins[match], tables.length[match], tables.rest[match], 0))
        latest = max([latest, *(bars(jobs, 1) for jobs in people.values() if len(jobs) > 1)])
        return latest + rest
