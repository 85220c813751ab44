"""`esports bracket`: what goes in, what comes out, and one clear line for each wrong input."""

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from esports.cli import main

MAJOR = json.loads((Path(__file__).parent / "data" / "austin_major_2025.json").read_text())


OVER_ONE_ANOTHER = {
    "matches": [
        *({"id": f"A{n}", "slots": [{"seed": 2 * n - 1}, {"seed": 2 * n}]} for n in range(1, 8)),
        {"id": "B1", "slots": [{"seed": 15}, {"seed": 16}], "round": 2},
        {"id": "B2", "slots": [{"winner_of": "A1"}, {"loser_of": "A2"}]},
        {"id": "B3", "slots": [{"winner_of": "A2"}, {"winner_of": "A3"}]},
        {"id": "B4", "slots": [{"loser_of": "A1"}, {"winner_of": "A4"}]},
        {"id": "B5", "slots": [{"loser_of": "A4"}, {"loser_of": "A3"}]},
    ],
    "places": [
        {"place": place, "winner_of": match}
        for place, match in enumerate(["B1", "B2", "B3", "B4", "B5", "A5", "A6", "A7"], 1)
    ],
}
"""A graph whose matches want to stand on one another."""


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """Run the command; values that are no text become JSON files."""
    monkeypatch.setenv("ESPORTS_LOCALE", "en")

    def command(format: str, entries, *more: str, results=None, options=None):
        arguments = ["bracket", format, "--entries", written("entries", entries)]
        if results is not None:
            arguments += ["--results", written("results", results)]
        if options is not None:
            arguments += ["--options", options if isinstance(options, str) else json.dumps(options)]
        try:
            status = main([*arguments, *more])
        except SystemExit as wrong_use:
            status = wrong_use.code
        said = capsys.readouterr()
        return status, said.out, said.err

    def written(name: str, value) -> str:
        if isinstance(value, str | int):
            return str(value)
        (tmp_path / name).write_text(json.dumps(value))
        return str(tmp_path / name)

    return command


@pytest.fixture
def document(run):
    """Run with --json; the parsed document."""

    def command(*arguments, **more):
        status, out, err = run(*arguments, "--json", **more)
        assert (status, err) == (0, "")
        return json.loads(out)

    return command


def test_the_document_has_the_published_shape(document) -> None:
    found = document("single_elimination", 6, "--draw-seed", "lot", options={"third_place": True})
    assert list(found) == [
        "format",
        "entries",
        "options",
        "engine_version",
        "draw_seed",
        "matches",
        "standings",
        "complete",
    ]
    assert found["entries"] == ["1", "2", "3", "4", "5", "6"]
    assert (found["format"], found["draw_seed"], found["complete"]) == ("single_elimination", "lot", False)
    assert found["options"] == {
        "third_place": True,
        "placement": False,
        "best_of": 1,
        "best_of_by_round": {},
        "separate": "none",
    }
    assert found["matches"][0] == {
        "id": "U1-1",
        "round": 1,
        "bracket": "upper",
        "group": None,
        "entries": ["1", None],
        "sources": [{"seed": 1}, {"seed": 8}],
        "best_of": 1,
        "phase": "bye",
        "winner": "1",
        "scores": None,
        "reason": None,
    }


def test_results_are_applied_in_order_and_turned_to_the_slots(document) -> None:
    results = [
        {"entries": ["5", "4"], "scores": [2, 1]},
        {"entries": ["6", "3"], "games": [{"scores": [13, 2]}]},
        {"entries": ["2", "6"], "outcome": {"kind": "walkover", "loser": "6"}},
        {"entries": ["1", "5"], "winner": "5"},
        {"entries": ["2", "5"], "games": [[9, 13]]},
    ]
    found = document("single_elimination", 6, results=results)
    states = {match["id"]: (match["phase"], match["winner"], match["scores"]) for match in found["matches"]}
    assert states["U1-2"] == ("settled", "5", [1, 2])
    assert states["U1-4"] == ("settled", "6", [2, 13])
    assert states["U2-2"] == ("settled", "2", None)
    assert states["U3-1"] == ("settled", "5", [13, 9])
    assert found["complete"] is True
    assert [(row["place"], row["entry"]) for row in found["standings"]] == [
        (1, "5"),
        (2, "2"),
        (3, "1"),
        (3, "6"),
        (5, "3"),
        (5, "4"),
    ]
    assert found["standings"][0]["trail"][0]["text"] == "Won U3-1 against 2."


def test_a_real_swiss_stage(document) -> None:
    facts = MAJOR["stages"][0]
    played = [match for round_ in facts["rounds"] for match in round_]
    results = [{"entries": match, "winner": match[0]} for match in played]
    entries = [{"name": name, "rating": 1.5, "club": None} for name in facts["seeds"]]
    found = document("swiss", entries, results=results, options={"variant": "major"})
    table = [
        [row["entry"], *(row["figures"][key] for key in ("wins", "losses", "difficulty"))]
        for row in found["standings"]
    ]
    assert table == facts["table"]
    assert (len(found["matches"]), found["complete"]) == (33, True)


def test_a_swiss_round_is_paired_when_the_one_before_is_complete(document) -> None:
    results = [{"entries": [str(seed), str(seed + 8)], "winner": str(seed)} for seed in range(1, 9)]
    assert len(document("swiss", 16, results=results[:7])["matches"]) == 8
    assert len(document("swiss", 16, results=results)["matches"]) == 16


def test_both_legs_of_a_double_round_robin(document) -> None:
    results = [{"entries": ["1", "2"], "scores": [3, 1]}, {"entries": ["1", "2"], "scores": [0, 2]}]
    found = document("round_robin", 2, results=results, options={"legs": 2})
    assert [match["scores"] for match in found["matches"]] == [[3, 1], [2, 0]]
    assert found["complete"] is True


def test_groups_are_named_in_the_table(document) -> None:
    found = document("round_robin", 8, options={"groups": 2})
    assert [row["group"] for row in found["standings"]] == ["A"] * 4 + ["B"] * 4


def test_a_draw_and_a_double_forfeit(document) -> None:
    drawn = [{"entries": ["1", "2"], "winner": None}]
    found = document("round_robin", 2, results=drawn, options={"best_of": 2})
    assert found["standings"][0]["figures"]["draws"] == 1
    both = [{"entries": ["1", "2"], "outcome": {"kind": "double_forfeit"}}]
    assert document("single_elimination", 2, results=both)["matches"][0]["winner"] is None


def test_text_for_people(run) -> None:
    results = [
        {"entries": ["甲队", "Spirit"], "scores": [0, 2]},
        {"entries": ["b", "c"], "outcome": {"kind": "forfeit", "loser": "b"}},
    ]
    status, out, _ = run("single_elimination", ["Spirit", "b", "c", "甲队", "e"], results=results)
    assert status == 1
    status, out, _ = run("single_elimination", ["Spirit", "b", "c", "甲队"], results=results)
    assert status == 0
    assert "U1-1  Spirit  2:0        甲队  best of 1" in out
    assert "b       < forfeit  c     best of 1" in out
    assert "Not complete." in out
    status, out, _ = run("round_robin", 4, options={"groups": 2})
    assert "Group B" in out
    assert "Third place" in run("single_elimination", 4, options={"third_place": True})[1]
    assert "winner of U1-1" in run("single_elimination", 4)[1]
    assert "1  bye    bye  best of 1" in run("single_elimination", 3)[1]


def test_the_headings_of_double_elimination(run) -> None:
    _, out, _ = run("double_elimination", 4)
    headings = [line for line in out.splitlines() if line and not line.startswith(" ")]
    assert headings == [
        "Round 1",
        "Lower bracket, round 1",
        "Round 2",
        "Lower bracket, round 2",
        "Grand final",
        "Grand final, played again",
        "Not complete.",
    ]


def test_the_headings_of_a_bracket_for_every_place(run) -> None:
    _, out, _ = run("single_elimination", 8, options={"placement": True})
    headings = [line for line in out.splitlines() if line and not line.startswith(" ")]
    assert headings == [
        "Round 1",
        "Placement, round 2",
        "Round 2",
        "Placement, round 3",
        "Third place",
        "Round 3",
        "Not complete.",
    ]


def test_text_of_a_finished_match_without_scores(run) -> None:
    won = [{"entries": ["1", "2"], "winner": "1"}]
    _, out, _ = run("single_elimination", 2, results=won)
    assert "1  >  2" in out
    assert "Complete." in out
    drawn = [{"entries": ["1", "2"], "winner": None}]
    assert "1  -  2" in run("round_robin", 2, results=drawn, options={"best_of": 2})[1]


def test_a_drawing_is_a_document_of_its_own(run, tmp_path) -> None:
    names = ["A & <B>", "b", "c", "d" * 80]
    results = [
        {"entries": ["A & <B>", "d" * 80], "scores": [2, 1]},
        {"entries": ["b", "c"], "winner": "c"},
    ]
    file = tmp_path / "bracket.svg"
    options = {"third_place": True}
    status, out, _ = run("single_elimination", names, "--svg", str(file), results=results, options=options)
    assert (status, out) == (0, "")
    root = ElementTree.fromstring(file.read_text())
    texts = [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "A & <B>" in texts
    assert max(map(len, texts)) < 50
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) == 2


@pytest.mark.parametrize(
    ("format", "options"),
    [
        ("swiss", {}),
        ("round_robin", {}),
        ("double_elimination", {}),
        ("single_elimination", {"placement": True}),
        ("gauntlet", {}),
        ("gsl_groups", {}),
        ("custom", OVER_ONE_ANOTHER),
    ],
)
def test_a_drawing_puts_no_match_over_another(run, tmp_path, format: str, options) -> None:
    file = tmp_path / "bracket.svg"
    run(format, 16, "--svg", str(file), options=options)
    columns: dict[float, list[float]] = {}
    for box in ElementTree.fromstring(file.read_text()).iter("{http://www.w3.org/2000/svg}rect"):
        if box.get("class") == "box":
            columns.setdefault(float(str(box.get("x"))), []).append(float(str(box.get("y"))))
    assert all(below - above >= 60 for ys in columns.values() for above, below in pairwise(sorted(ys)))


def test_a_custom_bracket_is_given_as_data(document) -> None:
    options = {
        "matches": [
            {"id": "A", "slots": [{"seed": 1}, {"seed": 4}]},
            {"id": "C", "slots": [{"seed": 2}, {"seed": 3}]},
            {"id": "B", "slots": [{"winner_of": "A"}, {"loser_of": "C"}]},
        ],
        "places": [{"place": 1, "winner_of": "B"}, {"place": 2, "winner_of": "C"}],
    }
    results = [
        {"entries": ["1", "4"], "winner": "1"},
        {"entries": ["2", "3"], "winner": "3"},
        {"entries": ["2", "1"], "scores": [3, 1]},
    ]
    found = document("custom", 4, options=options, results=results)
    assert found["options"] == {**options, "best_of": 1}
    assert [(match["id"], match["bracket"], match["winner"]) for match in found["matches"]] == [
        ("A", "custom", "1"),
        ("C", "custom", "3"),
        ("B", "custom", "2"),
    ]
    assert [(row["place"], row["entry"]) for row in found["standings"]] == [
        (1, "2"),
        (2, "3"),
        (3, "1"),
        (4, "4"),
    ]
    assert found["complete"] is True


def test_every_fault_of_a_custom_bracket_is_told(run) -> None:
    options = {"matches": [{"id": "A", "slots": [{"seed": 1}, {"loser_of": "B"}]}], "places": []}
    status, out, err = run("custom", 2, options=options)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "has faults, 3 in all. /options/matches/0/slots/1: There is no match B." in err
    assert "/options/places: The places must be 1, 2, 3 and so on; missing: 1." in err
    assert "/options/matches/0: The winner of A neither plays on nor gets a place." in err


def game(number: int | None, *rows: str) -> dict:
    """A game of a lobby: each row is an entry, its place and its kills, or its absence."""
    placements = []
    for entry, place, *kills in map(str.split, rows):
        if place.isdecimal():
            placements.append({"entry": entry, "place": int(place), "kills": int(*kills)})
        else:
            placements.append({"entry": entry, "outcome": place})
    return {"placements": placements} if number is None else {"game": number, "placements": placements}


SCORED = {
    "points": {"1": 10, "2": 6, "3-4": 1},
    "kill_points": 1,
    "adjustments": [{"entry": "A", "points": -2, "reason": "Late", "date": "2026-05-02"}],
    "tie_breaks": ["kills"],
}
TWO_GAMES = [game(1, "A 1 4", "B 2 0", "C 3 1", "D 3 0"), game(2, "D 1 0", "C 2 9", "A 3 4", "B no_show")]


def test_a_lobby_is_played_game_by_game(document) -> None:
    found = document("free_for_all", ["A", "B", "C", "D"], results=TWO_GAMES, options=SCORED)
    assert [
        [row["entry"], *(row["figures"][key] for key in ("points", "kills", "wins", "adjustment"))]
        for row in found["standings"]
    ] == [["C", 17, 10, 0, 0], ["A", 17, 8, 1, -2], ["D", 11, 0, 1, 0], ["B", 6, 0, 0, 0]]
    (lobby,) = found["matches"]
    assert (lobby["bracket"], lobby["phase"], lobby["best_of"]) == ("lobby", "settled", 1)
    assert lobby["entries"] == ["A", "B", "C", "D"]
    assert (lobby["scores"], lobby["winner"]) == ([19, 6, 17, 11], "A")
    assert lobby["games"][1]["placements"][1] == {
        "entry": "B",
        "place": None,
        "kills": 0,
        "outcome": "no_show",
    }
    assert found["standings"][1]["trail"][0]["text"] == "An adjustment of -2 points on 2026-05-02 (Late)."
    assert found["complete"] is True
    assert found["options"]["points"] == {"1": 10, "2": 6, "3-4": 1}


def test_a_lobby_is_over_when_all_its_games_are_there(document) -> None:
    options = SCORED | {"games": 2}
    one = document("free_for_all", ["A", "B", "C", "D"], results=TWO_GAMES[:1], options=options)
    assert (one["matches"][0]["phase"], one["matches"][0]["winner"], one["complete"]) == (
        "ready",
        None,
        False,
    )
    assert one["matches"][0]["scores"] == [14, 6, 2, 1]
    none = document("free_for_all", ["A", "B", "C", "D"], options=options)
    assert (none["matches"][0]["scores"], none["matches"][0]["games"]) == (None, [])
    both = document("free_for_all", ["A", "B", "C", "D"], results=TWO_GAMES, options=options)
    assert (both["matches"][0]["phase"], both["complete"]) == ("settled", True)


def test_games_find_their_lobby_by_their_entries(document) -> None:
    options = {"lobby_size": 3, "rounds": 2, "mixing": "ranked", "games": 1}
    results = [
        game(1, "2 1 0", "3 2 0", "6 3 0"),
        game(1, "4 1 0", "5 2 0", "1 3 0"),
        game(2, "6 1 0", "5 2 0", "1 3 0"),
        game(None, "3 1 0", "2 2 0", "4 3 0"),
    ]
    found = document("free_for_all", 6, results=results, options=options)
    assert [match["id"] for match in found["matches"]] == ["R1-1", "R1-2", "R2-1", "R2-2"]
    assert [match["phase"] for match in found["matches"]] == ["settled"] * 4
    assert found["complete"] is True


def test_a_whole_lobby_may_be_said_as_one_result(document) -> None:
    games = [{"placements": one["placements"]} for one in TWO_GAMES]
    said = [{"entries": ["D", "C", "B", "A"], "games": games}]
    assert document("free_for_all", ["A", "B", "C", "D"], results=said, options=SCORED)["matches"][0][
        "scores"
    ] == [19, 6, 17, 11]


def test_match_point_goes_on_until_it_is_taken(document) -> None:
    options = {"match_point": 12, "points": {"1": 10, "2": 6}}
    results = [game(number, "1 1 0", "2 2 0", "3 3 0") for number in (1, 2)]
    found = document("free_for_all", 3, results=results, options=options)
    assert (len(found["matches"]), found["complete"]) == (3, False)
    results += [game(3, "2 1 0", "1 2 0", "3 3 0")]
    found = document("free_for_all", 3, results=results, options=options)
    assert [row["figures"]["status"] for row in found["standings"]] == ["winner", "match_point", "playing"]
    assert (found["standings"][0]["entry"], found["complete"]) == ("2", True)


def test_text_of_lobbies(run) -> None:
    _, out, _ = run("free_for_all", ["A", "B", "C", "D"], results=TWO_GAMES, options=SCORED)
    assert "R1-1  settled  2 games" in out
    assert "A  19  1 (4)  3 (4)" in out
    assert "B  6   2 (0)  no_show" in out
    assert "A: An adjustment of -2 points on 2026-05-02 (Late)." in out
    _, out, _ = run("free_for_all", 6, options={"lobby_size": 3, "games": 4, "table": "lobby"})
    assert "R1-2  B  ready  0 of 4 games" in out
    assert "Group B" in out


def test_a_drawing_of_lobbies_puts_nothing_over_another(run, tmp_path) -> None:
    file = tmp_path / "lobbies.svg"
    for options in ({"groups": 4}, {"lobby_size": 6, "table": "lobby"}):
        status, _, _ = run("free_for_all", 16, "--svg", str(file), options=options)
        assert status == 0
        root = ElementTree.fromstring(file.read_text())
        columns: dict[str, list[tuple[float, float]]] = {}
        for box in root.iter("{http://www.w3.org/2000/svg}rect"):
            if box.get("class") == "box":
                span = float(str(box.get("y"))), float(str(box.get("height")))
                columns.setdefault(str(box.get("x")), []).append(span)
        assert len(columns) == (4 if "groups" in options else 2)
        for spans in columns.values():
            assert all(y + high < below for (y, high), (below, _) in pairwise(spans))
        bottom = max(y + high for spans in columns.values() for y, high in spans)
        assert bottom < float(str(root.get("height")))


def test_a_drawing_of_lobbies_tells_points_and_the_leader(run, tmp_path) -> None:
    file = tmp_path / "lobby.svg"
    run("free_for_all", ["A", "B", "C", "D"], "--svg", str(file), results=TWO_GAMES, options=SCORED)
    texts = list(ElementTree.fromstring(file.read_text()).iter("{http://www.w3.org/2000/svg}text"))
    assert [text.text for text in texts if text.get("class") == "won"] == ["A", "19", "1  C", "17"]
    assert "R1-1 2 games" in [text.text for text in texts]


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([game(1, "A 1 0", "B 2 0", "C 3 0")], "result 1 (A - B - C): The placements leave out: D."),
        ([game(1, "A 1 0", "B 1 0", "C 2 0", "D 4 0")], "2 does not fit"),
        ([game(1, "A 1 0", "A 2 0", "B 3 0", "C 4 0", "D 4 0")], "A is placed twice"),
        ([game(1, "A 1 0", "X 2 0")], "there is no entry X"),
        ([*TWO_GAMES, game(3, "A 1 0", "B 2 0", "C 3 0", "D 4 0")], "no lobby that still plays"),
        ([TWO_GAMES[1], TWO_GAMES[0]], "result 2 (A - B - C - D): R1-1 has come to game 2 already"),
        ([{"entries": ["A", "B", "C", "D"], "winner": "A"}], "A lobby is reported by its games"),
        ([{"entries": ["A", "B"], "games": []}], "no ready match has these entries"),
    ],
)
def test_a_game_that_does_not_fit_is_named(run, results, words: str) -> None:
    options = SCORED | {"games": 2}
    status, out, err = run("free_for_all", ["A", "B", "C", "D"], results=results, options=options)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert words in err


def test_a_game_of_two_lobbies_is_refused(run) -> None:
    results = [game(1, "1 1 0", "2 2 0", "3 3 0")]
    status, _, err = run("free_for_all", 6, results=results, options={"lobby_size": 3})
    assert (status, "2 does not play in this lobby." in err) == (1, True)


def test_placements_for_a_format_without_lobbies(run) -> None:
    status, _, err = run("single_elimination", 2, results=[game(1, "1 1 0", "2 2 0")])
    assert (status, "There must be two scores" in err) == (1, True)


JUDGED = {"criteria": [{"name": "idea", "weight": 1}], "minimum_marks": 2}


def given(judge: str, submission: str, points) -> dict:
    return {"judge": judge, "submission": submission, "points": {"idea": points}}


def test_a_judged_contest_is_a_table(run, document) -> None:
    marks = [given(judge, film, points) for judge in "JK" for film, points in (("1", 8), ("2", "9.5"))]
    status, out, err = run("judged", 2, options=JUDGED, results=marks)
    assert (status, err) == (0, "")
    assert [line.split()[:4] for line in out.splitlines()[1:3]] == [
        ["1", "2", "9.5", "2"],
        ["2", "1", "8", "2"],
    ]
    assert out.endswith("\n\nComplete.\n")
    found = document("judged", 2, options=JUDGED, results=marks)
    assert [(row["place"], row["entry"], row["figures"]["mark"]) for row in found["standings"]] == [
        (1, "2", "9.5"),
        (2, "1", 8),
    ]
    assert (found["matches"], found["complete"]) == ([], True)


def test_a_judged_contest_without_enough_marks_has_no_table(run, document) -> None:
    assert run("judged", 2, options=JUDGED)[:2] == (0, "Not complete.\n")
    found = document("judged", 2, options=JUDGED, results=[given("J", "1", 8)])
    assert (found["standings"], found["complete"]) == ([], False)


@pytest.mark.parametrize(
    ("marks", "status", "words"),
    [
        ({}, 2, "must hold a list"),
        ([given("J", "9", 8)], 1, "There is no submission 9."),
        ([given("J", "1", 11), "x"], 1, "idea needs a mark from 0 to 10"),
        ([{"judge": ["J"]}], 1, "A mark has exactly three fields"),
    ],
)
def test_marks_that_do_not_fit(run, marks, status: int, words: str) -> None:
    got, out, err = run("judged", 2, options=JUDGED, results=marks)
    assert (got, out, err.count("\n")) == (status, "", 1)
    assert words in err


def test_a_judged_contest_is_not_drawn(run, tmp_path) -> None:
    status, out, err = run("judged", 2, "--svg", str(tmp_path / "x.svg"), options=JUDGED)
    assert (status, out) == (2, "")
    assert "no matches that could be drawn" in err


@pytest.mark.parametrize(
    ("arguments", "more", "words"),
    [
        (("single_elimination", "nofile.json"), {}, "nofile.json cannot be read"),
        (("single_elimination", "9000"), {}, "at most 8192"),
        (("single_elimination", "9" * 5000), {}, "at most 8192"),
        (("single_elimination", 1), {}, "at least 2 entries"),
        (("single_elimination", {"a": 1}), {}, "must hold a list"),
        (("single_elimination", ["a", 3]), {}, "entry 2 must be a name"),
        (("single_elimination", ["a", {"title": "b"}]), {}, "entry 2 must be a name"),
        (("single_elimination", ["a", " "]), {}, "entry 2 has an empty"),
        (("single_elimination", ["a", "a"]), {}, "a is there twice"),
        (("single_elimination", ["a", {"name": "b", "klub": "x"}]), {}, "unknown key klub"),
        (("single_elimination", ["a", {"name": "b", "club": 4}]), {}, "club of b must be text"),
        (("single_elimination", ["a", {"name": "b", "rating": "x"}]), {}, "rating of b must be a number"),
        (("single_elimination", ["a", {"name": "b", "rating": float("inf")}]), {}, "must be a number"),
        (("single_elimination", 4), {"options": "{"}, "is not JSON"),
        (("single_elimination", 4), {"options": "[" * 100_000}, "is not JSON"),
        (("single_elimination", 4), {"options": "[]"}, "/options: options must be an object"),
        (("single_elimination", 4), {"options": {"third": True}}, "no option third"),
        (("single_elimination", 4), {"options": "missing.json"}, "missing.json cannot be read"),
        (("judged", 4), {}, "must be a list of 1 to 50"),
        (("swiss", 12), {}, "multiple of 16"),
        (("single_elimination", 4), {"results": "missing.json"}, "missing.json cannot be read"),
        (("single_elimination", 4), {"results": {}}, "must hold a list"),
        (("single_elimination", 4), {"results": [1]}, "result 1 must be an object"),
        (("single_elimination", 4), {"results": [{"entries": "1"}]}, "must name its entries"),
        (("single_elimination", 4), {"results": [{"entries": ["1", 4]}]}, "must name its entries"),
        (("single_elimination", 4), {"results": [{"entries": ["1"], "wins": 1}]}, "unknown key wins"),
        (("free_for_all", 4), {"results": [{"placements": []}]}, "must list placements"),
        (("free_for_all", 4), {"results": [{"placements": ["1"]}]}, "must list placements"),
        (("free_for_all", 4), {"results": [{"placements": [{"place": 1}]}]}, "must list placements"),
        (("free_for_all", 4), {"results": [game(0, "1 1 0")]}, "game of result 1 must be a number from 1"),
        (("free_for_all", 4), {"results": [{**game(1, "1 1 0"), "map": "x"}]}, "unknown key map"),
        (("free_for_all", 4), {"options": {"points": {"1-2": 3, "2": 1}}}, "/options/points/2: Place 2"),
    ],
)
def test_wrong_use_is_one_clear_line(run, arguments, more, words: str) -> None:
    status, out, err = run(*arguments, **more)
    assert (status, out) == (2, "")
    assert words in err
    assert err.startswith("esports bracket: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"entries": ["1", "2"], "winner": "1"}, "result 1 (1 - 2): no ready match has these entries"),
        ({"entries": ["1", "1"], "winner": "1"}, "no ready match"),
        ({"entries": ["1"], "winner": "1"}, "no ready match"),
        ({"entries": ["1", "7"], "winner": "1"}, "there is no entry 7"),
        ({"entries": ["1", "4"], "winner": "2"}, "2 does not play in this match"),
        ({"entries": ["1", "4"], "winner": 7}, "A slot is a number"),
        ({"entries": ["1", "4"], "winner": None}, "cannot be drawn"),
        ({"entries": ["1", "4"]}, "exactly one of"),
        ({"entries": ["1", "4"], "scores": [1, 1]}, "has no winner"),
        ({"entries": ["4", "1"], "scores": "1:0"}, "two scores"),
        ({"entries": ["4", "1"], "games": "1:0"}, "must be a list"),
        ({"entries": ["4", "1"], "games": ["1:0"]}, "two scores"),
        ({"entries": ["1", "4"], "outcome": {"kind": "late", "loser": "1"}}, "must be one of"),
        ({"entries": ["1", "4"], "outcome": {"kind": "walkover", "loser": "9"}}, "9 does not play"),
        ({"entries": ["1", "4"], "outcome": {"kind": "walkover", "loser": None}}, "Name the slot"),
        ({"entries": ["1", "4"], "outcome": "walkover"}, "must be an object"),
    ],
)
def test_a_result_that_does_not_fit_is_named(run, said, words: str) -> None:
    status, out, err = run("single_elimination", 4, results=[said])
    assert (status, out) == (1, "")
    assert words in err
    assert "result 1 (" in err
    assert err.count("\n") == 1


def test_argparse_refuses_what_it_does_not_know(run) -> None:
    assert run("kingofthehill", 4)[0] == 2
    assert run("swiss", 16, "--json", "--svg", "x")[0] == 2


def test_a_file_that_cannot_be_written(run, tmp_path) -> None:
    status, _, err = run("single_elimination", 4, "--svg", str(tmp_path))
    assert status == 1
    assert "cannot be written" in err


def test_options_from_a_file(document, tmp_path) -> None:
    file = tmp_path / "options.json"
    file.write_text('{"best_of": 5}')
    assert document("single_elimination", 4, options=str(file))["matches"][0]["best_of"] == 5


def test_a_reader_that_has_seen_enough_and_no_slow_imports(tmp_path) -> None:
    program = (
        "import sys; from esports.cli import main; status = main();"
        "heavy = {'sqlalchemy', 'litestar', 'asyncpg', 'redis', 'uvicorn'} & set(sys.modules);"
        "sys.exit(3 if heavy else status)"
    )
    command = [sys.executable, "-c", program, "bracket", "single_elimination", "--entries", "4096"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait() == 1
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
