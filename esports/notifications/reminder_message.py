"""The words of the reminder that the reader's match starts soon."""

from html import escape
from zoneinfo import ZoneInfo

from esports.i18n import N_, translate
from esports.notifications.messages import GREETING, Message, anchor, document, versus
from esports.notifications.wire import MatchSoon

SUBJECT = N_("You play soon: {time}, {station}")
OPENING = N_("your match in {tournament} ({event}) starts at {time} (clock of {time_zone}), {station}:")
ALONE = N_("{name}, against whom is still being played out")


def render(payload: MatchSoon, *, locale: str, name: str, home: str) -> Message:
    """The notice for the person called `name`. `home` is the product's address; empty: no link is made."""
    words: dict[str, object] = {
        "time": f"{payload.starts_at.astimezone(ZoneInfo(payload.time_zone)):%H:%M}",
        "station": payload.station or "–",
        "tournament": payload.tournament,
        "event": payload.event,
        "time_zone": payload.time_zone,
    }
    subject = translate(locale, SUBJECT, **words)
    greeting = translate(locale, GREETING, name=name)
    opening = translate(locale, OPENING, **words)
    alone = len(payload.names) == 1
    sides = translate(locale, ALONE, name=payload.names[0]) if alone else versus(payload.names, locale)
    page = f"/events/{payload.event_slug}/{payload.tournament_slug}/matches/{payload.match_id}"
    link = f"{home.rstrip('/')}{page}" if home else ""
    text = "\n\n".join(part for part in (greeting, opening, sides, link) if part)
    parts = [f"<p>{escape(part)}</p>" for part in (greeting, opening)]
    html = document(locale, *parts, f"<p><strong>{escape(sides)}</strong></p>", anchor(link))
    return Message(subject, f"{text}\n", html)
