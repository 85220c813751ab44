"""When a tournament can be over that ends after others, given when the last of those ends."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate

from esports.planning.cost import OpenMinutes
from esports.planning.endings import Price, by_tournament
from esports.planning.legs import tails
from esports.planning.loaded import on_some_day
from esports.planning.occupancy import NEVER
from esports.planning.tables import Tables


class AfterOthers:
    """A part of a week whose matches are all on the stations of one pool.

    Attributes:
        work: how many numbers were gone through so far.
    """

    def __init__(
        self, tables: Tables, own: Sequence[int], begins: Sequence[int], opened: OpenMinutes
    ) -> None:
        self._tables = tables
        self._matches = by_tournament(tables, own)
        self._heads = {match: opened(begins[match]) for match in own}
        self._capacity = len(tables.pool_stations[tables.pool[own[0]]])
        self._rest = max(tables.rest[match] for match in own)
        self._ends = [opened(interval.end) for interval in opened.intervals]
        self._known: dict[tuple[frozenset[str], str], list[int]] = {}
        self.work = 0
        self._tails = {name: tails(tables, ours, self._capacity) for name, ours in self._matches.items()}

    def cheapest(self, order: Sequence[str], ends: Mapping[str, int], price: Price) -> int:
        """What tournaments cost at least that end in this order, none before its own of `ends`; 0 where the
        week cannot hold them.

        Proof. Each ends no earlier than the one before it, and than `_after` says of the end of that one. The
        least over all ends for which this is so is found one tournament after another.
        """
        ever = self._ends[-1]
        paid = [0] + [NEVER] * ever
        """What those so far cost at least if the last of them ends after so many open minutes."""
        for place, name in enumerate(order):
            self.work += ever
            after = self._after(frozenset(order[:place]), name)
            reached = [NEVER] * (ever + 1)
            for sum_so_far, end in zip(paid, after, strict=True):
                at = max(end, ends[name])
                if at <= ever and sum_so_far < reached[at]:
                    reached[at] = sum_so_far
            paid = [
                least + price(name, end) if least < NEVER else NEVER
                for end, least in enumerate(accumulate(reached, min))
            ]
        found = min(paid)
        return found if found < NEVER else 0

    def _after(self, others: frozenset[str], name: str) -> list[int]:
        """The fewest open minutes before the tournament's end, for each number of those before the end of the
        last of the others; `NEVER` where they cannot be over by then.

        Proof. By the end of the last of the others, the stations have done all their matches. From any
        minute before on, those that begin no earlier take what they take, and no more than the rest of what
        the stations can do is done of the tournament's own matches. So of those with tails of at least q so
        much work is left, which all stations share; the last of them to end has q after it. As in
        `loaded.over_within_days`, each closing swallows one rest at most.
        """
        if (others, name) not in self._known:
            self._known[others, name] = self._found(others, name)
        return self._known[others, name]

    def _found(self, others: frozenset[str], name: str) -> list[int]:
        first = min(self._heads[match] for match in self._matches[name])
        theirs = [match for other in others for match in self._matches[other]]
        busy, taken = 0, dict[int, int]()  # from each minute on, what the others take
        for match in sorted(theirs, key=self._heads.__getitem__, reverse=True):
            busy += self._tables.length[match]
            taken[min(self._heads[match], first)] = busy
        steps = [self._steps(name, closings) for closings in range(len(self._ends))]
        found = []
        for last in range(self._ends[-1] + 1):
            free = [self._capacity * (last - head) - work for head, work in taken.items()]
            if min(free, default=0) < 0:
                found.append(NEVER)
            else:
                done = max(0, min([self._capacity * (last - first), *free]))
                found.append(self._over(last, done, steps) if others else 0)
        self.work += len(found) * (len(taken) + len(steps[0]))
        return found

    def _over(self, last: int, done: int, steps: Sequence[Mapping[int, int]]) -> int:
        """When a tournament is over, of which so much may be done when the last of the others ends."""

        def after(closings: int) -> int:
            left = [
                -(-(work - done) // self._capacity) + tail
                for tail, work in steps[closings].items()
                if work > done
            ]
            return last + max(left, default=0)

        return on_some_day(self._ends, bisect_left(self._ends, last), after)

    def _steps(self, name: str, closings: int) -> dict[int, int]:
        """For each tail of a tournament's matches the work of those with no shorter one."""
        tail_of = {
            match: max(links, rests - closings * self._rest)
            for match, (links, rests) in self._tails[name].items()
        }
        work, found = 0, dict[int, int]()
        for match in sorted(tail_of, key=tail_of.__getitem__, reverse=True):
            work += self._tables.length[match]
            found[tail_of[match]] = work
        return found
