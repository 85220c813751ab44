"""Mail addresses: one spelling for each."""

import pytest

from esports.accounts.address import clean_email, email_or_none
from esports.errors import DomainError


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" Mei@Example.ORG\n", "mei@example.org"),
        ("mei+week@sub.example.org", "mei+week@sub.example.org"),
        ("mei@bücher.example", "mei@xn--bcher-kva.example"),
        ("mei@青岛.example", "mei@xn--yit597k.example"),
        ("ｍｅｉ@example.org", "mei@example.org"),
        ("operator@localhost", "operator@localhost"),
    ],
)
def test_spellings_of_one_address_are_one(given: str, kept: str) -> None:
    assert clean_email(given) == kept == clean_email(kept)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "mei",
        "@example.org",
        "mei@",
        "mei@@example.org",
        "a b@example.org",
        ".mei@example.org",
        "mei..x@example.org",
        "mei@-example.org",
        "mei@exa_mple.org",
        "mei@example..org",
        "mei@example.org\r\nBcc: all@example.org",
        "mei\x00@example.org",
        "mei\u202e@example.org",
        '"mei"@example.org',
        "<mei@example.org>",
        "mei@example.org,you@example.org",
        "m" * 65 + "@example.org",
        "mei@" + "a" * 64 + ".org",
        "mei@" + "a." * 130 + "org",
        "\ud800@example.org",
    ],
    ids=ascii,
)
def test_what_is_no_address_is_refused(given: str) -> None:
    with pytest.raises(DomainError) as caught:
        clean_email(given)
    assert (caught.value.code, caught.value.pointer) == ("email_malformed", "/email")
    assert email_or_none(given) is None
