"""The delivery of a notice by mail: once, and every attempt is on record."""

import asyncio
from uuid import UUID, uuid4

from sqlalchemy import Row, select, update

from esports.db.schema.accounts import people
from esports.db.schema.journal import outbox
from esports.db.schema.notifications import deliveries
from esports.notifications import service
from esports.notifications.mail import Mailer, NotSent
from esports.settings import Settings
from tests.notifications.conftest import Units
from tests.support.mail import Mailbox
from tests.support.rows import add_match, add_person


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
