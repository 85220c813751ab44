"""Medals: what was won is given out exactly, in shares, and compared gold, silver, bronze."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esports.engine.errors import EngineError
from esports.engine.medals import medal_table
from esports.engine.place_shares import Finish, Finished, check, shares
from tests.engine.finishes import over, tournaments, turned
from tests.engine.refusals import refused


def rows(found, **options) -> list[tuple[int, str, tuple[int | str, ...]]]:
    return [(row.place, row.entry, tuple(row.figures.values())) for row in medal_table(found, **options)]


def test_gold_beats_any_silver_and_equal_rows_share_the_rank() -> None:
    found = [over("x", "1a 2b 3c"), over("y", "1c 2b 3a"), over("z", "1d 2b 3e 4a")]
    assert rows(found) == [
        (1, "a", (1, 0, 1, 2)),
        (1, "c", (1, 0, 1, 2)),
        (3, "d", (1, 0, 0, 1)),
        (4, "b", (0, 3, 0, 3)),
        (5, "e", (0, 0, 1, 1)),
    ]
    table = medal_table(found)
    assert [(step.criterion, step.value, step.other) for step in table[1].trail] == [
        ("gold", 1, 1),
        ("silver", 0, 0),
        ("bronze", 1, 1),
    ]
    assert (
        str(table[3].trail[-1].text.format_map(table[3].trail[-1].params)) == "Gold medals: 0, and 1 for d."
    )


def test_two_firsts_share_gold_and_silver() -> None:
    assert rows([over("x", "1a 1b 3c")]) == [
        (1, "a", ("0.5", "0.5", 0, 1)),
        (1, "b", ("0.5", "0.5", 0, 1)),
        (3, "c", (0, 0, 1, 1)),
    ]


def test_the_delegations_of_a_joint_entry_share_its_medal() -> None:
    assert rows([over("x", "1abc 2a")]) == [
        (1, "a", ("1/3", 1, 0, "4/3")),
        (2, "b", ("1/3", 0, 0, "1/3")),
        (2, "c", ("1/3", 0, 0, "1/3")),
    ]


def test_losing_semi_finalists_share_one_bronze_or_get_one_each() -> None:
    semis = [over("x", "1a 2b 3c 3d")]
    assert rows(semis)[2:] == [(3, "c", (0, 0, "0.5", "0.5")), (3, "d", (0, 0, "0.5", "0.5"))]
    assert rows(semis, bronzes=2)[2:] == [(3, "c", (0, 0, 1, 1)), (3, "d", (0, 0, 1, 1))]
    assert rows([over("x", "1a 2b 3c 4d 5e")], bronzes=2)[2:] == rows(semis, bronzes=2)[2:]


def test_a_delegation_with_several_entries_adds_them_up() -> None:
    assert rows([over("x", "1a 2a 3b 3a")]) == [
        (1, "a", (1, 1, "0.5", "2.5")),
        (2, "b", (0, 0, "0.5", "0.5")),
    ]


def test_a_vacant_place_gives_nothing_out() -> None:
    assert rows([over("x", "1a 3b"), over("y", "2a 2c")]) == [
        (1, "a", (1, "0.5", "0.5", 2)),
        (2, "c", (0, "0.5", "0.5", 1)),
        (3, "b", (0, 0, 1, 1)),
    ]


def test_without_tournaments_the_table_is_empty() -> None:
    assert medal_table([]) == medal_table([over("x", "")]) == ()


@given(tournaments(), st.integers(1, 2))
def test_all_medals_are_given_out(found, bronzes: int) -> None:
    places = [range(1, len(each.finishes) + 1) for each in found]
    won = [sum(1 in each for each in places), sum(2 in each for each in places)]
    won.append(sum(place in each for each in places for place in range(3, 3 + bronzes)))
    table = medal_table(found, bronzes=bronzes)
    for medal, count in zip(("gold", "silver", "bronze"), won, strict=True):
        assert sum(Fraction(row.figures[medal]) for row in table) == count
    assert sum(Fraction(row.figures["total"]) for row in table) == sum(won)


@given(tournaments(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_told_does_not_matter(found, random) -> None:
    again = turned(random.sample(found, len(found)), random)
    assert medal_table(again) == medal_table(found)


@given(tournaments())
def test_each_place_is_held_exactly_once(found) -> None:
    for each in found:
        held = [share for shares_ in shares(each.finishes, 5).values() for share in shares_]
        for place in range(1, 6):
            total = sum(part for first, last, part in held if first <= place <= last)
            assert total == (place <= len(each.finishes))


@given(tournaments())
def test_ranks_follow_the_medals(found) -> None:
    table = medal_table(found)
    medals = [tuple(Fraction(row.figures[name]) for name in ("gold", "silver", "bronze")) for row in table]
    assert medals == sorted(medals, reverse=True)
    assert [row.place for row in table] == [1 + sum(other > own for other in medals) for own in medals]


def test_every_fault_is_told_at_once() -> None:
    unsound = [
        Finished("x", (Finish(1, ()), Finish(1, ("a", "a")), Finish(2, ("b",)))),
        Finished("y", (Finish(0, ("a",)), Finish(4, ("b",))), weight=Fraction(-1)),
        over("x", "1a 1b 1c 2d 3e 7f"),
    ]
    with pytest.raises(EngineError) as caught:
        check(unsound)
    assert caught.value.code == "finishes_unsound"
    assert [(each.pointer, each.code) for each in caught.value.findings] == [
        ("/tournaments/0/finishes/0/holders", "finish_holders"),
        ("/tournaments/0/finishes/1/holders", "finish_holders"),
        ("/tournaments/0/finishes", "finish_place"),
        ("/tournaments/1/weight", "weight_negative"),
        ("/tournaments/1/finishes", "finish_place"),
        ("/tournaments/2/id", "finished_twice"),
        ("/tournaments/2/finishes", "finish_place"),
        ("/tournaments/2/finishes", "finish_place"),
    ]
    assert str(caught.value.findings[2]) == "In x the first place after those before it is 3, not 2."


def test_a_tournament_gives_one_bronze_or_two() -> None:
    with refused("bronzes_number", "/bronzes"):
        medal_table([], bronzes=3)
