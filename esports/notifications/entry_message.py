"""The words of notices that an entry has come in, and that it goes on."""

from esports.i18n import N_, translate
from esports.notifications.entry_wire import EntryQualified, EntryReceived
from esports.notifications.messages import GREETING, Message, letter

RECEIVED = N_("Your registration has arrived: {tournament}")
STANDS = {
    "pending": N_(
        "you have registered {name} in {tournament} ({event}). The organisers look at it, and you are told "
        "what they decide."
    ),
    "waitlisted": N_(
        "you have registered {name} in {tournament} ({event}). All places are taken at this moment, so it is "
        "on the waiting list; you are told when a place becomes free."
    ),
    "confirmed": N_("you have registered {name} in {tournament} ({event}), and it is in."),
}
FURTHER = N_("{entry} goes on to {stage}: {tournament}")
GOES_ON = N_("{entry} goes on to {stage} of {tournament} ({event}). Congratulations!")
QUALIFIED = N_("{entry} has qualified for {tournament}")
BY_PLACE = N_(
    "by place {place} in {source}, {entry} has qualified for {tournament} ({event}). Congratulations!"
)


def render(payload: EntryReceived | EntryQualified, *, locale: str, name: str, home: str) -> Message:
    """The notice for the person called `name`. `home` is the product's address; empty: no link is made."""
    page = f"/events/{payload.event_slug}/{payload.tournament_slug}"
    if isinstance(payload, EntryReceived):
        subject, told = RECEIVED, STANDS[payload.state]
        words: dict[str, object] = {"name": payload.name}
        page += "/entry"
    else:
        subject, told = (FURTHER, GOES_ON) if payload.stage else (QUALIFIED, BY_PLACE)
        words = {
            "entry": payload.name,
            "stage": payload.stage,
            "source": payload.source,
            "place": payload.place,
        }
    words |= {"tournament": payload.tournament, "event": payload.event}
    link = f"{home.rstrip('/')}{page}" if home else ""
    greeting, said = translate(locale, GREETING, name=name), translate(locale, told, **words)
    return letter(locale, translate(locale, subject, **words), greeting, said, link, link=link)
