"""What sort of thing went wrong, told from an error's words."""

import re

from esports.notifications.operation_wire import Cause

CAUSES: list[tuple[str, Cause]] = [
    (r"^5(30|34|35)\b", "login_refused"),
    (r"^4\d\d\b", "try_later"),
    (r"^5\d\d\b", "refused"),
    (r"no mail address", "bad_address"),
    (r"nobody knows this job", "unknown_job"),
    (r"timed out|timeout", "timeout"),
    (r"connect|getaddrinfo|resolve|unreachable", "unreachable"),
]
"""What an error's words point to; the first that fits. A number at the start is a mail server's reply."""


def cause_of(error: str) -> Cause:
    """What sort of thing an error means, from its words."""
    return next((cause for words, cause in CAUSES if re.search(words, error, re.IGNORECASE)), "other")
