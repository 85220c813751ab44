"""Notices of check-in: to who has to come, when they can, before it is too late, once, and never after."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from esports.db.schema.journal import outbox
from esports.jobs import AnnounceCheckIn
from esports.notifications import telling
from esports.notifications.rendering import render
from esports.notifications.wire import CheckInClosing, CheckInOpen
from esports.tournaments.timetable import last_call
from esports.tournaments.wire import Window
from esports.uow import unit_of_work
from tests.drafts.hall import Hall
from tests.support.desk import Desk, Json
from tests.teams.club import club
from workers.handlers import handle

OPENS, CLOSES = "check_in_open", "check_in_closing"
HOUR = 3_600


def window(hall: Hall, opens: int, closes: int) -> Json:
    """A window that opens and closes so many minutes from now."""
    moments = (hall.clock() + timedelta(minutes=minutes) for minutes in (opens, closes))
    return dict(zip(("opens_at", "closes_at"), (one.isoformat() for one in moments), strict=True))


async def told(person: Desk, kind: str) -> list[Json]:
    """The payloads of somebody's notices of this kind."""
    return [one["payload"] for one in (await person.get("/inbox"))["items"] if one["kind"] == kind]


async def counts(*people: Desk) -> list[tuple[int, int]]:
    """How often each was told that it opens, and that it closes."""
    return [(len(await told(one, OPENS)), len(await told(one, CLOSES))) for one in people]


async def again(hall: Hall, tournament: Json) -> None:
    """Do both jobs once more, as they are when they come twice or late."""
    for closing in (False, True):
        async with unit_of_work(hall.worker.engine, hall.worker.waker, clock=hall.clock) as unit:
            await handle(hall.worker, unit, AnnounceCheckIn(UUID(tournament["id"]), closing=closing))
            await unit.commit()


async def test_who_enters_is_told_when_to_come_and_that_they_have_not(hall: Hall) -> None:
    tournament = await hall.desk.tournament(check_in=window(hall, 60, 120))
    async with hall.desk.person() as here, hall.desk.person() as away, hall.desk.person() as other:
        path = f"/tournaments/{tournament['id']}/entries"
        mine = await here.post(path, {"name": "Owls"})
        await away.post(path, {"name": "Larks"})
        for _ in range(2):
            await hall.work()
            await again(hall, tournament)
        assert await counts(here, away) == [(0, 0)] * 2, "it is not open"
        hall.clock.go(HOUR)
        await hall.work()
        await again(hall, tournament)
        assert await counts(here, away, other) == [(1, 0), (1, 0), (0, 0)]
        await here.post(f"/entries/{mine['id']}/check-in")
        hall.clock.go(45 * 60 - 1)
        await hall.work()
        assert await counts(here, away) == [(1, 0)] * 2, "a second is left to the last call"
        hall.clock.go(1)
        for _ in range(2):
            await hall.work()
            await again(hall, tournament)
        assert await counts(here, away, other) == [(1, 0), (1, 1), (0, 0)]
        (closing,) = await told(away, CLOSES)
        assert (closing["name"], closing["until"]) == ("Larks", tournament["check_in"]["closes_at"])


async def test_who_waits_for_a_place_is_told_that_they_may_come(hall: Hall) -> None:
    tournament = await hall.desk.tournament(capacity=2, check_in=window(hall, -1, 60))
    await hall.desk.entries(tournament, 1)
    async with hall.desk.person() as inside, hall.desk.person() as waits:
        for who, name in ((inside, "Owls"), (waits, "Larks")):
            entry = await who.post(f"/tournaments/{tournament['id']}/entries", {"name": name})
        await hall.desk.move(tournament, "check_in")
        await hall.work()
        assert [[one["waiting"] for one in await told(who, OPENS)] for who in (inside, waits)] == [
            [False],
            [True],
        ]
        await waits.post(f"/entries/{entry['id']}/check-in")
        hall.clock.go(50 * 60)
        await hall.work()
        assert await counts(inside, waits) == [(1, 1), (1, 0)], "who is here is not asked again"


async def test_after_hours_without_a_worker_nobody_is_told_in_vain(hall: Hall) -> None:
    tournament = await hall.desk.tournament(check_in=window(hall, 60, 120))
    async with hall.desk.person() as away:
        await away.post(f"/tournaments/{tournament['id']}/entries", {"name": "Larks"})
        await hall.desk.move(tournament, "check_in")
        hall.clock.go(3 * HOUR)
        await hall.work()
        await again(hall, tournament)
        assert await counts(away) == [(0, 0)]
        later = window(hall, 60, 120)
        await hall.desk.do("PATCH", f"/tournaments/{tournament['id']}", {"check_in": later})
        hall.clock.go(110 * 60)
        await hall.work()
        assert await counts(away) == [(1, 1)], "it goes by the times of now"


async def test_where_each_player_checks_in_each_is_told_until_they_have(hall: Hall) -> None:
    hours = window(hall, -1, 60)
    tournament = await hall.desk.tournament(check_in=hours, check_in_by="player", roster={"min": 2, "max": 3})
    async with club(hall.desk) as owls:
        player, (own, mate, *_) = owls.members[0], await owls.people()
        roster = [{"name": "a", "person": own}, {"name": "b", "person": mate}, {"name": "c"}]
        body = {"name": "Owls", "team": owls.id, "roster": roster}
        entry = await owls.captain.post(f"/tournaments/{tournament['id']}/entries", body)
        await hall.desk.move(tournament, "check_in")
        await hall.work()
        assert await counts(owls.captain, player) == [(1, 0)] * 2
        (opened,) = await told(player, OPENS)
        assert opened["each"]
        await owls.captain.post(f"/entries/{entry['id']}/players/check-in", {})
        hall.clock.go(50 * 60)
        await hall.work()
        assert await counts(owls.captain, player) == [(1, 1), (1, 1)], "hers is of the one with no account"


async def test_a_crowd_is_told_in_parts(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "AT_ONCE", 1)
    tournament = await hall.desk.tournament()
    async with hall.desk.person() as one, hall.desk.person() as two, hall.desk.person() as three:
        for number, person in enumerate((one, two, three)):
            await person.post(f"/tournaments/{tournament['id']}/entries", {"name": f"Team {number}"})
        await hall.desk.move(tournament, "check_in")
        async with unit_of_work(hall.worker.engine, hall.worker.waker, clock=hall.clock) as unit:
            await handle(hall.worker, unit, AnnounceCheckIn(UUID(tournament["id"])))
            await unit.commit()
        async with hall.worker.engine.connect() as connection:
            waiting = select(outbox.c.payload).where(~outbox.c.patient)
            jobs = (await connection.execute(waiting)).scalars().all()
        assert any(job.get("after") for job in jobs), "the others' inboxes do not wait for mails"
        await hall.work()
        assert await counts(one, two, three) == [(1, 0)] * 3, "with no window, it never closes by itself"
        assert [one["until"] for one in await told(two, OPENS)] == [None]


@pytest.mark.parametrize(("minutes", "before"), [(180, 15), (30, 15), (20, 10), (1, 0.5)])
def test_the_last_call_leaves_half_of_a_short_check_in(minutes: int, before: float) -> None:
    opens = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    closes = opens + timedelta(minutes=minutes)
    assert closes - last_call(Window(opens_at=opens, closes_at=closes)) == timedelta(minutes=before)


NOTICE = CheckInClosing(
    tournament_id=UUID(int=2),
    event="The Week",
    event_slug="week",
    time_zone="Europe/Berlin",
    tournament="The Major",
    tournament_slug="major",
    name="<b>Owls</b>",
    each=False,
    until=datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
)


@pytest.mark.parametrize(("hours", "clock"), [(0, "02:30"), (1, "02:30"), (2, "03:30")])
def test_it_closes_by_the_clock_of_the_event_in_the_night_it_goes_back(hours: int, clock: str) -> None:
    assert NOTICE.until is not None
    late = msgspec.structs.replace(NOTICE, until=NOTICE.until + timedelta(hours=hours))
    message = render(late, locale="en", name="Ana", home="https://week.example")
    assert message.subject == f"Check-in closes at {clock}, and you have not checked in: The Major"
    assert "https://week.example/events/week/major/entry" in message.text
    assert "<b>" not in message.html


def test_both_are_told_in_chinese() -> None:
    fields = {**msgspec.structs.asdict(NOTICE), "each": True, "until": None}
    assert "您尚未签到" in render(NOTICE, locale="zh-Hans", name="梅", home="").subject
    opened = render(CheckInOpen(**fields), locale="zh-Hans", name="梅", home="")
    assert "每位选手须各自签到" in opened.text
    assert "候补" not in opened.text
    waits = CheckInOpen(**{**fields, "waiting": True})
    assert "候补" in render(waits, locale="zh-Hans", name="梅", home="").text
    assert "截止" not in opened.text
