"""Exact numbers are read, shown and rooted exactly; places are shared where nothing separates."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esports.engine.exact import number, root, shown
from esports.engine.shared_places import Figure, share_places

fractions = st.fractions(max_denominator=1000)
decimals = st.builds(
    lambda whole, part: f"{whole}.{part}", st.integers(0, 999_999_999), st.integers(0, 999_999)
)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (0, 0),
        (7, 7),
        ("7.50", Fraction(15, 2)),
        (0.1, Fraction(1, 10)),
        (999_999_999.999999, Fraction(999_999_999_999_999, 10**6)),
        (10**9, None),
        (-1, None),
        ("-1", None),
        ("1e3", None),
        ("1.1234567", None),
        ("1\n", None),
        ("٣", None),
        ("", None),
        (True, None),
        (None, None),
        ([1], None),
        (float("nan"), None),
        (float("inf"), None),
        (1e-7, None),
    ],
)
def test_numbers_are_read_as_they_are_written(raw: object, value: Fraction | None) -> None:
    assert number(raw) == value


def test_a_number_too_long_to_be_written_is_none() -> None:
    assert number(10**5000) is None


@given(decimals)
def test_a_json_number_is_the_decimal_that_was_written(text: str) -> None:
    assert number(float(text)) == number(text) == Fraction(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(3), 3),
        (Fraction(2913, 2), "1456.5"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(1, 100), "0.01"),
        (Fraction(-25, 3), "-25/3"),
        (Fraction(1, 2**31), "1/2147483648"),
    ],
)
def test_numbers_are_shown_in_full(value: Fraction, text: int | str) -> None:
    assert shown(value) == text


@given(fractions)
def test_what_is_shown_is_the_value(value: Fraction) -> None:
    assert Fraction(shown(value)) == value


@given(fractions.map(abs))
def test_roots_are_exact_where_they_can_be_and_close_elsewhere(value: Fraction) -> None:
    assert root(value * value) == value
    assert root(value) ** 2 <= value < (root(value) + Fraction(1, 10**30)) ** 2


tables = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2),
    st.tuples(*[st.integers(0, 2).map(lambda third: Fraction(third, 3))] * 2),
    max_size=9,
)


def figures(table) -> list[Figure]:
    return [
        Figure(name, {entry: row[column] for entry, row in table.items()}, "Points: {value}.", {"n": column})
        for column, name in enumerate(("first", "second"))
    ]


@given(tables, st.randoms(use_true_random=False))
def test_a_place_is_one_more_than_those_ahead(table, random) -> None:
    entries = random.sample(sorted(table), len(table))
    placed = share_places(entries, figures(table))
    assert placed == share_places(sorted(table), figures(table))
    assert {row.entry for row in placed} == set(table)
    for row in placed:
        assert row.place == 1 + sum(other > table[row.entry] for other in table.values())
    for above, below in pairwise(placed):
        assert below.trail[0].against == above.entry
        level = all(step.value == step.other for step in below.trail)
        assert level == (above.place == below.place)
        assert len(below.trail) == 2 or below.trail[-1].value != below.trail[-1].other


def test_the_trail_tells_the_exact_figures() -> None:
    table = {"a": (Fraction(2913, 2), Fraction(0)), "b": (Fraction(1), Fraction(1, 3))}
    first, second = share_places("ba", figures(table))
    assert (first.entry, first.place, second.place) == ("a", 1, 2)
    assert second.trail[0].params == {"entry": "b", "against": "a", "value": 1, "other": "1456.5", "n": 0}
    assert (first.trail[0].value, first.trail[0].other) == ("1456.5", 1)
    assert share_places("a", figures(table))[0].trail == ()
    assert share_places((), []) == ()
