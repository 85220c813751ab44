"""Notices to who runs an event: of what waits for them, once, and not to who has a part in it."""

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from esports.db import outbox as queue
from esports.db.schema.journal import outbox
from esports.http.provide import parts_of
from esports.jobs import DeliverMail, ExpireDraft, TellReferees, WatchEvent
from esports.notifications.rendering import render
from esports.notifications.staff_wire import JobsFailing, RefereeNeeded, StationLate
from esports.uow import unit_of_work
from tests.drafts.hall import LEASE, Hall
from tests.schedule.week import DAYS, TITLE, cup, publish
from tests.schedule.week import hall as stations_of
from tests.support.desk import Desk, Json
from workers import run
from workers.handlers import handle

CLAIM = {"winner": 0}


async def told(person: Desk, kind: str = "referee_needed") -> list[Json]:
    """The payloads of somebody's notices of this kind, the newest first."""
    return [one["payload"] for one in (await person.get("/inbox"))["items"] if one["kind"] == kind]


async def needs(person: Desk) -> list[str]:
    """For what somebody was told that a match needs a referee."""
    return sorted(one["need"] for one in await told(person))


def mails(hall: Hall) -> set[Path]:
    """What went out."""
    return set(Path(hall.settings.mail_dir).glob("*.eml"))


async def again(hall: Hall, match: Json, need: str) -> None:
    """Do jobs that come when all is over."""
    async with unit_of_work(hall.worker.engine, hall.worker.waker, clock=hall.clock) as unit:
        await handle(hall.worker, unit, TellReferees(UUID(match["id"]), need, "again"))  # type: ignore[arg-type]
        await unit.commit()


async def test_referees_are_told_what_waits_but_not_who_plays_or_asked_for_it(hall: Hall) -> None:
    async with hall.duel() as duel:
        one, two = duel.captains
        async with (
            hall.desk.person(duel.event, "referee") as referee,
            hall.desk.person(duel.event, "caster") as caster,
        ):
            email = (await two.get("/me"))["person"]["email"]
            await hall.desk.post(f"/events/{duel.event['id']}/staff", {"email": email, "role": "referee"})
            path = f"/matches/{duel.match['id']}"
            for _ in range(2):
                await one.post(f"{path}/help", {"words": "Lag"})
                await hall.work()
            assert await needs(referee) == await needs(hall.desk) == ["help"]
            report = await one.post(f"{path}/reports", CLAIM)
            await referee.post(f"/reports/{report['id']}/dispute", {"reason": "The replay says so."})
            await two.post(f"/reports/{report['id']}/dispute", {"reason": "Not so."})
            await hall.work()
            assert await needs(hall.desk) == ["disputed", "help"]
            assert await needs(referee) == ["help"], "it came to that on their own word"
            for person in (one, two, caster):
                assert await needs(person) == [], "who plays, and who does not rule"
            (first, *_) = await told(referee)
            assert (first["match_id"], first["names"]) == (duel.match["id"], ["Falcons", "龙"])
            await hall.desk.post(f"{path}/reports", CLAIM)
            await again(hall, duel.match, "disputed")
            assert await needs(hall.desk) == ["disputed", "help"], "it is decided"


async def test_a_match_that_waits_for_long_is_told_once(hall: Hall) -> None:
    async with hall.duel() as duel:
        hall.clock.go(59 * 60)
        await hall.work()
        assert await needs(hall.desk) == []
        for minutes in (3, 10, 240):
            hall.clock.go(minutes * 60)
            await hall.work()
            assert await needs(hall.desk) == ["late"]
        await hall.desk.post(f"/matches/{duel.match['id']}/reports", CLAIM)
        hall.clock.go(600)
        await hall.work()
        jobs = outbox.c.payload["job"].astext == "WatchEvent"
        async with hall.worker.engine.connect() as connection:
            left = outbox.select().where(jobs, outbox.c.done_at.is_(None))
            assert (await connection.execute(left)).all() == [], "nothing is played any more"


async def test_a_side_that_does_not_come_is_told(hall: Hall) -> None:
    async with hall.duel() as duel:
        path = f"/tournaments/{duel.tournament['id']}"
        await hall.desk.do("PATCH", path, {"reporting": {"no_show_minutes": 10}})
        await duel.captains[0].post(f"/matches/{duel.match['id']}/ready", {})
        hall.clock.go(600)
        await hall.work()
        assert await needs(hall.desk) == ["no_show"]


async def test_what_comes_within_minutes_is_mailed_as_one(hall: Hall) -> None:
    async with hall.duel() as duel, hall.duel(event=duel.event) as other:
        for one in (duel, other):
            await one.captains[0].post(f"/matches/{one.match['id']}/help", {})
        await hall.work()
        before = mails(hall)
        hall.clock.go(60)
        await hall.work()
        assert mails(hall) == before, "it waits for the others"
        hall.clock.go(60)
        await hall.work()
        (mail,) = mails(hall) - before
        found = message_from_bytes(mail.read_bytes(), policy=policy.default)
        assert found["Subject"] == "2 notices for you"
        text = found.get_body(("plain",)).get_content()
        assert text.count("A side calls a referee: ") == 2


async def test_work_that_is_given_up_is_told_to_admins_once_an_hour(hall: Hall) -> None:
    async def give_up(job: ExpireDraft | DeliverMail) -> None:
        """Have a job done that never came back before, and what follows from that."""
        async with unit_of_work(hall.worker.engine, hall.worker.waker, clock=hall.clock) as unit:
            unit.enqueue(job, dedupe_key="worn")
            await unit.commit()
        worn = update(outbox).where(outbox.c.dedupe_key == "worn")
        async with hall.worker.engine.begin() as connection:
            await connection.execute(worn.values(attempts=run.MAX_HAND_OUTS, dedupe_key=None))
        for _ in range(2):
            async with hall.worker.engine.begin() as connection:
                due = await queue.claim(connection, now=hall.clock(), lease=LEASE, limit=10)
            for one in due:
                await run.work(hall.worker, one.id)

    async with hall.desk.person() as other:
        for _ in range(2):
            await give_up(ExpireDraft(uuid4()))
        assert [one["job"] for one in await told(hall.desk, "jobs_failing")] == ["ExpireDraft"]
        await give_up(DeliverMail(uuid4()))
        hall.clock.go(3_600)
        await give_up(ExpireDraft(uuid4()))
        seen = sorted(one["job"] for one in await told(hall.desk, "jobs_failing"))
        assert seen == ["DeliverMail", "ExpireDraft", "ExpireDraft"]
        assert await told(other, "jobs_failing") == []
    async with hall.worker.engine.connect() as connection:
        mails = outbox.select().where(outbox.c.payload["job"].astext == "DeliverMail")
        assert len((await connection.execute(mails.where(outbox.c.failed_at.is_(None)))).all()) == 2


async def test_late_stations_are_told_to_who_runs_the_event(hall: Hall) -> None:
    desk = hall.desk
    event = await desk.event(**DAYS)
    await stations_of(desk, event)
    await cup(desk, event, title=TITLE)
    first = min(one["starts_at"] for one in (await publish(desk, event))["matches"])
    parts = parts_of(desk.app.state)

    async def look(minutes: int) -> None:
        at = datetime.fromisoformat(first) + timedelta(minutes=minutes)
        async with unit_of_work(parts.engine, parts.waker, clock=lambda: at) as unit:
            await handle(hall.worker, unit, WatchEvent(UUID(event["id"])))
            await unit.commit()

    async with desk.person(event, "operator") as operator, desk.person(event, "referee") as referee:
        await look(4)
        assert await told(operator, "station_late") == []
        for minutes in (6, 8):
            await look(minutes)
        late = await told(operator, "station_late")
        assert {one["params"]["place"] for one in late} == {"Station 1", "Station 2"}
        assert len(late) == 2
        assert await told(referee, "station_late") == []


@pytest.mark.parametrize(
    ("payload", "subject", "link"),
    [
        (
            RefereeNeeded(
                match_id=UUID(int=1), tournament_id=UUID(int=2), event="W", event_slug="w", tournament="T",
                tournament_slug="t", number=3, names=["<b>", "龙"], need="disputed", since=None,
            ),
            "结果有争议：<b> – 龙（T，第 3 场）",
            "/desk/events/w/queue",
        ),
        (
            StationLate(event="W", event_slug="w", text="{match} <i>", params={"match": "<b>"}),
            "赛程无法按计划进行：W",
            "/desk/events/w/schedule",
        ),
        (JobsFailing(job="DeliverMail", error="<b>"), "后台任务已放弃：DeliverMail", "/desk/jobs"),
    ],
)  # fmt: skip
def test_the_words(payload: RefereeNeeded | StationLate | JobsFailing, subject: str, link: str) -> None:
    message = render(payload, locale="zh-Hans", name="梅", home="https://week.example")
    assert message.subject == subject
    assert f"https://week.example{link}" in message.text
    assert "<b>" not in message.html
