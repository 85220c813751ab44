"""Reports of a lobby: what is a game, which part of a lobby is still to come, and every refusal."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esports.engine import codec
from esports.engine.model import (
    UNKNOWN,
    VACANT,
    Bracket,
    Format,
    MatchSpec,
    MatchState,
    OutcomeKind,
    Phase,
    Placement,
    Result,
    Seat,
    Structure,
)
from esports.engine.resolve import advance, resolve
from esports.engine.series import result_from_report
from tests.engine.play import built, lobby_game, placed
from tests.engine.refusals import refused

LOBBY = MatchSpec("R1-1", 1, 1, Bracket.lobby, tuple(map(Seat, (1, 2, 3, 4))), 2, fixed=True)
ENTRIES = ("a", "b", "c", "d")


def result(*games: Any, spec: MatchSpec = LOBBY, entries: tuple[str, ...] = ENTRIES) -> Result:
    return result_from_report(spec, entries, {"games": list(games)})


def rows(*placements: Any) -> dict[str, Any]:
    return {"placements": list(placements)}


def at(entry: object, place: object, kills: object = 0) -> dict[str, Any]:
    return {"entry": entry, "place": place, "kills": kills}


def test_placements_stand_in_the_order_of_the_slots() -> None:
    found = result(placed(["c", "a", "d", "b"], [7, 0, 2]), rows(*(at(one, 1) for one in ENTRIES)))
    assert found == Result(
        "R1-1",
        ENTRIES,
        OutcomeKind.played,
        None,
        placements=(
            (Placement(2, 0), Placement(4), Placement(1, 7), Placement(3, 2)),
            (Placement(1),) * 4,
        ),
    )
    assert codec.result_from_json(codec.result_to_json(found)) == found


def test_who_was_absent_has_a_reason_instead_of_a_place() -> None:
    game = placed(["a", "b"], [1, 1])["placements"]
    found = result(rows(*game, {"entry": "c", "outcome": "no_show"}, {"entry": "d", "outcome": "forfeit"}))
    assert found.placements[0][2:] == (
        Placement(None, 0, OutcomeKind.no_show),
        Placement(None, 0, OutcomeKind.forfeit),
    )
    assert codec.result_from_json(codec.result_to_json(found)) == found
    nobody = rows(*({"entry": one, "outcome": "walkover"} for one in ENTRIES))
    assert {one.place for one in result(nobody).placements[0]} == {None}


def test_kills_and_other_keys_may_be_left_out_or_added() -> None:
    game = rows(*({"entry": one, "place": place, "damage": 3} for place, one in enumerate(ENTRIES, 1)))
    assert result({**game, "map": "Erangel"}).placements[0][3] == Placement(4, 0)


@given(st.permutations(ENTRIES), st.integers(0, 1 << 32))
def test_any_order_of_the_rows_says_the_same(entries, lot: int) -> None:
    game = lobby_game(ENTRIES, lot)
    shuffled = rows(*(row for one in entries for row in game["placements"] if row["entry"] == one))
    assert result(game) == result(shuffled)


@given(st.lists(st.integers(1, 4), min_size=4, max_size=4))
def test_places_are_a_ranking_or_refused(places) -> None:
    game = rows(*map(at, ENTRIES, places))
    if all(place == 1 + sum(other < place for other in places) for place in places):
        assert [one.place for one in result(game).placements[0]] == places
    else:
        with refused("places_do_not_fit", "/games/0/placements"):
            result(game)


GOOD = placed(ENTRIES)["placements"]
P = "/games/0/placements"


@pytest.mark.parametrize(
    ("games", "code", "pointer"),
    [
        ([], "no_games", "/games"),
        ([placed(ENTRIES)] * 3, "too_many_games", "/games/2"),
        ([[1, 0]], "placements_missing", P),
        ([{"scores": [1, 0]}], "placements_missing", P),
        ([{"placements": {}}], "placements_missing", P),
        ([rows("a")], "placement_wrong_type", f"{P}/0"),
        ([rows(at("e", 1))], "placement_entry_unknown", f"{P}/0/entry"),
        ([rows(at(["a"], 1))], "placement_entry_unknown", f"{P}/0/entry"),
        ([rows(*GOOD[:2], at("a", 3))], "placement_entry_twice", f"{P}/2/entry"),
        ([rows(*GOOD[:3])], "placement_entries_missing", P),
        ([rows(at("a", 0))], "placement_place", f"{P}/0/place"),
        ([rows(at("a", 5))], "placement_place", f"{P}/0/place"),
        ([rows(at("a", "1"))], "placement_place", f"{P}/0/place"),
        ([rows(at("a", True))], "placement_place", f"{P}/0/place"),
        ([rows({"entry": "a", "kills": 3})], "placement_place", f"{P}/0/place"),
        ([rows(at("a", 1, -1))], "placement_kills", f"{P}/0/kills"),
        ([rows(at("a", 1, 10_000))], "placement_kills", f"{P}/0/kills"),
        ([rows(at("a", 1, 2.5))], "placement_kills", f"{P}/0/kills"),
        ([rows({"entry": "a", "outcome": "late"})], "placement_outcome", f"{P}/0/outcome"),
        ([rows({"entry": "a", "outcome": ["no_show"]})], "placement_outcome", f"{P}/0/outcome"),
        ([rows({"entry": "a", "outcome": "double_forfeit"})], "placement_outcome", f"{P}/0/outcome"),
        ([rows({"entry": "a", "outcome": "no_show", "place": 4})], "placement_of_absent", f"{P}/0"),
        ([rows({"entry": "a", "outcome": "no_show", "kills": 1})], "placement_of_absent", f"{P}/0"),
        ([placed(ENTRIES), rows(at("a", 0))], "placement_place", "/games/1/placements/0/place"),
        ([rows(*GOOD[:2], at("c", 2), at("d", 3))], "places_do_not_fit", P),
        ([rows(at("a", 2), at("b", 2), at("c", 3), at("d", 4))], "places_do_not_fit", P),
    ],
)
def test_refusals(games, code: str, pointer: str) -> None:
    with refused(code, pointer):
        result(*games)


@pytest.mark.parametrize(
    "said", [{"winner": 0}, {"scores": [3, 1]}, {"outcome": {"kind": "forfeit", "slot": 0}}]
)
def test_a_lobby_is_reported_by_its_games_alone(said) -> None:
    with refused("lobby_report_form", ""):
        result_from_report(LOBBY, ENTRIES, said)
    with refused("report_form", ""):
        result_from_report(LOBBY, ENTRIES, {**said, "games": []})
    with refused("report_wrong_type", "/games"):
        result_from_report(LOBBY, ENTRIES, {"games": said})


def test_a_lobby_of_fewer_than_its_slots_but_not_of_one() -> None:
    assert result(placed(["b", "d"]), entries=("b", "d")).entries == ("b", "d")
    for entries in (("a",), (*ENTRIES, "e")):
        with refused("entries_do_not_fit", "/entries"):
            result(placed(entries), entries=entries)


def test_an_open_lobby_takes_as_many_games_as_are_played() -> None:
    spec = LOBBY._replace(best_of=1, fixed=False)
    assert len(result(*[placed(ENTRIES)] * 99, spec=spec).placements) == 99
    with refused("too_many_games", "/games/99"):
        result(*[placed(ENTRIES)] * 100, spec=spec)


def test_a_lobby_is_ready_until_all_its_games_are_told() -> None:
    structure = Structure(Format.free_for_all, built("free_for_all", 4).options, 4, (LOBBY,))
    before = resolve(structure, ENTRIES, {})
    one, two = {"R1-1": result(placed(ENTRIES))}, {"R1-1": result(placed(ENTRIES), placed(ENTRIES))}
    assert resolve(structure, ENTRIES, one) == before
    assert advance(structure, before, one, "R1-1") == {}
    settled = MatchState("R1-1", Phase.settled, ENTRIES, outcome=OutcomeKind.played)
    assert resolve(structure, ENTRIES, two)["R1-1"] == settled
    assert advance(structure, before, two, "R1-1") == {"R1-1": settled}
    assert resolve(structure, ("a", "b", "c", "x"), one)["R1-1"].phase is Phase.stale


def test_a_lobby_with_empty_seats_is_played_by_the_others() -> None:
    structure = Structure(Format.free_for_all, built("free_for_all", 4).options, 4, (LOBBY,))
    seating = ("a", None, "c", "d")
    assert resolve(structure, seating, {})["R1-1"].occupants == ("a", VACANT, "c", "d")
    assert resolve(structure, seating, {})["R1-1"].phase is Phase.ready
    played = {"R1-1": result(*[placed(["c", "d", "a"])] * 2, entries=("a", "c", "d"))}
    assert resolve(structure, seating, played)["R1-1"].phase is Phase.settled
    assert resolve(structure, ENTRIES, played)["R1-1"].phase is Phase.stale
    assert UNKNOWN not in resolve(structure, seating, played)["R1-1"].occupants
