"""The words of the notice that the sides of a match differ, and of how that was decided."""

from esports.i18n import N_, translate
from esports.notifications.entry_wire import MatchDisputed
from esports.notifications.messages import GREETING, Message, letter, versus

OPEN = N_("You do not agree on the result: {sides} ({tournament}, match {number})")
OPENED = N_(
    "the sides of your match in {tournament} ({event}) do not agree on its result. A referee looks at it; "
    "you can report again, and agree with the other side."
)
DECIDED = N_("It is decided: {sides} ({tournament}, match {number})")
NOW = N_("the result of your match in {tournament} ({event}), on which the sides did not agree, is decided.")
WON = N_("{winner} has won.")
SCORE = N_("{winner} has won, {score}.")


def render(payload: MatchDisputed, *, locale: str, name: str, home: str) -> Message:
    """The notice for the person called `name`. `home` is the product's address; empty: no link is made."""
    sides = versus(payload.names, locale)
    words: dict[str, object] = {
        "sides": sides,
        "tournament": payload.tournament,
        "event": payload.event,
        "number": payload.number,
        "winner": payload.winner,
        "score": " : ".join(map(str, payload.scores or ())),
    }
    said = [NOW if payload.decided else OPENED]
    if payload.winner is not None:
        said.append(SCORE if payload.scores else WON)
    told = [translate(locale, one, **words) for one in said]
    page = f"/events/{payload.event_slug}/{payload.tournament_slug}/matches/{payload.match_id}"
    link = f"{home.rstrip('/')}{page}" if home else ""
    subject = translate(locale, DECIDED if payload.decided else OPEN, **words)
    return letter(locale, subject, translate(locale, GREETING, name=name), *told, link, link=link)
