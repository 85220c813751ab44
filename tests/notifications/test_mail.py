"""Mail to a real server and to a folder: what arrives, and what every refusal becomes."""

import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from esports.errors import SettingsError
from esports.notifications import mail
from esports.notifications.mail import Mailer, NotSent
from esports.notifications.messages import Message, render
from esports.notifications.wire import Letter
from esports.settings import Settings
from tests.notifications.test_messages import FINAL
from tests.support.mail import Mailbox

LETTER = Letter(
    id=UUID(int=5),
    payload=FINAL,
    sent_at=datetime(2026, 11, 23, 12, 0, tzinfo=UTC),
    name="Ana Łuk",
    address="ana@example.org",
    locale="en",
)
MESSAGE = render(FINAL, locale="en", name="Ana", home="https://week.example")


def by_server(url: str) -> Mailer:
    return Mailer(Settings(smtp_url=url, mail_from="The Week <week@example.org>"))


async def refusal(mailer: Mailer, letter: Letter = LETTER) -> NotSent:
    with pytest.raises(NotSent) as caught:
        await mailer.send(letter, MESSAGE)
    return caught.value


async def test_a_mail_arrives_as_it_was_written(mailbox: Mailbox) -> None:
    await by_server(mailbox.url).send(LETTER, MESSAGE)
    (arrived,) = mailbox.mails
    assert mailbox.recipients == ["ana@example.org"]
    assert arrived["Subject"] == MESSAGE.subject
    assert arrived["From"] == "The Week <week@example.org>"
    assert arrived["To"] == "Ana Łuk <ana@example.org>"
    assert arrived["Message-ID"] == f"<{LETTER.id}@example.org>"
    assert arrived["Date"].datetime == LETTER.sent_at
    parts = {part.get_content_type(): part.get_content() for part in arrived.iter_parts()}
    assert parts["text/plain"].splitlines() == MESSAGE.text.splitlines()
    assert parts["text/html"].splitlines() == MESSAGE.html.splitlines()


@pytest.mark.parametrize(
    ("where", "answer", "final"),
    [
        ("answer_recipient", "550 nobody of that name", True),
        ("answer_recipient", "450 mailbox is busy", False),
        ("answer_data", "554 looks like spam", True),
        ("answer_data", "451 try later", False),
    ],
)
async def test_a_refusal_tells_whether_it_is_for_good(
    mailbox: Mailbox, where: str, answer: str, final: bool
) -> None:
    setattr(mailbox, where, answer)
    problem = await refusal(by_server(mailbox.url))
    assert str(problem) == answer
    assert problem.final is final


async def test_a_refusal_does_not_tell_whose_mail_it_was(mailbox: Mailbox) -> None:
    """Servers like to repeat the address, and the reason is logged."""
    mailbox.answer_recipient = "550 5.1.1 <Ana@Example.org>: nobody of that name"
    assert str(await refusal(by_server(mailbox.url))) == "550 5.1.1 <...>: nobody of that name"


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port where connections are taken and nobody speaks."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


async def test_a_silent_server_is_not_waited_for(silent_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "SEND_SECONDS", 0.2)
    problem = await refusal(by_server(f"smtp://127.0.0.1:{silent_port}"))
    assert not problem.final
    assert str(problem)


async def test_a_server_that_is_away_is_a_reason_to_try_again(silent_port: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed_soon:
        port = closed_soon.getsockname()[1]
    problem = await refusal(by_server(f"smtp://127.0.0.1:{port}"))
    assert not problem.final


@pytest.mark.parametrize(
    "address", ["", "ana", "ana@", "@example.org", "a b@example.org", "a@b\r\nBcc: c@d.e"]
)
async def test_an_address_that_is_none_is_refused_for_good(address: str, tmp_path: Path) -> None:
    mailer = Mailer(Settings(mail_dir=str(tmp_path)))
    problem = await refusal(mailer, msgspec.structs.replace(LETTER, address=address))
    assert problem.final
    assert os.listdir(tmp_path) == []


@given(some.text(), some.text())
def test_no_name_or_subject_begins_another_header(name: str, subject: str) -> None:
    mailer = Mailer(Settings(mail_from="week@example.org"))
    letter = msgspec.structs.replace(LETTER, name=name)
    content = mailer.compose(letter, Message(subject, "text", "html")).as_bytes()
    read = message_from_bytes(content, policy=policy.default)
    assert set(read.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type")
    }


async def test_a_folder_holds_one_file_a_mail_however_often_it_is_sent(tmp_path: Path) -> None:
    mailer = Mailer(Settings(mail_dir=str(tmp_path / "deep" / "mail")))
    await mailer.send(LETTER, MESSAGE)
    (file,) = (tmp_path / "deep" / "mail").iterdir()
    first = file.read_bytes()
    await mailer.send(LETTER, MESSAGE)
    assert list((tmp_path / "deep" / "mail").iterdir()) == [file]
    assert file.name == f"{LETTER.id}.eml"
    assert file.read_bytes() == first
    assert message_from_bytes(first, policy=policy.default)["Subject"] == MESSAGE.subject


async def test_a_folder_that_cannot_be_written_is_a_reason_to_try_again(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    problem = await refusal(Mailer(Settings(mail_dir=str(tmp_path / "file" / "mail"))))
    assert not problem.final
    assert "Not a directory" in str(problem)


@pytest.mark.parametrize(
    "url", ["smtp://", "http://host", "mailhost", "smtp://host:port", "smtp://host:99999"]
)
def test_a_server_address_that_is_none_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(SettingsError, match="ESPORTS_SMTP_URL"):
        Mailer(Settings(smtp_url=url))


@pytest.mark.parametrize("sender", ["", "nobody", "The Week", "a@", "<>"])
def test_a_sender_that_is_none_is_refused_at_the_start(sender: str) -> None:
    with pytest.raises(SettingsError, match="ESPORTS_MAIL_FROM"):
        Mailer(Settings(mail_from=sender))
