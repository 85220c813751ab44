"""The words of the notice that a place became free."""

from html import escape
from zoneinfo import ZoneInfo

from esports.i18n import N_, translate
from esports.notifications.messages import GREETING, Message, anchor, document
from esports.notifications.wire import PlaceFree

OFFERED = N_("A place in {tournament} is yours to accept")
GIVEN = N_("You are in: {tournament}")
ACCEPT = N_(
    "a place in {tournament} ({event}) became free for {entry}. It is held for you until {until} "
    "({time_zone}); after that it goes to the next on the waiting list."
)
IN = N_("a place in {tournament} ({event}) became free, and {entry} is in.")


def render(payload: PlaceFree, *, locale: str, name: str, home: str) -> Message:
    """The notice for the person called `name`. `home` is the product's address; empty: no link is made."""
    words = {
        "tournament": payload.tournament,
        "event": payload.event,
        "entry": payload.name,
        "time_zone": payload.time_zone,
        "until": _moment(payload),
    }
    subject = translate(locale, GIVEN if payload.until is None else OFFERED, **words)
    greeting = translate(locale, GREETING, name=name)
    told = translate(locale, IN if payload.until is None else ACCEPT, **words)
    link = f"{home.rstrip('/')}/events/{payload.event_slug}/{payload.tournament_slug}/entry" if home else ""
    text = "\n\n".join(part for part in (greeting, told, link) if part)
    html = document(locale, f"<p>{escape(greeting)}</p><p>{escape(told)}</p>", anchor(link))
    return Message(subject, f"{text}\n", html)


def _moment(payload: PlaceFree) -> str:
    """The end of the offer by the event's clock; an event's zone was checked when it was set up."""
    if payload.until is None:
        return ""
    return f"{payload.until.astimezone(ZoneInfo(payload.time_zone)):%Y-%m-%d %H:%M}"
