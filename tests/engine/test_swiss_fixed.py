"""Fixed-round Swiss through the face of the engine: rounds, byes, drops, late entries, draws, reasons."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.engine import stage
from esports.engine.model import Entrant, Phase, Structure, seating_of
from esports.engine.swiss_fixed import (
    FLOATS,
    FLOATS_AGAIN,
    FOLD,
    NO_SEAT,
    SAME,
    SAME_FLOATS,
    SECOND_BYE,
)
from esports.engine.swiss_history import players_of
from esports.engine.swiss_pairing import BYE, REMATCH
from tests.engine.play import better_seed_wins, built, entrants, outcomes, play_all, ready, report
from tests.engine.test_swiss import pairable

FIXED = {"variant": "fixed_rounds"}


def meetings(structure: Structure, round_: int) -> list[tuple[int, ...]]:
    return [tuple(slot.seed for slot in spec.slots) for spec in structure.matches if spec.round == round_]


def play_round(structure, field, results, decide=better_seed_wins):
    """All open matches, then the next round."""
    for state in ready(stage.resolve(structure, seating_of(field), results)):
        said = decide(structure.by_id[state.id], tuple(map(str, state.occupants)))
        results[state.id] = report(structure, state, said)
    return structure.extend(stage.pair_next(structure, field, results))


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 17), st.data())
def test_laws_of_every_round_whatever_happens(n: int, data: st.DataObject) -> None:
    rounds = data.draw(st.integers(1, n - 1 + n % 2))
    structure, results = play_all(
        built("swiss", n, rounds=rounds, **FIXED), entrants(n), lambda *_: data.draw(outcomes)
    )
    assert stage.is_complete(structure, results, seating_of(entrants(n)))
    out = {
        result.entries[1 - result.winner]
        for result in results.values()
        if result.kind == "disqualification" and result.winner is not None
    }
    assert [spec.number for spec in structure.matches] == list(range(1, len(structure.by_id) + 1))
    met: set[frozenset[int]] = set()
    rested: Counter[int] = Counter()
    sides: Counter[int] = Counter()
    for round_ in range(1, max(spec.round for spec in structure.matches) + 1):
        specs = [spec for spec in structure.matches if spec.round == round_]
        playing = [seed for pair in meetings(structure, round_) for seed in pair if seed <= n]
        assert len(set(playing)) == len(playing)
        pairs = [frozenset(pair) for pair in meetings(structure, round_) if max(pair) <= n]
        if n <= 9:
            again = [spec for spec in specs if frozenset(slot.seed for slot in spec.slots) in met]
            assert bool(again) == (not pairable(frozenset(playing), met) and len(playing) > 1)
            assert {spec.reason for spec in again} <= {REMATCH}
        met.update(pairs)
        resting = [pair[0] for pair in meetings(structure, round_) if NO_SEAT.seed in pair]
        assert len(resting) == len(playing) % 2
        for seed in resting:
            others = [one for one in playing if not rested[one]]
            assert not rested[seed] or not others or any(spec.reason == SECOND_BYE for spec in specs)
        rested.update(resting)
        for first, second in meetings(structure, round_):
            sides[first] += 1
            sides[second] -= 1
    table = stage.standings(structure, entrants(n), results)
    assert [row.place for row in table] == list(range(1, n + 1))
    assert all(row.trail for row in table)
    for above, below in pairwise(table):
        assert (above.entry in out, -above.figures["points"]) <= (
            below.entry in out,
            -below.figures["points"],
        )
    if not out:
        assert max(spec.round for spec in structure.matches) == rounds


def test_as_many_rounds_as_leave_one_unbeaten() -> None:
    for n, rounds in ((2, 1), (3, 2), (8, 3), (9, 4), (64, 6)):
        structure, results = play_all(built("swiss", n, **FIXED), entrants(n), better_seed_wins)
        assert structure.matches[-1].round == rounds
        table = stage.standings(structure, entrants(n), results)
        assert sum(row.figures["wins"] == rounds for row in table) == 1
        assert table[0].entry == "1"


def test_round_one_is_the_fold_with_sides_by_turns() -> None:
    structure = built("swiss", 8, **FIXED)
    assert meetings(structure, 1) == [(1, 8), (7, 2), (3, 6), (5, 4)]
    assert {spec.reason for spec in structure.matches} == {FOLD}


@pytest.mark.parametrize("n", [8, 16, 64])
def test_sides_stay_balanced(n: int) -> None:
    structure, _ = play_all(built("swiss", n, **FIXED), entrants(n), better_seed_wins)
    sides = Counter(spec.slots[0].seed for spec in structure.matches)
    rounds = structure.matches[-1].round
    assert all(abs(2 * sides[seed] - rounds) <= 2 for seed in range(1, n + 1))


def test_a_bye_is_a_win_against_nobody() -> None:
    structure, results = built("swiss", 7, **FIXED), {}
    assert structure.matches[-1].reason == BYE
    assert structure.matches[-1].slots[1] is NO_SEAT
    structure = play_round(structure, entrants(7), results)
    states = stage.resolve(structure, seating_of(entrants(7)), results)
    assert states["S1-4"].phase is Phase.bye
    table = {row.entry: row for row in stage.standings(structure, entrants(7), results)}
    assert table["7"].figures["points"] == 3
    assert table["7"].figures["buchholz"] == 0


def test_an_odd_group_floats_and_nobody_does_so_twice_if_avoidable() -> None:
    structure = play_round(built("swiss", 6, rounds=5, **FIXED), entrants(6), {})
    assert [spec.reason for spec in structure.matches if spec.round == 2].count(FLOATS) == 1
    structure, _ = play_all(built("swiss", 6, rounds=5, **FIXED), entrants(6), better_seed_wins)
    reasons = {spec.reason for spec in structure.matches}
    assert reasons <= {FOLD, FLOATS, FLOATS_AGAIN}
    assert FLOATS_AGAIN in reasons


def test_who_drops_out_keeps_the_results_and_ranks_last() -> None:
    field, results = entrants(8), {}
    structure = play_round(built("swiss", 8, **FIXED), field, results)
    for state in ready(stage.resolve(structure, seating_of(field), results)):
        results[state.id] = report(structure, state, {"winner": 0})
    field = [replace(entrant, dropped=entrant.id == "1") for entrant in field]
    third = stage.pair_next(structure, field, results)
    assert 1 not in [slot.seed for spec in third for slot in spec.slots]
    assert sum(NO_SEAT in spec.slots for spec in third) == 1
    table = stage.standings(structure, field, results)
    last = table[-1]
    assert (last.entry, last.trail[0].criterion) == ("1", "dropped")
    assert last.figures["wins"] >= 1
    assert len(table) == 8


def test_all_but_one_have_gone() -> None:
    field, results = entrants(4), {}
    structure = built("swiss", 4, **FIXED)
    for state in ready(stage.resolve(structure, seating_of(field), results)):
        results[state.id] = report(structure, state, {"winner": 0})
    assert not stage.is_complete(structure, results, field)
    gone = [replace(entrant, dropped=entrant.id != "2") for entrant in field]
    assert stage.pair_next(structure, gone, results) == ()
    assert stage.is_complete(structure, results, gone)
    assert stage.qualified(structure, gone, results, 1) == ("2",)


def test_a_late_entry_begins_without_points_and_takes_nobody_s_bye() -> None:
    field, results = entrants(7), {}
    structure = built("swiss", 7, **FIXED)
    for state in ready(stage.resolve(structure, seating_of(field), results)):
        results[state.id] = report(structure, state, {"winner": 0})
    field.append(Entrant("late"))
    structure = structure.extend(stage.pair_next(structure, field, results))
    states = stage.resolve(structure, seating_of(field), results)
    assert states["S1-4"].phase is Phase.bye
    assert sum("late" in state.occupants for state in states.values()) == 1
    assert all(NO_SEAT not in spec.slots for spec in structure.matches if spec.round == 2)
    assert {row.entry for row in stage.standings(structure, field, results)} >= {"late"}


def test_a_vacant_seat_is_nobody() -> None:
    field = [*entrants(4), None, Entrant("6")]
    structure = stage.build("swiss", field, stage.parse_options("swiss", FIXED))
    assert 5 not in [slot.seed for spec in structure.matches for slot in spec.slots]
    assert 6 in [slot.seed for spec in structure.matches for slot in spec.slots]


def test_drawn_matches_and_their_points() -> None:
    options = {"best_of": 2, "points": {"win": 2, "draw": 1}, "rounds": 2, **FIXED}
    structure, results = play_all(built("swiss", 4, **options), entrants(4), lambda *_: {"winner": None})
    table = stage.standings(structure, entrants(4), results)
    assert [(row.figures["points"], row.figures["draws"]) for row in table] == [(2, 2)] * 4
    assert [row.entry for row in table] == ["1", "2", "3", "4"]
    assert table[0].figures["sonneborn_berger"] == 1
    named = ["buchholz", "sonneborn_berger", "game_difference", "seed"]
    assert list(table[0].figures) == ["points", "wins", "draws", "losses", *named]
    assert table[0].trail[0].criterion == "points"


def test_an_unavoidable_rematch_and_a_second_bye_are_named() -> None:
    field = entrants(3)
    structure, results = play_all(built("swiss", 3, rounds=3, **FIXED), field, better_seed_wins)
    assert Counter(spec.reason == BYE for spec in structure.matches)[True] == 3
    more = replace(structure, options=replace(structure.options, rounds=4))
    again = stage.pair_next(more, field, results)
    assert [spec.reason for spec in again] == [REMATCH, SECOND_BYE]


def test_clubs_in_words() -> None:
    def field(clubs: str) -> list[Entrant]:
        return [Entrant(str(seed), club=club) for seed, club in enumerate(clubs, 1)]

    options = stage.parse_options("swiss", {"separate": "club", **FIXED})
    same = stage.build("swiss", field("XXXX"), options)
    assert {spec.reason for spec in same.matches} == {SAME}
    apart = stage.build("swiss", field("XYYX"), options)
    assert {spec.reason for spec in apart.matches} == {FOLD}
    results = {}
    odd = play_round(stage.build("swiss", field("XXXXXX"), options), field("XXXXXX"), results)
    assert {spec.reason for spec in odd.matches if spec.round == 2} == {SAME, SAME_FLOATS}


@pytest.mark.parametrize(
    ("separation", "second_round"), [("soft", [(2, 1), (4, 3)]), ("hard", [(1, 3), (4, 2)])]
)
def test_one_club_meets_at_equal_points_unless_it_must_not(separation: str, second_round) -> None:
    """1 and 2, of one club, have both won."""
    field = [Entrant(str(seed), club=club) for seed, club in enumerate("XXYY", 1)]
    options = stage.parse_options("swiss", {"separate": "club", "separation": separation, **FIXED})
    structure = play_round(stage.build("swiss", field, options), field, {})
    assert meetings(structure, 2) == second_round


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 9), st.data())
def test_what_everyone_brings_to_the_next_round(n: int, data: st.DataObject) -> None:
    """The points of all rounds, the opponents, and how often on unequal points, as first and as second."""
    structure, results = play_all(
        built("swiss", n, rounds=n - 1, **FIXED),
        entrants(n),
        lambda *_: {"winner": data.draw(st.integers(0, 1))},
    )
    points, floats, sides = Counter[str](), Counter[str](), Counter[str]()
    met: dict[str, set[str]] = {entrant.id: set() for entrant in entrants(n)}
    for round_ in range(1, n):
        before = dict(points)
        for spec in [spec for spec in structure.matches if spec.round == round_]:
            first, second = (str(slot.seed) for slot in spec.slots)
            if spec.id not in results:
                points[first] += 3
                continue
            points[(first, second)[results[spec.id].winner]] += 3
            sides.update({first: 1, second: -1})
            for entry, opponent in ((first, second), (second, first)):
                met[entry].add(opponent)
                floats[entry] += before.get(first, 0) != before.get(second, 0)
    states = stage.resolve(structure, seating_of(entrants(n)), results)
    players = players_of(structure, structure.options, entrants(n), states)
    assert [player.entry for player in players] == sorted(met, key=lambda entry: (-points[entry], int(entry)))
    for player in players:
        told = (player.points, player.met, player.floats, player.sides)
        assert told == tuple(counted[player.entry] for counted in (points, met, floats, sides))
    assert [player.size for player in players] == [
        sum(points[other] == player.points for other in met) for player in players
    ]
    for above, below in pairwise(players):
        assert below.place == (above.place + 1 if above.points == below.points else 0)


def test_a_dead_end_is_seen_in_time() -> None:
    """Six entries in two triangles of meetings: the third round must cross, whatever the points say."""
    structure, _ = play_all(built("swiss", 6, rounds=3, **FIXED), entrants(6), better_seed_wins)
    pairs = [frozenset(pair) for round_ in (1, 2, 3) for pair in meetings(structure, round_)]
    assert len(set(pairs)) == 9
