"""The kernel: the dispatcher's plan and the cost's price, whatever is asked for, on lists and on arrays."""

from types import FunctionType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.planning.cost import cost
from esports.planning.dispatch import Run
from esports.planning.instances import week
from esports.planning.kernel import BEST, LACK, anneal, decode, pop, push
from esports.planning.model import Model
from esports.planning.native import arrays, compiled, functions_with
from esports.planning.numbers import desk, hunt, numbers
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
    assert decode(rows, room, keys) == price


@settings(max_examples=20, deadline=None)
@given(models(), st.data())
def test_the_kernel_plans_as_the_dispatcher_does(model: Model, data: st.DataObject) -> None:
    same(model, data.draw(st.permutations(range(len(model.matches)))))


@pytest.mark.parametrize("size", [100, 500])
def test_the_kernel_plans_published_instances_as_the_dispatcher_does(size: int) -> None:
    model = week(size, 1)
    same(model, by_critical_path(Tables(model)))


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
