"""What mails to guardians say, in each language, with a link or with a code in its place."""

import re
from uuid import UUID

import pytest

from esports.consents.links import Outgoing
from esports.notifications.consent_mail import render

TOKEN = "ab" * 32


def a_mail(*, granted: bool, locale: str = "en") -> Outgoing:
    return Outgoing(
        id=UUID(int=1),
        address="parent@example.org",
        locale=locale,
        player="<b>林梅</b>",
        entry="Owls",
        tournament="Cup",
        event="Week",
        granted=granted,
        token=TOKEN,
    )


@pytest.mark.parametrize("granted", [False, True])
@pytest.mark.parametrize("locale", ["en", "zh-Hans"])
def test_each_mail_has_its_words_and_its_link(granted: bool, locale: str) -> None:
    message = render(a_mail(granted=granted, locale=locale), home="https://week.example/")
    link = f"https://week.example/guardian-consent#{TOKEN}"
    assert f'<a href="{link}">' in message.html
    assert "<b>" not in message.html
    for words in (message.subject, message.text):
        assert "{" not in words
        assert "林梅" in words
        assert bool(re.search("[一-龥]{4}", words)) is (locale == "zh-Hans")
    assert f"\n\n{link}\n" in message.text


def test_without_an_address_of_the_product_a_code_stands_for_the_link() -> None:
    message = render(a_mail(granted=False), home="")
    assert f"Enter this code at the page /guardian-consent:\n\n{TOKEN}\n" in message.text
    assert "href" not in message.html
