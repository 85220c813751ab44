"""`esports medals` and `esports points`: tables over several tournaments, from files of their places."""

import json

import pytest

from esports.cli.tables import EXAMPLE

PLACES = json.loads(EXAMPLE.partition("places.json:\n")[2])
RULES = {"points": [10, 7, 5], "weights": [{"tournament": "go", "weight": 2}]}


def cup(name: str, *delegations: str, **more) -> dict:
    rows = [
        {"place": place, "name": f"{name} {place}", "delegation": delegation}
        for place, delegation in enumerate(delegations, 1)
    ]
    return {"tournament": name, "items": rows, **more}


def test_shared_places_share_their_medals_exactly(run) -> None:
    assert run("medals", "--places", PLACES)[1].splitlines() == [
        "  #           gold  silver  bronze  total",
        "  1  Physics  1.5   0.5     0       2      Gold medals: 1.5, and 0.5 for Law.",
        "  2  Law      0.5   1.5     0       2      Gold medals: 0.5, and 1.5 for Physics.",
    ]


def test_two_bronzes(run) -> None:
    places = cup("cs2", "A", "B", "C", "D")
    counts = [
        {row["entry"]: row["figures"]["bronze"] for row in json.loads(out)["standings"]}
        for _, out, _ in (run("medals", "--places", places, "--bronzes", n, "--json") for n in ("1", "2"))
    ]
    assert counts == [{"A": 0, "B": 0, "C": 1}, {"A": 0, "B": 0, "C": 1, "D": 1}]


def test_who_is_not_in_a_delegation_stands_for_the_club_or_themselves(run) -> None:
    items = [{"place": 1, "name": "Owls", "club": "Nest"}, {"place": 2, "name": "Birds"}]
    table = json.loads(run("medals", "--places", {"tournament": "cs2", "items": items}, "--json")[1])
    assert [row["entry"] for row in table["standings"]] == ["Nest", "Birds"]


def test_the_reply_of_the_api_counts_when_it_is_final_and_without_who_is_out(run) -> None:
    row = {"entry": "x", "delegation": "Law", "club": None, "region": None}
    items = [
        {**row, "place": 1, "name": "Owls", "state": "disqualified"},
        {**row, "place": 2, "name": "Birds", "state": "checked_in"},
    ]
    final = {"tournament": "a", "final": True, "items": items}
    table = json.loads(run("medals", "--places", [final, cup("b", "Art", final=False)], "--json")[1])
    assert [(row["entry"], row["figures"]["silver"]) for row in table["standings"]] == [("Law", 1)]
    assert run("medals", "--places", cup("b", "Art", final=False))[1] == "Nobody has a medal yet.\n"


def test_points_by_the_rules_over_several_files(run) -> None:
    status, out, _ = run("points", "--places", PLACES[0], PLACES[1], "--rules", RULES)
    assert (status, out.splitlines()[1].split()[:6]) == (0, ["1", "Physics", "27", "2", "2", "1.5"])
    found = json.loads(run("points", "--places", PLACES, "--rules", {**RULES, "best": 1}, "--json")[1])
    assert [row["figures"]["points"] for row in found["standings"]] == [17, 17]
    assert found["earned"]["Physics"] == [
        {"tournament": "cs2", "points": 10, "counted": False},
        {"tournament": "go", "points": 17, "counted": True},
    ]


def test_one_name_whatever_its_capitals(run) -> None:
    places = [cup("a", "Law"), cup("b", "LAW")]
    table = json.loads(run("points", "--places", places, "--rules", {"points": [1]}, "--json")[1])
    assert [(row["entry"], row["figures"]["points"]) for row in table["standings"]] == [("Law", 2)]


def test_the_table_can_be_of_entries_and_tells_who_is_not_ranked(run) -> None:
    rules = {"points": [3, 1], "rows": "entry", "minimum_titles": 2}
    assert run("points", "--places", PLACES[0], "--rules", rules)[1].splitlines() == [
        "Night Owls (3): Not ranked: among the first 8 in 1 titles, of 2 that are needed.",
        "Early Birds (1): Not ranked: among the first 8 in 1 titles, of 2 that are needed.",
    ]
    assert run("points", "--places", [], "--rules", rules)[1] == "Nobody has a place yet.\n"


HOLE = {
    "tournament": "a",
    "items": [{"place": 1, "name": "A"}, {"place": 1, "name": "B"}, {"place": 2, "name": "C"}],
}


@pytest.mark.parametrize(
    ("places", "rules", "words"),
    [
        ({"tournament": "a"}, RULES, "/items: This field is needed."),
        ([cup("a"), {"items": []}], RULES, "/1/tournament: This field is needed."),
        ([cup("a"), cup("a")], RULES, "/1/tournament: a is there twice."),
        (cup("a", 3), RULES, "/items/0/delegation: This must be of type "),
        (
            HOLE,
            {"points": [1]},
            "--places: The finishes have faults, 1 in all. /tournaments/0/finishes: In a ",
        ),
        (PLACES, {}, "--rules: /points: The points must be a list"),
        (PLACES, {"points": [1, 2]}, "--rules: /points/1: Place 2 must not earn more"),
        (PLACES, {"points": [1], "tops": 3}, "--rules: /tops: There is no option tops"),
        (PLACES, {"points": [1], "rows": "club"}, "--rules: /rows: rows must be one of: delegation, entry."),
        (
            PLACES,
            {"points": [1], "weights": [{"weight": 1}]},
            "--rules: /weights/0/tournament: This field is",
        ),
        (
            PLACES,
            {"points": [1], "weights": [{"tournament": "x", "weight": 1}]},
            "--rules: /weights/0/tournament: There is no such tournament.",
        ),
        (
            PLACES,
            {"points": [1], "weights": [{"tournament": "go", "weight": 1}] * 2},
            "--rules: /weights/1/tournament: This tournament stands in the list twice.",
        ),
        (
            PLACES,
            {"points": [1], "weights": [{"tournament": "go", "weight": -1}]},
            "--rules: /weights/0/weight: A weight must be a number from 0",
        ),
    ],
)
def test_bad_input_is_one_clear_line(run, places, rules, words: str) -> None:
    status, out, err = run("points", "--places", places, "--rules", rules)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("esports points: ")
    assert words in err


def test_bad_places_are_told_of_the_medals_too(run) -> None:
    status, out, err = run("medals", "--places", HOLE)
    assert (status, out) == (2, "")
    assert err.startswith("esports medals: --places: The finishes have faults")


@pytest.mark.parametrize("command", ["medals", "points"])
def test_the_help_has_an_example(run, capsys, command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run(command, "--help")
    assert ended.value.code == 0
    assert EXAMPLE in capsys.readouterr().out
