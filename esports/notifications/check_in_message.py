"""The words of notices about check-in: by the clock of the event, so that they are true whenever read."""

from zoneinfo import ZoneInfo

from esports.i18n import N_, translate
from esports.notifications.messages import GREETING, Message, letter
from esports.notifications.wire import CheckInClosing, CheckInOpen

SUBJECT = N_("Check in now: {tournament}")
CLOSING = N_("Check-in closes at {time}, and you have not checked in: {tournament}")
OPEN = N_("check-in of {tournament} ({event}) is open. Please check {entry} in.")
OPEN_EACH = N_("check-in of {tournament} ({event}) is open. Each player of {entry} checks in for themselves.")
WAITS = N_("You are on the waiting list: who has checked in gets a free place before who has not.")
UNTIL = N_("It closes at {time} (clock of {time_zone}); who is not checked in by then may lose their place.")


def render(payload: CheckInOpen, *, locale: str, name: str, home: str) -> Message:
    """The notice for the person called `name`. `home` is the product's address; empty: no link is made."""
    until = payload.until.astimezone(ZoneInfo(payload.time_zone)) if payload.until else None
    words: dict[str, object] = {
        "tournament": payload.tournament,
        "event": payload.event,
        "entry": payload.name,
        "time": f"{until:%H:%M}" if until else "",
        "time_zone": payload.time_zone,
    }
    subject = translate(locale, CLOSING if isinstance(payload, CheckInClosing) else SUBJECT, **words)
    told = [
        translate(locale, GREETING, name=name),
        translate(locale, OPEN_EACH if payload.each else OPEN, **words),
        *([translate(locale, WAITS)] if payload.waiting else []),
        *([translate(locale, UNTIL, **words)] if until else []),
    ]
    page = f"/events/{payload.event_slug}/{payload.tournament_slug}/entry"
    link = f"{home.rstrip('/')}{page}" if home else ""
    return letter(locale, subject, *told, link, link=link)
