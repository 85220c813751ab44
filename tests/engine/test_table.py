"""Ordering by figures that are fractions: compared exactly, told in full."""

from fractions import Fraction

from esports.engine.table import Criterion, rank


def test_fractions_are_compared_exactly_and_told_in_full() -> None:
    points = {"a": Fraction(1, 3), "b": Fraction(3, 10), "c": Fraction(2)}
    criterion = Criterion("points", lambda tied: {entry: points[entry] for entry in tied}, "{value}")
    rows = rank(list(points), [criterion])
    assert [row.entry for row in rows] == ["c", "a", "b"]
    assert [row.trail[0].value for row in rows] == [2, "1/3", "0.3"]
    assert rows[2].trail[0].params == {"entry": "b", "against": "a", "value": "0.3", "other": "1/3"}
