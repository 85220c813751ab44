"""Custom brackets: any sound graph can be played, and of an unsound one every fault is told."""

from copy import deepcopy
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.engine import codec, stage
from esports.engine.errors import EngineError
from esports.engine.model import Bracket, seating_of
from tests.engine.play import as_graph, better_seed_wins, built, entrants, graphs, outcomes, play_all
from tests.engine.refusals import refused

FOUR = {
    "matches": [
        {"id": "A", "slots": [{"seed": 1}, {"seed": 4}]},
        {"id": "B", "slots": [{"seed": 2}, {"seed": 3}]},
        {"id": "C", "slots": [{"winner_of": "A"}, {"winner_of": "B"}]},
    ],
    "places": [{"place": 1, "winner_of": "C"}],
}


def findings(raw) -> dict[str, list[str]]:
    """What is found, by code: the pointers."""
    with pytest.raises(EngineError) as caught:
        stage.parse_options("custom", raw)
    assert caught.value.code == "graph_unsound"
    assert caught.value.params == {"count": len(caught.value.findings)}
    found: dict[str, list[str]] = {}
    for finding in caught.value.findings:
        assert "{" not in str(finding)
        found.setdefault(finding.code, []).append(finding.pointer)
    return found


def changed(**fields):
    return {**deepcopy(FOUR), **fields}


def with_slot(match: int, slot: int, source):
    raw = deepcopy(FOUR)
    raw["matches"][match]["slots"][slot] = source
    return raw


def with_field(match: int, **fields):
    raw = deepcopy(FOUR)
    raw["matches"][match] |= fields
    return raw


@settings(max_examples=100, deadline=None)
@given(graphs(), st.data())
def test_any_sound_graph_can_be_played_to_its_end(graph, data: st.DataObject) -> None:
    n, options = graph
    structure = built("custom", n, **options)
    assert len(structure.matches) == len(options["matches"])
    structure, results = play_all(structure, entrants(n), lambda *_: data.draw(outcomes))
    assert stage.is_complete(structure, results, seating_of(entrants(n)))
    table = stage.standings(structure, entrants(n), results)
    assert {row.entry for row in table} == {entrant.id for entrant in entrants(n)}


@settings(max_examples=60, deadline=None)
@given(graphs(), st.data())
def test_every_entry_leaves_once_and_the_places_count_up(graph, data: st.DataObject) -> None:
    n, options = graph
    structure, results = play_all(
        built("custom", n, **options), entrants(n), lambda *_: {"winner": data.draw(st.integers(0, 1))}
    )
    assert len(results) == len(structure.matches)
    places = [row.place for row in stage.standings(structure, entrants(n), results)]
    assert all(place == places.index(place) + 1 for place in places)


@settings(max_examples=60, deadline=None)
@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(graph, random: Random) -> None:
    n, options = graph
    turned = {name: random.sample(rows, len(rows)) for name, rows in options.items()}
    specs = {spec.id: spec._replace(number=0) for spec in built("custom", n, **options).matches}
    assert {spec.id: spec._replace(number=0) for spec in built("custom", n, **turned).matches} == specs


@pytest.mark.parametrize(
    ("format", "n", "options"),
    [
        ("single_elimination", 16, {}),
        ("single_elimination", 8, {"third_place": True, "best_of": 3}),
        ("single_elimination", 8, {"placement": True}),
        ("double_elimination", 16, {"grand_final": "single"}),
        ("gauntlet", 7, {}),
    ],
)
def test_the_named_formats_can_be_written_as_graphs(format: str, n: int, options) -> None:
    named, results = play_all(built(format, n, **options), entrants(n), better_seed_wins)
    custom, again = play_all(built("custom", n, **as_graph(named)), entrants(n), better_seed_wins)
    assert again == results
    assert stage.standings(custom, entrants(n), again) == stage.standings(named, entrants(n), results)
    assert {spec._replace(number=0) for spec in custom.matches} == {
        spec._replace(number=0) for spec in named.matches
    }


def test_rounds_count_in_their_bracket_unless_they_are_given() -> None:
    raw = as_graph(built("double_elimination", 8, grand_final="single"))
    for row in raw["matches"]:
        del row["round"]
    structure = built("custom", 8, **raw)
    rounds = {spec.id: spec.round for spec in structure.matches}
    assert [rounds[match] for match in ("U1-1", "U3-1", "L1-1", "L4-1", "F1")] == [1, 3, 1, 4, 1]
    assert built("custom", 4, **with_field(0, round=7)).by_id["C"].round == 8


def test_lengths_and_brackets() -> None:
    raw = with_field(2, best_of=5, bracket="final")
    structure = built("custom", 4, best_of=3, **raw)
    assert [(spec.id, spec.best_of, spec.bracket) for spec in structure.matches] == [
        ("A", 3, Bracket.custom),
        ("B", 3, Bracket.custom),
        ("C", 5, Bracket.final),
    ]


def test_losers_without_a_given_place_follow_by_the_time_they_lost() -> None:
    structure, results = play_all(built("custom", 4, **FOUR), entrants(4), better_seed_wins)
    table = stage.standings(structure, entrants(4), results)
    assert [(row.entry, row.place) for row in table] == [("1", 1), ("2", 2), ("3", 3), ("4", 3)]


def test_options_go_to_json_and_back() -> None:
    options = stage.parse_options("custom", FOUR)
    assert stage.parse_options("custom", codec.options_to_json(options)) == options


@pytest.mark.parametrize("n", [2, 3, 5, 8])
def test_a_graph_fits_one_number_of_entries(n: int) -> None:
    with refused("graph_size", "/entries"):
        built("custom", n, **FOUR)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({}, {"graph_matches": ["/options/matches"]}),
        (changed(matches="A"), {"graph_matches": ["/options/matches"]}),
        (changed(matches=FOUR["matches"] * 700), {"graph_matches": ["/options/matches"]}),
        (changed(places=3), {"graph_places": ["/options/places"]}),
        (with_field(0, id=""), {"match_id": ["/options/matches/0/id"]}),
        (with_field(0, id=7), {"match_id": ["/options/matches/0/id"]}),
        (with_field(0, id="A\n"), {"match_id": ["/options/matches/0/id"]}),
        (with_field(0, id="A" * 41), {"match_id": ["/options/matches/0/id"]}),
        (with_field(0, id="B"), {"match_id_twice": ["/options/matches/1/id"]}),
        (with_field(1, length=3), {"row_unknown_key": ["/options/matches/1"]}),
        (with_field(1, best_of=2), {"row_number": ["/options/matches/1/best_of"]}),
        (with_field(1, best_of=101), {"row_number": ["/options/matches/1/best_of"]}),
        (with_field(1, best_of=True), {"row_number": ["/options/matches/1/best_of"]}),
        (with_field(1, round=0), {"row_number": ["/options/matches/1/round"]}),
        (with_field(1, round="1"), {"row_number": ["/options/matches/1/round"]}),
        (with_field(1, bracket="swiss"), {"match_bracket": ["/options/matches/1/bracket"]}),
        (with_field(1, bracket=["final"]), {"match_bracket": ["/options/matches/1/bracket"]}),
        (with_field(1, slots=[{"seed": 2}]), {"match_slots": ["/options/matches/1/slots"]}),
        (with_field(1, slots=[{"seed": 2}] * 3), {"match_slots": ["/options/matches/1/slots"]}),
        (with_field(1, slots=None), {"match_slots": ["/options/matches/1/slots"]}),
        (with_slot(0, 1, {}), {"slot_source": ["/options/matches/0/slots/1"]}),
        (with_slot(0, 1, 4), {"slot_source": ["/options/matches/0/slots/1"]}),
        (with_slot(0, 1, {"seed": 0}), {"slot_source": ["/options/matches/0/slots/1"]}),
        (with_slot(0, 1, {"seed": True}), {"slot_source": ["/options/matches/0/slots/1"]}),
        (with_slot(0, 1, {"seed": 4, "loser_of": "B"}), {"slot_source": ["/options/matches/0/slots/1"]}),
        (with_slot(0, 1, {"winner_of": 1}), {"slot_source": ["/options/matches/0/slots/1"]}),
        (with_slot(0, 1, {"seed": 3}), {"seed_used_twice": ["/options/matches/1/slots/1"]}),
        (with_slot(0, 1, {"seed": 5}), {"seed_missing": ["/options/matches"]}),
        (with_slot(2, 1, {"winner_of": "A"}), {"winner_used_twice": ["/options/matches/2/slots/1"]}),
        (with_slot(2, 1, {"winner_of": "Z"}), {"match_unknown": ["/options/matches/2/slots/1"]}),
        (with_slot(2, 1, {"loser_of": "A"}), {"winner_without_place": ["/options/matches/1"]}),
        (with_slot(0, 1, {"loser_of": "C"}), {"graph_cycle": ["/options/matches/0"]}),
        (changed(places=[]), {"place_missing": ["/options/places"]}),
        (changed(places=[4]), {"row_not_an_object": ["/options/places/0"]}),
        (changed(places=[{"place": 1}]), {"place_source": ["/options/places/0"]}),
        (changed(places=[{"place": 1, "seed": 1}]), {"row_unknown_key": ["/options/places/0"]}),
        (changed(places=[{"winner_of": "C"}]), {"row_number": ["/options/places/0/place"]}),
        (changed(places=[{"place": None, "winner_of": "C"}]), {"row_number": ["/options/places/0/place"]}),
        (changed(places=[{"place": 2, "winner_of": "C"}]), {"place_missing": ["/options/places"]}),
        (
            changed(places=[{"place": 1, "winner_of": "C"}, {"place": 1, "loser_of": "C"}]),
            {"place_twice": ["/options/places/1/place"]},
        ),
        (
            changed(places=[{"place": 1, "winner_of": "C"}, {"place": 2, "winner_of": "C"}]),
            {"winner_used_twice": ["/options/places/1"]},
        ),
        (
            changed(places=[*FOUR["places"], {"place": 2, "loser_of": "C"}, {"place": 3, "loser_of": "C"}]),
            {"loser_used_twice": ["/options/places/2"]},
        ),
        (
            changed(places=[*FOUR["places"], {"place": 2, "loser_of": "Z"}]),
            {"match_unknown": ["/options/places/1"]},
        ),
    ],
)
def test_each_fault_is_found_where_it_is(raw, expected) -> None:
    found = findings(raw)
    assert expected.items() <= found.items()


def test_every_fault_is_told_at_once() -> None:
    raw = {
        "matches": [
            3,
            {"id": "A", "slots": [{"seed": 1}, {"seed": 1}], "best_of": 4},
            {"id": "B", "slots": [{"winner_of": "C"}, {"seed": 3}]},
            {"id": "C", "slots": [{"winner_of": "B"}, {"loser_of": "A"}]},
            {"id": "D", "slots": [{"loser_of": "B"}, {"winner_of": "Y"}]},
        ],
        "places": [{"place": 3, "winner_of": "D"}],
    }
    assert findings(raw) == {
        "row_not_an_object": ["/options/matches/0"],
        "row_number": ["/options/matches/1/best_of"],
        "seed_used_twice": ["/options/matches/1/slots/1"],
        "match_unknown": ["/options/matches/4/slots/1"],
        "seed_missing": ["/options/matches"],
        "graph_cycle": ["/options/matches/2"],
        "match_unreachable": ["/options/matches/4"],
        "place_missing": ["/options/places"],
        "winner_without_place": ["/options/matches/1"],
    }


def test_each_ring_of_waiting_matches_is_named_once() -> None:
    slots = {
        "A": [{"winner_of": "B"}, {"seed": 1}],
        "B": [{"winner_of": "A"}, {"seed": 2}],
        "C": [{"winner_of": "C"}, {"seed": 3}],
        "D": [{"loser_of": "A"}, {"loser_of": "C"}],
    }
    raw = {"matches": [{"id": match, "slots": sides} for match, sides in slots.items()]}
    with pytest.raises(EngineError) as caught:
        stage.parse_options("custom", raw)
    told = [str(one) for one in caught.value.findings if one.code in ("graph_cycle", "match_unreachable")]
    assert told == [
        "These matches wait for one another, so that none can be played: A, B.",
        "These matches wait for one another, so that none can be played: C.",
        "D can never be played: it waits for A, C.",
    ]


def test_of_many_missing_seeds_the_first_are_named() -> None:
    matches = [{"id": f"M{n}", "slots": [{"seed": 100 + n}, {"seed": 200 + n}]} for n in range(20)]
    with pytest.raises(EngineError) as caught:
        stage.parse_options("custom", {"matches": matches})
    (missing,) = (one for one in caught.value.findings if one.code == "seed_missing")
    assert missing.params == {"missing": "1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ..."}


@settings(max_examples=100, deadline=None)
@given(graphs(), st.data())
def test_a_sound_graph_with_one_slot_changed_is_refused(graph, data: st.DataObject) -> None:
    """Every source is used once, so any other source in a slot leaves one out and uses one again."""
    n, options = graph
    raw = deepcopy(options)
    slots = data.draw(st.sampled_from(raw["matches"]))["slots"]
    slot = data.draw(st.integers(0, 1))
    others = [{"winner_of": row["id"]} for row in raw["matches"]]
    others += [{"seed": seed} for seed in range(1, n + 1)]
    slots[slot] = data.draw(st.sampled_from([other for other in others if other != slots[slot]]))
    assert findings(raw)


def test_a_large_ring_is_found_in_no_time() -> None:
    ring = [
        {"id": f"M{n}", "slots": [{"winner_of": f"M{(n + 1) % 2048}"}, {"seed": n + 1}]} for n in range(2048)
    ]
    assert findings({"matches": ring}).keys() == {"graph_cycle", "place_missing"}
