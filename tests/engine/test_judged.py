"""Judged contests: options, marks, aggregates by hand and by law, publishing, progress, disagreement."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esports.engine import codec
from esports.engine.errors import EngineError
from esports.engine.judged import Contest, weighted
from esports.engine.judged_aggregate import (
    Total,
    aggregates,
    mean,
    normalised,
    totals,
    trimmed_mean,
    variance,
)
from esports.engine.judged_marks import read_marks
from esports.engine.judged_progress import disagreements, progress
from esports.engine.judged_table import missing, publish
from tests.engine.judging import contest, contests, marked, marks, options
from tests.engine.refusals import refused

TWO = [{"name": "idea", "weight": 3}, {"name": "craft", "weight": 1}]


def fractions(*values: int | str) -> list[Fraction]:
    return [Fraction(value) for value in values]


def test_options_go_to_json_and_back() -> None:
    read = options(criteria=TWO, spread="2.50", tie_breaks=["craft"], aggregate="normalised", blind=True)
    assert read.spread == "2.5"
    assert options(**codec.options_to_json(read)) == read
    assert options(**codec.options_to_json(options())) == options()
    assert options(scale=1, minimum_marks=99).minimum_marks == 99


@pytest.mark.parametrize(
    ("raw", "code", "pointer"),
    [
        ({"criteria": []}, "criteria_list", "/options/criteria"),
        ({"criteria": "idea"}, "criteria_list", "/options/criteria"),
        ({"scale": 0}, "option_out_of_range", "/options/scale"),
        ({"minimum_marks": 100}, "option_out_of_range", "/options/minimum_marks"),
        ({"minimum_marks": 0}, "option_out_of_range", "/options/minimum_marks"),
        ({"aggregate": "median"}, "option_not_a_choice", "/options/aggregate"),
        ({"tie_breaks": ["none"]}, "option_not_a_choice", "/options/tie_breaks/0"),
        ({"spread": -1}, "spread_number", "/options/spread"),
        ({"spread": []}, "spread_number", "/options/spread"),
        ({"deadline": 1}, "unknown_option", "/options/deadline"),
    ],
)
def test_options_are_refused(raw, code: str, pointer: str) -> None:
    with refused(code, pointer):
        options(**raw)


def faults(code: str, read) -> list[tuple[str, str]]:
    """All that is found, by code and pointer."""
    with pytest.raises(EngineError) as caught:
        read()
    assert caught.value.code == code
    assert caught.value.params == {"count": len(caught.value.findings)}
    assert all("{" not in str(finding) for finding in caught.value.findings)
    return [(finding.code, finding.pointer) for finding in caught.value.findings]


def test_every_fault_of_the_criteria_is_told() -> None:
    rows = [
        {"name": "idea", "weight": 1},
        "craft",
        {"name": "idea", "weight": 0},
        {"name": " ", "weight": True},
        {"name": "x" * 81, "weight": 1001},
        {"name": ["x"], "weight": 1.5},
        {"name": "craft"},
    ]
    at = "/options/criteria"
    assert faults("criteria_unsound", lambda: options(criteria=rows)) == [
        ("criterion_fields", f"{at}/1"),
        ("criterion_twice", f"{at}/2/name"),
        ("criterion_weight", f"{at}/2/weight"),
        ("criterion_name", f"{at}/3/name"),
        ("criterion_weight", f"{at}/3/weight"),
        ("criterion_name", f"{at}/4/name"),
        ("criterion_weight", f"{at}/4/weight"),
        ("criterion_name", f"{at}/5/name"),
        ("criterion_weight", f"{at}/5/weight"),
        ("criterion_fields", f"{at}/6"),
    ]


def test_every_fault_of_the_marks_is_told() -> None:
    of = Contest(options(criteria=TWO), {"a": "north", "b": None}, {"J": "north", "K": None})
    fine = {"idea": 10, "craft": "0.5"}
    rows = [
        {"judge": "J", "submission": "b", "points": fine},
        {"judge": "J", "submission": "a", "points": fine},
        {"judge": "X", "submission": ["b"], "points": fine},
        {"judge": "K", "submission": "b", "points": {"idea": 10.5, "looks": 3}},
        {"judge": "K", "submission": "a"},
        {"judge": "K", "submission": "a", "points": 7},
        "K",
        {"judge": "J", "submission": "b", "points": fine},
    ]
    assert faults("marks_unsound", lambda: read_marks(of, rows)) == [
        ("mark_own_delegation", "/marks/1"),
        ("judge_unknown", "/marks/2/judge"),
        ("submission_unknown", "/marks/2/submission"),
        ("criterion_unknown", "/marks/3/points"),
        ("mark_number", "/marks/3/points"),
        ("mark_number", "/marks/3/points"),
        ("mark_fields", "/marks/4"),
        ("mark_fields", "/marks/5"),
        ("mark_fields", "/marks/6"),
        ("mark_twice", "/marks/7"),
    ]
    with refused("marks_list", "/marks"):
        read_marks(of, {})


def test_a_mark_weighs_the_criteria() -> None:
    assert weighted(options(criteria=TWO), {"idea": Fraction(8), "craft": Fraction(5)}) == Fraction(29, 4)


def test_the_best_and_the_worst_are_dropped_once_each_of_three_or_more() -> None:
    assert mean(fractions(1, 2, 4)) == Fraction(7, 3)
    assert trimmed_mean(fractions(9, 1, 5, 9)) == 7
    assert trimmed_mean(fractions(1, 9, 2)) == 2
    assert trimmed_mean(fractions(1, 9)) == 5
    assert trimmed_mean(fractions(4)) == 4


def test_normalisation_by_hand() -> None:
    """J is strict, K kind and twice as wide: all have mean 6, variance 32/3, J's 2/3, K's 8/3."""
    given = [Total("J", each, value) for each, value in zip("abc", fractions(2, 3, 4), strict=True)]
    given += [Total("K", each, value) for each, value in zip("abc", fractions(7, 9, 11), strict=True)]
    assert variance(fractions(2, 3, 4, 7, 9, 11)) == Fraction(32, 3)
    assert [total.value for total in normalised(given)] == [2, 6, 10] * 2


def test_roots_are_rounded_to_what_is_published() -> None:
    """J gives 0 and 1, K 0 and 3: the upper marks become 1 + sqrt(6)/2, the lower 1 - sqrt(6)/2."""
    of = contest("ab", "JK", aggregate="normalised")
    table = publish(of, marks(of, "J:a=0 J:b=1 K:a=0 K:b=3"))
    assert [(row.entry, row.figures["mark"]) for row in table] == [("b", "2.224745"), ("a", "-0.224745")]


def test_a_judge_whose_marks_are_all_equal_gives_the_mean_of_all() -> None:
    given = [Total("J", "a", Fraction(1)), Total("J", "b", Fraction(3)), Total("K", "a", Fraction(2))]
    given += [Total("K", "b", Fraction(2))]
    assert [total.value for total in normalised(given)][2:] == [2, 2]
    assert normalised([]) == []
    level = [Total(judge, each, Fraction(5)) for judge in "JK" for each in "ab"]
    assert normalised(level) == level


def test_marks_that_are_published_are_rounded_once_half_to_even() -> None:
    of = contest("ab", "JKL", aggregate="mean")
    given = marks(of, "J:a=1 K:a=1 L:a=2 J:b=0.000001 K:b=0")
    assert aggregates(of.options, totals(of.options, given)) == {"a": Fraction("1.333333"), "b": 0}


def test_a_table_by_hand() -> None:
    of = contest("abcd", "JKL", aggregate="trimmed_mean", minimum_marks=2)
    table = publish(of, marks(of, "J:a=2 K:a=8 L:a=9 J:b=7 K:b=8 L:b=9 J:c=8 K:c=8 L:c=8 J:d=6 K:d=7"))
    assert [(row.place, row.entry, dict(row.figures)) for row in table] == [
        (1, "a", {"mark": 8, "marks": 3}),
        (1, "b", {"mark": 8, "marks": 3}),
        (1, "c", {"mark": 8, "marks": 3}),
        (4, "d", {"mark": "6.5", "marks": 2}),
    ]
    step = table[3].trail[0]
    words = step.text.format_map(step.params)
    assert words == "Mean of the marks without the best and the worst: 6.5, and 8 for c."


def test_criteria_break_ties() -> None:
    of = contest("ab", "J", criteria=[TWO[0], {"name": "craft", "weight": 3}], tie_breaks=["craft"])
    rows = [
        {"judge": "J", "submission": "a", "points": {"idea": 8, "craft": 4}},
        {"judge": "J", "submission": "b", "points": {"idea": 2, "craft": 10}},
    ]
    table = publish(of, read_marks(of, rows))
    assert [(row.place, row.entry) for row in table] == [(1, "b"), (2, "a")]
    step = table[1].trail[-1]
    assert step.criterion == "criterion:craft"
    assert step.text.format_map(step.params) == "Marks for craft: 4, and 10 for b."


def test_nothing_is_published_while_marks_are_missing() -> None:
    of = contest(["a", "b/c", "d"], "JK", minimum_marks=2)
    given = marks(of, "J:a=1 K:a=1 J:b/c=3")
    assert faults("marks_missing", lambda: publish(of, given)) == [
        ("submission_marks", "/submissions/b~1c"),
        ("submission_marks", "/submissions/d"),
    ]
    assert str(missing(of, given)[0]) == "b/c has 1 of the 2 marks that are needed."


def test_progress_counts_what_is_due() -> None:
    of = Contest(options(), {"a": "north", "b": None, "c": None}, {"K": "north", "J": None})
    given = marks(of, "J:a=1 K:b=2 J:c=0")
    assert [(row.judge, row.done, row.due, row.left) for row in progress(of, given)] == [
        ("J", 2, 3, ("b",)),
        ("K", 1, 2, ("c",)),
    ]
    assigned = progress(of, given, {"J": ("b", "c")})
    assert [(row.done, row.due, row.left) for row in assigned] == [(1, 2, ("b",)), (0, 0, ())]


def test_judges_who_disagree_are_pointed_out() -> None:
    of = contest("abc", "JKL", spread="2.5")
    given = marks(of, "J:a=1 K:a=4 L:a=3.5 J:b=5 K:b=7.5 J:c=9 L:c=0")
    found = disagreements(of, given)
    assert [(each.submission, each.difference) for each in found] == [("c", 9), ("a", 3)]
    words = found[1].text.format_map(found[1].params)
    assert words == "The marks for a differ by 3: 1 from J, 4 from K."
    assert disagreements(contest("abc", "JKL"), given) == ()


def test_a_contest_without_submissions_is_published_empty() -> None:
    assert publish(contest("", "J"), ()) == ()


with_marks = contests().flatmap(lambda of: st.tuples(st.just(of), marked(of)))


@given(with_marks, st.randoms(use_true_random=False))
def test_the_order_of_marks_does_not_matter(case, random) -> None:
    of, given = case
    again = random.sample(given, len(given))
    assert aggregates(of.options, totals(of.options, again)) == aggregates(
        of.options, totals(of.options, given)
    )
    assert disagreements(of, again) == disagreements(of, given)
    assert progress(of, again) == progress(of, given)
    assert missing(of, again) == missing(of, given)
    if not missing(of, given):
        assert publish(of, again) == publish(of, given)


@given(with_marks)
def test_normalising_keeps_each_judges_order_and_the_mean_of_all(case) -> None:
    of, given = case
    before = totals(of.options, given)
    after = normalised(before)
    for judge in of.judges:
        own = [
            (one.value, other.value) for one, other in zip(before, after, strict=True) if one.judge == judge
        ]
        for value, moved in own:
            for other, other_moved in own:
                assert (value < other) == (moved < other_moved)
    if before:
        assert mean([total.value for total in after]) == mean([total.value for total in before])


@given(with_marks)
def test_each_judge_is_normalised_to_the_same_mean_and_deviation(case) -> None:
    of, given = case
    before = totals(of.options, given)
    after = normalised(before)
    for judge in {total.judge for total in before}:
        own = [total.value for total in before if total.judge == judge]
        moved = [total.value for total in after if total.judge == judge]
        assert mean(moved) == mean([total.value for total in before])
        wanted = variance([total.value for total in before]) if variance(own) else 0
        assert abs(variance(moved) - wanted) < Fraction(1, 10**20)


@given(with_marks)
def test_an_aggregate_lies_between_the_marks(case) -> None:
    of, given = case
    if of.options.aggregate == "normalised":
        return
    for submission, value in aggregates(of.options, totals(of.options, given)).items():
        own = [total.value for total in totals(of.options, given) if total.submission == submission]
        half = Fraction(1, 2 * 10**6)
        assert min(own) - half <= value <= max(own) + half


@given(with_marks)
def test_the_table_is_ordered_by_marks(case) -> None:
    of, given = case
    if missing(of, given):
        return
    table = publish(of, given)
    values = [Fraction(row.figures["mark"]) for row in table]
    assert values == sorted(values, reverse=True)
    assert {row.entry for row in table} == set(of.submissions)
    for row, value in zip(table, values, strict=True):
        assert row.place > sum(other > value for other in values)
        if not of.options.tie_breaks:
            assert row.place == 1 + sum(other > value for other in values)


@given(with_marks)
def test_progress_adds_up(case) -> None:
    of, given = case
    rows = progress(of, given)
    assert sum(row.done for row in rows) == len(given)
    assert all(row.done + len(row.left) == row.due for row in rows)
