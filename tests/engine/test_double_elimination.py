"""Double elimination: counts and ranks, the three grand finals, and the best possible loser routing."""

from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.engine import stage
from esports.engine.model import LoserOf, MatchSpec, Phase, Structure, WinnerOf, seating_of
from esports.engine.series import result_from_report
from tests.engine.play import better_seed_wins, built, entrants, outcomes, play_all
from tests.engine.refusals import refused

SIZES = [*range(2, 131), 1000, 4096, 8192]


def ranks(n: int) -> list[int]:
    """1, 2, 3, 4, 5, 5, 7, 7, 9 x 4, 13 x 4, 17 x 8 ...; the last shared range is cut by byes."""
    sizes = [1, 1, 1, 1] + [2**power for power in range(1, 13) for _ in range(2)]
    starts = [1, *(1 + total for total in accumulate(sizes))]
    full = [start for start, size in zip(starts, sizes, strict=False) for _ in range(size)]
    return full[:n]


def upset_wins(spec: MatchSpec, entries: tuple[str, ...]):
    return {"winner": max((0, 1), key=lambda slot: int(entries[slot]))}


@pytest.mark.parametrize("n", SIZES)
def test_counts_and_ranks(n: int) -> None:
    structure, results = play_all(built("double_elimination", n), entrants(n), better_seed_wins)
    assert len(results) == 2 * n - 2
    table = stage.standings(structure, entrants(n), results)
    if n & (n - 1) == 0:
        assert [row.place for row in table] == ranks(n)
    assert [row.place for row in table][:4] == [1, 2, 3, 4][:n]
    assert competition_ranked([row.place for row in table])
    states = stage.resolve(structure, seating_of(entrants(n)), results)
    assert states["F2"].phase is Phase.skipped
    assert stage.is_complete(structure, results, seating_of(entrants(n)))
    assert max(spec.round for spec in structure.matches) == max(2, 2 * ((n - 1).bit_length() - 1))


def competition_ranked(places: list[int]) -> bool:
    first: dict[int, int] = {}
    return all(place == first.setdefault(place, at) for at, place in enumerate(places, 1))


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 40), st.data())
def test_everyone_but_the_first_has_lost_twice(n: int, data: st.DataObject) -> None:
    structure, results = play_all(
        built("double_elimination", n), entrants(n), lambda *_: {"winner": data.draw(st.integers(0, 1))}
    )
    table = stage.standings(structure, entrants(n), results)
    assert [row.figures["losses"] for row in table][1:] == [2] * (n - 1)
    assert table[0].figures["losses"] == len(results) - (2 * n - 2)
    assert competition_ranked([row.place for row in table])
    assert len(table) == n


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 24), st.sampled_from(["reset", "single"]), st.data())
def test_whatever_happens_it_ends_with_everyone_placed(n: int, final: str, data: st.DataObject) -> None:
    structure, results = play_all(
        built("double_elimination", n, grand_final=final), entrants(n), lambda *_: data.draw(outcomes)
    )
    assert stage.is_complete(structure, results, seating_of(entrants(n)))
    assert {row.entry for row in stage.standings(structure, entrants(n), results)} == {
        entry.id for entry in entrants(n)
    }


def grand_final(winners: list[int], mode: str = "reset", **options):
    """Play four entries; `winners` are the slots that win F1 and F2."""
    finals = iter(winners)

    def decide(spec, pair):
        return {"winner": next(finals)} if spec.id.startswith("F") else better_seed_wins(spec, pair)

    return play_all(built("double_elimination", 4, grand_final=mode, **options), entrants(4), decide)


def test_the_reset_is_played_if_the_lower_side_wins() -> None:
    for slot, champion in ((0, "1"), (1, "2")):
        structure, results = grand_final([1, slot])
        assert results["F2"].entries == ("1", "2")
        table = stage.standings(structure, entrants(4), results)
        assert (table[0].entry, table[0].place) == (champion, 1)
        assert len(results) == 7


def test_nobody_is_placed_first_before_the_reset_is_played() -> None:
    structure, results = grand_final([1, 0])
    del results["F2"]
    assert [row.place for row in stage.standings(structure, entrants(4), results)] == [3, 4]
    assert not stage.is_complete(structure, results, seating_of(entrants(4)))


def test_a_single_grand_final_ends_it() -> None:
    structure, results = grand_final([1], "single")
    assert "F2" not in structure.by_id
    assert [row.entry for row in stage.standings(structure, entrants(4), results)][:2] == ["2", "1"]


def test_the_upper_side_may_start_one_game_up() -> None:
    structure = built("double_elimination", 4, grand_final="advantage", best_of_by_round={"grand_final": 5})
    spec = structure.by_id["F1"]
    assert (spec.head_start, spec.best_of) == ((1, 0), 5)
    won = result_from_report(spec, ("1", "2"), {"games": [[1, 0], [0, 1], [1, 0]]})
    assert (won.winner, won.scores) == (0, (3, 1))
    lost = result_from_report(spec, ("1", "2"), {"games": [[0, 1], [0, 1], [0, 1]]})
    assert (lost.winner, lost.scores) == (1, (1, 3))
    with refused("advantage_needs_games", "/options/grand_final"):
        built("double_elimination", 4, grand_final="advantage")
    with refused("option_not_a_choice", "/options/grand_final"):
        built("double_elimination", 4, grand_final="double")


def test_a_correction_takes_the_reset_back() -> None:
    structure, results = grand_final([1, 0])
    seating = seating_of(entrants(4))
    before = stage.resolve(structure, seating, results)
    corrected = {**results, "F1": result_from_report(structure.by_id["F1"], ("1", "2"), {"winner": 0})}
    changed = stage.advance(structure, before, corrected, "F1")
    assert {**before, **changed} == stage.resolve(structure, seating, corrected)
    assert changed["F2"].phase is Phase.stale
    del corrected["F2"]
    assert stage.resolve(structure, seating, corrected)["F2"].phase is Phase.skipped


@pytest.mark.parametrize(("slot", "phase"), [(0, Phase.skipped), (1, Phase.ready)])
def test_the_first_final_says_at_once_whether_there_is_a_reset(slot: int, phase: Phase) -> None:
    structure, results = grand_final([slot, 0])
    results.pop("F2", None)
    semi_finals = {match: result for match, result in results.items() if match != "F1"}
    before = stage.resolve(structure, seating_of(entrants(4)), semi_finals)
    assert before["F2"].phase is Phase.waiting
    changed = stage.advance(structure, before, results, "F1")
    assert changed["F2"].phase is phase
    assert {**before, **changed} == stage.resolve(structure, seating_of(entrants(4)), results)
    back = stage.advance(structure, {**before, **changed}, semi_finals, "F1")
    assert {match: before[match] for match in ("F1", "F2")} == back


def test_the_result_of_the_reset_changes_the_reset_alone() -> None:
    structure, results = grand_final([1, 0])
    states = stage.resolve(structure, seating_of(entrants(4)), results)
    open_again = {match: result for match, result in results.items() if match != "F2"}
    before = stage.resolve(structure, seating_of(entrants(4)), open_again)
    assert before["F2"].phase is Phase.ready
    assert stage.advance(structure, before, results, "F2") == {"F2": states["F2"]}


def test_a_part_without_the_first_final_keeps_the_reset_as_it_was() -> None:
    structure, results = grand_final([0])
    states = stage.resolve(structure, seating_of(entrants(4)), results)
    part = Structure(structure.format, structure.options, 4, (structure.by_id["F2"],))
    assert stage.advance(part, states, results, "F2") == {}


@pytest.mark.parametrize("slot", [0, 1])
def test_a_disqualified_finalist_is_second_and_there_is_no_reset(slot: int) -> None:
    def out(spec, pair):
        disqualified = {"outcome": {"kind": "disqualification", "slot": slot}}
        return disqualified if spec.id == "F1" else better_seed_wins(spec, pair)

    structure, results = play_all(built("double_elimination", 4), entrants(4), out)
    assert "F2" not in results
    first, second = stage.standings(structure, entrants(4), results)[:2]
    assert (first.entry, first.place) == (("2", "1")[slot], 1)
    assert (second.entry, second.place) == (("1", "2")[slot], 2)


def test_lengths_by_round() -> None:
    lengths = {"upper_1": 3, "lower_2": 5, "lower_final": 7, "upper_final": 9, "grand_final": 11}
    structure = built("double_elimination", 8, best_of_by_round=lengths)
    found = {spec.id: spec.best_of for spec in structure.matches}
    assert [found[match] for match in ("U1-1", "U2-1", "U3-1", "L1-1", "L2-1", "L4-1", "F1", "F2")] == [
        3,
        1,
        9,
        1,
        5,
        7,
        11,
        11,
    ]


def path(structure: Structure, match: str) -> list[str]:
    """The matches of a winner from here to the end of the lower bracket."""
    found = [match]
    while following := [
        spec
        for spec, slot in structure.dependents(found[-1])
        if spec.startswith("L") and isinstance(structure.by_id[spec].slots[slot], WinnerOf)
    ]:
        found += following
    return found


def drops(structure: Structure) -> dict[str, list[str]]:
    """For each upper match the way of its loser through the lower bracket."""
    return {
        slot.match: path(structure, spec.id)
        for spec in structure.matches
        if spec.id.startswith("L")
        for slot in spec.slots
        if isinstance(slot, LoserOf)
    }


def rematches(structure: Structure) -> tuple[float, int]:
    """Expected rematches in the lower bracket when every match is a coin flip, and their earliest round."""
    ways = drops(structure)
    after = {
        spec.slots[i].match: spec.id
        for spec in structure.matches
        if spec.id.startswith("U")
        for i in (0, 1)
        if isinstance(spec.slots[i], WinnerOf)
    }
    expected, earliest = 0.0, 10**9
    for first, loser_way in ways.items():
        where, chance = first, 1.0
        while where in after:
            where, chance = after[where], chance / 2
            shared = next((place for place, match in enumerate(ways[where]) if match in loser_way), None)
            if shared is not None:
                common = ways[where][shared]
                expected += chance / 2 ** (shared + loser_way.index(common))
                earliest = min(earliest, structure.by_id[common].round)
    return expected, earliest


@pytest.mark.parametrize(
    ("n", "expected", "earliest"),
    [
        (4, 0.5, 2),
        (8, 0.625, 3),
        (16, 0.75, 4),
        (32, 0.7344, 5),
        (64, 0.7026, 7),
        (128, 0.7174, 8),
        (256, 0.7046, 9),
        (512, 0.7027, 11),
        (1024, 0.7021, 13),
        (2048, 0.7021, 15),
        (4096, 0.7022, 16),
        (8192, 0.702, 17),
    ],
)
def test_rematches_are_as_late_and_as_unlikely_as_can_be(n: int, expected: float, earliest: int) -> None:
    found = rematches(built("double_elimination", n))
    assert found == (pytest.approx(expected, abs=6e-5), earliest)


EARLIEST = {4: 2, 8: 3, 16: 4, 32: 5, 64: 7}


@settings(max_examples=100, deadline=None)
@given(st.integers(3, 64), st.data())
def test_no_rematch_comes_earlier_with_byes_either(n: int, data: st.DataObject) -> None:
    structure, results = play_all(
        built("double_elimination", n), entrants(n), lambda *_: {"winner": data.draw(st.integers(0, 1))}
    )
    met = {frozenset(results[match].entries) for match in results if match.startswith("U")}
    size = 1 << (n - 1).bit_length()
    for match, result in results.items():
        if match.startswith("L") and frozenset(result.entries) in met:
            assert structure.by_id[match].round >= EARLIEST[size]
