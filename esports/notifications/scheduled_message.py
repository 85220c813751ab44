"""The words of the notice that matches of the reader's have another time or station."""

from html import escape
from zoneinfo import ZoneInfo

from esports.i18n import N_, translate
from esports.notifications.messages import GREETING, Message, anchor, document, versus
from esports.notifications.wire import MovedMatch, ScheduleChanged

SUBJECT = N_("When and where you play: {event}")
OPENING = N_("these matches of yours in {event} have a new time or place (by the clock of {time_zone}):")
LINE = N_("{time}, {station}: {sides} ({tournament}, match {number})")
MOVED = N_("{time}, {station}, instead of {before}: {sides} ({tournament}, match {number})")
NO_TIME = N_("No time any more: {sides} ({tournament}, match {number})")
MORE = N_("and {count} more")


def render(payload: ScheduleChanged, *, locale: str, name: str, home: str) -> Message:
    """The notice for the person called `name`. `home` is the product's address; empty: no link is made."""
    subject = translate(locale, SUBJECT, event=payload.event)
    greeting = translate(locale, GREETING, name=name)
    opening = translate(locale, OPENING, event=payload.event, time_zone=payload.time_zone)
    lines = [_line(match, locale, ZoneInfo(payload.time_zone)) for match in payload.matches]
    if payload.more:
        lines.append(translate(locale, MORE, count=payload.more))
    link = f"{home.rstrip('/')}/events/{payload.event_slug}/schedule" if home else ""
    text = "\n\n".join(part for part in (greeting, opening, "\n".join(lines), link) if part)
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    html = document(
        locale, f"<p>{escape(greeting)}</p><p>{escape(opening)}</p><ul>{items}</ul>", anchor(link)
    )
    return Message(subject, f"{text}\n", html)


def _line(match: MovedMatch, locale: str, zone: ZoneInfo) -> str:
    words: dict[str, object] = {
        "sides": versus(match.names, locale) if match.names else "–",
        "tournament": match.tournament,
        "number": match.number,
    }
    if match.starts_at is None:
        return translate(locale, NO_TIME, **words)
    words |= {"time": f"{match.starts_at.astimezone(zone):%Y-%m-%d %H:%M}", "station": match.station}
    if match.before is None or match.before == match.starts_at:
        return translate(locale, LINE, **words)
    return translate(locale, MOVED, **words, before=f"{match.before.astimezone(zone):%m-%d %H:%M}")
