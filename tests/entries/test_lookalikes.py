"""Names that pass for others: mixed scripts in a word, and two entries that look the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esports.errors import DomainError
from esports.lookalikes import LETTERS, look, mixes_scripts, skeleton
from esports.text import clean_name
from tests.support.desk import Desk

WELCOME = [
    "青岛Team一队",
    "龙Дракон",
    "カタカナAチーム",
    "한국Team",
    "ทีมA",
    "टीमX",
    "NaVi Юніор",
    "Παλάτι-Team",
    "ФК Спартак 2",
    "𠮷野家",
    "\U00031350字",
    "Nguyễn Thị Ánh",
    "ʻOkina",
]
MIXED = [
    "N\u0430vi",
    "\u0415DG",
    "T\u03b5am",
    "N\u0323\u0430vi",
    "\u0420\u0421K1ngs",
    "Ｔ\u0435am",
    "\u0433r\u03b5",
]
ALIKE = [
    ("Team", "\u0422\u0435\u0430m"),
    ("TEAM", "\u0422\u0415\u0410\u041c"),
    ("coco", "\u0441\u043e\u0441\u043e"),
    ("AI", "Al"),
    ("Team 0", "team O"),
    ("Modern", "Modem"),
    ("Ｔｅａｍ", "team"),
    ("Night Owls", "Night\u3000 Owls"),
    ("\u00c9lan", "E\u0301lan"),
]
APART = [("Team 1", "Team 2"), ("Élan", "Elan"), ("狼队", "狼隊"), ("EDG", "EDC"), ("Ю", "IO")]


@pytest.mark.parametrize("name", WELCOME)
def test_scripts_that_people_write_together_are_welcome(name: str) -> None:
    assert clean_name(name, "/name") == name


@pytest.mark.parametrize("name", MIXED, ids=ascii)
def test_a_word_of_letters_that_only_look_right_is_refused(name: str) -> None:
    with pytest.raises(DomainError) as caught:
        clean_name(name, "/roster/0/name")
    assert (caught.value.code, caught.value.pointer) == ("name_mixed_scripts", "/roster/0/name")


@pytest.mark.parametrize(("one", "other"), ALIKE, ids=ascii)
def test_what_cannot_be_told_apart_is_one(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)
    assert look(one) == look(other)


@pytest.mark.parametrize(("one", "other"), APART, ids=ascii)
def test_what_can_be_told_apart_is_two(one: str, other: str) -> None:
    assert look(one) != look(other)


def test_the_table_holds_letters_of_its_scripts_alone() -> None:
    scripts = {unicodedata.name(one).split()[0] for letters in LETTERS.values() for one in letters}
    assert scripts == {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"}
    assert all(latin.isascii() for latin in LETTERS)


@given(st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=20))
def test_case_and_composition_never_tell_names_apart(name: str) -> None:
    assert skeleton(name) == skeleton(unicodedata.normalize("NFD", name))
    assert not mixes_scripts("".join(one for one in name if one.isascii()))


async def test_two_entries_that_look_the_same_are_refused(desk: Desk) -> None:
    tournament = await desk.tournament()
    path = f"/tournaments/{tournament['id']}/entries"
    first = await desk.post(path, {"name": "coco"})
    twin, other = {"name": "\u0441\u043e\u0441\u043e"}, await desk.post(path, {"name": "Other"})
    await desk.refused("POST", path, twin, 409, "name_looks_alike", "/name")
    await desk.refused("POST", path, {"name": "COCO"}, 409, "name_taken", "/name")
    await desk.refused("PATCH", f"/entries/{other['id']}", twin, 409, "name_looks_alike", "/name")
    rows = {"entries": [twin, {"name": "Al"}, {"name": "AI"}, {"name": "N\u0430vi"}]}
    problem = await desk.refused("POST", f"{path}/import", rows, 422, "import_rejected")
    assert [(row["row"], row["code"]) for row in problem["rejected"]] == [
        (1, "name_looks_alike"),
        (3, "name_looks_alike"),
        (4, "name_mixed_scripts"),
    ]
    await desk.post(f"/entries/{first['id']}/withdraw")
    assert (await desk.do("PATCH", f"/entries/{other['id']}", twin))["name"] == twin["name"]
    await desk.refused("POST", path, {"name": "coco"}, 409, "name_looks_alike", "/name")


async def test_the_longest_name_of_the_widest_letters_fits(desk: Desk) -> None:
    tournament = await desk.tournament()
    assert await desk.post(f"/tournaments/{tournament['id']}/entries", {"name": "\ufdfa" * 120})
