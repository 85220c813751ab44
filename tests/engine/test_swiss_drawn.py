"""Drawn Swiss: regions apart in round 1, equal records, never an avoidable repeat, a draw to repeat."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.engine import stage
from esports.engine.model import Entrant, seating_of
from esports.engine.swiss_drawn import DRAWN, FIRST, FIRST_SAME, draw_apart
from esports.engine.swiss_pairing import BYE, FLOAT, REMATCH
from tests.engine.play import better_seed_wins, built, entrants, outcomes, play_all, ready, report
from tests.engine.test_swiss import assert_no_avoidable_rematch, meetings

DRAWN_SWISS = {"variant": "drawn"}


def of_regions(regions: str) -> list[Entrant]:
    return [Entrant(str(seed), region=region) for seed, region in enumerate(regions, 1)]


def first_round(regions: str, draw_seed: str = "lot"):
    options = stage.parse_options("swiss", DRAWN_SWISS)
    return stage.build("swiss", of_regions(regions), options, draw_seed=draw_seed)


@settings(max_examples=40, deadline=None)
@given(st.data(), st.text(max_size=5))
def test_sixteen_entries_with_any_results(data: st.DataObject, draw_seed: str) -> None:
    structure, results = play_all(
        built("swiss", 16, draw_seed, **DRAWN_SWISS), entrants(16), lambda *_: data.draw(outcomes)
    )
    assert stage.is_complete(structure, results, seating_of(entrants(16)))
    assert_no_avoidable_rematch(structure)
    reasons = {spec.reason for spec in structure.matches}
    assert reasons <= {FIRST, DRAWN, FLOAT, BYE, REMATCH}
    for row in stage.standings(structure, entrants(16), results):
        assert row.figures["status"] in ("advanced", "eliminated")


def test_the_thresholds_and_lengths_are_those_of_a_major() -> None:
    structure, _ = play_all(built("swiss", 16, "lot", **DRAWN_SWISS), entrants(16), better_seed_wins)
    assert [sum(spec.round == r for spec in structure.matches) for r in range(1, 6)] == [8, 8, 8, 6, 3]
    assert Counter(spec.best_of for spec in structure.matches) == {1: 8 + 8 + 4, 3: 4 + 6 + 3}
    assert len(set(meetings(structure))) == 33


@settings(max_examples=200, deadline=None)
@given(st.text("ABCDE", min_size=16, max_size=16), st.text(max_size=3))
def test_as_few_of_one_region_as_can_be_meet_in_round_one(regions: str, draw_seed: str) -> None:
    structure = first_round(regions, draw_seed)
    of = dict(enumerate(regions, 1))
    same = [spec for spec in structure.matches if len({of[slot.seed] for slot in spec.slots}) == 1]
    largest = max(Counter(regions).values())
    assert len(same) == max(0, largest - 8)
    assert [spec for spec in structure.matches if spec.reason == FIRST_SAME] == same
    assert sorted(slot.seed for spec in structure.matches for slot in spec.slots) == list(range(1, 17))


def test_the_draw_can_be_repeated_and_depends_on_its_seed() -> None:
    one, same, other = (first_round("ABCD" * 4, seed).matches for seed in ("lot", "lot", "other"))
    assert one == same != other
    assert [
        (pair.first, pair.second) for pair in draw_apart("abcd", {"a": "X", "b": "X", "c": None, "d": None})
    ] == [
        ("a", "c"),
        ("b", "d"),
    ]


def drawn(draw_seed: str | None) -> list[list[tuple[int, int]]]:
    """Three rounds of sixteen; the better seed wins."""
    structure, _ = play_all(built("swiss", 16, draw_seed, **DRAWN_SWISS), entrants(16), better_seed_wins)
    rounds = [[spec.slots for spec in structure.matches if spec.round == round_] for round_ in (1, 2, 3)]
    return [[(first.seed, second.seed) for first, second in slots] for slots in rounds]


def test_a_published_draw_stays_as_it_is() -> None:
    """Anyone may repeat it from the draw seed: a change here is one of the engine's version."""
    assert drawn("lot") == [
        [(5, 15), (6, 10), (4, 7), (2, 12), (3, 11), (9, 1), (8, 16), (13, 14)],
        [(6, 2), (8, 3), (13, 4), (5, 1), (11, 16), (10, 9), (12, 14), (15, 7)],
        [(2, 4), (1, 3), (13, 12), (5, 11), (7, 8), (9, 6), (14, 10), (16, 15)],
    ]
    first, *_ = drawn(None)
    assert first == [(16, 5), (13, 15), (14, 2), (3, 10), (4, 8), (6, 9), (7, 12), (11, 1)]


def test_every_pair_is_about_equally_likely() -> None:
    drawn = Counter(
        frozenset(slot.seed for slot in spec.slots)
        for lot in range(1500)
        for spec in built("swiss", 16, str(lot), **DRAWN_SWISS).matches
    )
    assert len(drawn) == 120
    assert all(60 < count < 145 for count in drawn.values())


def test_no_region_is_kept_apart_if_none_is_asked_for() -> None:
    options = stage.parse_options("swiss", {"separate": "none", **DRAWN_SWISS})
    structure = stage.build("swiss", of_regions("A" * 16), options, draw_seed="lot")
    assert {spec.reason for spec in structure.matches} == {FIRST}


def test_a_vacant_seat_leaves_the_lowest_a_bye() -> None:
    field = [*entrants(15), None]
    structure = stage.build("swiss", field, stage.parse_options("swiss", DRAWN_SWISS), draw_seed="lot")
    assert (structure.matches[-1].slots[0].seed, structure.matches[-1].reason) == (15, BYE)
    structure, results = play_all(structure, field, better_seed_wins)
    assert len(stage.standings(structure, field, results)) == 15


@pytest.mark.parametrize("variant", ["major", "drawn"])
def test_who_drops_out_is_not_paired_again_and_ranks_last(variant: str) -> None:
    field, results = entrants(16), {}
    structure = built("swiss", 16, "lot", variant=variant)
    for state in ready(stage.resolve(structure, seating_of(field), results)):
        results[state.id] = report(structure, state, {"winner": 0})
    field = [replace(entrant, dropped=entrant.id == "1") for entrant in field]
    structure, more = play_all(structure, field, better_seed_wins)
    assert sum("1" in result.entries for result in more.values()) == 1
    last = stage.standings(structure, field, more)[-1]
    assert (last.entry, last.figures["status"], last.trail[0].criterion) == ("1", "eliminated", "dropped")
