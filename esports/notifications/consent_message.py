"""The words of the notice that a guardian has withdrawn their consent."""

from html import escape

import msgspec

from esports.i18n import N_, translate
from esports.notifications.messages import GREETING, Message, anchor, document
from esports.notifications.wire import ConsentRevoked

SUBJECT = N_("A guardian has withdrawn their consent: {entry}")
REVOKED = N_(
    "a guardian has withdrawn their consent for a player of {entry} in {tournament} ({event}). "
    "Before play begins the entry is held until it is there again; after that you decide how to go on."
)


def render(payload: ConsentRevoked, *, locale: str, name: str, home: str) -> Message:
    """The notice for the person called `name`. `home` is the product's address; empty: no link is made."""
    words = msgspec.structs.asdict(payload)
    greeting = translate(locale, GREETING, name=name)
    said = translate(locale, REVOKED, **words)
    link = f"{home.rstrip('/')}/desk/events/{payload.event_slug}/{payload.tournament_slug}" if home else ""
    text = "\n\n".join(part for part in (greeting, said, link) if part)
    html = document(locale, f"<p>{escape(greeting)}</p><p>{escape(said)}</p>", anchor(link))
    return Message(translate(locale, SUBJECT, **words), f"{text}\n", html)
