"""Staff see the data of minors for a reason, which is kept; owners read who did."""

import csv
import io

import pytest
from sqlalchemy import func, select

from esports.db.schema.privacy import people_accesses
from esports.privacy import accesses, report
from tests.support.app import refusal
from tests.support.desk import Desk

MINOR = {"name": "Han Mei 韩梅", "in_game_id": "hanmei", "birth_date": "2014-01-31"}
GROWN = {"name": "Li Lei", "in_game_id": "lilei", "birth_date": "1999-01-31"}


async def entry_of(desk: Desk, event: dict[str, str], *roster: dict[str, str]) -> str:
    tournament = await desk.tournament(event)
    made = await desk.post(f"/tournaments/{tournament['id']}/entries", {"name": "A", "roster": list(roster)})
    return str(made["id"])


async def kept(desk: Desk) -> int:
    async with desk.engine.connect() as connection:
        query = select(func.count()).select_from(people_accesses)
        return int((await connection.execute(query)).scalar_one())


async def test_each_look_is_kept_with_who_whose_and_why(desk: Desk) -> None:
    event = await desk.event()
    entry = await entry_of(desk, event, GROWN, MINOR)
    async with desk.person(event, "operator") as operator:
        seen = await operator.post(f"/entries/{entry}/people", {"reason": " Checking in at the gate. "})
        assert [one["name"] for one in seen["roster"]] == ["Li Lei", "Han Mei 韩梅"]
        who = (await operator.get("/me"))["person"]
        refusal(await operator.call("GET", f"/events/{event['id']}/accesses"), 403, "forbidden")
    (line,) = (await desk.get(f"/events/{event['id']}/accesses"))["items"]
    assert (line["person"], line["display_name"]) == (who["id"], who["display_name"])
    assert (line["entry"], line["entry_name"]) == (entry, "A")
    assert (line["positions"], line["nicknames"]) == ([1], ["hanmei"])
    assert line["reason"] == "Checking in at the gate."
    assert MINOR["name"] not in str(line)


async def test_who_may_not_look_leaves_no_line_and_sees_nothing(desk: Desk) -> None:
    event = await desk.event()
    entry = await entry_of(desk, event, MINOR)
    path, why = f"/entries/{entry}/people", {"reason": "curious"}
    async with desk.person(event, "referee") as referee, desk.person() as stranger:
        for one in (referee, stranger):
            await one.refused("POST", path, why, 403, "forbidden")
    await desk.refused("POST", path, {}, 422, "invalid_fields", "/reason")
    await desk.refused("POST", path, {"reason": "  "}, 422, "name_empty", "/reason")
    assert await kept(desk) == 0


async def test_where_nobody_is_a_minor_there_is_nothing_to_keep(desk: Desk) -> None:
    entry = await entry_of(desk, await desk.event(), GROWN)
    await desk.post(f"/entries/{entry}/people", {"reason": "the prize"})
    assert await kept(desk) == 0


async def test_the_reply_is_remembered_by_nobody(desk: Desk) -> None:
    entry = await entry_of(desk, await desk.event(), MINOR)
    keyed = {"headers": {"idempotency-key": "look"}}
    path, why = f"/entries/{entry}/people", {"reason": "the prize"}
    await desk.do("POST", path, why, **keyed)
    await desk.refused("POST", path, why, 409, "shown_once", **keyed)


async def test_the_list_comes_in_pages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accesses, "PAGE", 2)
    event = await desk.event()
    entry = await entry_of(desk, event, MINOR)
    for number in range(3):
        await desk.post(f"/entries/{entry}/people", {"reason": f"look {number}"})
    first = await desk.get(f"/events/{event['id']}/accesses")
    rest = await desk.get(f"/events/{event['id']}/accesses?cursor={first['next_cursor']}")
    told = [one["reason"] for one in first["items"] + rest["items"]]
    assert (told, rest["next_cursor"]) == (["look 2", "look 1", "look 0"], None)


async def test_the_yearly_report_equals_the_log(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "PAGE", 2)
    event = await desk.event()
    entry = await entry_of(desk, event, GROWN, MINOR)
    for number in range(3):
        await desk.post(f"/entries/{entry}/people", {"reason": f"=look {number}"})
    log = (await desk.get(f"/events/{event['id']}/accesses"))["items"]
    path = f"/events/{event['id']}/accesses.csv"
    reply = await desk.call("GET", path)
    assert reply.headers["content-disposition"] == 'attachment; filename="accesses-all.csv"'
    _, *lines = csv.reader(io.StringIO(reply.text))
    assert [(line[1], line[2], line[3], line[4].removeprefix("'")) for line in lines] == [
        (one["display_name"], one["entry_name"], "; ".join(one["nicknames"]), one["reason"]) for one in log
    ]
    (head,) = csv.reader(io.StringIO((await desk.call("GET", f"{path}?year=1999")).text))
    assert len(head) == len(lines[0])
    refusal(await desk.call("GET", f"{path}?year=1"), 422, "invalid_fields")
