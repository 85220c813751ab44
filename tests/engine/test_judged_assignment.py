"""Panels of judges: nobody judges the own delegation, work is shared as evenly as can be, draws repeat."""

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.engine.errors import EngineError
from esports.engine.judged import Contest
from esports.engine.judged_assignment import assign, blind_numbers
from tests.engine.judging import contest, contests, options
from tests.engine.refusals import refused


def possible(of: Contest, each: int) -> bool:
    return all(
        sum(of.may_mark(judge, submission) for judge in of.judges) >= each for submission in of.submissions
    )


def loads(assigned) -> list[int]:
    return sorted(map(len, assigned.values()))


def fewest_squares(of: Contest, each: int) -> int:
    """The least sum of squared loads over all assignments."""
    panels = [
        list(combinations([judge for judge in of.judges if of.may_mark(judge, submission)], each))
        for submission in of.submissions
    ]
    best = None
    for chosen in product(*panels):
        seated = [judge for panel in chosen for judge in panel]
        squares = sum(seated.count(judge) ** 2 for judge in of.judges)
        best = squares if best is None else min(best, squares)
    assert best is not None
    return best


@given(contests(least_judges=1), st.integers(1, 3), st.text(max_size=5))
def test_each_submission_has_its_judges_and_nobody_judges_the_own_delegation(of, each, draw_seed) -> None:
    if not possible(of, each):
        with refused("assignment_impossible", "/judges"):
            assign(of, each, draw_seed)
        return
    assigned = assign(of, each, draw_seed)
    assert set(assigned) == set(of.judges)
    for submission in of.submissions:
        assert sum(submission in held for held in assigned.values()) == each
    for judge, held in assigned.items():
        assert len(set(held)) == len(held)
        assert all(of.may_mark(judge, submission) for submission in held)


@settings(max_examples=60)
@given(contests(least_judges=1), st.integers(1, 2))
def test_no_assignment_is_more_even(of: Contest, each: int) -> None:
    few = Contest(of.options, dict(list(of.submissions.items())[:4]), of.judges)
    if possible(few, each):
        assert sum(load * load for load in loads(assign(few, each, "lot"))) == fewest_squares(few, each)


@given(st.integers(1, 30), st.integers(1, 8), st.integers(1, 8), st.text(max_size=3))
def test_without_exclusions_loads_differ_by_one_at_most(submissions, judges, each, draw_seed) -> None:
    of = contest(list(map(str, range(submissions))), list(map(str, range(judges))))
    if each <= judges:
        spread = loads(assign(of, each, draw_seed))
        assert spread[-1] - spread[0] <= 1


@given(contests(least_judges=3), st.randoms(use_true_random=False), st.text(max_size=5))
def test_a_draw_repeats_whatever_the_order(of: Contest, random, draw_seed: str) -> None:
    turned = Contest(
        of.options,
        dict(random.sample(list(of.submissions.items()), len(of.submissions))),
        dict(random.sample(list(of.judges.items()), len(of.judges))),
    )
    assert blind_numbers(turned.submissions, draw_seed) == blind_numbers(of.submissions, draw_seed)
    if possible(of, 1):
        assert assign(turned, 1, draw_seed) == assign(of, 1, draw_seed)


@given(st.sets(st.text(max_size=3)), st.text(max_size=5))
def test_every_submission_has_a_number_of_its_own(submissions, draw_seed: str) -> None:
    numbers = blind_numbers(submissions, draw_seed)
    assert sorted(numbers.values()) == list(range(1, len(submissions) + 1))
    assert set(numbers) == submissions


def test_numbers_and_panels_are_the_same_for_ever() -> None:
    of = contest("abcdef", "JKL")
    numbers = blind_numbers(of.submissions, "esports")
    assert numbers == {"a": 1, "b": 4, "c": 3, "d": 2, "e": 5, "f": 6}
    assigned = assign(of, 2, "esports")
    assert {judge: "".join(held) for judge, held in assigned.items()} == {
        "J": "bcde",
        "K": "acdf",
        "L": "abef",
    }


def test_work_is_handed_on_along_a_chain() -> None:
    """All four of the north would fall to K and L, who may judge it, and J is left with the south."""
    of = Contest(
        options(),
        {"a": "north", "b": "north", "c": "south", "d": "south", "e": "south"},
        {"J": "north", "K": "south", "L": None},
    )
    assert loads(assign(of, 1, "lot")) == [1, 2, 2]


@pytest.mark.parametrize("draw_seed", range(20))
def test_whatever_is_drawn_first_the_loads_end_level(draw_seed: int) -> None:
    """Only K may judge the north, so all that anyone may judge must go to J and L."""
    north = {f"n{number}": "north" for number in range(6)}
    free = {f"f{number}": None for number in range(12)}
    of = Contest(options(), {**north, **free}, {"J": "north", "K": None, "L": "north"})
    assert loads(assign(of, 1, str(draw_seed))) == [6, 6, 6]


def test_panels_are_mixed() -> None:
    of = contest(list(map(str, range(60))), "JKLMNO")
    assigned = assign(of, 3, "lot")
    panels = {
        tuple(judge for judge, held in assigned.items() if submission in held)
        for submission in of.submissions
    }
    assert len(panels) > 10


def test_too_few_judges_are_told_for_every_submission() -> None:
    of = Contest(options(), {"a": "north", "b": None, "c": "south"}, {"J": "north", "K": "south"})
    with pytest.raises(EngineError) as caught:
        assign(of, 2, "lot")
    assert [finding.code for finding in caught.value.findings] == ["submission_judges"] * 2
    assert str(caught.value.findings[0]) == "1 judges may mark a; it needs 2."
    with refused("assignment_number", "/each"):
        assign(of, 0, "lot")
