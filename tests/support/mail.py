"""A real SMTP server in a thread of its own, that can be told how to behave."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """What came in. `answer_data` and `answer_recipient` are its replies, 250 at first; the server thinks
    for `pause_seconds` before it takes a mail.
    """

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answer_data = "250 OK"
        self.answer_recipient = "250 OK"
        self.pause_seconds = 0.0
        self.release = threading.Event()
        self.release.set()
        self.holding = threading.Event()
        self.url = ""
        self.servers: list[SMTP] = []
        """One of each connection by which a mail came."""
        self.goodbyes = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        """A reader is named. Waits here while `release` is not set."""
        if not self.release.is_set():
            self.holding.set()
            await server.loop.run_in_executor(None, self.release.wait, 60)
        envelope.rcpt_tos.append(address)
        return self.answer_recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """A mail comes in whole."""
        if server not in self.servers:
            self.servers.append(server)
        await asyncio.sleep(self.pause_seconds)
        if self.answer_data.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            mail = message_from_bytes(content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
            self.recipients += envelope.rcpt_tos
        return self.answer_data

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Somebody leaves as one should."""
        self.goodbyes += 1
        return "221 Bye"

    def hang_up(self) -> None:
        """End all connections by which mails came; when this returns, nothing is answered there."""

        async def close(server: SMTP) -> None:
            server.transport.close()

        for server in self.servers:
            asyncio.run_coroutine_threadsafe(close(server), server.loop).result(10)


class _AnyPort(Controller):
    """Binds port 0, and reaches the server at the port that it got."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """Run a mail server and give its mailbox."""
    mailbox = Mailbox()
    controller = _AnyPort(mailbox, hostname="127.0.0.1", port=0)
    controller.start()
    mailbox.url = f"smtp://127.0.0.1:{controller.port}"
    try:
        yield mailbox
    finally:
        mailbox.release.set()
        controller.stop()
