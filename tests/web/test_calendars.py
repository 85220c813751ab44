"""The calendar of an event, as somebody else's reader of calendars understands it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
from icalendar import Calendar

from tests.schedule.week import DAYS, cup, hall, publish
from tests.support.app import refusal
from tests.support.desk import Desk, desk

__all__ = ["desk"]
LINE_BYTES = 75
"""RFC 5545, 3.1."""
WINDOW = {"opens_at": "2026-03-29T00:30:00Z", "closes_at": "2026-03-29T01:30:00Z"}


async def entries(client: httpx.AsyncClient, slug: str, **headers: str) -> dict[str, Any]:
    """The calendar's entries by their UID up to the @."""
    reply = await client.get(f"/events/{slug}/calendar.ics", headers=headers)
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/calendar; charset=utf-8"
    lines = reply.content.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= LINE_BYTES
    read = Calendar.from_ical(reply.content)
    assert read.errors == []
    return {str(one["uid"]).partition("@")[0]: one for one in read.walk("VEVENT")}


async def test_it_has_the_days_and_the_windows_and_follows_them(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    event = await desk.event(name="电竞周; 上海, 2026 " + "长" * 40)
    tournament = await desk.tournament(event, check_in=WINDOW, registration=None)
    await desk.tournament(event, state="draft", check_in=WINDOW)
    first = await entries(client, event["slug"])
    days, window = f"event-{event['id']}", f"check_in-{tournament['id']}"
    assert first.keys() == {days, window}, "nothing of a draft"
    assert str(first[days]["summary"]) == event["name"]
    assert first[days].decoded("dtstart") == date.fromisoformat(event["starts_on"])
    assert first[days].decoded("dtend") == date.fromisoformat(event["ends_on"]) + timedelta(days=1)
    assert first[window].decoded("dtstart") == datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert first[window].decoded("dtend") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    later = {**WINDOW, "closes_at": "2026-03-29T03:00:00Z"}
    await desk.do("PATCH", f"/tournaments/{tournament['id']}", {"check_in": later})
    moved = (await entries(client, event["slug"]))[window]
    assert moved["sequence"] > first[window]["sequence"]
    assert moved.decoded("dtend") == datetime(2026, 3, 29, 3, 0, tzinfo=UTC)
    await desk.move(tournament, "cancelled")
    gone = (await entries(client, event["slug"], **{"accept-language": "zh-CN"}))[window]
    assert (str(gone["status"]), gone["sequence"] > moved["sequence"]) == ("CANCELLED", True)
    assert str(gone["summary"]).startswith("签到")


async def test_it_has_the_matches_that_are_published_and_where(client: httpx.AsyncClient, desk: Desk) -> None:
    event = await desk.event(**DAYS)
    await hall(desk, event)
    stage = await cup(desk, event)
    assert not any(uid.startswith("match-") for uid in await entries(client, event["slug"]))
    told = await publish(desk, event)
    found = await entries(client, event["slug"])
    shown = {uid: one for uid, one in found.items() if uid.startswith("match-")}
    assert {
        (uid, one.decoded("dtstart"), one.decoded("dtend"), int(one["sequence"]))
        for uid, one in shown.items()
    } == {
        (
            f"match-{one['match']}",
            datetime.fromisoformat(one["starts_at"]),
            datetime.fromisoformat(one["ends_at"]),
            told["version"],
        )
        for one in told["matches"]
    }
    assert {str(one["location"]) for one in shown.values()} <= {"Hall, Station 1", "Hall, Station 2"}
    first = shown[f"match-{stage['matches'][0]['id']}"]
    names = next(one["names"] for one in told["matches"] if one["match"] == stage["matches"][0]["id"])
    assert str(first["summary"]) == f"{names[0]} – {names[1]} · {stage['tournament']['name']}"


async def test_an_event_that_is_none_has_no_calendar(client: httpx.AsyncClient) -> None:
    refusal(await client.get("/events/nowhere/calendar.ics", headers={"accept": "*/*"}), 404, "not_found")
