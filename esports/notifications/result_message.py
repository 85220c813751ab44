"""The words of the notice that an entry has its place."""

from esports.i18n import N_, translate
from esports.notifications.messages import GREETING, Message, letter
from esports.notifications.wire import EntryPlaced

WON = N_("{entry} has won {tournament}")
SUBJECT = N_("{tournament} is over: place {place} for {entry}")
FIRST = N_("{entry} has won {tournament} ({event}), ahead of all {among} entries. Congratulations!")
OTHERS = N_("{tournament} ({event}) is over. {entry} has place {place} of {among}. Thank you for playing!")


def render(payload: EntryPlaced, *, locale: str, name: str, home: str) -> Message:
    """The notice for the person called `name`. `home` is the product's address; empty: no link is made."""
    words: dict[str, object] = {
        "tournament": payload.tournament,
        "event": payload.event,
        "entry": payload.name,
        "place": payload.place,
        "among": payload.among,
    }
    first = payload.place == 1
    subject = translate(locale, WON if first else SUBJECT, **words)
    told = [translate(locale, GREETING, name=name), translate(locale, FIRST if first else OTHERS, **words)]
    link = f"{home.rstrip('/')}/events/{payload.event_slug}/{payload.tournament_slug}" if home else ""
    return letter(locale, subject, *told, link, link=link)
