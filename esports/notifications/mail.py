"""Mail: a letter as a message, and the two ways out: an SMTP server, or a folder of `.eml` files."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import aiosmtplib

from esports.errors import SettingsError
from esports.notifications.messages import Message
from esports.notifications.smtp import Lines
from esports.notifications.wire import Envelope
from esports.settings import Settings

SEND_SECONDS = 8.0
"""For the whole conversation. Below the time after which the database ends an idle transaction."""
PORTS = {"smtp": 25, "smtps": 465}


class NotSent(Exception):
    """The channel did not take the mail. `final`: it never will, so that another try is of no use."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason.replace("\0", "")[:2_000])
        self.final = final


class Channel(Protocol):
    """A way out for mail."""

    async def send(self, mail: EmailMessage) -> None:
        """Hand the mail over; raises `NotSent`."""


class Mailer:
    """Who mails come from, and by which way they leave.

    Raises:
        SettingsError: a sender or a server address that is none.
    """

    def __init__(self, settings: Settings) -> None:
        name, address = parseaddr(settings.mail_from)
        try:
            self.sender = Address(name, addr_spec=address)
        except (ValueError, IndexError, MessageError) as error:
            raise SettingsError(f"ESPORTS_MAIL_FROM is no mail address: {settings.mail_from!r}") from error
        if not address:
            raise SettingsError(f"ESPORTS_MAIL_FROM is no mail address: {settings.mail_from!r}")
        self.home = settings.public_url
        self._server = Server(settings.smtp_url) if settings.smtp_url else None
        self._channel: Channel = self._server or Folder(Path(settings.mail_dir))

    @asynccontextmanager
    async def keeping_lines(self) -> AsyncIterator["Mailer"]:
        """Keep connections to the mail server from one mail to the next, until the block ends."""
        if self._server is None:
            yield self
            return
        self._server.lines.keep()
        try:
            yield self
        finally:
            await self._server.lines.close()

    async def send(self, letter: Envelope, message: Message) -> None:
        """Send the letter in these words.

        Raises:
            NotSent: with the reason in words, which are logged: the reader's address is taken out of them.
        """
        try:
            await self._channel.send(self.compose(letter, message))
        except NotSent as error:
            words = re.sub(re.escape(letter.address) or "$^", "...", str(error), flags=re.IGNORECASE)
            raise NotSent(words, final=error.final) from error.__cause__

    def compose(self, letter: Envelope, message: Message) -> EmailMessage:
        """The mail. Its Message-ID and date come from the letter, so that a repeat of it is the same mail."""
        mail = EmailMessage(policy=SMTP)
        try:
            mail["From"] = self.sender
            mail["To"] = Address(_line(letter.name), addr_spec=letter.address)
        except (ValueError, IndexError, MessageError) as error:
            raise NotSent(f"this is no mail address: {error}", final=True) from error
        mail["Subject"] = _line(message.subject)
        mail["Date"] = format_datetime(letter.sent_at)
        mail["Message-ID"] = f"<{letter.id}@{self.sender.domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text)
        mail.add_alternative(message.html, subtype="html")
        mail.set_boundary(letter.id.hex)
        return mail


def _line(text: str) -> str:
    """`text` fit for a header: one line, nothing that could begin another."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


class Server:
    """An SMTP server: `smtp://user:password@host:port`, with STARTTLS where offered, or `smtps://`."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        try:
            port = parts.port or PORTS.get(parts.scheme, 0)
        except ValueError:
            port = 0
        if not parts.hostname or not port:
            raise SettingsError("ESPORTS_SMTP_URL must be smtp://host:port or smtps://host:port")
        self._host = parts.hostname
        self._port = port
        self._tls = parts.scheme == "smtps"
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self.lines = Lines(self._client)

    async def send(self, mail: EmailMessage) -> None:
        """Speak to the server. A refusal of class 5 (RFC 5321, 4.2.1) of the reader or the mail is final;
        one of the sender or the password is not, for the operator can mend that.
        """
        try:
            async with asyncio.timeout(SEND_SECONDS), self.lines.line() as client:
                await client.send_message(mail)
            await self.lines.settle()
        except aiosmtplib.SMTPRecipientsRefused as error:
            worst = error.recipients[0]
            raise NotSent(f"{worst.code} {worst.message}", final=worst.code >= 500) from error
        except aiosmtplib.SMTPResponseException as error:
            refused = isinstance(error, aiosmtplib.SMTPDataError) and error.code >= 500
            raise NotSent(f"{error.code} {error.message}", final=refused) from error
        except (aiosmtplib.SMTPException, OSError, TimeoutError, ValueError) as error:
            raise NotSent(str(error) or type(error).__name__) from error

    def _client(self) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            use_tls=self._tls,
            username=self._user,
            password=self._password,
            timeout=SEND_SECONDS,
        )


class Folder:
    """A folder for a machine without a mail server: one file a mail, named by its Message-ID."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def send(self, mail: EmailMessage) -> None:
        """Write the file; a repeat replaces it by the same."""
        name = mail["Message-ID"].strip("<>").partition("@")[0]
        try:
            await asyncio.to_thread(self._write, f"{name}.eml", mail.as_bytes())
        except OSError as error:
            raise NotSent(str(error)) from error

    def _write(self, name: str, content: bytes) -> None:
        self._path.mkdir(parents=True, exist_ok=True)
        beside = self._path / f".{name}.{os.getpid()}"
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path / name)
