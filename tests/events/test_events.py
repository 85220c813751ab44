"""Events: set up, edited, staffed; and every way in which that is refused."""

from typing import Any

import pytest

from tests.support.desk import NOBODY, Desk, Json

NEW = {
    "name": "上海电竞周 Esports Week",
    "slug": "shanghai",
    "time_zone": "Asia/Shanghai",
    "starts_on": "2026-11-23",
    "ends_on": "2026-11-29",
}


async def test_an_event_is_set_up_edited_and_listed(desk: Desk) -> None:
    made = await desk.event(**NEW)
    assert made["name"] == NEW["name"]
    changed = await desk.do(
        "PATCH", f"/events/{made['id']}", {"description": "两天"}, headers={"if-match": '"1"'}
    )
    assert (changed["description"], changed["revision"], changed["name"]) == ("两天", 2, NEW["name"])
    assert await desk.get(f"/events/{made['id']}") == changed
    reply = await desk.client.get(f"/api/v1/events/{made['id']}", headers={"if-none-match": '"2"'})
    assert (reply.status_code, reply.content) == (304, b"")
    assert (await desk.get("/events"))["items"] == [changed]
    desk.replay()


async def test_events_are_paged_newest_first(desk: Desk) -> None:
    desk.lawful = False
    made = [(await desk.event())["id"] for _ in range(52)]
    first = await desk.get("/events")
    rest = await desk.get(f"/events?cursor={first['next_cursor']}")
    assert [one["id"] for one in (*first["items"], *rest["items"])] == made[::-1]
    assert rest["next_cursor"] is None


REFUSED: list[tuple[Json, int, str, str]] = [
    ({"slug": "taken"}, 409, "slug_taken", "/slug"),
    ({"slug": "Big"}, 422, "invalid_fields", "/slug"),
    ({"slug": "line\n"}, 422, "invalid_fields", "/slug"),
    ({"slug": "-x"}, 422, "invalid_fields", "/slug"),
    ({"slug": "x" * 65}, 422, "invalid_fields", "/slug"),
    ({"name": " \u3000"}, 422, "name_empty", "/name"),
    ({"name": "a\u202eb"}, 422, "name_characters", "/name"),
    ({"name": "x" * 121}, 422, "invalid_fields", "/name"),
    ({"name": 7}, 422, "invalid_fields", "/name"),
    ({"time_zone": "Asia/Nowhere"}, 422, "unknown_time_zone", "/time_zone"),
    ({"time_zone": "../etc/passwd"}, 422, "unknown_time_zone", "/time_zone"),
    ({"starts_on": "2026-02-30"}, 422, "invalid_fields", "/starts_on"),
    ({"ends_on": "2026-11-22"}, 422, "days_reversed", "/ends_on"),
    ({"ends_on": "2028-11-22"}, 422, "too_long", "/ends_on"),
    ({"description": "x" * 10_001}, 422, "invalid_fields", "/description"),
    ({"colour": "red"}, 422, "invalid_fields", "/colour"),
]


@pytest.mark.parametrize(("fields", "status", "code", "pointer"), REFUSED)
async def test_a_new_event_is_refused(desk: Desk, fields: Json, status: int, code: str, pointer: str) -> None:
    await desk.event(slug="taken")
    await desk.refused("POST", "/events", {**NEW, **fields}, status, code, pointer)
    assert len((await desk.get("/events"))["items"]) == 1


async def test_an_edit_is_refused(desk: Desk) -> None:
    event = await desk.event()
    path = f"/events/{event['id']}"
    await desk.do("PATCH", path, {"name": "Second"}, headers={"if-match": '"1"'})
    stale = await desk.refused(
        "PATCH", path, {"name": "x"}, 412, "stale_revision", headers={"if-match": '"1"'}
    )
    assert stale["revision"] == 2
    for header in ('"x"', '""', '"1", "2"', "9" * 30):
        await desk.refused("PATCH", path, {}, 400, "malformed_if_match", headers={"if-match": header})
    await desk.refused("PATCH", path, {"ends_on": "2020-01-01"}, 422, "days_reversed", "/ends_on")
    await desk.refused("PATCH", path, {"slug": "other"}, 422, "invalid_fields", "/slug")
    await desk.refused("PATCH", f"/events/{NOBODY}", {}, 404, "not_found")


async def test_staff_are_added_once_by_the_owner(desk: Desk) -> None:
    event = await desk.event()
    async with desk.person(event, "operator") as operator, desk.person(event, "caster") as caster:
        listed = await caster.get(f"/events/{event['id']}/staff")
        assert [one["role"] for one in listed["items"]] == ["owner", "operator", "caster"]
        path = f"/events/{event['id']}/staff"
        email = (await operator.get("/me"))["person"]["email"]
        again = {"email": email, "role": "operator"}
        await desk.refused("POST", path, again, 409, "role_held_already", "/role")
        for role in ("owner", "operator\n", "", "king"):
            await desk.refused("POST", path, {"email": email, "role": role}, 422, "invalid_fields", "/role")
        unknown = {"email": "nobody@example.org", "role": "referee"}
        await desk.refused("POST", path, unknown, 422, "unknown_person", "/email")
        await operator.refused("POST", path, {"email": email, "role": "referee"}, 403, "forbidden")
        await desk.refused("POST", f"/events/{NOBODY}/staff", again, 404, "not_found")
        await operator.do("PATCH", f"/events/{event['id']}", {"name": "Ours"})
        await caster.refused("PATCH", f"/events/{event['id']}", {"name": "Mine"}, 403, "forbidden")
        await operator.refused("POST", "/events", NEW, 403, "forbidden")


@pytest.mark.parametrize("cursor", ["x", "1", "%00"])
async def test_a_cursor_must_be_an_id(desk: Desk, cursor: str) -> None:
    event: Any = await desk.event()
    for path in ("/events", f"/events/{event['id']}/tournaments", f"/events/{event['id']}/matches"):
        await desk.refused("GET", f"{path}?cursor={cursor}", None, 422, "invalid_fields", "/cursor")
