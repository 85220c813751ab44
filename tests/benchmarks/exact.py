"""CP-SAT on a published week, cold: the yardstick of the planner's benchmark, where OR-Tools is installed.

Not a part of the planner. The published weeks have one venue with the same hours each day, and all their
times are multiples of `GRID` minutes: that is what this model is made for.
"""

from collections import defaultdict
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple

from esports.planning.cost import FLOW, LATE, WAIT, OpenMinutes
from esports.planning.earliest import earliest_begins
from esports.planning.instances import CLOSES, DAY, DAYS, OPENS
from esports.planning.model import Booking, Model, Plan, plan_of
from esports.planning.tables import Tables

GRID = 5
HOURS, NIGHT = (CLOSES - OPENS) // GRID, (DAY - CLOSES + OPENS) // GRID


class Found(NamedTuple):
    """The plan, if one was found in time, and a price that no plan beats."""

    plan: Plan | None
    bound: float


def exact(model: Model, seconds: float) -> Found | None:
    """What CP-SAT finds with two workers; None where it is not installed."""
    try:
        cp: Any = import_module("ortools.sat.python.cp_model")
    except ImportError:
        return None
    tables, opened = Tables(model), OpenMinutes.of(model)
    asked = cp.CpModel()
    heads = earliest_begins(tables)
    begins, days, reals, blocks = [], [], [], []
    for match, minutes in enumerate(tables.length):
        length = minutes // GRID
        head = -(-opened(heads[match]) // GRID)
        day = asked.new_int_var(head // HOURS, DAYS - 1, "")
        begin = asked.new_int_var(head, DAYS * HOURS - length, "")
        real = asked.new_int_var(0, DAYS * DAY // GRID, "")
        asked.add(begin >= HOURS * day)
        asked.add(begin + length <= HOURS * day + HOURS)
        asked.add(real == begin + NIGHT * day)
        begins.append(begin)
        days.append(day)
        reals.append(real)
        blocks.append(asked.new_fixed_size_interval_var(begin, length, ""))

    def at_most(matches: Sequence[int], capacity: int) -> None:
        asked.add_cumulative([blocks[match] for match in matches], [1] * len(matches), capacity)

    def with_rest(match: int) -> Any:
        """The match with the rest after it, which people have: players, and referees as well."""
        minutes = tables.length[match] + tables.rest[match]
        return asked.new_fixed_size_interval_var(reals[match], minutes // GRID, "")

    everything = range(len(blocks))
    for pool, stations in enumerate(tables.pool_stations):
        at_most([match for match in everything if tables.pool[match] == pool], len(stations))
    at_most([match for match in everything if model.matches[match].streamed], len(model.streams))
    for title, users in tables.referees.items():
        led = [m for m in everything if model.matches[m].referees and model.matches[m].title == title]
        asked.add_cumulative([with_rest(match) for match in led], [1] * len(led), len(users))
    own: dict[int, list[int]] = defaultdict(list)
    for match, people in enumerate(tables.people):
        for person in people:
            own[person].append(match)
    for together in {tuple(matches) for matches in own.values() if len(matches) > 1}:
        asked.add_no_overlap([with_rest(match) for match in together])
    price: list[Any] = []
    ends: dict[str, list[Any]] = defaultdict(list)
    for match in everything:
        ends[model.matches[match].tournament].append(begins[match] + tables.length[match] // GRID)
        before = tables.before[match]
        for earlier in before:
            rested = (tables.length[earlier] + tables.rest[earlier]) // GRID
            asked.add(reals[match] >= reals[earlier] + rested)
            asked.add(begins[match] >= begins[earlier] + tables.length[earlier] // GRID)
        if before:  # a rest that a night swallows is counted as one: the price is a little too low then
            ready, waits = (asked.new_int_var(0, 2 * DAYS * HOURS, "") for _ in range(2))
            asked.add_max_equality(
                ready, [begins[e] + (tables.length[e] + tables.rest[e]) // GRID for e in before]
            )
            asked.add(waits >= begins[match] - ready)
            price.append(WAIT * waits)
    for one in model.tournaments:
        end, late = (asked.new_int_var(0, DAYS * HOURS, "") for _ in range(2))
        for own_end in ends[one.id]:
            asked.add(end >= own_end)
        asked.add(late >= end - opened(one.due or DAYS * DAY) // GRID)
        price += [FLOW * one.weight * (end - opened(one.release) // GRID), LATE * late]
    asked.minimize(sum(price))
    solver = cp.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    status = solver.solve(asked)
    bound = solver.best_objective_bound * GRID
    if status not in (cp.OPTIMAL, cp.FEASIBLE):
        return Found(None, bound)
    return Found(_booked(model, tables, [solver.value(real) * GRID + OPENS for real in reals]), bound)


def _booked(model: Model, tables: Tables, begins: Sequence[int]) -> Plan:
    """The plan of these begins: each match takes what is free, of which there is enough."""
    free = [0] * len(tables.users)

    def take(match: int, users: Sequence[int]) -> str:
        user = next(user for user in users if free[user] <= begins[match])
        free[user] = (
            begins[match] + tables.length[match] + (tables.rest[match] if user >= tables.things else 0)
        )
        return tables.users[user]

    made = []
    for match in sorted(range(len(begins)), key=begins.__getitem__):
        asked = model.matches[match]
        station = take(match, tables.options[match][0][1])
        stream = take(match, tables.streams[0]) if asked.streamed else None
        referees = [take(match, tables.referees[asked.title]) for _ in range(asked.referees)]
        start = begins[match] + tables.warm_up[match]
        made.append(Booking(asked.id, start, station, stream, tuple(referees)))
    return plan_of(made)
