"""The words of the notice that a stage is drawn: by the clock of the event, as for check-in."""

from zoneinfo import ZoneInfo

from esports.i18n import N_, translate
from esports.notifications.entry_wire import DrawPublished
from esports.notifications.messages import GREETING, Message, letter, versus
from esports.notifications.reminder_message import ALONE

SUBJECT = N_("The draw of {tournament} is there: {stage}")
OPENING = N_("{stage} of {tournament} ({event}) is drawn, and {entry} is in it.")
GROUP = N_("You play in group {group}.")
FIRST = N_("Your next match, number {number}: {sides}")
WHEN = N_("It starts at {time} (clock of {time_zone}), {station}.")


def render(payload: DrawPublished, *, locale: str, name: str, home: str) -> Message:
    """The notice for the person called `name`. `home` is the product's address; empty: no link is made."""
    words: dict[str, object] = {
        "tournament": payload.tournament,
        "event": payload.event,
        "stage": payload.stage,
        "entry": payload.name,
        "group": payload.group,
        "number": payload.number,
        "sides": _sides(payload, locale),
        "time_zone": payload.time_zone,
        "station": payload.station or "–",
    }
    said = [OPENING]
    said += [GROUP] if payload.group else []
    said += [FIRST] if payload.names else []
    if payload.starts_at is not None:
        said.append(WHEN)
        words["time"] = f"{payload.starts_at.astimezone(ZoneInfo(payload.time_zone)):%Y-%m-%d %H:%M}"
    told = [translate(locale, GREETING, name=name), *(translate(locale, one, **words) for one in said)]
    page = f"/events/{payload.event_slug}/{payload.tournament_slug}"
    link = f"{home.rstrip('/')}{page}" if home else ""
    return letter(locale, translate(locale, SUBJECT, **words), *told, link, link=link)


def _sides(payload: DrawPublished, locale: str) -> str:
    if len(payload.names) == 1:
        return translate(locale, ALONE, name=payload.names[0])
    return versus(payload.names, locale)
