"""What mails about an account say, in each language, with a link or with a code in its place."""

import re
from uuid import UUID

import pytest

from esports.accounts.mails import LINK_LIFE, MailKind, Outgoing
from esports.notifications.account_mail import WORDS, render

TOKEN = "ab" * 32


def a_mail(kind: MailKind, *, locale: str = "en", name: str = "Ana") -> Outgoing:
    token = TOKEN if kind in LINK_LIFE else None
    return Outgoing(
        id=UUID(int=1), kind=kind, address="ana@example.org", name=name, locale=locale, token=token
    )


def test_a_link_stands_in_the_text_and_the_html_with_how_long_it_works() -> None:
    message = render(a_mail(MailKind.reset_password), home="https://week.example/")
    assert message.subject == "Choose a new password"
    assert message.text == (
        "Hello Ana,\n\n"
        "somebody has asked for a new password for your account. If it was you, choose one here:\n\n"
        f"https://week.example/reset-password#{TOKEN}\n\n"
        "The link works once, within 30 minutes. If it was not you, your password stays as it is.\n"
    )
    assert f'<a href="https://week.example/reset-password#{TOKEN}">' in message.html
    assert "within 24 hours" in render(a_mail(MailKind.verify_email), home="https://week.example").text


@pytest.mark.parametrize("kind", MailKind)
@pytest.mark.parametrize("locale", ["en", "zh-Hans"])
def test_every_mail_has_its_words(kind: MailKind, locale: str) -> None:
    message = render(a_mail(kind, locale=locale, name="<b>梅</b>"), home="https://week.example")
    for text in (message.text, message.html):
        assert (f"{WORDS[kind].page}#{TOKEN}" in text) is (kind in LINK_LIFE)
        assert "{" not in text
        assert bool(re.search("[一-龥]{4}", text)) is (locale == "zh-Hans")
    assert "<b>" not in message.html


def test_without_an_address_of_the_product_a_code_stands_for_the_link() -> None:
    message = render(a_mail(MailKind.verify_email), home="")
    assert f"Enter this code at the page /verify-email:\n\n{TOKEN}\n" in message.text
    assert TOKEN in message.html
    assert "href" not in message.html
