"""The kernel: the dispatcher's plan and the cost's price, whatever is asked for, on lists and on arrays."""

from types import FunctionType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.planning.cost import cost
from esports.planning.dispatch import Run
from esports.planning.instances import week
from esports.planning.kernel import (
    BEST,
    FARTHEST,
    LACK,
    LOWEST,
    WHICH,
    Desk,
    Numbers,
    again,
    anneal,
    change,
    decode,
    keep,
    pop,
    priced,
    push,
)
from esports.planning.model import Interval, Model, Referee, Station, Tournament, Travel, Venue
from esports.planning.native import arrays, compiled, functions_with
from esports.planning.numbers import desk, hunt, numbers
from esports.planning.occupancy import NEVER
from esports.planning.priority import by_critical_path
from esports.planning.tables import Tables
from tests.planning.worlds import match, models, world


def same(model: Model, keys: list[int]) -> None:
    tables = Tables(model)
    run = Run(tables, keys)
    run.go()
    rows = numbers(tables)
    room = desk(rows)
    price = decode(rows, room, keys)
    assert room.begin == run.begin
    assert room.station == [station for station, _ in run.where]
    if -1 not in room.station:
        assert price == cost(model, run.plan())
    else:
        assert price >= LACK
    begin, station = list(room.begin), list(room.station)
    assert decode(rows, room, keys) == price
    assert (room.begin, room.station) == (begin, station)


@settings(max_examples=20, deadline=None)
@given(models(), st.data())
def test_the_kernel_plans_as_the_dispatcher_does(model: Model, data: st.DataObject) -> None:
    same(model, data.draw(st.permutations(range(len(model.matches)))))


@pytest.mark.parametrize("size", [100, 500])
def test_the_kernel_plans_published_instances_as_the_dispatcher_does(size: int) -> None:
    model = week(size, 1)
    same(model, by_critical_path(Tables(model)))


@settings(max_examples=30, deadline=None)
@given(models(), st.data())
def test_a_run_goes_on_from_where_the_one_before_is_the_same(model: Model, data: st.DataObject) -> None:
    """Whatever minutes are marked, and whether or not a run is gone on from."""
    minutes = st.integers(120, 170).map(lambda five: 5 * five)
    order = st.permutations(range(len(model.matches)))
    keys, trials = data.draw(order), []
    for _ in range(4):
        trials.append([*data.draw(st.just(keys) | order)])
        trials[-1][data.draw(st.integers(0, len(keys) - 1))] = data.draw(st.integers(-2, len(keys)))
    marks = sorted(data.draw(st.lists(minutes, max_size=4, unique=True)))
    goes_on(model, marks, keys, trials, data.draw(st.integers(0, 15)))


def goes_on(model: Model, marks: list[int], keys: list[int], trials: list[list[int]], kept: int = -1) -> None:
    """After each trial that is `kept`, by the bits of that number, the next run goes on from it."""
    tables = Tables(model)
    rows = numbers(tables)._replace(marks=marks)
    room, fresh = desk(rows), desk(rows)
    hunted = hunt(tables, rows, keys, 0, 0, 1)
    for place, trial in enumerate(trials):
        hunted.trial[:] = trial
        mark = again(rows, room, hunted, hunted.trial)
        assert priced(rows, room) == decode(rows, fresh, trial)
        assert told(rows, room) == told(rows, fresh)
        if kept >> place & 1:
            keep(rows, room, hunted, mark)


@pytest.mark.parametrize("way", [0, 20])
def test_what_waited_at_a_mark_and_who_was_where_is_as_it_was(way: int) -> None:
    """Until c and d, whose order changes, compete at 705: c waits for a's referee, d for its player."""
    late = {"tournament": "u", "rest": 0}
    matches = (
        match("a", 110, referees=1, people=("p",), station="hall1"),
        match("b", 60, station="annex1"),
        match("g", 100, station="annex2"),
        match("queued"),
        match("long", 300, title="y"),
        match("unplaced", title="z"),
        match("pinned", title="y", start=650, station="hall3", predecessors=("unplaced",)),
        match("c", referees=1, station="annex1", **late),
        match("d", people=("p",), station="annex2", **late),
        match("e", predecessors=("d", "long"), **late),
    )
    places = {"hall1": "x", "annex1": "x", "annex2": "x", "hall2": "y", "hall3": "y"}
    model = world(
        venues=(Venue("hall", (Interval(600, 1000),)), Venue("annex", (Interval(600, 1000),))),
        matches=matches,
        stations=tuple(Station(name, name[:-1], (title,)) for name, title in places.items()),
        referees=(Referee("r1", ("x",)),),
        tournaments=(Tournament("t", 600), Tournament("u", 705)),
        travel=(Travel("hall", "annex", way),),
    )
    keys = list(range(len(matches)))
    swapped = [*keys[:-3], keys[-2], keys[-3], keys[-1]]
    for minute in range(600, 710, 5):
        goes_on(model, [minute], keys, [keys, swapped, keys])
    run = Run(Tables(model), keys)
    run.go()
    assert run.begin == [600, 600, 600, 660, 600, NEVER, NEVER, 710 + way, 710 + way, 900]


def told(rows: Numbers, room: Desk) -> tuple[list[int], ...]:
    """What is known at the end of a run; where things were last does not matter."""
    there = room.there[rows.things :]
    return room.begin, room.station, room.awake, room.waited, room.missing, room.idle, room.free, there


def test_keys_stay_where_they_fit_into_a_queue() -> None:
    """What moves by the distance of two keys would double it for ever."""
    tables = Tables(week(100, 1))
    rows = numbers(tables)
    hunted = hunt(tables, rows, by_critical_path(tables), 0, 0, 1)
    for _ in range(5000):
        change(hunted, hunted.keys)
    assert max(map(abs, hunted.keys)) == FARTHEST
    assert decode(rows, desk(rows), hunted.keys) < LACK
    assert (FARTHEST + LOWEST) << WHICH < 1 << 63


def test_a_search_finds_the_same_on_arrays_as_on_lists() -> None:
    model = week(100, 2)
    tables = Tables(model)
    keys = by_critical_path(tables)
    rows = numbers(tables)
    room = desk(rows)
    price = decode(rows, room, keys)
    plain, packed = (hunt(tables, rows, keys, price, price, 1) for _ in range(2))
    packed = arrays(packed)
    anneal(rows, room, plain, 12, price / 500)
    anneal(arrays(rows), arrays(room), packed, 12, price / 500)
    assert [list(row) for row in packed] == [list(row) for row in plain]
    assert decode(rows, room, plain.best) == plain.state[BEST] <= price


@pytest.mark.compiled
def test_compiled_it_searches_as_it_does_plain() -> None:
    """Where Numba is installed, from `esports/kernel.lock`."""
    tables = Tables(week(100, 2))
    keys = by_critical_path(tables)
    rows = numbers(tables)
    room = desk(rows)
    price = decode(rows, room, keys)
    plain, fast = (hunt(tables, rows, keys, price, price, 1) for _ in range(2))
    fast = arrays(fast)
    native = compiled()
    assert native
    anneal(rows, room, plain, 12, price / 500)
    native(arrays(rows), arrays(room), fast, 12, price / 500)
    assert [list(row) for row in fast] == [list(row) for row in plain]


def test_a_match_without_a_place_costs_more_than_any_delay() -> None:
    tables = Tables(world(matches=(match("a"), match("b", title="z"))))
    rows = numbers(tables)
    assert decode(rows, desk(rows), [0, 1]) >= LACK


@given(st.lists(st.integers(-9, 9), max_size=12))
def test_a_heap_gives_its_values_in_order(values: list[int]) -> None:
    heap, count, given_back = [7] + [0] * len(values), 0, []
    for value in values:
        count = push(heap, 1, count, value)
    for left in range(count, 0, -1):
        given_back.append(pop(heap, 1, left))
    assert given_back == sorted(values)
    assert heap[0] == 7


def test_only_the_kernel_itself_is_compiled_and_calls_what_is() -> None:
    """Numba need not be there: whatever compiles takes each function and gives another."""
    taken: list[str] = []

    def compiling(function: FunctionType) -> object:
        taken.append(function.__name__)
        return function

    found = functions_with(compiling)["anneal"]
    assert isinstance(found, FunctionType)
    assert {"anneal", "decode", "push", "priced"} <= set(taken)
    assert "exp" not in taken
    assert found is not anneal
    assert found.__globals__["decode"] is not decode
