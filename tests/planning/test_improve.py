"""The search: its plans hold, are never dearer than what it got, and the same for the same arguments."""

from hypothesis import given, settings
from hypothesis import strategies as st

from esports.planning.bounds import bounds
from esports.planning.checker import violations
from esports.planning.cost import cost
from esports.planning.dispatch import dispatch
from esports.planning.improve import Budget, improve, improve_with_reasons
from esports.planning.instances import week
from esports.planning.model import Model
from esports.planning.perfect import perfect
from esports.planning.reasons import Why
from tests.planning.test_bounds import placed
from tests.planning.worlds import match, models, world


def tries(count: int) -> Budget:
    """A budget of so many tries."""
    used = iter(range(count + 1))
    return lambda: next(used, count) / count


@settings(max_examples=20, deadline=None)
@given(models(most=8), st.integers(0, 99))
def test_an_improved_plan_holds_and_is_not_dearer(model: Model, seed: int) -> None:
    model = placed(model)
    first, _ = dispatch(model)
    told: list[int] = []
    better = improve(model, tries(10), seed, first, told.append)
    assert violations(model, better) == ()
    assert bounds(model).total <= cost(model, better) <= cost(model, first)
    assert told == sorted(told, reverse=True)
    if told:
        assert told[-1] == cost(model, better)


def test_tries_lower_the_price_of_a_published_instance() -> None:
    model = week(100, 2)
    first = improve(model, lambda: 1.0, 1)
    better = improve(model, tries(40), 1)
    assert violations(model, better) == ()
    assert cost(model, better) < cost(model, first)
    assert improve(model, tries(40), 1) == better


def test_a_search_begins_with_the_best_of_its_orders() -> None:
    for seed in (1, 3):
        model = week(100, seed)
        assert cost(model, improve(model, lambda: 1.0, 1)) < cost(model, dispatch(model)[0])


def test_a_perfect_plan_cannot_be_improved_and_comes_back() -> None:
    model, plan = perfect(60, 1)
    assert improve(model, tries(5), 1, plan) == plan


def test_a_budget_that_is_used_up_gives_what_was_given() -> None:
    model = week(100, 2)
    first = improve(model, lambda: 1.0, 1)
    assert improve(model, lambda: 1.0, 1, first) == first
    better = improve(model, tries(40), 1)
    assert improve(model, lambda: 1.0, 1, better) == better != first


def test_an_improved_plan_comes_with_its_reasons() -> None:
    model = world(matches=(match("a"), match("b", title="z")))
    plan, told = improve_with_reasons(model, tries(3), 1)
    assert [booking.match for booking in plan.bookings] == ["a"]
    assert [(one.match, one.reason.code) for one in told] == [("a", Why.closed), ("b", Why.no_station)]


def test_nothing_to_plan_is_a_plan() -> None:
    assert improve(world(), tries(3), 1).bookings == ()


def test_a_wanted_start_pulls_no_match_out_of_its_hours() -> None:
    model = world(matches=(match("a", wanted=500), match("b", wanted=610)))
    better = improve(model, tries(5), 1)
    assert violations(model, better) == ()
    assert cost(model, better) <= cost(model, dispatch(model)[0])
