"""The search for a better plan, one turn of it at a time: pure, and as long as it is told to be.

Between two turns everything is stored, so that people see the best so far, may stop there, and nothing but
the last moment is lost with a process.
"""

import os
import time

import msgspec

from esports.planning.bounds import bounds
from esports.planning.checker import violations
from esports.planning.cost import cost
from esports.planning.dispatch import dispatch
from esports.planning.improve import improve_further
from esports.planning.model import Model, Plan
from esports.planning.native import compiled, toller
from esports.planning.reasons import Decision
from esports.schedule.compiling import soon
from esports.schedule.modelling import placed
from esports.schedule.wire import Search

SECONDS, TRIES = 5, 10
"""How long a better plan is searched, and how often for each match at most: a small week has it at once."""
TURN_SECONDS = 2.0
SEED = 1
CORES = 2
"""On how many cores the compiled kernel searches: its threads have the low priority of the worker."""


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """What a turn came to: how far the search is, and the plan, None where what was given is not beaten."""

    search: Search
    better: tuple[Plan, tuple[Decision, ...]] | None


def turn(model: Model, search: Search, given: Plan | None) -> Turn:
    """Search for a moment, from the plan that is given on if it still holds; never returns a worse one."""
    native, cores = soon(compiled), min(CORES, os.cpu_count() or 1)
    if given is not None and violations(placed(model, given), given):
        given = None
    better = None
    if given is None:
        better = dispatch(model)
        given = better[0]
        price = _price(model, given)
        search = msgspec.structs.replace(search, first=price, price=price, bound=_bound(model, price))
    budget = _Budget(search, len(model.matches))
    better = improve_further(model, given, budget, SEED + search.turns, native=native, cores=cores) or better
    return Turn(
        search=msgspec.structs.replace(
            search,
            spent=round(search.spent + budget.spent, 1),
            turns=search.turns + 1,
            tries=budget.tries,
            price=_price(model, better[0] if better else given),
        ),
        better=better,
    )


def is_over(search: Search, matches: int) -> bool:
    """Whether nothing more is to be searched: no time is left, or no plan can be better."""
    tried = search.seconds <= SECONDS and search.tries >= TRIES * max(1, matches)
    best = search.price is not None and search.price == search.bound
    return best or tried or search.spent >= search.seconds


class _Budget:
    """The share of the whole search that is used, and 1 when this turn or the search is over."""

    def __init__(self, search: Search, matches: int) -> None:
        self._search, self._matches = search, matches
        self._since = time.monotonic()
        self.tries, self.spent = search.tries, 0.0

    def __call__(self) -> float:
        self.spent = time.monotonic() - self._since
        spent = self._search.spent + self.spent
        now = msgspec.structs.replace(self._search, spent=spent, tries=self.tries)
        if self.spent >= TURN_SECONDS or is_over(now, self._matches):
            return 1.0
        self.tries += 1
        share = spent / self._search.seconds
        if self._search.seconds <= SECONDS:
            share = max(share, self.tries / (TRIES * max(1, self._matches)))
        return min(share, 1.0)


def _price(model: Model, plan: Plan) -> int | None:
    return cost(model, plan) if len(plan.bookings) == len(model.matches) else None


def _bound(model: Model, price: int | None) -> int | None:
    """What no plan beats; not known where a match has no place, for then there may be no whole plan."""
    return None if price is None else bounds(model, lambda: soon(toller)).total
