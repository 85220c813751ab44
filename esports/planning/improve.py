"""Improves a plan: annealing over the order of urgency, each order being dispatched and priced.

The dispatcher turns any order into a plan that holds; the search changes the order and keeps the best plan.
It moves what belongs together: a tournament as a whole, or its late rounds against its early ones, rather
than single matches alone. Parts of the model that hardly touch come one after another, in fewer matches a
try, and then the whole. It runs in the kernel: some hundred times as fast where that is compiled.
"""

from collections.abc import Callable, Iterator, Sequence

from esports.planning.cost import cost
from esports.planning.decisions import decisions
from esports.planning.dispatch import Run
from esports.planning.fluid_order import by_fluid
from esports.planning.kernel import decode
from esports.planning.model import Model, Plan
from esports.planning.native import Anneal
from esports.planning.numbers import desk, numbers
from esports.planning.parts import alone, parts
from esports.planning.priority import by_critical_path
from esports.planning.reasons import Decision
from esports.planning.runs import HEAT, Budget, annealed
from esports.planning.tables import Tables

PARTS, LAST = 0.85, 0.2
"""The share of the budget that parts of a model are searched in alone; and how hot it is after that."""
Progress = Callable[[int], None]
"""Told the price of each plan that is better than all before it, once the search goes on from its start."""


def improve(
    model: Model,
    budget: Budget,
    seed: int,
    given: Plan | None = None,
    progress: Progress = lambda price: None,
    native: Anneal | None = None,
    cores: int = 1,
) -> Plan:
    """The best plan that was found; never dearer than the given one, which must hold and be finished.

    Without a given plan it starts from the best of three orders, and places no fewer matches. `native` is the
    compiled kernel (`native.compiled`); the plain one, which asks for its budget before each try, if not
    given, on so many `cores`. With the same seed, cores and a budget that says the same, it is the same plan.
    """
    tables = Tables(model)
    starts = _orders(tables)
    if given is not None:
        begins = {booking.match: booking.start for booking in given.bookings}
        starts.append([begins[match.id] - match.warm_up for match in model.matches])
    found = _search(
        tables, starts, None if given is None else cost(model, given), budget, seed, progress, native, cores
    )
    if found is None:
        assert given is not None
        return given
    return found.plan()


def improve_with_reasons(
    model: Model,
    budget: Budget,
    seed: int,
    progress: Progress = lambda price: None,
    native: Anneal | None = None,
    cores: int = 1,
) -> tuple[Plan, tuple[Decision, ...]]:
    """As `improve` without a given plan, and as `dispatch` a decision for each match of the model."""
    tables = Tables(model)
    run = _search(tables, _orders(tables), None, budget, seed, progress, native, cores)
    assert run is not None
    return run.plan(), decisions(tables, run.held, run.begin, [station for station, _ in run.where], run.hold)


def improve_further(
    model: Model,
    given: Plan,
    budget: Budget,
    seed: int,
    progress: Progress = lambda price: None,
    native: Anneal | None = None,
    cores: int = 1,
) -> tuple[Plan, tuple[Decision, ...]] | None:
    """As `improve_with_reasons`, gone on from a plan which holds; None where no better one was found.

    The given plan may lack matches: one that places fewer is never better.
    """
    tables = Tables(model)
    begins = {booking.match: booking.start for booking in given.bookings}
    last = max(begins.values(), default=0) + 1
    order = [begins.get(match.id, last) - match.warm_up for match in model.matches]
    price = cost(model, given) if len(begins) == len(model.matches) else None
    run = _search(tables, [*_orders(tables), order], price, budget, seed, progress, native, cores)
    found = None if run is None else run.plan()
    if run is None or found is None or len(found.bookings) < len(begins):
        return None
    return found, decisions(tables, run.held, run.begin, [station for station, _ in run.where], run.hold)


def _orders(tables: Tables) -> list[list[int]]:
    """The orders to begin with: by critical path, by the bound's relaxation, and as matches are ready."""
    return [by_critical_path(tables), by_fluid(tables), list(tables.release)]


def _search(
    tables: Tables,
    starts: list[list[int]],
    given: int | None,
    budget: Budget,
    seed: int,
    progress: Progress,
    native: Anneal | None,
    cores: int,
) -> Run | None:
    """The best run that is cheaper than the given price, from the best of the orders on."""
    rows = numbers(tables)
    room = desk(rows)
    price, keys = min((decode(rows, room, keys), keys) for keys in starts)
    best = price if given is None else min(price, given)
    for own, until, heat in _stages(tables):
        if budget() >= until:
            continue
        decode(rows, room, keys)
        part = alone(tables, own, room.begin, room.station)
        found = annealed(part, keys, budget, until, heat * best, seed, native, cores)
        trial = list(keys)
        for match, key in zip(own, found, strict=True):
            trial[match] = key
        now = decode(rows, room, trial)
        if now < price:
            price, keys = now, trial
        if price < best:
            best = price
            progress(best)
    if given is not None and best >= given:
        return None
    run = Run(tables, keys)
    run.go()
    return run


def _stages(tables: Tables) -> Iterator[tuple[Sequence[int], float, float]]:
    """What is annealed one after another: which matches, until which share of the budget, and how hot."""
    heat = HEAT / max(1, len({match.tournament for match in tables.model.matches}))
    every = range(len(tables.length))
    own = parts(tables)
    until = 0.0
    for matches in own if len(own) > 1 else ():
        until += PARTS * len(matches) / len(every)
        yield matches, until, heat
    if every:
        yield every, 1.0, heat if len(own) == 1 else heat * LAST
