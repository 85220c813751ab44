"""The words of notices to those who run an event, its matches, or the installation."""

from esports.i18n import N_, translate
from esports.notifications.messages import GREETING, Message, letter, versus
from esports.notifications.staff_wire import JobsFailing, RefereeNeeded, StationLate

NEEDED = N_("{need}: {sides} ({tournament}, match {number})")
NEEDS = {
    "disputed": N_("Disputed result"),
    "help": N_("A side calls a referee"),
    "no_show": N_("One side is not there"),
    "late": N_("A match waits for long"),
}
WAITS = N_("a match in {tournament} ({event}) waits for a referee.")
STATION = N_("The schedule does not hold: {event}")
FAILING = N_("Background work was given up: {job}")
GIVEN_UP = N_("background work was given up after several attempts. It waits until it is tried again.")


def render(
    payload: RefereeNeeded | StationLate | JobsFailing, *, locale: str, name: str, home: str
) -> Message:
    """The notice for the person called `name`. `home` is the product's address; empty: no link is made."""
    greeting = translate(locale, GREETING, name=name)
    if isinstance(payload, RefereeNeeded):
        sides = versus(payload.names, locale) if payload.names else "–"
        words: dict[str, object] = {
            "need": translate(locale, NEEDS.get(payload.need, payload.need)),
            "sides": sides,
            "tournament": payload.tournament,
            "event": payload.event,
            "number": payload.number,
        }
        subject, told = translate(locale, NEEDED, **words), [translate(locale, WAITS, **words)]
        page = f"/desk/events/{payload.event_slug}/queue"
    elif isinstance(payload, StationLate):
        subject = translate(locale, STATION, event=payload.event)
        told = [translate(locale, payload.text, **payload.params)]
        page = f"/desk/events/{payload.event_slug}/schedule"
    else:
        subject = translate(locale, FAILING, job=payload.job)
        told = [translate(locale, GIVEN_UP), payload.error]
        page = "/desk/jobs"
    link = f"{home.rstrip('/')}{page}" if home else ""
    return letter(locale, subject, greeting, *told, link, link=link)
