"""Reminders of matches: to those who play, a while before, once, and never when it is too late."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from esports.accounts.wire import REMIND_MINUTES
from esports.db.schema.journal import outbox
from esports.http.provide import parts_of
from esports.notifications import reminders
from esports.notifications.rendering import render
from esports.notifications.wire import MatchSoon
from esports.uow import unit_of_work
from tests.schedule.week import DAYS, TITLE, hall, publish
from tests.support.desk import Desk, Json

USUAL = 20
BEFORE = timedelta(minutes=USUAL)
SOON = MatchSoon(
    match_id=UUID(int=7),
    number=1,
    tournament="The Major",
    tournament_slug="major",
    event="The Week",
    event_slug="week",
    time_zone="Europe/Berlin",
    names=["Owls", "Foxes"],
    starts_at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    station="Station 1",
)


async def remind(desk: Desk, event: Json, starts_at: datetime, at: datetime, minutes: int = USUAL) -> None:
    """Do the job for a start as a worker does at a moment."""
    parts = parts_of(desk.app.state)
    async with unit_of_work(parts.engine, parts.waker, clock=lambda: at) as work:
        await reminders.remind(work, UUID(event["id"]), starts_at, minutes)
        await work.commit()


async def jobs(desk: Desk) -> list[tuple[str, datetime]]:
    """The reminders on their way: for which start, and when they are due."""
    kind = outbox.c.payload["job"].astext == "RemindOfMatches"
    query = select(outbox.c.payload["starts_at"].astext, outbox.c.due_at).where(kind)
    async with desk.engine.connect() as connection:
        rows = await connection.execute(query.order_by(outbox.c.due_at))
        return [(row[0], row.due_at) for row in rows]


async def reminded(player: Desk) -> list[Json]:
    """The reminders in somebody's inbox, the newest first."""
    items = (await player.get("/inbox"))["items"]
    return [one["payload"] for one in items if one["kind"] == "match_soon"]


async def test_who_plays_is_reminded_once_and_in_time_alone(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    stations = await hall(desk, event)
    async with desk.person() as player, desk.person() as stranger:
        tournament = await desk.tournament(event, title=TITLE, entry_kind="player")
        stage = await desk.stage(tournament)
        await player.post(f"/tournaments/{tournament['id']}/entries", {"name": "Mine"})
        await desk.entries(tournament, 3, prefix="Rival")
        await desk.start(stage)
        told = await publish(desk, event)
        (mine,) = [one for one in told["matches"] if "Mine" in one["names"]]
        starts_at = datetime.fromisoformat(mine["starts_at"])
        due = [at for start, at in await jobs(desk) if start == mine["starts_at"]]
        assert due == [starts_at - timedelta(minutes=one) for one in sorted(REMIND_MINUTES, reverse=True)]
        await remind(desk, event, starts_at, starts_at - timedelta(minutes=60), minutes=60)

        for late in (starts_at, starts_at + timedelta(hours=5)):
            await remind(desk, event, starts_at, late)
        assert await reminded(player) == []
        await player.do("PATCH", "/me", {"remind_minutes": 0})
        await remind(desk, event, starts_at, starts_at - BEFORE)
        assert await reminded(player) == [], "they do not want to be"
        await player.do("PATCH", "/me", {"remind_minutes": 60})
        for _ in range(2):
            await remind(desk, event, starts_at, starts_at - BEFORE)
        (soon,) = await reminded(player)
        assert (soon["match_id"], soon["starts_at"]) == (mine["match"], mine["starts_at"])
        assert soon["names"] == mine["names"]
        assert soon["station"] in ("Station 1", "Station 2")
        assert await reminded(stranger) == []

        pin = {"starts_at": "2039-11-22T03:00:00Z", "station": stations[1]["id"]}
        await desk.do("PUT", f"/matches/{mine['match']}/pin", pin)
        await publish(desk, event)
        moved = datetime(2039, 11, 22, 3, tzinfo=UTC)
        await remind(desk, event, starts_at, starts_at - timedelta(minutes=1))
        assert len(await reminded(player)) == 1
        await remind(desk, event, moved, moved - timedelta(minutes=1))
        newest, _ = await reminded(player)
        assert (newest["starts_at"], newest["station"]) == ("2039-11-22T03:00:00Z", "Station 2")


@pytest.mark.parametrize(
    ("starts_at", "clock"),
    [("2026-10-25T00:30", "02:30"), ("2026-10-25T01:30", "02:30"), ("2026-10-25T02:30", "03:30")],
)
def test_the_clock_of_the_event_is_right_over_a_change(starts_at: str, clock: str) -> None:
    payload = msgspec.structs.replace(SOON, starts_at=datetime.fromisoformat(f"{starts_at}+00:00"))
    message = render(payload, locale="en", name="Ana", home="https://week.example")
    assert message.subject == f"You play soon: {clock}, Station 1"
    assert "https://week.example/events/week/major/matches/" in message.text


def test_who_has_no_opponent_yet_is_told_so() -> None:
    message = render(msgspec.structs.replace(SOON, names=["Owls"]), locale="en", name="Ana", home="")
    assert "Owls, against whom is still being played out" in message.text
