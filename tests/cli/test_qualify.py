"""`esports qualify`: who goes on, who moves up into whose seat, and which seeds are still open."""

import json

import pytest

from esports.cli.qualify import EXAMPLE

_, _PLAN, _NORTH = EXAMPLE.replace("north.json:\n", "plan.json:\n").split("plan.json:\n")
PLAN, NORTH = json.loads(_PLAN), json.loads(_NORTH)
SOUTH = {"tournament": "south", "items": [{"place": 1, "name": "Dogs"}, {"place": 1, "name": "Elks"}]}


def test_places_fill_seeds_and_what_is_not_known_stays_open(run) -> None:
    assert run("qualify", "--plan", PLAN, "--places", NORTH)[1].splitlines() == [
        "final",
        "  1  Owls   Place 1 of north.",
        "  2  –      Open: place 1 of south is not decided yet.",
        "  3  Birds  Place 2 of north.",
        "  4  –      Open: nobody is entered directly yet.",
    ]


def test_who_moves_up_takes_the_seat_of_whom(run) -> None:
    asked = ("qualify", "--plan", PLAN, "--places", NORTH, "--withdrawn", {"final": ["BIRDS"]})
    rows = run(*asked)[1].splitlines()
    assert rows[3] == "  3  Cats  Place 3 of north, moved up to the seat of place 2.  In the seat of Birds."
    first, _, third, _ = json.loads(run(*asked, "--json")[1])["final"]
    assert (first["name"], first["due"], first["instead_of"]) == ("Owls", 1, None)
    assert {
        key: third[key] for key in ("seed", "filling", "name", "source", "place", "due", "instead_of")
    } == {
        "seed": 3,
        "filling": "moved_up",
        "name": "Cats",
        "source": "north",
        "place": 3,
        "due": 2,
        "instead_of": "Birds",
    }


def test_who_is_entered_directly_is_asked_in_no_qualifier_again(run) -> None:
    asked = ("qualify", "--plan", PLAN, "--places", NORTH, "--direct", {"final": {"4": "owls"}}, "--json")
    assert [one["name"] for one in json.loads(run(*asked)[1])["final"]] == ["Birds", None, "Cats", "owls"]


def test_a_shared_place_must_be_decided_first(run) -> None:
    status, out, err = run("qualify", "--plan", PLAN, "--places", NORTH, SOUTH)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "Place 1 of south is shared by Dogs, Elks, who would not all go on alike." in err
    decided = {**SOUTH, "ahead": ["Elks"]}
    assert "  2  Elks   Place 1 of south.\n" in run("qualify", "--plan", PLAN, "--places", NORTH, decided)[1]


def test_a_tournament_that_is_not_final_has_no_places_yet(run) -> None:
    rows = run("qualify", "--plan", PLAN, "--places", {**NORTH, "final": False})[1].splitlines()
    assert rows[1] == "  1  –  Open: place 1 of north is not decided yet."


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--plan", {}), "--plan: A plan has exactly two fields"),
        (
            ("--plan", {"tournaments": [{"id": "a"}], "qualifications": [{"from": "a"}]}),
            "--plan: The plan of qualifications has faults, ",
        ),
        (("--withdrawn", {"final": ["Nobody"]}), "--withdrawn: /final/0: there is no entry Nobody"),
        (("--withdrawn", []), "--withdrawn: This must be of type object, not array."),
        (("--direct", {"final": {"x": "Host"}}), "--direct: /final/x: This must be of type int, not str."),
        (("--direct", {"final": {"1": "Host"}}), "/direct/final/1: Seed 1 of final is not one for direct"),
        (("--places", {**NORTH, "tournament": "west"}), "/finishers/west: The plan has no tournament west."),
        (("--places", {**NORTH, "ahead": ["Dogs"]}), "--places: north: /ahead/0: there is no entry Dogs"),
    ],
)
def test_bad_input_is_one_clear_line(run, more, words: str) -> None:
    status, out, err = run("qualify", "--plan", PLAN, "--places", NORTH, *more)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert words in err


def test_the_help_has_an_example(run, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        run("qualify", "--help")
    assert ended.value.code == 0
    assert EXAMPLE in capsys.readouterr().out
