"""Points over tournaments: exact shares, best results, who is ranked, ties, and the winner's first place."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esports.engine.circuit import points_table
from esports.engine.circuit_options import Circuit
from esports.engine.options import Fields
from tests.engine.finishes import over, tournaments, turned
from tests.engine.refusals import refused

SCALE = tuple(map(Fraction, (10, 6, 4, 3)))


def read(**raw) -> Circuit:
    fields = Fields(raw)
    circuit = Circuit.read(fields)
    fields.done()
    return circuit


def places(circuit: Circuit, found) -> list[tuple[int, str, int | str]]:
    return [(row.place, row.entry, row.figures["points"]) for row in points_table(circuit, found).standings]


def test_options_are_read() -> None:
    assert read(points=[10, "6.5", 0.1]) == Circuit((Fraction(10), Fraction(13, 2), Fraction(1, 10)))
    assert read(points=[3, 3, 1]).best is None
    given = read(points=[1], best=3, minimum_titles=2, top=1, winner_needs_first=True)
    assert given == Circuit((Fraction(1),), 3, 2, 1, True)


def test_points_by_place_and_weight() -> None:
    found = [over("x", "1a 2b 3c 4d 5e"), over("y", "1b 2a", weight=Fraction(3, 2))]
    assert places(Circuit(SCALE), found) == [
        (1, "b", 21),
        (2, "a", 19),
        (3, "c", 4),
        (4, "d", 3),
        (5, "e", 0),
    ]


def test_shared_places_share_the_points_exactly() -> None:
    points = tuple(map(Fraction, (2000, 1457, 1456)))
    found = [over("x", "1a 2b 2c"), over("y", "1de 2f", weight=2)]
    assert places(Circuit(points), found) == [
        (1, "f", 2914),
        (2, "a", 2000),
        (3, "d", 2000),
        (3, "e", 2000),
        (5, "b", "1456.5"),
        (5, "c", "1456.5"),
    ]


def test_the_best_results_count() -> None:
    found = [over("x", "1a 2b"), over("y", "1b 2a"), over("z", "1c 2d 3a 4b")]
    table = points_table(Circuit(SCALE, best=2), found)
    assert [(row.entry, row.figures["points"]) for row in table.standings[:2]] == [("a", 16), ("b", 16)]
    assert [(each.tournament, each.points, each.counted) for each in table.earned["a"]] == [
        ("x", 10, True),
        ("y", 6, True),
        ("z", 4, False),
    ]
    assert table.standings[0].figures["counted"] == 2
    step = table.standings[1].trail[-1]
    assert step.text.format_map(step.params) == "Finishes in place 3: 0, and 1 for a."


def test_of_equal_results_the_earlier_counts() -> None:
    table = points_table(Circuit(SCALE, best=1), [over("x", "1a"), over("y", "1a")])
    assert [each.counted for each in table.earned["a"]] == [True, False]


def test_ties_go_to_more_firsts_then_seconds() -> None:
    scale = tuple(map(Fraction, (3, 2, 1)))
    found = [over("x", "1a 2b 3c"), over("y", "1d 2b 3a"), over("z", "1e 2f 3c"), over("w", "1g 2c")]
    table = points_table(Circuit(scale), found)
    assert [(row.place, row.entry) for row in table.standings[:3]] == [(1, "a"), (2, "b"), (3, "c")]
    step = table.standings[1].trail[-1]
    assert (step.criterion, step.params["place"], step.value, step.other) == ("finishes", 1, 0, 1)
    assert step.text.format_map(step.params) == "Finishes in place 1: 0, and 1 for a."
    step = table.standings[2].trail[-1]
    assert step.text.format_map(step.params) == "Finishes in place 2: 1, and 2 for b."


def test_rows_without_enough_titles_are_not_ranked() -> None:
    found = [over("x", "1a 2b 3c", "cs"), over("y", "1a 2c 3b", "cs"), over("z", "1c 2d 3b", "lol")]
    table = points_table(Circuit(SCALE, minimum_titles=2, top=2), found)
    assert [(row.place, row.entry) for row in table.standings] == [(1, "c")]
    assert [row.entry for row in table.unranked] == ["a", "b", "d"]
    told = table.unranked[0]
    assert (
        told.text.format_map(told.params)
        == "Not ranked: among the first 2 in 1 titles, of 2 that are needed."
    )
    assert told.figures == {"points": 20, "counted": 2, "titles": 1, "firsts": 2}


def test_the_highest_with_a_first_place_moves_up() -> None:
    found = [over("x", "1a 2b 3c"), over("y", "1d 2b 3c"), over("z", "1e 2b 3a")]
    assert places(Circuit(SCALE), found)[:2] == [(1, "b", 18), (2, "a", 14)]
    table = points_table(Circuit(SCALE, winner_needs_first=True), found)
    assert [(row.place, row.entry) for row in table.standings[:3]] == [(1, "a"), (2, "b"), (3, "d")]
    assert table.standings[0].trail[0].criterion == "moves_up"
    assert [(step.criterion, step.value, step.other) for step in table.standings[1].trail] == [
        ("moves_up", 0, 1)
    ]


def test_nobody_moves_where_the_best_has_a_first_or_nobody_has() -> None:
    found = [over("x", "1a 2b"), over("y", "1a 2c")]
    needs = Circuit(SCALE, winner_needs_first=True)
    assert points_table(needs, found) == points_table(Circuit(SCALE), found)
    assert points_table(needs, [over("x", "")]).standings == ()


def test_those_who_share_the_highest_place_with_a_first_move_up_together() -> None:
    found = [over("x", "1c 2a 3b"), over("y", "1d 2a 3b"), over("z", "1b 2a 3c 4d")]
    found += [over("w", "1e 2a 3f"), over("v", "1f 2a 3e")]
    table = points_table(Circuit(SCALE, winner_needs_first=True), found)
    assert [(row.place, row.entry) for row in table.standings[:3]] == [(1, "b"), (2, "a"), (3, "c")]
    both = points_table(Circuit(SCALE, winner_needs_first=True), [*found[:2], *found[3:], found[2]][:4])
    assert [(row.place, row.entry) for row in both.standings[:3]] == [(1, "e"), (1, "f"), (3, "a")]


@given(tournaments())
def test_the_points_of_every_place_are_given_out(found) -> None:
    table = points_table(Circuit(SCALE), found)
    given_out = sum((each.weight * sum(SCALE[: len(each.finishes)]) for each in found), Fraction())
    assert sum(Fraction(row.figures["points"]) for row in table.standings) == given_out
    assert sum((each.points for row in table.earned.values() for each in row), Fraction()) == given_out


@given(
    tournaments(), st.builds(Circuit, st.just(SCALE), st.integers(1, 4), st.integers(0, 3), st.integers(1, 4))
)
def test_laws_of_the_order(found, circuit: Circuit) -> None:
    table = points_table(circuit, found)
    points = [Fraction(row.figures["points"]) for row in table.standings]
    assert points == sorted(points, reverse=True)
    holders = {holder for each in found for finish in each.finishes for holder in finish.holders}
    assert {row.entry for row in (*table.standings, *table.unranked)} == holders == set(table.earned)
    for row in table.standings:
        counted = [each for each in table.earned[row.entry] if each.counted]
        assert len(counted) <= circuit.best
        assert sum((each.points for each in counted), Fraction()) == Fraction(row.figures["points"])
        left = [each.points for each in table.earned[row.entry] if not each.counted]
        assert all(each.points >= max(left, default=0) for each in counted)
        assert row.figures["titles"] >= circuit.minimum_titles


def finishes(found, entry: str) -> tuple[Fraction, ...]:
    """The entry's exact share of each place of the scale, counted place by place."""
    places = [Fraction()] * len(SCALE)
    for each in found:
        for finish in each.finishes:
            together = sum(other.place == finish.place for other in each.finishes)
            for place in range(finish.place, min(finish.place + together, len(SCALE) + 1)):
                parts = together * len(finish.holders)
                places[place - 1] += Fraction(finish.holders.count(entry), parts)
    return tuple(places)


@given(tournaments())
def test_ties_are_broken_place_by_place_and_the_trail_names_the_place(found) -> None:
    table = points_table(Circuit(SCALE), found)
    keys = [(Fraction(row.figures["points"]), finishes(found, row.entry)) for row in table.standings]
    assert [row.place for row in table.standings] == [1 + sum(other > key for other in keys) for key in keys]
    for row in table.standings[1:]:
        step = row.trail[-1]
        own, other = finishes(found, row.entry), finishes(found, str(step.against))
        if step.criterion == "finishes":
            assert step.text.startswith("As many finishes") == (own == other)
            pairs = [*zip(own, other, strict=True)]
            pair = next((pair for pair in pairs if pair[0] != pair[1]), pairs[0])
            assert (Fraction(step.value), Fraction(step.other)) == pair


def test_level_rows_are_told_that_nothing_separates_them() -> None:
    table = points_table(Circuit(SCALE), [over("x", "1a 2b"), over("y", "1b 2a")])
    assert [row.place for row in table.standings] == [1, 1]
    step = table.standings[1].trail[-1]
    assert step.text.format_map(step.params) == "As many finishes as a in every place that earns points."


@given(tournaments())
def test_the_winner_has_a_first_if_anyone_has_and_the_others_keep_their_order(found) -> None:
    free = points_table(Circuit(SCALE), found).standings
    bound = points_table(Circuit(SCALE, winner_needs_first=True), found).standings
    if any(row.figures["firsts"] for row in free):
        assert all(row.figures["firsts"] for row in bound if row.place == 1)
    up = {row.entry for row in bound if row.place == 1}
    assert [row.entry for row in bound if row.entry not in up] == [
        row.entry for row in free if row.entry not in up
    ]


@given(tournaments(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_told_does_not_matter(found, random) -> None:
    circuit = Circuit(SCALE, best=2, minimum_titles=1, winner_needs_first=True)
    again = points_table(circuit, turned(random.sample(found, len(found)), random))
    assert again.standings == points_table(circuit, found).standings
    assert again.unranked == points_table(circuit, found).unranked


@pytest.mark.parametrize(
    ("raw", "code", "pointer"),
    [
        ({}, "points_list", "/options/points"),
        ({"points": "10"}, "points_list", "/options/points"),
        ({"points": [0] * 257}, "points_list", "/options/points"),
        ({"points": [3, "x"]}, "points_number", "/options/points/1"),
        ({"points": [3, -1]}, "points_number", "/options/points/1"),
        ({"points": [3, 2, 2.5]}, "points_rise", "/options/points/2"),
        ({"points": [3], "top": 0}, "option_out_of_range", "/options/top"),
        ({"points": [3], "worst": 0}, "unknown_option", "/options/worst"),
    ],
)
def test_refusals(raw, code: str, pointer: str) -> None:
    with refused(code, pointer):
        read(**raw)


def test_unsound_finishes_are_refused() -> None:
    with refused("finishes_unsound", "/tournaments"):
        points_table(Circuit(SCALE), [over("x", "1a 1b 2c")])
