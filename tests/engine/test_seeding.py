"""Seed orders, the draw, and who enters which stage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esports.engine.model import Entrant
from esports.engine.seeding import Intake, StagePlan, by_rating, by_result, intake, random_draw
from esports.engine.shuffle import shuffle
from tests.engine.play import entrants
from tests.engine.refusals import refused


def test_the_shuffle_is_the_same_for_ever() -> None:
    assert shuffle(range(1, 9), "esports") == [2, 7, 4, 1, 6, 5, 8, 3]


@given(st.lists(st.integers(), max_size=40), st.text())
def test_a_shuffle_keeps_all_and_repeats(items: list[int], draw_seed: str) -> None:
    assert sorted(shuffle(items, draw_seed)) == sorted(items)
    assert shuffle(items, draw_seed) == shuffle(items, draw_seed)


@given(st.permutations(entrants(12)))
def test_a_draw_does_not_depend_on_the_order_of_entry(order: list[Entrant]) -> None:
    assert random_draw(order, "lot") == random_draw(entrants(12), "lot")


def test_every_place_is_about_equally_likely() -> None:
    firsts = [shuffle("abcd", str(number))[0] for number in range(4000)]
    assert all(900 < firsts.count(letter) < 1100 for letter in "abcd")


def test_by_rating_keeps_ties_and_puts_the_unrated_last() -> None:
    rated = [Entrant("a"), Entrant("b", rating=1), Entrant("c", rating=2.5), Entrant("d", rating=1)]
    assert [entrant.id for entrant in by_rating(rated)] == ["c", "b", "d", "a"]


def test_by_result_keeps_ties_and_puts_the_new_last() -> None:
    places = {"b": 3, "c": 1, "d": 3, "gone": 2}
    assert [entrant.id for entrant in by_result(list(map(Entrant, "abcde")), places)] == list("cbdae")


def test_three_stages_of_a_major() -> None:
    swiss = StagePlan(size=16, qualifies=8)
    found = intake([swiss, swiss, swiss, StagePlan(size=8)], 32)
    assert [stage.direct for stage in found] == [
        tuple(range(17, 33)),
        tuple(range(9, 17)),
        tuple(range(1, 9)),
        (),
    ]
    assert [stage.qualifiers for stage in found] == [0, 8, 8, 8]
    assert [stage.size for stage in found] == [16, 16, 16, 8]


def test_one_stage_takes_everyone() -> None:
    assert intake([StagePlan()], 5) == (Intake((1, 2, 3, 4, 5), 0),)
    assert intake([StagePlan(size=16)], 13)[0].size == 13


def test_a_stage_without_a_size_takes_the_qualifiers_and_one_without_qualifiers_is_filled() -> None:
    assert intake([StagePlan(qualifies=4), StagePlan()], 16)[1] == Intake((), 4)
    assert intake([StagePlan(), StagePlan(size=8)], 16)[1] == Intake((), 8)


@given(st.integers(2, 64), st.lists(st.tuples(st.integers(1, 8), st.integers(0, 4)), max_size=3))
def test_every_seed_enters_once_and_the_best_enter_latest(first: int, later) -> None:
    plans, entries = [StagePlan()], first
    for qualifies, direct in later:
        plans[-1] = StagePlan(plans[-1].size, min(qualifies, plans[-1].size or first))
        plans.append(StagePlan(plans[-1].qualifies + direct))
        entries += direct
    found = intake(plans, entries)
    assert [seed for stage in reversed(found) for seed in stage.direct] == list(range(1, entries + 1))
    assert [stage.size for stage in found[1:]] == [plan.size for plan in plans[1:]]


@pytest.mark.parametrize(
    ("plans", "entries", "code", "pointer"),
    [
        ([], 8, "no_stages", "/stages"),
        ([StagePlan(), StagePlan()], 8, "qualifies_missing", "/stages/0/qualifies"),
        ([StagePlan(qualifies=9), StagePlan(size=8)], 16, "stage_overfull", "/stages/0/qualifies"),
        ([StagePlan(size=8)], 9, "stage_overfull", "/stages/0/size"),
        ([StagePlan(qualifies=4), StagePlan(size=16)], 13, "too_few_entries", "/entries"),
        ([StagePlan(qualifies=4), StagePlan(size=32)], 13, "too_few_entries", "/entries"),
        ([StagePlan()], 1, "too_few_entries", "/entries"),
        ([StagePlan(qualifies=8), StagePlan(size=8)], 6, "qualifies_too_many", "/stages/0/qualifies"),
    ],
)
def test_refusals(plans, entries: int, code: str, pointer: str) -> None:
    with refused(code, pointer):
        intake(plans, entries)
