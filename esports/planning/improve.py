"""Improves a plan: annealing over the order of urgency, each order being dispatched and priced.

The dispatcher turns any order into a plan that holds; the search changes the order and keeps the best plan.
It moves what belongs together: a tournament as a whole, or its late rounds against its early ones, rather
than single matches alone.
"""

from collections.abc import Callable
from functools import cache
from math import exp

from esports.planning.cost import FLOW, LATE, WAIT, WANTED, OpenMinutes, cost
from esports.planning.dispatch import Run
from esports.planning.lot import Lot
from esports.planning.model import Model, Plan
from esports.planning.priority import by_critical_path, tails
from esports.planning.tables import Tables

HEAT = 0.002
"""How much dearer a plan may be to be gone on from with probability 1/e at the start, as a share."""
LACK = 10**9
"""The price of a match without a place, above that of any week's lateness."""

Budget = Callable[[], float]
"""Asked before each try: the share of the budget that is used; the search ends at 1. Cancels by saying 1."""
Progress = Callable[[int], None]
"""Told the price of each plan that is better than all before it, once the search goes on from its start."""


def improve(
    model: Model,
    budget: Budget,
    seed: int,
    given: Plan | None = None,
    progress: Progress = lambda price: None,
) -> Plan:
    """The best plan that was found; never dearer than the given one, which must hold and be finished.

    Without a given plan it starts from the dispatcher's, and places no fewer matches. With the same seed and
    a budget that says the same, it is the same plan.
    """
    tables = Tables(model)
    search = Search(tables, seed)
    starts = [by_critical_path(tables)]
    if given is not None:
        begins = {booking.match: booking.start for booking in given.bookings}
        starts.append([begins[match.id] - match.warm_up for match in model.matches])
    search.start(starts, None if given is None else cost(model, given))
    search.go(budget, progress)
    if search.best_run is not None:
        return search.best_run.plan()
    assert given is not None
    return given


class Search:
    """The state of one search."""

    def __init__(self, tables: Tables, seed: int) -> None:
        self.tables = tables
        self.lot = Lot(seed)
        self.tail = tails(tables)
        self.price_of = Pricing(tables)
        self.members: list[list[int]] = []
        own: dict[str, list[int]] = {}
        for place, match in enumerate(tables.model.matches):
            own.setdefault(match.tournament, []).append(place)
        self.members = list(own.values())
        self.keys: list[int] = []
        self.price = self.best = 0
        self.best_run: Run | None = None

    def start(self, starts: list[list[int]], given: int | None) -> None:
        """Begin with the best of the orders; a given price stands until a plan is below it."""
        runs = [(self._tried(keys), keys) for keys in starts]
        (self.price, run), self.keys = min(runs, key=lambda found: found[0][0])
        self.best = self.price
        self.best_run = run
        if given is not None and given <= self.price:
            self.best, self.best_run = given, None

    def _tried(self, keys: list[int]) -> tuple[int, Run]:
        run = Run(self.tables, keys)
        run.go()
        return self.price_of(run), run

    def go(self, budget: Budget, progress: Progress) -> None:
        """Try changes of the order until the budget is used."""
        while self.members and (used := budget()) < 1:
            keys = self._changed()
            price, run = self._tried(keys)
            heat = HEAT * (1 - used) * self.best
            worse = price - self.price
            if worse <= 0 or (heat > 0 and self.lot.share() < exp(-worse / heat)):
                self.keys, self.price = keys, price
            if price < self.best:
                self.best, self.best_run = price, run
                progress(price)

    def _changed(self) -> list[int]:
        """The order with one change, of a size by lot: from minutes to days."""
        lot, keys = self.lot, list(self.keys)
        own = lot.one_of(self.members)
        size = 5 << lot.below(9)
        shift = lot.below(2 * size + 1) - size
        kind = lot.below(4)
        if kind == 0:
            for match in own:
                keys[match] += shift
        elif kind == 1:
            longest = max(self.tail[match] for match in own)
            for match in own:
                keys[match] += shift * self.tail[match] // longest
        elif kind == 2:
            for match in lot.some_of(own, min(len(own), 1 + lot.below(4))):
                keys[match] += lot.below(2 * size + 1) - size
        else:
            one, other = lot.one_of(own), lot.below(len(keys))
            keys[one], keys[other] = keys[other], keys[one]
        return keys


class Pricing:
    """What `cost.cost` says of a run's plan, from its numbers; a match without a place costs `LACK`."""

    def __init__(self, tables: Tables) -> None:
        model = tables.model
        self.tables = tables
        self.opened = cache(OpenMinutes.of(model))
        number = {tournament.id: place for place, tournament in enumerate(model.tournaments)}
        self.tournament = [number[match.tournament] for match in model.matches]
        self.wanted = [
            (place, match.wanted) for place, match in enumerate(model.matches) if match.wanted is not None
        ]

    def __call__(self, run: Run) -> int:
        """The price of the run's plan."""
        tables, opened, begins, where = self.tables, self.opened, run.begin, run.where
        ends = [0] * len(tables.model.tournaments)
        price = 0
        for match, tournament in enumerate(self.tournament):
            station = where[match][0]
            if station == -1:
                price += LACK
                continue
            begin = begins[match]
            end = begin + tables.length[match]
            if end > ends[tournament]:
                ends[tournament] = end
            if tables.before[match]:
                ready = run.ready[match]
                if tables.ways:
                    here = tables.way[tables.station_venue[station]]
                    ready = max(
                        begins[earlier]
                        + tables.length[earlier]
                        + tables.rest[earlier]
                        + here[tables.station_venue[where[earlier][0]]]
                        for earlier in tables.before[match]
                    )
                price += WAIT * (opened(begin) - opened(ready))
        for match, wanted in self.wanted:
            if where[match][0] != -1:
                price += WANTED * abs(begins[match] + tables.warm_up[match] - wanted)
        for asked, end in zip(tables.model.tournaments, ends, strict=True):
            if end:
                price += FLOW * asked.weight * (opened(end) - opened(asked.release))
                if asked.due is not None and end > asked.due:
                    price += LATE * (opened(end) - opened(asked.due))
        return price
