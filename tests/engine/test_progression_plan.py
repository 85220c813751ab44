"""Plans of qualifications: sound ones are read, and of unsound ones every fault is told."""

from copy import deepcopy

import pytest
from hypothesis import given

from esports.engine.errors import EngineError
from esports.engine.progression_plan import levels, read_plan
from tests.engine.refusals import refused
from tests.engine.seasons import leads, plan, seasons

SEASON = {
    "tournaments": [{"id": "north"}, {"id": "south", "size": 8}, {"id": "final", "size": 4, "direct": [1]}],
    "qualifications": [leads("north", [1, 2], "final", [2, 4]), leads("south", [1], "final", [3])],
}


def faults(raw) -> list[tuple[str, str]]:
    with pytest.raises(EngineError) as caught:
        read_plan(raw)
    assert caught.value.code == "plan_unsound"
    assert caught.value.params == {"count": len(caught.value.findings)}
    assert all("{" not in str(finding) for finding in caught.value.findings)
    return [(finding.code, finding.pointer) for finding in caught.value.findings]


def with_tournament(place: int, **fields):
    raw = deepcopy(SEASON)
    raw["tournaments"][place] |= fields
    return raw


def with_row(place: int, **fields):
    raw = deepcopy(SEASON)
    raw["qualifications"][place] |= fields
    return raw


@given(seasons())
def test_sound_plans_are_read_and_played_level_by_level(raw) -> None:
    read = read_plan(raw)
    played: list[str] = []
    for level in levels(read):
        for each in read.qualifications:
            assert each.target not in level or each.source in played
        played += level
    assert sorted(played) == sorted(each.id for each in read.tournaments)


def test_levels_of_a_season() -> None:
    three = plan(
        ["city", "town", "region", "final"],
        leads("city", [1], "region", [1]),
        leads("town", [1], "region", [2]),
        leads("region", [1], "final", [1]),
        leads("town", [2], "final", [2]),
    )
    assert levels(three) == (("city", "town"), ("region",), ("final",))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({**SEASON, "tournaments": {}}, ("plan_list", "/tournaments")),
        ({**SEASON, "qualifications": []}, ("plan_list", "/qualifications")),
        (with_tournament(0, name="North"), ("tournament_fields", "/tournaments/0")),
        (with_tournament(0, id=""), ("tournament_id", "/tournaments/0/id")),
        (with_tournament(0, id=7), ("tournament_id", "/tournaments/0/id")),
        (with_tournament(1, size=True), ("plan_number", "/tournaments/1/size")),
        (with_tournament(1, size=0), ("plan_number", "/tournaments/1/size")),
        (with_tournament(1, id="north"), ("tournament_twice", "/tournaments/1/id")),
        (with_tournament(2, direct=1), ("numbers_list", "/tournaments/2/direct")),
        (with_tournament(2, direct=["1"]), ("plan_number", "/tournaments/2/direct/0")),
        (with_tournament(2, direct=[2]), ("seed_filled_twice", "/qualifications/0/seeds/0")),
        (with_tournament(2, direct=[]), ("seeds_missing", "/tournaments/2")),
        (with_tournament(2, size=5), ("seeds_missing", "/tournaments/2")),
        (with_tournament(2, size=3), ("seed_beyond_size", "/qualifications/0/seeds/1")),
        (with_tournament(0, size=1), ("place_beyond_size", "/qualifications/0/places/1")),
        (with_row(0, more=1), ("qualification_fields", "/qualifications/0")),
        (with_row(0, places=[1]), ("qualification_lengths", "/qualifications/0")),
        (with_row(0, places=[], seeds=[]), ("qualification_lengths", "/qualifications/0")),
        (with_row(0, to=None), ("qualification_ids", "/qualifications/0")),
        (with_row(0, to="finale"), ("tournament_unknown", "/qualifications/0/to")),
        (with_row(0, **{"from": "nord"}), ("tournament_unknown", "/qualifications/0/from")),
        (with_row(0, places=[1, 3]), ("places_missing", "/tournaments/0")),
        (with_row(0, places=[1, 1]), ("place_leads_twice", "/qualifications/0/places/1")),
        (with_row(1, **{"from": "north"}), ("place_leads_twice", "/qualifications/1/places/0")),
        (with_row(1, seeds=[2]), ("seed_filled_twice", "/qualifications/1/seeds/0")),
        (with_row(1, **{"from": "final"}), ("plan_cycle", "/tournaments/2")),
    ],
)
def test_each_fault_is_found_where_it_is(raw, expected) -> None:
    assert expected in faults(raw)


def test_every_fault_is_told_at_once() -> None:
    raw = {
        "tournaments": [{"id": "a"}, {"id": "b"}, {"id": "c"}, {"id": "d", "size": 20}],
        "qualifications": [
            leads("a", [1], "b", [1]),
            leads("b", [1], "a", [1]),
            leads("c", [1], "c", [1]),
            leads("a", [3], "d", [2]),
            leads("x", [1], "d", [2]),
        ],
    }
    assert faults(raw) == [
        ("tournament_unknown", "/qualifications/4/from"),
        ("place_beyond_size", "/qualifications/3/places/0"),
        ("places_missing", "/tournaments/0"),
        ("seed_filled_twice", "/qualifications/4/seeds/0"),
        ("seeds_missing", "/tournaments/3"),
        ("plan_cycle", "/tournaments/0"),
        ("plan_cycle", "/tournaments/2"),
    ]
    with pytest.raises(EngineError) as caught:
        read_plan(raw)
    told = [str(finding) for finding in caught.value.findings]
    assert told[4].endswith("missing: 1, 3, 4, 5, 6, 7, 8, 9, 10, 11 ....")
    assert told[5] == "These tournaments wait for one another, so that none can be filled: a, b."


@pytest.mark.parametrize("raw", [None, {}, {**SEASON, "more": 1}])
def test_a_plan_has_two_fields(raw) -> None:
    with refused("plan_fields", ""):
        read_plan(raw)
