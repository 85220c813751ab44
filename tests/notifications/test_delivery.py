"""The delivery of a notice by mail: once, and every attempt is on record."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import Row, select, update

from esports.db.outbox import claim
from esports.db.schema.accounts import people
from esports.db.schema.journal import outbox
from esports.db.schema.notifications import deliveries
from esports.notifications import service
from esports.notifications.mail import Mailer, NotSent
from esports.notifications.telling import Told, tell
from esports.notifications.wire import CalledToStation, PlaceFree
from esports.settings import Settings
from tests.notifications.conftest import Units
from tests.notifications.test_messages import FINAL
from tests.support.mail import Mailbox
from tests.support.rows import add_match, add_person

PLACE = PlaceFree(
    entry_id=UUID(int=3),
    tournament_id=FINAL.tournament_id,
    event="The Week",
    event_slug="week",
    time_zone="UTC",
    tournament="The Major",
    tournament_slug="major",
    name="Owls",
    until=None,
)


async def a_notice(units: Units, *, locale: str = "en") -> UUID:
    async with units() as unit:
        ana = await add_person(unit.connection, "Ana", locale=locale)
        match = await add_match(unit.connection, [ana, None])
        await service.announce_match_ready(unit, match)
        await unit.commit()
        return UUID((await service.inbox_view(unit.connection, ana))["notices"][0]["id"])


async def deliver(units: Units, mailbox: Mailbox, notice: UUID) -> NotSent | None:
    mailer = Mailer(Settings(smtp_url=mailbox.url, public_url="https://week.example"))
    async with units() as unit:
        problem = await service.deliver_mail(unit, mailer, notice)
        await unit.commit()
    return problem


async def record(units: Units) -> Row[tuple[object, ...]] | None:
    async with units() as unit:
        return (await unit.connection.execute(select(deliveries))).one_or_none()


async def test_it_is_sent_once_however_often_it_is_asked_for(units: Units, mailbox: Mailbox) -> None:
    notice = await a_notice(units)
    for _ in range(3):
        assert await deliver(units, mailbox, notice) is None
    (mail,) = mailbox.mails
    assert mail["Message-ID"] == f"<{notice}@localhost>"
    row = await record(units)
    assert row is not None
    assert (row.channel, row.state, row.attempts, row.last_error) == ("mail", "sent", 1, None)
    assert row.delivered_at is not None


async def test_it_is_sent_once_however_many_try_at_the_same_time(units: Units, mailbox: Mailbox) -> None:
    notice = await a_notice(units)
    await asyncio.gather(*(deliver(units, mailbox, notice) for _ in range(4)))
    assert len(mailbox.mails) == 1


async def test_a_refusal_is_on_record_and_the_next_attempt_mends_it(units: Units, mailbox: Mailbox) -> None:
    notice = await a_notice(units)
    mailbox.answer_data = "451 try later"
    problem = await deliver(units, mailbox, notice)
    assert problem is not None
    assert not problem.final
    row = await record(units)
    assert row is not None
    assert (row.state, row.attempts, row.last_error) == ("failed", 1, "451 try later")
    assert row.delivered_at is None
    mailbox.answer_data = "250 OK"
    assert await deliver(units, mailbox, notice) is None
    row = await record(units)
    assert row is not None
    assert (row.state, row.attempts, row.last_error) == ("sent", 2, None)
    assert len(mailbox.mails) == 1


async def test_a_notice_that_is_gone_is_nobodys_mail(units: Units, mailbox: Mailbox) -> None:
    assert await deliver(units, mailbox, uuid4()) is None
    assert mailbox.mails == []
    assert await record(units) is None


async def test_the_mail_is_in_its_readers_language(units: Units, mailbox: Mailbox) -> None:
    await deliver(units, mailbox, await a_notice(units, locale="zh-Hans"))
    (mail,) = mailbox.mails
    assert '<html lang="zh-Hans">' in mail.get_body(("html",)).get_content()


async def three_waiting(units: Units) -> tuple[UUID, list[UUID]]:
    """Somebody whom three places are given while they are not to be disturbed, and a match can be played."""
    async with units() as unit:
        ana = await add_person(unit.connection, "Ana")
        await add_match(unit.connection, [ana, None])
        quiet = {"begins": "00:00", "ends": "23:59"}
        habits = {"time_zone": "UTC", "quiet_hours": quiet, "digest": "hour"}
        await unit.connection.execute(update(people).where(people.c.id == ana).values(habits))
        for number in range(3):
            place = msgspec.structs.replace(PLACE, name=f"Owls {number}")
            await service.notify(unit, ana, place, dedupe_key=f"place:{number}")
        await service.notify(unit, ana, FINAL, dedupe_key="match")
        await unit.commit()
        newest = (await service.inbox_view(unit.connection, ana))["notices"]
        return ana, [UUID(notice["id"]) for notice in reversed(newest)]


async def test_what_waits_comes_as_one_mail_and_the_urgent_by_itself(units: Units, mailbox: Mailbox) -> None:
    _, (first, second, third, match) = await three_waiting(units)
    for notice in (second, match, first, third):
        assert await deliver(units, mailbox, notice) is None
    digest, single = mailbox.mails
    assert digest["Subject"] == "3 notices for you"
    assert digest["Message-ID"] == f"<{first}@localhost>"
    text, html = (digest.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert text.count("- You are in: The Major") == html.count("<li>You are in: The Major</li>") == 3
    assert "https://week.example/inbox" in text
    assert single["Message-ID"] == f"<{match}@localhost>"
    async with units() as unit:
        rows = (await unit.connection.execute(select(deliveries.c.state, deliveries.c.attempts))).all()
    assert rows == [("sent", 1)] * 4


async def test_what_waits_comes_once_however_many_jobs_ask_at_once(units: Units, mailbox: Mailbox) -> None:
    _, notices = await three_waiting(units)
    await asyncio.gather(*(deliver(units, mailbox, notice) for notice in [*notices, *notices]))
    assert sorted(mail["Subject"][:9] for mail in mailbox.mails) == ["3 notices", "Your matc"]


async def test_a_refused_mail_of_many_takes_nothing_from_the_others(units: Units, mailbox: Mailbox) -> None:
    _, (first, second, *_) = await three_waiting(units)
    mailbox.answer_data = "451 try later"
    assert await deliver(units, mailbox, second) is not None
    async with units() as unit:
        rows = dict((await unit.connection.execute(select(deliveries.c.notice_id, deliveries.c.state))).all())
    assert rows.pop(second) == "failed"
    assert set(rows.values()) == {"waiting"}
    mailbox.answer_data = "250 OK"
    assert await deliver(units, mailbox, first) is None
    assert await deliver(units, mailbox, second) is None
    assert sorted(mail["Subject"] for mail in mailbox.mails) == ["2 notices for you", "You are in: The Major"]


async def test_a_mail_that_is_of_no_use_any_more_is_not_sent(units: Units, mailbox: Mailbox) -> None:
    async with units() as unit:
        ana = await add_person(unit.connection, "Ana")
        for minutes in (-1, 60):
            told = msgspec.structs.replace(PLACE, until=unit.now + timedelta(minutes=minutes))
            await service.notify(unit, ana, told, dedupe_key=str(minutes))
        await unit.commit()
        newest = (await service.inbox_view(unit.connection, ana))["notices"]
    late, early = [UUID(one["id"]) for one in sorted(newest, key=lambda one: str(one["payload"]["until"]))]
    for notice in (late, early, late):
        assert await deliver(units, mailbox, notice) is None
    assert [mail["Message-ID"] for mail in mailbox.mails] == [f"<{early}@localhost>"]
    async with units() as unit:
        rows = (await unit.connection.execute(select(deliveries.c.notice_id, deliveries.c.state))).all()
    assert dict(rows) == {late: "unwanted", early: "sent"}


async def test_jobs_are_due_when_their_mails_are(units: Units) -> None:
    _, (first, second, third, match) = await three_waiting(units)
    async with units() as unit:
        rows = (await unit.connection.execute(select(outbox.c.payload, outbox.c.due_at))).all()
    due = {UUID(row.payload["notice_id"]): row.due_at for row in rows}
    assert due[first] == due[second] == due[third] > due[match]


async def test_the_mail_of_a_call_goes_before_those_of_a_crowd(units: Units) -> None:
    called = CalledToStation(**msgspec.structs.asdict(FINAL), station="7")
    async with units() as unit:
        crowd = [await add_person(unit.connection, name) for name in ("Ana", "Bo", "Cy")]
        await tell(unit, [Told(person, FINAL, "ready") for person in crowd])
        await service.notify(unit, crowd[1], called, dedupe_key="called")
        await unit.commit()
        claimed = await claim(unit.connection, now=unit.clock(), lease=timedelta(seconds=1), limit=1)
        query = select(outbox.c.payload).where(outbox.c.id == claimed[0].id)
        mail = (await unit.connection.execute(query)).scalar_one()
        newest, _ = (await service.inbox_view(unit.connection, crowd[1]))["notices"]
    assert (newest["kind"], newest["id"]) == ("match_called", mail["notice_id"])


async def test_each_kind_is_chosen_for_itself(units: Units) -> None:
    async with units() as unit:
        ana = await add_person(unit.connection, "Ana")
        await unit.connection.execute(
            update(people).where(people.c.id == ana).values(notices={"match_ready": "inbox"})
        )
        await service.notify(unit, ana, FINAL, dedupe_key="match")
        await service.notify(unit, ana, PLACE, dedupe_key="place")
        await unit.commit()
        (row,) = (await unit.connection.execute(select(outbox.c.payload))).all()
        newest, _ = (await service.inbox_view(unit.connection, ana))["notices"]
    assert row.payload["notice_id"] == newest["id"]


async def test_who_likes_no_mail_has_the_notice_in_the_inbox_alone(units: Units) -> None:
    async with units() as unit:
        ana, bo = [await add_person(unit.connection, name) for name in ("Ana", "Bo")]
        choice = update(people).where(people.c.id == ana).values(notices={"match_ready": "inbox"})
        await unit.connection.execute(choice)
        match = await add_match(unit.connection, [ana, bo])
        await service.announce_match_ready(unit, match)
        await unit.commit()
        told = [(await service.inbox_view(unit.connection, one))["notices"][0]["id"] for one in (ana, bo)]
        jobs = (await unit.connection.execute(select(outbox.c.payload))).scalars()
        assert [job["notice_id"] for job in jobs] == [told[1]]
