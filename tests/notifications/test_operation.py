"""What those who run the installation see of the background work, and that a retry sends what was stuck."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from esports.accounts.access import Actor
from esports.db import outbox
from esports.db.schema.journal import outbox as table
from esports.errors import DomainError
from esports.notifications import operation, service
from esports.notifications.causes import cause_of
from esports.notifications.mail import Mailer
from esports.settings import Settings
from tests.notifications.conftest import Units
from tests.notifications.test_messages import FINAL
from tests.support.mail import Mailbox
from tests.support.rows import add_person

ADMIN = Actor(person_id=uuid4(), is_admin=True)


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        ("535 5.7.8 authentication failed", "login_refused"),
        ("554 never", "refused"),
        ("451 try later", "try_later"),
        ("Timed out connecting to mail.example on port 25", "timeout"),
        ("TimeoutError", "timeout"),
        ("Error connecting to mail.example on port 25: [Errno 111] refused", "unreachable"),
        ("[Errno -2] Name or service not known (getaddrinfo)", "unreachable"),
        ("this is no mail address: x", "bad_address"),
        ("nobody knows this job: Invalid value", "unknown_job"),
        ("KeyError: 1554", "other"),
    ],
)
def test_a_cause_is_told_from_the_words(error: str, cause: str) -> None:
    assert cause_of(error) == cause


async def test_what_is_stuck_is_seen_with_its_cause_and_goes_out_after_a_retry(
    units: Units, mailbox: Mailbox
) -> None:
    mailer = Mailer(Settings(smtp_url=mailbox.url))
    async with units() as unit:
        await service.notify(unit, await add_person(unit.connection), FINAL, dedupe_key="match")
        await unit.commit()
        job, payload = (await unit.connection.execute(select(table.c.id, table.c.payload))).one()
        notice = UUID(payload["notice_id"])
        seen = await operation.see(unit.connection, actor=ADMIN, now=unit.now)
    assert (seen.due, seen.given_up, seen.troubled) == (1, 0, [])
    mailbox.answer_data = "554 never"
    async with units() as unit:
        problem = await service.deliver_mail(unit, mailer, notice)
        await outbox.fail(unit.connection, job, now=unit.now, error=str(problem))
        await unit.commit()
        seen = await operation.see(unit.connection, actor=ADMIN, now=unit.now)
    assert (seen.due, seen.given_up) == (0, 1)
    (stuck,) = seen.troubled
    assert (stuck.id, stuck.job, stuck.state, stuck.cause) == (job, "DeliverMail", "given_up", "refused")
    assert [(one.channel, one.waiting, one.sent, one.failed) for one in seen.channels] == [("mail", 0, 0, 1)]
    mailbox.answer_data = "250 OK"
    async with units() as unit:
        again = await operation.retry(unit, actor=ADMIN, job_id=job)
        assert (again.state, again.attempts) == ("put_off", 0)
        handed = await outbox.claim(unit.connection, now=unit.now, lease=timedelta(seconds=20), limit=9)
        assert [one.id for one in handed] == [job]
        assert await service.deliver_mail(unit, mailer, notice) is None
        await outbox.finish(unit.connection, job, now=unit.now)
        seen = await operation.see(unit.connection, actor=ADMIN, now=unit.now)
        assert (seen.given_up, seen.troubled, seen.channels[0].sent) == (0, [], 1)
        with pytest.raises(DomainError, match="not_found"):
            await operation.retry(unit, actor=ADMIN, job_id=job)
    assert len(mailbox.mails) == 1
