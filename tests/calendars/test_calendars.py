"""Calendars of one's own matches and of a team's, as somebody else's reader of calendars understands them."""

from datetime import datetime
from typing import Any

import httpx
from icalendar import Calendar
from sqlalchemy import select

from esports.accounts import secret
from esports.db.schema.calendars import calendar_links
from tests.schedule.week import DAYS, TITLE, hall, publish
from tests.support.app import PASSWORD, refusal
from tests.support.desk import Desk, Json, desk
from tests.teams.club import Club, club

__all__ = ["desk"]
PROGRAM = {"accept": "*/*"}


async def entries(client: httpx.AsyncClient, path: str, **headers: str) -> dict[str, Any]:
    """The calendar's entries by their UID up to the @."""
    reply = await client.get(path, headers=headers)
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/calendar; charset=utf-8"
    read = Calendar.from_ical(reply.content)
    assert read.errors == []
    return {str(one["uid"]).partition("@")[0]: one for one in read.walk("VEVENT")}


async def cup(desk: Desk, owls: Club, event: Json, **fields: Any) -> Json:
    """A tournament that the team's captain has entered, with three others; drawn, its stage's document."""
    tournament = await desk.tournament(event, title=TITLE, **fields)
    stage = await desk.stage(tournament)
    await owls.captain.post(f"/tournaments/{tournament['id']}/entries", {"name": "Owls", "team": owls.id})
    await desk.entries(tournament, 3, prefix=tournament["slug"])
    return {**(await desk.start(stage)), "tournament": tournament}


async def test_a_person_and_a_team_subscribe_and_follow_what_moves(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    event = await desk.event(**DAYS)
    stations = await hall(desk, event)
    async with club(desk) as owls, desk.person() as stranger:
        await cup(desk, owls, event)
        (member,) = owls.members
        link = (await member.post("/me/calendar"))["path"]
        assert await entries(client, link) == {}, "nothing is published"
        told = await publish(desk, event)
        (mine,) = [one for one in told["matches"] if "Owls" in one["names"]]
        uid = f"match-{mine['match']}"
        team = f"/teams/{owls.id}/calendar.ics"
        for path in (link, team):
            found = await entries(client, path)
            assert found.keys() == {uid}
            one = found[uid]
            assert one.decoded("dtstart") == datetime.fromisoformat(mine["starts_at"])
            assert one.decoded("dtend") == datetime.fromisoformat(mine["ends_at"])
            assert (int(one["sequence"]), str(one["location"])[:13]) == (1, "Hall, Station")
            assert "Owls" in str(one["summary"])
        theirs = (await stranger.post("/me/calendar"))["path"]
        assert await entries(client, theirs) == {}

        first = await client.get(link)
        tag = {"if-none-match": first.headers["etag"]}
        same = await client.get(link, headers=tag)
        assert (same.status_code, same.content) == (304, b"")
        pin = {"starts_at": "2039-11-22T03:00:00Z", "station": stations[1]["id"]}
        await desk.do("PUT", f"/matches/{mine['match']}/pin", pin)
        assert (await client.get(link, headers=tag)).status_code == 304, "a pin is not published"
        await publish(desk, event)
        moved = (await entries(client, link, **tag))[uid]
        assert moved.decoded("dtstart").isoformat() == "2039-11-22T03:00:00+00:00"
        assert str(moved["location"]) == "Hall, Station 2"
        assert int(moved["sequence"]) == 2
        before = Calendar.from_ical(first.content).walk("VEVENT")[0]
        assert moved.decoded("last-modified") >= before.decoded("last-modified")
        await desk.post(f"/events/{event['id']}/schedule/undo", {"version": 2})
        assert int((await entries(client, link))[uid]["sequence"]) == 3


async def test_nobody_reads_the_calendar_of_an_account_that_is_gone(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    event = await desk.event(**DAYS)
    await hall(desk, event)
    async with club(desk) as owls:
        await cup(desk, owls, event)
        link = (await owls.members[0].post("/me/calendar"))["path"]
        await publish(desk, event)
        assert len(await entries(client, link)) == 1
        gone = await owls.members[0].call("POST", "/me/erase", {"password": PASSWORD})
        assert gone.is_success
        refusal(await client.get(link, headers=PROGRAM), 404, "not_found")


async def test_a_link_is_renewed_and_ended_and_kept_as_a_hash(client: httpx.AsyncClient, desk: Desk) -> None:
    async with desk.person() as player:
        assert await player.get("/me/calendar") == {"made_at": None}
        first = (await player.post("/me/calendar"))["path"]
        async with desk.engine.connect() as connection:
            kept = (await connection.execute(select(calendar_links.c.secret_hash))).scalar_one()
        assert kept == secret.digest(first.split("/")[2])
        second = await player.post("/me/calendar")
        assert await player.get("/me/calendar") == {"made_at": second["made_at"]}
        refusal(await client.get(first, headers=PROGRAM), 404, "not_found")
        assert await entries(client, second["path"]) == {}
        assert (await player.call("DELETE", "/me/calendar")).status_code == 204
        for path in (second["path"], "/calendars/short/matches.ics", f"/calendars/{'f' * 64}/matches.ics"):
            refusal(await client.get(path, headers=PROGRAM), 404, "not_found")
