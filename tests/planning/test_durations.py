"""Durations: what is learned from few matches leans on what is known, from many it stands."""

from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esports.planning.durations import Belief, Kind, Played, duration, fitted, quantile, updated
from esports.planning.lot import Lot

PRIOR = Belief(log(30), 0.33, 4.0)
GROUP, FINAL = Kind("x", 1, "group"), Kind("x", 1, "final")


def test_nothing_played_leaves_the_prior() -> None:
    assert updated(PRIOR, []) == PRIOR
    assert fitted([], PRIOR) == {}


@given(st.lists(st.floats(5, 300), min_size=1, max_size=20))
def test_a_mean_lies_between_the_prior_and_the_matches(minutes: list[float]) -> None:
    mean = sum(map(log, minutes)) / len(minutes)
    found = updated(PRIOR, minutes)
    low, high = sorted([PRIOR.mu, mean])
    assert low - 1e-9 <= found.mu <= high + 1e-9
    assert found.sigma > 0
    assert found.worth == PRIOR.worth + len(minutes)


@given(
    st.lists(st.floats(5, 300), min_size=2, max_size=8), st.lists(st.floats(5, 300), min_size=1, max_size=8)
)
def test_one_after_the_other_is_as_all_at_once(first: list[float], second: list[float]) -> None:
    assert updated(updated(PRIOR, first), second) == pytest.approx(updated(PRIOR, first + second))


def test_many_matches_stand_on_their_own() -> None:
    lot = Lot(1)
    # The sum of twelve even shares is nearly normal, with variance 1.
    logs = [log(50) + 0.2 * (sum(lot.share() for _ in range(12)) - 6) for _ in range(2000)]
    found = fitted([Played(GROUP, exp(value)) for value in logs], PRIOR)[GROUP]
    assert exp(found.mu) == pytest.approx(50, rel=0.02)
    assert found.sigma == pytest.approx(0.2, rel=0.05)


def test_a_rare_stage_leans_on_its_title_and_a_common_one_less() -> None:
    played = [Played(GROUP, 20.0)] * 40 + [Played(FINAL, 60.0)]
    found = fitted(played, PRIOR)
    assert 20 < exp(found[FINAL].mu) < 30
    assert exp(found[GROUP].mu) == pytest.approx(20, rel=0.05)
    more = fitted([*played, *[Played(FINAL, 60.0)] * 40], PRIOR)
    assert exp(more[FINAL].mu) > 50


def test_a_plan_sets_a_quantile_aside_in_whole_steps() -> None:
    assert quantile(PRIOR, 0.5) == pytest.approx(30)
    assert quantile(PRIOR, 0.9) == pytest.approx(30 * exp(0.33 * 1.2815515655))
    assert duration(PRIOR, 0.9).planned == 50
    assert duration(PRIOR, 0.9, 1).planned == 46
    assert duration(Belief(log(1), 0.1, 1), 0.5).planned == 5
    assert duration(PRIOR, 0.8).median == pytest.approx(30)
