"""Imports: CSV and JSON, whole or in part, tried without a trace, and every row's faults told."""

import tracemalloc

import httpx
import pytest

from esports.entries.importing import rows_from_csv
from esports.errors import DomainError
from tests.support.app import refusal
from tests.support.desk import API, Desk, Json

CSV = {"content-type": "text/csv; charset=utf-8"}


async def send(desk: Desk, tournament: Json, body: str | bytes, query: str = "") -> httpx.Response:
    path = f"{API}/tournaments/{tournament['id']}/entries/import{query}"
    content = body.encode() if isinstance(body, str) else body
    return await desk.client.post(path, content=content, headers=CSV)


async def test_a_spreadsheet_as_people_save_it(desk: Desk) -> None:
    tournament = await desk.tournament(capacity=2)
    sheet = '\ufeffName, SEED ,delegation,rating\r\n"上海, ""EDG"" 队",2,上海市,1500.5\r\n'
    sheet += '  BLG ,1,,\r\n\r\n"Third",,,-3\r\n'
    reply = await send(desk, tournament, sheet)
    assert reply.json() == {"created": 2, "waitlisted": 1, "rejected": []}
    await desk.check(commits=1)
    first, second, third = await desk.entered(tournament)
    assert (first["name"], first["seed"], first["delegation"], first["rating"]) == (
        '上海, "EDG" 队', 2, "上海市", 1500.5,
    )  # fmt: skip
    assert (second["name"], second["seed"], second["delegation"]) == ("BLG", 1, None)
    assert (third["state"], third["rating"]) == ("waitlisted", -3)
    desk.replay()


async def test_cells_and_lines_that_hold_nothing_are_none(desk: Desk) -> None:
    """A spreadsheet saves blanks that somebody left in a cell, and lines of commas below the last one."""
    tournament = await desk.tournament()
    sheet = "name,seed,club,rating\r\nA, ,\u3000, \r\n,,,\r\n B ,2,,\r\n , ,,\r\n"
    reply = await send(desk, tournament, sheet)
    assert reply.json() == {"created": 2, "waitlisted": 0, "rejected": []}
    assert [(entry["name"], entry["seed"]) for entry in await desk.entered(tournament)] == [
        ("A", None),
        ("B", 2),
    ]


def test_a_sheet_with_far_too_many_lines_is_not_read_to_its_end() -> None:
    """Anybody who is signed in may send one: it must cost neither the memory nor the loop."""
    body = b"name\n" + b"a\n" * 1_000_000
    tracemalloc.start()
    with pytest.raises(DomainError, match="too_many_rows"):
        rows_from_csv(body)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 * len(body)


async def test_one_bad_row_stops_all_unless_part_of_them_will_do(desk: Desk) -> None:
    tournament = await desk.tournament(roster={"min": 2, "max": 2})
    await desk.post(f"/tournaments/{tournament['id']}/entries", {"name": "There", "seed": 1})
    pair = [{"name": "甲", "in_game_id": "j", "birth_date": "2010-05-05"}, {"name": "乙"}]
    rows: list[object] = [
        {"name": "Good", "seed": 2, "roster": pair},
        {"name": "THERE"},
        {"name": "good"},
        {"name": "Seeded", "seed": 1},
        {"name": "Twin", "seed": 2},
        {"seed": 9},
        {"name": "x" * 121},
        {"name": "\u202e"},
        {"name": "Odd", "colour": "red"},
        {"name": "Roster", "roster": [{"name": "A"}, {"name": 7}]},
        {"name": "Small", "roster": [{"name": "A"}]},
        {"name": "Hidden", "club": "\u200b"},
        "a string",
        None,
        {"name": "Last", "seed": 3},
    ]
    expected = [
        (2, "name_taken", "/name"),
        (3, "name_taken", "/name"),
        (4, "seed_taken", "/seed"),
        (5, "seed_taken", "/seed"),
        (6, "field_needed", "/name"),
        (7, "too_long", "/name"),
        (8, "name_characters", "/name"),
        (9, "unknown_field", "/colour"),
        (10, "wrong_type", "/roster/1/name"),
        (11, "roster_too_small", "/roster"),
        (12, "name_characters", "/club"),
        (13, "wrong_type", ""),
        (14, "wrong_type", ""),
    ]
    path = f"/tournaments/{tournament['id']}/entries/import"
    problem = await desk.refused("POST", path, {"entries": rows}, 422, "import_rejected")
    assert [(row["row"], row["code"], row["pointer"]) for row in problem["rejected"]] == expected
    assert not any("{" in row["detail"] for row in problem["rejected"])
    assert (problem["created"], problem["waitlisted"]) == (0, 0)
    tried = await desk.post(f"{path}?partial=true&dry_run=true", {"entries": rows})
    assert await desk.check() == []
    done = await desk.post(f"{path}?partial=true", {"entries": rows})
    assert done == tried == {"created": 2, "waitlisted": 0, "rejected": problem["rejected"]}
    assert [entry["name"] for entry in await desk.entered(tournament)] == ["There", "Good", "Last"]
    desk.replay()


async def test_names_are_compared_as_the_database_compares_them(desk: Desk) -> None:
    """Python folds the end of a Greek word, and the Turkish I, in another way."""
    tournament = await desk.tournament()
    path = f"/tournaments/{tournament['id']}/entries"
    await desk.post(path, {"name": "οδοσ"})
    await desk.post(path, {"name": "İstanbul"})
    rows = [{"name": name} for name in ("ΟΔΟΣ", "i\u0307stanbul", "New", "νεοσ", "ΝΕΟΣ")]
    done = await desk.post(f"{path}/import?partial=true", {"entries": rows})
    assert [(row["row"], row["code"]) for row in done["rejected"]] == [(1, "name_taken"), (5, "name_taken")]
    assert done["created"] == 3


async def test_a_row_is_told_in_the_readers_language(desk: Desk) -> None:
    tournament = await desk.tournament()
    reply = await desk.client.post(
        f"{API}/tournaments/{tournament['id']}/entries/import",
        json={"entries": [{"name": "x" * 121}]},
        headers={"accept-language": "zh-CN"},
    )
    detail = refusal(reply, 422, "import_rejected")["rejected"][0]["detail"]
    assert "120" in detail
    assert "characters" not in detail


async def test_a_try_keeps_nothing(desk: Desk) -> None:
    tournament = await desk.tournament(capacity=2)
    path = f"/tournaments/{tournament['id']}/entries/import?dry_run=true"
    rows = [{"name": str(number)} for number in range(3)]
    told = await desk.post(path, {"entries": rows})
    assert told == {"created": 2, "waitlisted": 1, "rejected": []}
    assert await desk.check() == []
    assert await desk.entered(tournament) == []
    await desk.refused("POST", path, {"entries": [{"name": ""}]}, 422, "import_rejected")
    assert await desk.post(path.partition("?")[0], {"entries": []}) == {
        "created": 0,
        "waitlisted": 0,
        "rejected": [],
    }


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("", 422, "unknown_columns"),
        ("team\nA\n", 422, "unknown_columns"),
        ("name,colour\nA,red\n", 422, "unknown_columns"),
        ("name,name\nA,B\n", 422, "unknown_columns"),
        ('name\n"A\n', 400, "malformed_csv"),
        ("name\nA,B\n", 422, "import_rejected"),
        ("name,seed\nA,first\n", 422, "import_rejected"),
        ("name,rating\nA,nan\n", 422, "import_rejected"),
        ("name,rating\nA,inf\n", 422, "import_rejected"),
        ("name,club\nA,x\x00y\n", 422, "import_rejected"),
        ("name\nA\x00\n", 422, "import_rejected"),
        ("name\n\u4e0a\u6d77\n".encode("gb18030"), 400, "malformed_csv"),
        ("name\n" + "x\n" * 8193, 422, "too_many_rows"),
        ("name,seed\nA," + "9" * 5000 + "\n", 422, "import_rejected"),
        ("name,seed\nA,1_0\n", 422, "import_rejected"),
        ("name,rating\nA,1_0\n", 422, "import_rejected"),
        ("name,club\n,Physics\n", 422, "import_rejected"),
    ],
)
async def test_a_sheet_is_refused(desk: Desk, body: str | bytes, status: int, code: str) -> None:
    tournament = await desk.tournament()
    refusal(await send(desk, tournament, body), status, code)
    assert await desk.check() == []


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b"", "application/json", 400, "malformed_body"),
        (b"{}", "application/json", 422, "invalid_fields"),
        (b'{"entries": {}}', "application/json", 422, "invalid_fields"),
        (b'{"entries": [{"name": "\\ud800"}]}', "application/json", 400, "malformed_body"),
        (b'{"entries": [{"name": "x", "rating": 1e999}]}', "application/json", 422, "invalid_fields"),
        (b"name\nA\n", "TEXT/CSV", 200, ""),
        (b"name\nA\n", "text/csvx", 415, "json_expected"),
        (b"name\nA\n", "", 415, "json_expected"),
    ],
)
async def test_a_body_of_another_form(desk: Desk, content: bytes, kind: str, status: int, code: str) -> None:
    tournament = await desk.tournament()
    path = f"{API}/tournaments/{tournament['id']}/entries/import"
    reply = await desk.client.post(path, content=content, headers={"content-type": kind})
    if status == 200:
        assert reply.json()["created"] == 1
    else:
        refusal(reply, status, code)
        assert await desk.check() == []


async def test_a_large_field_comes_in_at_once(desk: Desk) -> None:
    tournament = await desk.tournament(capacity=1000)
    sheet = "name,seed\n" + "".join(f"Team {number},{number}\n" for number in range(1, 1201))
    assert (await send(desk, tournament, sheet)).json()["waitlisted"] == 200
    assert len(await desk.check(commits=1)) == 1
