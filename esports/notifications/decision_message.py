"""The words of the notice that the organisers have decided on an entry."""

from html import escape

from esports.i18n import N_, translate
from esports.notifications.messages import GREETING, Message, anchor, document
from esports.notifications.wire import EntryDecided

WORDS = {
    "confirmed": (
        N_("Your entry is in: {tournament}"),
        N_("the organisers have accepted {name} in {tournament} ({event})."),
    ),
    "waitlisted": (
        N_("Your entry is on the waiting list: {tournament}"),
        N_(
            "the organisers have accepted {name} in {tournament} ({event}). All places are taken at this "
            "moment, so it is on the waiting list."
        ),
    ),
    "refused": (
        N_("Your entry was refused: {tournament}"),
        N_("the organisers have refused {name} in {tournament} ({event})."),
    ),
    "withdrawn": (
        N_("Your place is another's: {tournament}"),
        N_(
            "a result by which {name} had qualified for {tournament} ({event}) was corrected: its place is "
            "another's now."
        ),
    ),
}
SAID = N_("They say: {said}")


def render(payload: EntryDecided, *, locale: str, name: str, home: str) -> Message:
    """The notice for the person called `name`. `home` is the product's address; empty: no link is made."""
    words = {"name": payload.name, "tournament": payload.tournament, "event": payload.event}
    subject, told = (translate(locale, text, **words) for text in WORDS[payload.state])
    greeting = translate(locale, GREETING, name=name)
    said = translate(locale, SAID, said=payload.message) if payload.message else ""
    link = f"{home.rstrip('/')}/events/{payload.event_slug}/{payload.tournament_slug}/entry" if home else ""
    parts = [part for part in (greeting, told, said) if part]
    html = document(locale, *(f"<p>{escape(part)}</p>" for part in parts), anchor(link))
    text = "\n\n".join([*parts, link] if link else parts)
    return Message(subject, f"{text}\n", html)
