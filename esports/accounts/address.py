"""Mail addresses: one spelling for each, and nothing that could break out of a mail header."""

import re
import unicodedata

from esports.errors import DomainError, invalid
from esports.i18n import N_

MAX_LENGTH = 254
LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def clean_email(value: str, pointer: str = "/email") -> str:
    """The address in lower case, its domain in ASCII: two spellings of one address are one person.

    Raises:
        DomainError: `email_malformed`, with `pointer`.
    """
    refusal = invalid("email_malformed", pointer, N_("This is not a mail address."))
    text = unicodedata.normalize("NFKC", value).strip().lower()
    local, at, domain = text.rpartition("@")
    try:
        domain = domain.encode("idna").decode()
    except UnicodeError:
        raise refusal from None
    address = local + at + domain
    if len(local) > 64 or len(address) > MAX_LENGTH:
        raise refusal
    if not (LOCAL.fullmatch(local) and DOMAIN.fullmatch(domain)):
        raise refusal
    return address


def email_or_none(value: str) -> str | None:
    """The same, but None for what is no address: for look-ups, where it is simply nobody's."""
    try:
        return clean_email(value)
    except DomainError:
        return None
