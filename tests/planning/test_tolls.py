"""Tolls on station-minutes: no plan is below what they say, on lists and compiled."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.planning.checker import violations
from esports.planning.cost import FLOW, LATE, OpenMinutes, cost, tournament_price
from esports.planning.dispatch import Run
from esports.planning.earliest import earliest_begins, earliest_ends
from esports.planning.instances import week
from esports.planning.model import Model, Station, Tournament
from esports.planning.native import toller
from esports.planning.orders import by_order
from esports.planning.parts import parts
from esports.planning.tables import Tables
from esports.planning.tolling import Toll, asked_of, by_tolls
from esports.planning.tolls import Asked, slate, tolled
from tests.planning.test_bounds import placed
from tests.planning.worlds import match, models, world

ONE = (Station("s1", "hall", ("x",)),)


def plain(rounds: int) -> Toll:
    return lambda asked, most, reach: tolled(asked, slate(asked), min(rounds, most), reach)


def found(model: Model, toll: Toll) -> int:
    tables, opened = Tables(model), OpenMinutes.of(model)
    begins = earliest_begins(tables)
    ends = earliest_ends(tables, begins, opened)
    return sum(by_tolls(tables, own, begins, ends, opened, toll) for own in parts(tables))


def in_turn(model: Model, toll: Toll | None) -> int:
    tables, opened = Tables(model), OpenMinutes.of(model)
    begins = earliest_begins(tables)
    ends = earliest_ends(tables, begins, opened)
    known = {one.id: one for one in model.tournaments}

    def price(name: str, end: int) -> int:
        return tournament_price(opened, known[name], end)

    return sum(by_order(tables, own, begins, ends, opened, price, toll) for own in parts(tables))


def asked_for(model: Model) -> Asked:
    tables, opened = Tables(model), OpenMinutes.of(model)
    begins = earliest_begins(tables)
    return asked_of(tables, range(len(begins)), begins, earliest_ends(tables, begins, opened), opened)


@settings(max_examples=15, deadline=None)
@given(models(most=8), st.data())
def test_no_plan_costs_less_than_its_tolls_say(model: Model, data: st.DataObject) -> None:
    model = placed(model)
    if data.draw(st.booleans()):
        model = msgspec.structs.replace(model, stations=(Station("s1", "hall", ("x", "y")),))
    run = Run(Tables(model), data.draw(st.permutations(range(len(model.matches)))))
    run.go()
    plan = run.plan()
    assert violations(model, plan) == ()
    assert found(model, plain(8)) <= cost(model, plan)
    assert in_turn(model, plain(8)) <= cost(model, plan)


def two(due: int | None = None) -> Model:
    """A dear and a cheap tournament of an hour each, on one station."""
    return world(
        matches=(match("a", 60), match("b", 60, tournament="u")),
        stations=ONE,
        tournaments=(Tournament("t", 600, due), Tournament("u", 600, None, 3)),
    )


def test_tolls_make_tournaments_take_turns() -> None:
    best = FLOW * (3 * 60 + 120)
    assert found(two(), plain(1)) == FLOW * 4 * 60 - 1  # rounded down
    assert 0.99 * best < found(two(), plain(60)) <= best
    late = FLOW * (60 + 3 * 120)
    assert 0.99 * late < found(two(due=660), plain(200)) <= late < best + LATE * 60


def test_the_cheapest_order_is_a_bound() -> None:
    assert in_turn(two(), plain(1)) == FLOW * (3 * 60 + 120)
    chain = (match("a", 60), match("b", 60, predecessors=("a",)), match("c", 60, tournament="u"))
    stations = (*ONE, Station("s2", "hall", ("x",)))
    tournaments = (Tournament("t", 600), Tournament("u", 600, None, 3))
    free = world(matches=chain, stations=stations, tournaments=tournaments)
    assert in_turn(free, plain(1)) == FLOW * (120 + 3 * 60)


def test_a_block_lies_in_one_opening_and_a_night_swallows_one_rest() -> None:
    chain = [match("a", 60, rest=60), match("b", 60, predecessors=("a",), rest=60)]
    asked = asked_for(world(matches=(*chain, match("c", 60, predecessors=("b",))), stations=ONE))
    assert asked.cells == 12
    assert asked.since == [0] * 7 + [6] * 6
    assert (asked.near, asked.far) == ([4, 2, 0], [3, 1, 0])
    assert (asked.head, asked.length, asked.many) == ([0, 2, 4], [1, 1, 1], [1, 1, 1])


def test_more_than_the_openings_hold_has_no_bound() -> None:
    matches = tuple(match(f"m{place}", 180) for place in range(5))
    asked = asked_for(world(matches=matches, stations=ONE))
    assert tolled(asked._replace(alone=[asked.cells + 1]), slate(asked), 3, 1.0) == 0


@pytest.mark.compiled
def test_compiled_they_are_as_they_are_plain() -> None:
    """Where Numba is installed, from `esports/kernel.lock`."""
    native = toller()
    assert native
    asked = asked_for(week(100, 2))
    assert in_turn(week(500, 3), native) > in_turn(week(500, 3), None)
    assert native(asked, 4, 1000.0) == tolled(asked, slate(asked), 4, 1000.0) > 0
