"""Connections to a mail server that are kept: for how many mails, for how long, and what breaks them."""

import msgspec
import pytest

from esports.clock import utc_now
from esports.ids import new_id
from esports.notifications import smtp
from esports.notifications.mail import Mailer, NotSent
from esports.settings import Settings
from tests.notifications.test_mail import LETTER, MESSAGE
from tests.support.mail import Mailbox
from tests.support.wait import until


async def send(mailer: Mailer, count: int) -> None:
    for _ in range(count):
        await mailer.send(msgspec.structs.replace(LETTER, id=new_id(utc_now)), MESSAGE)


def mailer_to(mailbox: Mailbox) -> Mailer:
    return Mailer(Settings(smtp_url=mailbox.url))


async def test_many_mails_go_by_one_connection(mailbox: Mailbox) -> None:
    async with mailer_to(mailbox).keeping_lines() as mailer:
        await send(mailer, 3)
        assert mailbox.goodbyes == 0
    assert (len(mailbox.mails), len(mailbox.servers), mailbox.goodbyes) == (3, 1, 1)


async def test_where_none_is_kept_each_mail_has_a_connection_of_its_own(mailbox: Mailbox) -> None:
    await send(mailer_to(mailbox), 3)
    assert (len(mailbox.mails), len(mailbox.servers), mailbox.goodbyes) == (3, 3, 3)


@pytest.mark.parametrize(("limit", "most"), [("MOST_MAILS", 2), ("LONGEST_SECONDS", -1)])
async def test_a_connection_is_left_when_it_has_served_enough(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    monkeypatch.setattr(smtp, limit, most)
    async with mailer_to(mailbox).keeping_lines() as mailer:
        await send(mailer, 4)
    assert (len(mailbox.mails), len(mailbox.servers)) == (4, 4 // max(1, most))
    assert mailbox.goodbyes == len(mailbox.servers)


async def test_a_connection_that_waits_in_vain_is_left(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "IDLE_SECONDS", 0.001)
    async with mailer_to(mailbox).keeping_lines() as mailer:
        await send(mailer, 1)
        await until(lambda: mailbox.goodbyes == 1)
        await send(mailer, 1)
    assert len(mailbox.servers) == 2


async def test_a_server_that_hung_up_meanwhile_costs_no_attempt(mailbox: Mailbox) -> None:
    async with mailer_to(mailbox).keeping_lines() as mailer:
        await send(mailer, 1)
        mailbox.hang_up()
        await send(mailer, 1)
    assert (len(mailbox.mails), len(mailbox.servers)) == (2, 2)


async def test_what_went_wrong_on_a_connection_goes_no_further(mailbox: Mailbox) -> None:
    async with mailer_to(mailbox).keeping_lines() as mailer:
        mailbox.answer_data = "451 try later"
        with pytest.raises(NotSent):
            await send(mailer, 1)
        mailbox.answer_data = "250 OK"
        await send(mailer, 1)
    assert (len(mailbox.mails), len(mailbox.servers)) == (1, 2)
