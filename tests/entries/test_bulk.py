"""The organiser's list: searched, acted on row by row, and taken out as files."""

import csv
import io
import json

import pytest

from esports.clock import utc_now
from esports.entries import exporting
from esports.entries.exporting import safe
from tests.support.app import refusal
from tests.support.desk import API, NOBODY, OPEN, Desk, Json


def names(found: list[Json]) -> list[str]:
    return [one["name"] for one in found]


async def test_the_list_is_searched(desk: Desk) -> None:
    tournament = await desk.tournament(capacity=3, check_in=OPEN)
    path = f"/tournaments/{tournament['id']}/entries"
    rows = [
        {"name": "夜猫子", "delegation": "上海"},
        {"name": "100%_Owls", "delegation": "北京", "club": "Nest"},
        {"name": "Bears", "delegation": "上海"},
        {"name": "Wolves", "club": "Owls"},
    ]
    await desk.post(f"{path}/import", {"entries": rows})
    made = await desk.entered(tournament)
    await desk.move(tournament, "check_in")
    for number in (0, 3):
        await desk.post(f"/entries/{made[number]['id']}/check-in")
    for query, expected in [
        ("text=owls", ["100%_Owls", "Wolves"]),
        ("text=%25_", ["100%_Owls"]),
        ("text=猫", ["夜猫子"]),
        ("text=nest", ["100%_Owls"]),
        ("delegation=上海", ["夜猫子", "Bears"]),
        ("state=waitlisted", ["Wolves"]),
        ("checked_in=true", ["夜猫子", "Wolves"]),
        ("checked_in=false&delegation=上海", ["Bears"]),
        (f"cursor={made[1]['registered_order']}&text=s", ["Bears", "Wolves"]),
    ]:
        assert names((await desk.get(f"{path}?{query}"))["items"]) == expected, query
    await desk.refused("GET", f"{path}?state=lost", None, 422, "unknown_state", "/state")
    await desk.refused("GET", f"{path}?text={'x' * 121}", None, 422, "invalid_fields", "/text")


async def test_one_action_on_many_tells_of_each(desk: Desk) -> None:
    tournament = await desk.tournament(capacity=3, check_in=OPEN)
    path = f"/tournaments/{tournament['id']}/entries/bulk"
    made = await desk.entries(tournament, 5)
    ids = [one["id"] for one in made]
    (elsewhere, *_) = await desk.entries(await desk.tournament(), 1)

    async def act(action: str, *entries: str) -> list[str]:
        told = await desk.post(path, {"action": action, "entries": list(entries)})
        assert told["done"] == sum(row["code"] is None for row in told["rows"])
        assert all((row["detail"] is None) == (row["code"] is None) for row in told["rows"])
        return [row["state"] or row["code"] for row in told["rows"]]

    assert await act("check_in", ids[0]) == ["check_in_closed"]
    await desk.move(tournament, "check_in")
    assert await act("check_in", ids[0], NOBODY, elsewhere["id"], ids[3], ids[0]) == [
        "checked_in",
        "not_found",
        "not_found",
        "waitlisted",
    ]
    assert await act("undo_check_in", ids[0], ids[1]) == ["confirmed", "confirmed"]
    assert await act("promote", ids[0], ids[4]) == ["confirmed", "no_room"]
    await desk.do("PATCH", f"/tournaments/{tournament['id']}", {"capacity": 2})
    assert await act("withdraw", ids[0], ids[1], ids[0]) == ["withdrawn", "withdrawn"]
    # One place was free by then: it went to the head of the waitlist, who had checked in.
    assert [one["state"] for one in await desk.entered(tournament)] == [
        "withdrawn",
        "withdrawn",
        "confirmed",
        "checked_in",
        "waitlisted",
    ]
    await desk.do("PATCH", f"/tournaments/{tournament['id']}", {"capacity": 3})
    assert await act("promote", ids[4], ids[1]) == ["confirmed", "transition_not_allowed"]
    assert await act("remove", ids[0], ids[2]) == ["removed", "removed"]
    assert names(await desk.entered(tournament)) == ["Team 2", "Team 4", "Team 5"]
    await desk.refused("GET", f"/entries/{ids[0]}", None, 404, "not_found")
    desk.replay()


async def test_a_place_that_was_let_pass_can_still_be_given(desk: Desk) -> None:
    tournament = await desk.tournament(capacity=2, offer_minutes=60, check_in=OPEN)
    made = await desk.entries(tournament, 2)
    path = f"/tournaments/{tournament['id']}/entries/bulk"
    async with desk.person() as captain:
        asked = await captain.post(f"/tournaments/{tournament['id']}/entries", {"name": "Asked"})
    await desk.post(f"/entries/{made[0]['id']}/withdraw")
    told = await desk.post(path, {"action": "promote", "entries": [asked["id"]]})
    assert told["rows"][0]["state"] == "confirmed"
    await desk.move(tournament, "check_in")
    await desk.post(f"/entries/{made[1]['id']}/check-in")
    await desk.move(tournament, "seeding")
    told = await desk.post(path, {"action": "promote", "entries": [asked["id"]]})
    assert told["rows"][0]["state"] == "confirmed", "one who did not come is forgiven"
    await desk.stage(tournament)
    await desk.move(tournament, "running")
    for action in ("promote", "remove", "withdraw"):
        told = await desk.post(path, {"action": action, "entries": [made[1]["id"]]})
        assert told["rows"][0]["code"] == "too_late"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"action": "crown", "entries": [NOBODY]}, "/action"),
        ({"action": "remove", "entries": []}, "/entries"),
        ({"action": "remove", "entries": [NOBODY] * 201}, "/entries"),
        ({"action": "remove", "entries": ["x"]}, "/entries/0"),
    ],
)
async def test_an_action_is_refused(desk: Desk, body: Json, pointer: str) -> None:
    tournament = await desk.tournament()
    path = f"/tournaments/{tournament['id']}/entries/bulk"
    await desk.refused("POST", path, body, 422, "invalid_fields", pointer)


async def test_the_files_hold_every_entry_and_calculate_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "PAGE", 2)
    tournament = await desk.tournament(capacity=4)
    path = f"/tournaments/{tournament['id']}/entries"
    player = {"name": "李雷", "in_game_id": "lilei", "birth_date": "1999-01-31"}
    young = {"name": "韩梅梅", "in_game_id": "meimei", "birth_date": f"{utc_now().year - 15}-01-31"}
    rows: list[Json] = [
        {"name": '=HYPERLINK("x")', "delegation": "@上海", "rating": -3, "roster": [player, young]},
        {"name": "＝1+1", "club": "+1"},
        {"name": "-", "region": 'East, "far"'},
        {"name": "Gone"},
    ]
    await desk.post(f"{path}/import", {"entries": rows})
    made = await desk.entered(tournament)
    await desk.post(f"/entries/{made[3]['id']}/withdraw")
    where = f"{API}{path}/export"
    reply = await desk.client.get(f"{where}.csv", headers={"accept-language": "zh-CN"})
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert reply.headers["content-disposition"] == f'attachment; filename="{tournament["slug"]}.csv"'
    assert reply.content.startswith(b"\xef\xbb\xbf")
    header, *lines = csv.reader(io.StringIO(reply.text.removeprefix("\ufeff"), newline=""))
    assert header[:3] == ["编号", "名称", "状态"]
    assert [line[1] for line in lines] == ['\'=HYPERLINK("x")', "'＝1+1", "'-", "Gone"]
    assert (lines[0][5], lines[0][8], lines[0][10]) == ("'@上海", "-3.0", "李雷 (lilei); meimei")
    assert (lines[1][6], lines[2][7], lines[3][2]) == ("'+1", 'East, "far"', "withdrawn")
    told = (await desk.client.get(f"{where}.json")).text
    for kept in ("-01-31", "韩梅梅"):
        assert kept not in reply.text + told
    copy = await desk.tournament()
    report = await desk.post(f"/tournaments/{copy['id']}/entries/import", json.loads(told))
    assert report == {"created": 3, "waitlisted": 0, "rejected": []}
    assert names(await desk.entered(copy)) == [row["name"] for row in rows[:3]]
    empty = await desk.tournament()
    reply = await desk.client.get(f"{API}/tournaments/{empty['id']}/entries/export.json")
    assert reply.json() == {"entries": []}


async def test_the_files_are_for_those_who_may_see_people(desk: Desk) -> None:
    event = await desk.event()
    tournament = await desk.tournament(event)
    async with desk.person(event, "referee") as referee:
        for kind in ("csv", "json"):
            path = f"/tournaments/{tournament['id']}/entries/export.{kind}"
            await referee.refused("GET", path, None, 403, "forbidden")
            reply = await desk.client.get(f"{API}/tournaments/{NOBODY}/entries/export.{kind}")
            refusal(reply, 404, "not_found")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "＝1", "＠a"])
def test_a_cell_that_would_be_a_formula_is_text(text: str) -> None:
    assert safe(text) == f"'{text}"
    assert safe(f"a{text}") == f"a{text}"
