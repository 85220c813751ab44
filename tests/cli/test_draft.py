"""`esports draft`: scripts and drafts without a database, the clock as it is given, sealed parts sealed."""

import json

import pytest

from esports.cli.draft import EXAMPLE
from esports.engine.draft_script import parse_script
from esports.engine.draft_scripts import SCRIPTS

MAPS = ["Ancient", "Dust2", "Inferno", "Mirage", "Nuke", "Overpass", "Train"]
SETUP = {"pool": MAPS, "names": ["Owls", "Birds"]}
BEGIN = {"verb": "begin", "at_ms": 0}
VETO = [
    BEGIN,
    {"slot": 0, "choice": "Nuke", "at_ms": 12_000},
    {"slot": 0, "choice": "Train", "at_ms": 20_000},
    {"verb": "expire", "at_ms": 50_000},
]
HEROES = [f"H{n}" for n in range(20)]
SEALED = {"pool": HEROES, "names": ["Owls", "Birds"]}


def lineup(first: int) -> list[dict[str, str]]:
    return [{"player": f"P{n}", "hero": HEROES[n], "spell": "Flash"} for n in range(first, first + 5)]


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_named_script_is_printed_as_one_s_own_would_be_written(run, name: str) -> None:
    status, out, _ = run("draft", name, "--json")
    assert (status, parse_script(json.loads(out))) == (0, SCRIPTS[name])
    assert run("draft", json.loads(out))[1] == run("draft", name)[1]


def test_a_script_is_a_line_a_step(run) -> None:
    assert run("draft", "counter_strike_bo1")[1].splitlines() == [
        "counter_strike_bo1",
        "A pool of 7.",
        "Sides: CT, T.",
        "  1  a bans            2  30 s  then it is drawn",
        "  2  b bans            3  30 s  then it is drawn",
        "  3  a bans            1  30 s  then it is drawn",
        "  4  Left over",
        "  5  b chooses a side     30 s  then it is drawn",
    ]


def test_a_draft_says_what_was_decided_and_whose_turn_it_is_for_how_long(run) -> None:
    status, out, _ = run("draft", "counter_strike_bo1", "--setup", SETUP, "--choices", VETO, "--at", "55500")
    rows = out.splitlines()
    assert (status, rows[1:3]) == (0, ["  1  Owls bans   Nuke", "  2  Owls bans   Train"])
    assert [row.endswith("Drawn by lot: the time was up") for row in rows[3:6]] == [True] * 3
    assert rows[7] == "Owls bans (25 s left)"
    assert rows[8].startswith("May be chosen: ")
    assert (
        "the time is up"
        in run("draft", "counter_strike_bo1", "--setup", SETUP, "--choices", VETO, "--at", "80000")[1]
    )


def test_a_draft_comes_to_its_maps_and_sides(run) -> None:
    done = json.loads(run("draft", "counter_strike_bo1", "--setup", SETUP, "--choices", VETO, "--json")[1])
    assert (done["view"]["turn"], done["view"]["draw_seed"], done["chosen"]) == ([0], None, [])
    last, left = done["view"]["options"]
    played = [
        *VETO,
        {"slot": 0, "choice": last, "at_ms": 51_000},
        {"slot": 1, "choice": "T", "at_ms": 52_000},
    ]
    rows = run("draft", "counter_strike_bo1", "--setup", SETUP, "--choices", played)[1].splitlines()
    assert rows[-3:] == ["The draft has ended.", "", f"  1  {left}  Left over  Birds starts as T"]


def test_what_earlier_games_bar_is_told_of_the_side_whose_turn_it_is(run) -> None:
    script = {"name": "own", "steps": [{"actor": "a", "kind": "pick"}, {"actor": "b", "kind": "pick"}]}
    setup = {"pool": HEROES, "series_rule": "global_ban_pick", "earlier": [[["H1"], ["H2"]]]}
    before = [BEGIN, {"slot": 0, "choice": "H2", "at_ms": 1}]
    assert "Barred by earlier games: H1\n" in run("draft", script, "--setup", setup, "--choices", [BEGIN])[1]
    assert "Barred by earlier games: H2\n" in run("draft", script, "--setup", setup, "--choices", before)[1]
    barred = [BEGIN, {"slot": 0, "choice": "H1", "at_ms": 1}]
    status, out, err = run("draft", script, "--setup", setup, "--choices", barred)
    assert (status, out) == (1, "")
    assert err.startswith("esports draft: --choices: /1: H1 was used in an earlier game")


def test_a_sealed_lineup_is_open_to_its_side_alone_until_both_are_in(run) -> None:
    setup = {**SEALED, "previous": [lineup(10), lineup(15)]}
    one = [BEGIN, {"slot": 1, "choice": lineup(5), "at_ms": 1_000}]
    asked = ("draft", "ultimate_battle", "--setup", setup, "--choices")
    for shown in (run(*asked, one), run(*asked, one, "--slot", "0"), run(*asked, one, "--json")):
        assert shown[0] == 0
        assert "P5" not in shown[1]
    assert "Owls has yet to hand in a lineup (179 s left)" in run(*asked, one, "--at", "1500")[1]
    assert "H5  P5  Flash" in run(*asked, one, "--slot", "1")[1]
    both = [*one, {"slot": 0, "choice": lineup(0), "at_ms": 2_000}]
    assert "H5  P5  Flash" in run(*asked, both)[1]
    blank = [BEGIN, {"slot": 0, "choice": [{**lineup(0)[0], "hero": " "}], "at_ms": 0}]
    status, _, err = run(*asked, blank)
    assert (status, err.count("\n")) == (1, 1)
    assert err.startswith("esports draft: --choices: /1: A lineup is a list")


@pytest.mark.parametrize(
    ("script", "more", "words"),
    [
        ("nothing", (), "SCRIPT: there is no script nothing; known: counter_strike_bo1"),
        ({"name": "x", "steps": []}, (), "SCRIPT: The script has faults, 1 in all. /steps: "),
        ("league", ("--choices", []), "--choices: a draft needs a setup too"),
        ("league", ("--setup", {"pool": [1]}), "--setup: /pool/0: This must be of type str, not int."),
        ("league", ("--setup", {"pool": [], "pol": 1}), "--setup: /pol: There is no such field here."),
        ("league", ("--setup", {"pool": ["A"]}), "--setup: The draft cannot begin: its setup has faults"),
        ("league", ("--setup", "{"), "--setup: { is not JSON: "),
        ("league", ("--setup", {**SETUP, "pool": "\ud800"}), "--setup: This text cannot be printed."),
        ("league", ("--setup", {**SETUP, "names": ["A", "\x1b[2J"]}), "--setup: /names/1: This text cannot"),
        (
            "counter_strike_bo1",
            ("--setup", SETUP, "--choices", [{"at_ms": 0}]),
            "--choices: /0/slot: This field is needed.",
        ),
        (
            "counter_strike_bo1",
            ("--setup", SETUP, "--choices", [{"verb": "go", "at_ms": 0}]),
            "--choices: /0/verb: This is none of the possible values.",
        ),
        (
            "counter_strike_bo1",
            ("--setup", SETUP, "--choices", [{"verb": "begin"}]),
            "--choices: /0/at_ms: This field is needed.",
        ),
    ],
)
def test_bad_input_is_one_clear_line(run, script, more, words: str) -> None:
    status, out, err = run("draft", script, *more)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"esports draft: {words}")


def test_the_example_of_the_help_is_one(run, capsys) -> None:
    example = EXAMPLE.partition("choices.json:\n")[2]
    status, out, _ = run("draft", "counter_strike_bo1", "--setup", SETUP, "--choices", json.loads(example))
    assert (status, out.count("Drawn by lot")) == (0, 3)
    with pytest.raises(SystemExit) as ended:
        run("draft", "--help")
    assert ended.value.code == 0
    assert EXAMPLE in capsys.readouterr().out
