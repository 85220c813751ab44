"""Major Swiss: counts, thresholds, no avoidable rematch, and the dead ends of the published rule."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.engine import stage
from esports.engine.model import Phase, Seat, Structure, seating_of
from esports.engine.swiss_major import ROUND_ONE
from esports.engine.swiss_pairing import (
    BYE,
    FLOAT,
    HIGH_LOW,
    REMATCH,
    ROWS_OF_SIX,
    SIX_ROWS,
    pair_group,
    pair_round,
)
from tests.engine.play import better_seed_wins, built, entrants, outcomes, play_all, ready, report


def pairs_of(pairings):
    return [(pairing.first, pairing.second) for pairing in pairings]


def meetings(structure: Structure) -> list[frozenset[int]]:
    return [frozenset(slot.seed for slot in spec.slots) for spec in structure.matches]


@settings(max_examples=60)
@given(st.lists(st.integers(0, 1), min_size=33, max_size=33))
def test_sixteen_entries_with_any_results(coin: list[int]) -> None:
    flips = iter(coin)
    structure, results = play_all(
        built("swiss", 16, variant="major"), entrants(16), lambda *_: {"winner": next(flips)}
    )
    assert len(results) == 33
    assert [sum(spec.round == r for spec in structure.matches) for r in range(1, 6)] == [8, 8, 8, 6, 3]
    assert len(set(meetings(structure))) == 33
    assert [spec.number for spec in structure.matches] == list(range(1, 34))
    table = stage.standings(structure, entrants(16), results)
    records = [(row.figures["wins"], row.figures["losses"]) for row in table]
    assert records == [(3, 0)] * 2 + [(3, 1)] * 3 + [(3, 2)] * 3 + [(2, 3)] * 3 + [(1, 3)] * 3 + [(0, 3)] * 2
    assert [row.place for row in table] == list(range(1, 17))
    reasons = [{spec.reason for spec in structure.matches if spec.round == r} for r in range(1, 6)]
    assert reasons == [{ROUND_ONE}, {HIGH_LOW}, {HIGH_LOW}, {SIX_ROWS}, {SIX_ROWS}]


@settings(max_examples=25)
@given(st.data(), st.sampled_from([(16, 3, 3), (32, 3, 3), (8, 2, 2), (4, 2, 2), (32, 2, 3), (16, 1, 3)]))
def test_thresholds_hold_whatever_happens(data: st.DataObject, field: tuple[int, int, int]) -> None:
    n, wins, losses = field
    structure, results = play_all(
        built("swiss", n, wins=wins, losses=losses), entrants(n), lambda *_: data.draw(outcomes)
    )
    assert stage.is_complete(structure, results, seating_of(entrants(n)))
    table = stage.standings(structure, entrants(n), results)
    assert len({row.entry for row in table}) == n
    assert [row.place for row in table] == list(range(1, n + 1))
    for row in table:
        assert row.figures["wins"] <= wins
        assert row.figures["losses"] <= losses
        assert row.figures["status"] in ("advanced", "eliminated")
    assert_no_avoidable_rematch(structure)


def assert_no_avoidable_rematch(structure: Structure) -> None:
    """A rematch only where no pairing of that round's entries is without one."""
    met: set[frozenset[int]] = set()
    for round_ in range(1, max(spec.round for spec in structure.matches) + 1):
        specs = [spec for spec in structure.matches if spec.round == round_]
        now = [frozenset(s.seed for s in spec.slots if s.seed <= structure.size) for spec in specs]
        playing = [frozenset(pair) for pair in now if len(pair) == 2]
        if any(pair in met for pair in playing):
            assert not pairable(frozenset().union(*now), met)
        met.update(playing)


def pairable(entries: frozenset[int], met: set[frozenset[int]]) -> bool:
    """By brute force: can they be paired without a rematch, one resting if they are odd?"""
    if len(entries) % 2:
        return any(pairable(entries - {rests}, met) for rests in entries)
    if not entries:
        return True
    first = min(entries)
    return any(
        frozenset((first, other)) not in met and pairable(entries - {first, other}, met)
        for other in entries - {first}
    )


def test_the_dead_end_of_a_real_order_is_taken_back() -> None:
    order = ("Cloud9", "SAW", "BetBoom", "fnatic", "9Pandas", "OG", "ZeroTenacity", "JANO")
    played = [("Cloud9", "OG"), ("SAW", "ZeroTenacity"), ("BetBoom", "JANO"), ("fnatic", "9Pandas")]
    found = pair_group(order, {frozenset(pair) for pair in played}, six_rows=False)
    assert pairs_of(found) == [
        ("Cloud9", "JANO"),
        ("SAW", "OG"),
        ("BetBoom", "9Pandas"),
        ("fnatic", "ZeroTenacity"),
    ]


def test_the_dead_end_of_four() -> None:
    met = {frozenset(pair) for pair in ("AB", "CD", "AC", "BD")}
    assert pairs_of(pair_group(tuple("ABCD"), met, six_rows=False)) == [("A", "D"), ("B", "C")]


@given(st.permutations("ABCDEFGH"), st.sets(st.sampled_from(list(permutations("ABCDEFGH", 2))), max_size=20))
def test_a_group_gets_the_first_pairing_in_the_rules_order(order, played) -> None:
    met = {frozenset(pair) for pair in played}

    def every(rest):
        if not rest:
            yield []
        for other in reversed(rest[1:]):
            left = [entry for entry in rest[1:] if entry != other]
            yield from ([(rest[0], other), *more] for more in every(left))

    fitting = (pairs for pairs in every(order) if not any(frozenset(pair) in met for pair in pairs))
    found = pair_group(tuple(order), met, six_rows=False)
    assert (None if found is None else pairs_of(found)) == next(fitting, None)


def test_the_table_for_six_holds_every_pairing_once() -> None:
    assert len({frozenset(map(frozenset, row)) for row in ROWS_OF_SIX}) == 15


def test_a_group_of_six_takes_the_first_row_without_a_rematch() -> None:
    six = tuple("123456")
    assert pairs_of(pair_group(six, set(), six_rows=True)) == [("1", "6"), ("2", "5"), ("3", "4")]
    met = {frozenset("16"), frozenset("25")}
    assert pairs_of(pair_group(six, met, six_rows=True)) == [("1", "5"), ("2", "6"), ("3", "4")]
    assert pair_group(six, {frozenset(("1", other)) for other in "23456"}, six_rows=True) is None


def test_the_table_is_for_six_of_one_record_only() -> None:
    """Where one has floated down, the highest meets the lowest that it has not met."""
    met = {frozenset("BE"), frozenset("BD")}
    by_table = pair_round([tuple("ABCDEF")], met, set(), six_rows=True)
    assert pairs_of(by_table) == [("A", "E"), ("B", "F"), ("C", "D")]
    assert {pairing.reason for pairing in by_table} == {SIX_ROWS}
    floated = pair_round([("A",), tuple("BCDEF")], met, set(), six_rows=True)
    assert pairs_of(floated) == [("A", "F"), ("B", "C"), ("D", "E")]
    assert [pairing.reason for pairing in floated] == [FLOAT, HIGH_LOW, HIGH_LOW]


score_groups = st.lists(st.integers(1, 5), min_size=1, max_size=4).map(
    lambda sizes: [tuple(range(sum(sizes[:place]), sum(sizes[: place + 1]))) for place in range(len(sizes))]
)


@settings(max_examples=300, deadline=None)
@given(score_groups, st.sets(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=60), st.booleans())
def test_any_round_pairs_all_and_repeats_only_what_it_must(numbers, played, six_rows) -> None:
    groups = [tuple(map(str, group)) for group in numbers]
    everyone = frozenset(entry for group in groups for entry in group)
    met = {frozenset(map(str, pair)) for pair in played if pair[0] != pair[1]}
    if not pairable(everyone, met) and len(everyone) > 12:
        return
    found = pair_round(groups, met, set(), six_rows=six_rows)
    placed = [entry for pair in pairs_of(found) for entry in pair if entry is not None]
    assert sorted(placed) == sorted(everyone)
    again = [pair for pair in pairs_of(found) if frozenset(pair) in met]
    assert bool(again) == (not pairable(everyone, met))
    assert [pairing.reason == REMATCH for pairing in found].count(True) == len(again)
    if len(everyone) % 2 == 0 and all(
        pairable(frozenset(group), met) and len(group) % 2 == 0 for group in groups
    ):
        assert not any(pairing.reason == FLOAT for pairing in found)


def test_an_odd_group_floats_one_down_and_says_so() -> None:
    found = pair_round([("A", "B", "C"), ("D",)], set(), set(), six_rows=False)
    assert pairs_of(found) == [("A", "B"), ("C", "D")]
    assert [pairing.reason for pairing in found] == [HIGH_LOW, FLOAT]


def test_a_group_that_cannot_pair_floats_rather_than_repeats() -> None:
    found = pair_round([("A", "B"), ("C", "D")], {frozenset("AB")}, set(), six_rows=False)
    assert pairs_of(found) == [("A", "D"), ("B", "C")]


def test_entries_float_over_two_groups_if_only_that_avoids_a_rematch() -> None:
    met = {frozenset(pair) for pair in ("EF", "CE", "CF", "DE", "DF")}
    found = pair_round([("A", "B"), ("C", "D"), ("E", "F")], met, set(), six_rows=False)
    assert pairs_of(found) == [("C", "D"), ("A", "F"), ("B", "E")]
    assert [pairing.reason for pairing in found] == [HIGH_LOW, FLOAT, FLOAT]


def test_an_odd_field_rests_the_lowest_without_a_bye() -> None:
    found = pair_round([("A", "B", "C")], set(), {"C"}, six_rows=False)
    assert pairs_of(found) == [("A", "C"), ("B", None)]
    assert found[-1].reason == BYE


def test_the_bye_moves_up_if_only_that_avoids_a_rematch() -> None:
    found = pair_round([("A", "B", "C")], {frozenset("AB")}, set(), six_rows=False)
    assert pairs_of(found) == [("A", "C"), ("B", None)]


def test_an_unavoidable_rematch_is_made_and_named() -> None:
    found = pair_round([("A", "B")], {frozenset("AB")}, set(), six_rows=False)
    assert [pairing.reason for pairing in found] == [REMATCH]


def test_only_the_rematches_that_must_be() -> None:
    met = {frozenset("AB"), frozenset("AC"), frozenset("AD"), frozenset("CD")}
    found = pair_round([tuple("ABCD")], met, set(), six_rows=False)
    assert pairs_of(found) == [("A", "D"), ("B", "C")]
    assert [pairing.reason for pairing in found] == [REMATCH, HIGH_LOW]


def test_everyone_has_had_a_bye_and_one_must_rest_again() -> None:
    found = pair_round([("A", "B", "C")], set(), {"A", "B", "C"}, six_rows=False)
    assert pairs_of(found) == [("A", "B"), ("C", None)]


def test_an_odd_field_where_a_rematch_cannot_be_avoided() -> None:
    met = {frozenset(pair) for pair in ("AB", "AC", "BC")}
    found = pair_round([("A", "B", "C")], met, set(), six_rows=False)
    assert pairs_of(found) == [("A", "B"), ("C", None)]


def test_nothing_is_paired_while_a_match_is_open() -> None:
    structure = built("swiss", 16)
    assert stage.pair_next(structure, entrants(16), {}) == ()
    assert not stage.is_complete(structure, {}, seating_of(entrants(16)))


def test_a_disqualified_entry_is_not_paired_again_and_ranks_last() -> None:
    def one_out(spec, pair):
        if spec.id == "S1-1":
            return {"outcome": {"kind": "disqualification", "slot": 0}}
        return better_seed_wins(spec, pair)

    structure, results = play_all(built("swiss", 16), entrants(16), one_out)
    assert sum("1" in result.entries for result in results.values()) == 1
    last = stage.standings(structure, entrants(16), results)[-1]
    assert (last.entry, last.figures["status"], last.trail[0].criterion) == (
        "1",
        "eliminated",
        "disqualified",
    )


def paired_on(structure: Structure, results, decide, leave: str):
    """All open matches, then the next round without those who leave."""
    for state in ready(stage.resolve(structure, seating_of(entrants(16)), results)):
        said = decide(structure.by_id[state.id], tuple(map(str, state.occupants)))
        results[state.id] = report(structure, state, said)
    field = [replace(entrant, dropped=entrant.id in leave.split()) for entrant in entrants(16)]
    return structure.extend(stage.pair_next(structure, field, results))


def test_the_lowest_does_not_rest_again_while_another_has_not() -> None:
    """Five are left after the first round; 9 rests in the second, and ranks last of them again."""
    gone = "5 6 7 8 10 11 12 13 14 15 16"
    results = {}
    structure = paired_on(built("swiss", 16), results, better_seed_wins, gone)
    assert [spec.id for spec in structure.matches if Seat(9) in spec.slots] == ["S1-1", "S2-3"]
    assert structure.by_id["S2-3"].reason == BYE
    structure = paired_on(structure, results, lambda spec, _: {"winner": int(spec.id == "S2-1")}, gone)
    resting = [spec.slots[0] for spec in structure.matches if spec.round == 3 and spec.reason == BYE]
    assert resting == [Seat(3)]


def test_a_match_is_longer_if_it_decides_about_one_of_the_two() -> None:
    """Of those with two wins one leaves, so the last of the others meets one with a win and a loss."""
    results = {}
    structure = paired_on(built("swiss", 16), results, better_seed_wins, "")
    structure = paired_on(structure, results, better_seed_wins, "1")
    third = {spec.slots[0].seed: spec for spec in structure.matches if spec.round == 3}
    assert (third[4].slots[1], third[4].reason, third[4].best_of) == (Seat(11), FLOAT, 3)
    assert [third[seed].best_of for seed in (2, 5, 6, 7, 13)] == [3, 1, 1, 1, 3]


@pytest.mark.parametrize(
    ("wins", "losses", "best_of"), [(1, 1, 3), (1, 2, 3), (2, 1, 3), (2, 2, 1), (2, 3, 1)]
)
def test_the_first_round_is_longer_if_it_decides(wins: int, losses: int, best_of: int) -> None:
    assert {spec.best_of for spec in built("swiss", 16, wins=wins, losses=losses).matches} == {best_of}


def test_whoever_is_left_alone_rests_until_it_has_advanced() -> None:
    structure, results = built("swiss", 4, wins=2, losses=2), {}
    for state in ready(stage.resolve(structure, seating_of(entrants(4)), results)):
        results[state.id] = report(structure, state, {"winner": 0})
    field = [replace(entrant, dropped=entrant.id in "34") for entrant in entrants(4)]
    structure, results = play_all(
        structure.extend(stage.pair_next(structure, field, results)), field, better_seed_wins
    )
    assert [spec.id for spec in structure.matches] == ["S1-1", "S1-2", "S2-1", "S3-1"]
    assert [row.figures["status"] for row in stage.standings(structure, field, results)][:2] == [
        "advanced"
    ] * 2


def test_a_vacant_seat_is_a_bye_that_counts_as_a_win_but_not_for_difficulty() -> None:
    seated = [*entrants(15), None]
    structure, results = play_all(built("swiss", 16), seated, better_seed_wins)
    states = stage.resolve(structure, seating_of(seated), results)
    assert states["S1-8"].phase is Phase.bye
    rows = {row.entry: row for row in stage.standings(structure, seated, results)}
    assert len(rows) == 15
    assert rows["8"].figures["wins"] >= 1


def test_the_table_says_what_each_has_and_why_it_stands_there() -> None:
    structure, results = built("swiss", 16), {}
    for state in ready(stage.resolve(structure, seating_of(entrants(16)), results)):
        results[state.id] = report(structure, state, {"winner": 0})
    first, second = stage.standings(structure, entrants(16), results)[:2]
    assert list(first.figures.items()) == [
        ("wins", 1),
        ("losses", 0),
        ("difficulty", -1),
        ("seed", 1),
        ("status", "playing"),
    ]
    assert [(step.criterion, step.value, step.other) for step in second.trail] == [
        ("wins_minus_losses", 1, 1),
        ("difficulty", -1, -1),
        ("seed", 2, 1),
    ]


def test_an_opponent_who_did_not_show_does_not_count_for_difficulty() -> None:
    def absent(spec, pair):
        if spec.id == "S1-1":
            return {"outcome": {"kind": "no_show", "slot": 1}}
        return better_seed_wins(spec, pair)

    structure = built("swiss", 16)
    _, results = play_all(structure, entrants(16), absent)
    played = {match: result for match, result in results.items() if match.startswith("S1-")}
    rows = {row.entry: row for row in stage.standings(structure, entrants(16), played)}
    assert rows["1"].figures["difficulty"] == rows["9"].figures["difficulty"] == 0
    assert rows["2"].figures["difficulty"] == -1


@pytest.mark.parametrize("n", [64, 512])
def test_larger_fields(n: int) -> None:
    structure, results = play_all(built("swiss", n), entrants(n), better_seed_wins)
    assert len(results) == 33 * n // 16
    assert len(set(meetings(structure))) == len(results)
