"""Durations: what is learned from few matches leans on what is known, from many it stands."""

from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esports.planning.durations import (
    NORMAL,
    UNKNOWN,
    Belief,
    Kind,
    Played,
    duration,
    fitted,
    quantile,
)

ONE, THREE, OTHER = Kind("x", 1), Kind("x", 3), Kind("y", 1)
SIGMA = 0.33


def parts(count: int, times: float, sigma: float) -> list[float]:
    """So many matches that take so many times as long as expected, give or take, evenly."""
    return [times * exp(sigma * NORMAL.inv_cdf((place + 0.5) / count)) for place in range(count)]


def test_nothing_played_leaves_the_prior() -> None:
    found = fitted([], SIGMA)
    assert found.kinds == {}
    assert found.of(ONE) == Belief(0, pytest.approx(SIGMA), pytest.approx(UNKNOWN))


@given(st.lists(st.floats(0.2, 3), min_size=1, max_size=20))
def test_a_mean_lies_between_what_was_expected_and_the_matches(played: list[float]) -> None:
    found = fitted([Played(ONE, part) for part in played], SIGMA)
    mean = sum(map(log, played)) / len(played)
    low, high = sorted([0, mean])
    # Others are believed to have some of it, too, and this kind all of what they have and more.
    assert low - 1e-9 <= found.of(ONE).mu <= high + 1e-9
    assert abs(found.of(OTHER).mu) <= abs(found.of(ONE).mu) + 1e-9
    assert found.of(ONE).sigma > 0
    assert 0 < found.of(ONE).doubt < found.of(OTHER).doubt


def test_many_matches_stand_on_their_own() -> None:
    found = fitted([Played(ONE, part) for part in parts(2000, 1.6, 0.2)], SIGMA).of(ONE)
    assert exp(found.mu) == pytest.approx(1.6, rel=0.02)
    assert found.sigma == pytest.approx(0.2, rel=0.05)
    assert found.doubt < 0.01


def test_a_rare_kind_leans_on_the_others_and_a_common_one_less() -> None:
    played = [Played(ONE, part) for part in parts(100, 0.7, 0.2)]
    found = fitted([*played, Played(THREE, 2.0)], SIGMA)
    assert 0.7 < exp(found.of(THREE).mu) < 1.4
    assert exp(found.of(ONE).mu) == pytest.approx(0.7, rel=0.05)
    more = fitted([*played, *(Played(THREE, part) for part in parts(100, 2.0, 0.2))], SIGMA)
    assert exp(more.of(THREE).mu) > 1.8


def test_what_all_have_in_common_is_believed_of_what_was_not_played() -> None:
    slow = [Played(Kind(title, 1), part) for title in "abcdefgh" for part in parts(5, 1.3, 0.2)]
    assert 1.15 < exp(fitted(slow, SIGMA).of(OTHER).mu) < 1.35


def test_matches_that_are_on_show_that_not_all_are_short() -> None:
    late = parts(400, 1.2, SIGMA)
    over = [Played(ONE, part) for part in late if part < 1]
    on = [Played(ONE, 1.0, over=False) for part in late if part >= 1]
    assert exp(fitted(over, SIGMA).of(ONE).mu) < 0.9
    found = fitted([*over, *on], SIGMA).of(ONE)
    assert exp(found.mu) == pytest.approx(1.2, rel=0.05)
    assert found.sigma == pytest.approx(SIGMA, rel=0.15)


@given(st.floats(0.01, 1.8), st.floats(0.01, 1.8))
def test_the_longer_a_match_is_on_the_longer_they_are_believed_to_be(one: float, other: float) -> None:
    short, long = sorted([one, other])
    least, more = (fitted([Played(ONE, part, over=False)], SIGMA).of(ONE).mu for part in (short, long))
    assert 0 <= least <= more + 1e-9


def test_a_plan_sets_a_quantile_aside_in_whole_steps() -> None:
    known = Belief(log(30), SIGMA, 0.1)
    assert quantile(known, 0.5) == pytest.approx(30)
    assert quantile(known, 0.9) == pytest.approx(30 * exp(0.33 * 1.2815515655))
    assert duration(known, 0.9).planned == 50
    assert duration(known, 0.9, 1).planned == 46
    assert duration(Belief(log(1), 0.1, 1), 0.5).planned == 5
    assert duration(known, 0.8).median == pytest.approx(30)
    assert duration(known, 0.8).doubt == 0.1
