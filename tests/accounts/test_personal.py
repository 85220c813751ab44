"""What a person chooses for themselves, and where they are signed in."""

from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar

from esports.accounts.wire import NoticeChoices
from esports.notifications.wire import KINDS
from tests.support.app import new_client, refusal, sign_in, sign_up
from tests.support.desk import NOBODY

ME, SESSIONS = "/api/v1/me", "/api/v1/sessions"
ALL = {
    "display_name": " 梅 ",
    "locale": "zh-Hans",
    "time_zone": "Asia/Shanghai",
    "notices": {"match_ready": "inbox"},
    "quiet_hours": {"begins": "22:30", "ends": "07:00"},
    "digest": "day",
    "remind_minutes": 60,
}


async def test_settings_are_kept_as_revisions(client: httpx.AsyncClient) -> None:
    person = await sign_up(client)
    reply = await client.patch(ME, json=ALL, headers={"if-match": '"1"'})
    notices = {**person["notices"], **ALL["notices"]}
    assert reply.json() == {**person, **ALL, "notices": notices, "display_name": "梅", "revision": 2}
    assert reply.headers["etag"] == '"2"'
    assert (await client.get(ME)).json()["person"] == reply.json()
    stale = await client.patch(ME, json={"locale": "en"}, headers={"if-match": '"1"'})
    assert refusal(stale, 412, "stale_revision")["revision"] == 2
    refusal(await client.patch(ME, json={"time_zone": None}), 422, "time_zone_needed", "/time_zone")
    none = {"begins": None, "ends": None}
    reply = await client.patch(ME, json={"time_zone": None, "quiet_hours": none, "notices": {}})
    assert reply.json()["quiet_hours"] is None
    assert reply.json()["time_zone"] is None
    assert reply.json()["notices"] == person["notices"]
    assert (reply.json()["locale"], reply.json()["revision"]) == ("zh-Hans", 3)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("display_name", "", "name_empty"),
        ("display_name", "\u202ex", "name_characters"),
        ("display_name", "字" * 65, "name_too_long"),
        ("time_zone", "Mars/Olympus", "unknown_time_zone"),
        ("time_zone", "../etc/passwd", "unknown_time_zone"),
        ("locale", "fr", "invalid_fields"),
        ("notices", {"match_ready": "pigeon"}, "invalid_fields"),
        ("notices", {"gossip": "mail"}, "invalid_fields"),
        ("quiet_hours", {"begins": "22:30", "ends": "07:00"}, "time_zone_needed"),
        ("quiet_hours", {"begins": "22:30"}, "quiet_hours_incomplete"),
        ("quiet_hours", {"begins": "24:00", "ends": "07:00"}, "invalid_fields"),
        ("digest", "year", "invalid_fields"),
        ("remind_minutes", 45, "invalid_fields"),
        ("email", "new@example.org", "invalid_fields"),
        ("is_admin", True, "invalid_fields"),
    ],
)
async def test_what_cannot_be_chosen(client: httpx.AsyncClient, field: str, value: Any, code: str) -> None:
    person = await sign_up(client)
    refusal(await client.patch(ME, json={field: value}), 422, code)
    assert (await client.get(ME)).json()["person"] == person


def test_every_kind_of_notice_can_be_chosen() -> None:
    assert set(KINDS) == set(NoticeChoices.__struct_fields__)
    assert msgspec.convert({}, NoticeChoices) == NoticeChoices()


async def test_sessions_are_listed_and_ended_one_by_one(app: Litestar, client: httpx.AsyncClient) -> None:
    client.headers["user-agent"] = "Phone" * 100
    person = await sign_up(client)
    async with new_client(app, headers={"user-agent": "Laptop"}) as other:
        await sign_in(other, person["email"])
        here, there = (await other.get(SESSIONS)).json()["items"]
        assert (here["device"], here["current"]) == ("Laptop", True)
        assert (there["device"], there["current"]) == (("Phone" * 100)[:200], False)
        assert here.keys() == {"id", "device", "created_at", "expires_at", "current"}
        assert (await other.delete(f"{SESSIONS}/{there['id']}")).status_code == 204
        refusal(await client.get(ME), 401, "sign_in_required")
        refusal(await other.delete(f"{SESSIONS}/{there['id']}"), 404, "not_found")
        refusal(await other.delete(f"{SESSIONS}/{NOBODY}"), 404, "not_found")
        assert (await other.delete(f"{SESSIONS}/{here['id']}")).status_code == 204
        refusal(await other.get(ME), 401, "sign_in_required")


async def test_all_others_are_ended_at_once(app: Litestar, client: httpx.AsyncClient) -> None:
    person = await sign_up(client)
    async with new_client(app) as second, new_client(app) as third, new_client(app) as stranger:
        await sign_in(second, person["email"])
        await sign_in(third, person["email"])
        await sign_up(stranger)
        foreign = (await stranger.get(SESSIONS)).json()["items"][0]["id"]
        refusal(await client.delete(f"{SESSIONS}/{foreign}"), 404, "not_found")
        assert (await client.delete(SESSIONS)).status_code == 204
        for gone in (second, third):
            refusal(await gone.get(ME), 401, "sign_in_required")
        assert (await stranger.get(ME)).status_code == 200
    (kept,) = (await client.get(SESSIONS)).json()["items"]
    assert kept["current"]
