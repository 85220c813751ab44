"""The post: what an application's outbox holds is worked on as a worker does, and the mails are read."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from email.message import EmailMessage

import msgspec
import pytest

from esports.db import outbox
from esports.http.provide import Parts
from esports.notifications.mail import Mailer
from tests.support.mail import Mailbox, mail_server
from workers.parts import Parts as WorkerParts
from workers.run import work

HOME = "https://week.example"
LINK = re.compile(rf"{HOME}(/[a-z-]+)#([0-9a-f]{{64}})")


class Post:
    """Sends what waits to a mail server, and tells what came in."""

    def __init__(self, parts: Parts, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        self._parts = parts
        settings = msgspec.structs.replace(parts.settings, smtp_url=mailbox.url, public_url=HOME)
        self._mailer = Mailer(settings)

    async def deliver(self) -> list[EmailMessage]:
        """Work on every job that is due; gives the mails that came of it."""
        before = len(self.mailbox.mails)
        parts = self._parts
        worker = WorkerParts(engine=parts.engine, waker=parts.waker, mailer=self._mailer, clock=parts.clock)
        async with parts.engine.begin() as connection:
            jobs = await outbox.claim(connection, now=parts.clock(), lease=timedelta(minutes=1), limit=100)
        for job in jobs:
            await work(worker, job.id)
        return self.mailbox.mails[before:]

    async def token(self, address: str, page: str) -> str:
        """Deliver, and give the secret of the one link that went to the address."""
        (mail,) = [one for one in await self.deliver() if address in str(one["To"])]
        return self.token_in(mail, page)

    @staticmethod
    def token_in(mail: EmailMessage, page: str) -> str:
        """The secret of the mail's link, which leads to the page."""
        found = LINK.search(words(mail))
        assert found
        assert found[1] == page
        return found[2]


def words(mail: EmailMessage, kind: str = "plain") -> str:
    """The text of a mail, or its HTML."""
    body = mail.get_body((kind,))
    assert body is not None
    text: str = body.get_content()
    return text


@pytest.fixture
async def post(parts: Parts) -> AsyncIterator[Post]:
    """The post of the application under test, with a mail server of the test's own."""
    with mail_server() as mailbox:
        yield Post(parts, mailbox)
