"""The tie-breaks of a Swiss by example, in order, among those still tied, and in words."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.engine import stage
from esports.engine.model import seating_of
from esports.engine.swiss_record import Record, records_of
from esports.engine.swiss_tie_breaks import DEFAULT, FIGURES, RELATIVE, TIE_BREAKS, criteria, lot
from esports.engine.table import rank
from tests.engine.play import built, entrants, outcomes, play_all

FIXED = {"variant": "fixed_rounds"}


def played(**meetings: str) -> dict[str, Record]:
    """Records from results: `a="b+c-d="` says that a beat b, lost to c and drew with d."""
    records = {entry: Record(seed) for seed, entry in enumerate(meetings, 1)}
    for entry, said in meetings.items():
        record = records[entry]
        for opponent, sign in zip(said[::2], said[1::2], strict=True):
            made = {"+": 2, "=": 1, "-": 0}[sign]
            record.wins += made == 2
            record.draws += made == 1
            record.losses += made == 0
            record.meetings.append((opponent, made))
            record.played.append((opponent, made))
    return records


EXAMPLE = played(a="b+c+d=", b="a-d+c+", c="d+a-b-", d="c-b-a=")
"""a 2½, b 2, c 1, d ½."""


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("buchholz", (3.5, 4, 5, 5.5)),
        ("buchholz_balance", (-2, -1, 1, 2)),
        ("median_buchholz", (1, 1, 2, 2)),
        ("sonneborn_berger", (3.25, 1.5, 0.5, 1.25)),
        ("opponents_win_rate", (38.89, 44.44, 55.56, 61.11)),
        ("game_difference", (0, 0, 0, 0)),
        ("seed", (1, 2, 3, 4)),
    ],
)
def test_each_figure_by_example(name: str, values: tuple[float, ...]) -> None:
    figure, _ = FIGURES[name]
    assert tuple(figure(EXAMPLE, entry) for entry in "abcd") == values


def test_whole_figures_are_written_without_a_point() -> None:
    records = played(a="b+", b="a-c+", c="b-")
    for name in ("buchholz", "median_buchholz", "sonneborn_berger"):
        assert str(FIGURES[name][0](records, "a")) == "1"


def test_without_opponents_there_is_nothing_to_count() -> None:
    alone = {"a": Record(1, wins=1, rested=True)}
    assert [figure(alone, "a") for name, (figure, _) in FIGURES.items() if name != "seed"] == [0] * 6


def test_one_or_two_opponents_all_count_for_the_median() -> None:
    records = played(a="b+c+", b="a-", c="a-d+", d="c-")
    assert FIGURES["median_buchholz"][0](records, "a") == 1


def test_among_those_tied() -> None:
    assert RELATIVE["head_to_head"][0](EXAMPLE, "abc") == {"a": 2, "b": 0, "c": -2}
    assert RELATIVE["losses_against_tied"][0](EXAMPLE, "bcd") == {"b": 0, "c": 1, "d": 2}


def order(records, *tie_breaks: str) -> str:
    return "".join(row.entry for row in rank(list(records), criteria(records, [], tie_breaks, None)))


def test_head_to_head_is_run_again_on_those_still_tied() -> None:
    """e leads and d trails by the matches among all five; a, b and c, level there, are told apart anew."""
    records = played(a="b+c-", b="a-d+", c="a+e-", d="b-", e="c+")
    assert order(records, "head_to_head") == "ecabd"
    ranked = rank(list(records), criteria(records, [], ("head_to_head",), None))
    by_entry = {row.entry: row for row in ranked}
    assert [(step.value, step.other) for step in by_entry["a"].trail] == [(0, 0), (0, 1)]
    assert by_entry["a"].trail[-1].against == "c"


def test_the_order_of_the_tie_breaks_is_that_of_the_options() -> None:
    assert order(EXAMPLE, "buchholz") == "dcba"
    assert order(EXAMPLE, "sonneborn_berger") == "abdc"
    assert order(EXAMPLE, "losses_against_tied", "seed") == "abcd"
    assert order(EXAMPLE) == "abcd"


def test_lots_are_drawn_by_seed_and_entry() -> None:
    assert lot("lot", "a") == lot("lot", "a") != lot("other", "a") != lot("other", "b")
    assert all(0 <= lot(None, str(entry)) < 2**48 for entry in range(50))
    firsts = [min("abcd", key=lambda entry: lot(str(number), entry)) for number in range(2000)]
    assert all(400 < firsts.count(entry) < 600 for entry in "abcd")


def test_a_lot_decides_and_says_so() -> None:
    structure = built("swiss", 4, "draw", tie_breaks=["lot"], **FIXED)
    table = stage.standings(structure, entrants(4), {})
    assert [row.entry for row in table] == sorted("1234", key=lambda entry: lot("draw", entry))
    assert table[1].trail[-1].criterion == "lot"
    assert structure.extend(()).draw_seed == "draw"


@settings(max_examples=60, deadline=None)
@given(
    st.data(), st.lists(st.sampled_from(TIE_BREAKS), unique=True), st.sampled_from(["drawn", "fixed_rounds"])
)
def test_any_tie_breaks_order_everyone_and_say_why(data, tie_breaks, variant) -> None:
    n = 16 if variant == "drawn" else data.draw(st.integers(2, 12))
    structure = built("swiss", n, "lot", variant=variant, tie_breaks=tie_breaks)
    structure, results = play_all(structure, entrants(n), lambda *_: data.draw(outcomes))
    table = stage.standings(structure, entrants(n), results)
    assert len({row.entry for row in table}) == n
    for above, below in pairwise(table):
        step = below.trail[-1]
        assert step.against == above.entry
        assert step.value != step.other
        assert "{" not in step.text.format_map(step.params)
        named = [each.criterion for each in below.trail if each.criterion in TIE_BREAKS]
        assert set(named) <= {*tie_breaks, "seed"}
    figures = [name for name in table[0].figures if name in FIGURES]
    assert figures == [*(name for name in tie_breaks if name in FIGURES and name != "seed"), "seed"] or (
        figures == [name for name in tie_breaks if name in FIGURES]
    )


def test_games_count_for_the_one_and_against_the_other() -> None:
    structure, results = play_all(
        built("swiss", 2, best_of=5, **FIXED), entrants(2), lambda *_: {"scores": (1, 3)}
    )
    table = stage.standings(structure, entrants(2), results)
    assert [(row.entry, row.figures["game_difference"]) for row in table] == [("2", 2), ("1", -2)]


def test_a_match_that_was_not_played_does_not_count_for_opponents() -> None:
    def absent(spec, pair):
        return {"outcome": {"kind": "no_show", "slot": 0}} if spec.id == "S1-1" else {"winner": 0}

    structure, results = play_all(built("swiss", 4, rounds=1, **FIXED), entrants(4), absent)
    states = stage.resolve(structure, seating_of(entrants(4)), results)
    records = records_of(structure, entrants(4), states, results)
    assert (records["4"].played, records["4"].meetings) == ([], [("1", 2)])
    assert records["3"].games_won == records["3"].matches == 1
    assert DEFAULT[0] in stage.standings(structure, entrants(4), results)[0].figures
