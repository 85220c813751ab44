"""The log of deliveries: what is wrong with a channel is told to who runs the event, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import insert, select, update

from esports.accounts.access import Actor
from esports.clock import utc_now
from esports.db import outbox
from esports.db.schema.accounts import people, staff
from esports.db.schema.events import events
from esports.db.schema.journal import outbox as jobs
from esports.errors import DomainError
from esports.notifications import delivery_log, mail, operation, service
from esports.notifications.log_wire import EventDeliveries, LoggedState
from esports.notifications.mail import Mailer
from esports.settings import Settings
from esports.webhooks.outgoing import Sender
from tests.notifications.conftest import Deaf, Units
from tests.notifications.test_delivery import PLACE
from tests.support.mail import Mailbox
from tests.support.rows import add_match, add_person
from workers.parts import Parts
from workers.run import work

ADMIN = Actor(person_id=uuid4(), is_admin=True)


class Week:
    """An event with somebody to run it, and a notice of it on its way to Ana."""

    def __init__(self, units: Units) -> None:
        self.units = units
        self.event = self.ana = UUID(int=0)
        self.operator = Actor()

    async def begin(self) -> None:
        """Put the rows in."""
        async with self.units() as unit:
            self.ana = await add_person(unit.connection, "Ana")
            bo = await add_person(unit.connection, "Bo")
            await add_match(unit.connection, [None, None])
            self.event, slug = (await unit.connection.execute(select(events.c.id, events.c.slug))).one()
            await unit.connection.execute(
                insert(staff).values(id=uuid4(), person_id=bo, event_id=self.event, role="operator")
            )
            self.operator = Actor(person_id=bo)
            place = msgspec.structs.replace(PLACE, event_slug=slug)
            await service.notify(unit, self.ana, place, dedupe_key="place")
            await unit.commit()

    async def see(self, state: LoggedState | None = None) -> EventDeliveries:
        """What the operator sees."""
        async with self.units() as unit:
            return await delivery_log.see_of_event(
                unit.connection,
                actor=self.operator,
                event_id=self.event,
                now=utc_now() + timedelta(seconds=1),
                state=state,
                limit=10,
            )

    async def try_it(self, url: str) -> None:
        """Let a worker try what is due, by a mail server."""
        mailer = Mailer(Settings(smtp_url=url))
        parts = Parts(engine=self.units.engine, waker=Deaf(), mailer=mailer, sender=Sender())
        async with self.units() as unit:
            lease = timedelta(seconds=20)
            handed = await outbox.claim(unit.connection, now=unit.now, lease=lease, limit=9)
            await unit.commit()
        for one in handed:
            await work(parts, one.id)

    async def retry(self, actor: Actor, job: UUID) -> None:
        """Press the button."""
        async with self.units() as unit:
            await operation.retry(unit, actor=actor, job_id=job)
            await unit.commit()


@pytest.fixture
async def week(units: Units) -> Week:
    """An event with a notice on its way."""
    made = Week(units)
    await made.begin()
    return made


@asynccontextmanager
async def server(*replies: str) -> AsyncIterator[str]:
    """A mail server that says these, one after each line; after the last it is silent."""

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for reply in replies:
            writer.write(f"{reply}\r\n".encode())
            await reader.readline()
        await reader.read()
        writer.close()

    listening = await asyncio.start_server(speak, "127.0.0.1", 0)
    async with listening:
        yield f"smtp://ana:wrong@127.0.0.1:{listening.sockets[0].getsockname()[1]}"


REFUSED_LOGIN = ("220 hello", "250-hello\r\n250 AUTH PLAIN", "535 5.7.8 wrong password")


@pytest.mark.parametrize(
    ("wrong", "state", "cause"),
    [
        ("login", "put_off", "login_refused"),
        ("554 never", "given_up", "refused"),
        ("451 later", "put_off", "try_later"),
        ("silent", "put_off", "timeout"),
        ("nobody there", "put_off", "unreachable"),
        ("no address", "given_up", "bad_address"),
    ],
)
async def test_each_trouble_of_a_channel_is_told_and_loses_nothing(
    week: Week, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, wrong: str, state: str, cause: str
) -> None:
    (one,) = (await week.see()).items
    assert (one.state, one.attempts, one.error, one.reader) == ("waiting", 0, None, "Ana")
    if wrong == "login":
        async with server(*REFUSED_LOGIN) as url:
            await week.try_it(url)
    elif wrong == "silent":
        monkeypatch.setattr(mail, "SEND_SECONDS", 0.1)
        async with server() as url:
            await week.try_it(url)
    elif wrong == "nobody there":
        async with server() as url:
            pass
        await week.try_it(url)
    elif wrong == "no address":
        await _address(week, "nobody")
        await week.try_it(mailbox.url)
    else:
        mailbox.answer_data = wrong
        await week.try_it(mailbox.url)
    (one,) = (await week.see()).items
    assert (one.state, one.cause, one.attempts) == (state, cause, 1)
    assert one.job is not None
    assert one.tried_at is not None
    mailbox.answer_data = "250 OK"
    await _address(week, "ana@example.org")
    await week.retry(week.operator, one.job)
    monkeypatch.undo()
    await week.try_it(mailbox.url)
    seen = await week.see()
    (one,) = seen.items
    assert (one.state, one.attempts, one.error, one.job) == ("sent", 2, None, None)
    assert (seen.due, seen.oldest_seconds) == (0, 0.0)
    assert len(mailbox.mails) == 1


async def _address(week: Week, address: str) -> None:
    async with week.units() as unit:
        await unit.connection.execute(update(people).where(people.c.id == week.ana).values(email=address))
        await unit.commit()


async def test_what_is_due_and_the_pages_of_the_log(week: Week, mailbox: Mailbox) -> None:
    seen = await week.see()
    assert seen.due == 1
    assert seen.oldest_seconds > 0
    assert [(one.channel, one.waiting) for one in seen.channels] == [("mail", 1)]
    async with week.units() as unit:
        await service.notify(unit, week.ana, PLACE, dedupe_key="of another event")
        await unit.commit()
    assert len((await week.see()).items) == 1
    assert (await week.see("sent")).items == []
    async with week.units() as unit:
        first = await delivery_log.see_all(unit.connection, actor=ADMIN, limit=1)
        assert first.next_cursor
        before = UUID(first.next_cursor)
        second = await delivery_log.see_all(unit.connection, actor=ADMIN, before=before, limit=1)
    assert [(one.event_slug is None) for one in first.items + second.items] == [True, False]
    assert second.next_cursor is None


async def test_nobody_has_the_jobs_of_others_done(week: Week, mailbox: Mailbox) -> None:
    mailbox.answer_data = "554 never"
    await week.try_it(mailbox.url)
    (one,) = (await week.see("given_up")).items
    assert one.job is not None
    for actor in (Actor(), Actor(person_id=week.ana)):
        with pytest.raises(DomainError, match=r"sign_in_required|forbidden"):
            await week.retry(actor, one.job)
    async with week.units() as unit:
        query = update(jobs).where(jobs.c.id == one.job)
        await unit.connection.execute(query.values(payload={"job": "SendAccountMail"}))
        await unit.commit()
    with pytest.raises(DomainError, match="forbidden"):
        await week.retry(week.operator, one.job)


async def test_what_is_turned_off_while_it_waits_does_not_go(week: Week, mailbox: Mailbox) -> None:
    async with week.units() as unit:
        ana = people.c.id == week.ana
        await unit.connection.execute(update(people).where(ana).values(notices={"place_free": "inbox"}))
        await unit.commit()
    await week.try_it(mailbox.url)
    seen = await week.see()
    assert [one.state for one in seen.items] == ["unwanted"]
    assert seen.due == 0
    assert mailbox.mails == []
