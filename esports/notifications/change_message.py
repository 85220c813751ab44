"""The words of the notice that others changed the reader's match."""

from html import escape

import msgspec

from esports.i18n import N_, translate
from esports.notifications.messages import GREETING, Message, anchor, document, versus
from esports.notifications.wire import MatchChanged

SUBJECT = N_("Your match was changed: {sides} ({tournament}, match {number})")
VOID = N_("Your match is void: {sides} ({tournament}, match {number})")
WHAT = {
    "corrected": N_("a result in {tournament} ({event}) was corrected."),
    "unpaired": N_("the pairings of your round in {tournament} ({event}) were taken back; new ones follow."),
    "withdrawn": N_("an entry has withdrawn from {tournament} ({event})."),
    "disqualified": N_("an entry was disqualified from {tournament} ({event})."),
}
DECIDED = N_("a referee of {tournament} ({event}) has decided your match without play.")
BACK = N_("what had changed your match in {tournament} ({event}) was taken back.")
REPLAY = N_("Its result does not count; please look whether you play it again.")
REASON = N_("The reason: {reason}")


def render(payload: MatchChanged, *, locale: str, name: str, home: str) -> Message:
    """The notice for the person called `name`. `home` is the product's address; empty: no link is made."""
    sides = versus(payload.names, locale)
    words: dict[str, object] = {**msgspec.structs.asdict(payload), "sides": sides}
    void = payload.void and not payload.reverted
    said = [BACK if payload.reverted else WHAT.get(payload.what, DECIDED)]
    said += [REPLAY] if void else []
    said += [REASON] if payload.reason else []
    greeting = translate(locale, GREETING, name=name)
    told = [translate(locale, one, **words) for one in said]
    page = f"/events/{payload.event_slug}/{payload.tournament_slug}"
    # Of an unpaired match there is no page any more.
    page += "" if payload.what == "unpaired" else f"/matches/{payload.match_id}"
    link = f"{home.rstrip('/')}{page}" if home else ""
    text = "\n\n".join(part for part in (greeting, *told, link) if part)
    html = document(locale, *(f"<p>{escape(one)}</p>" for one in (greeting, *told)), anchor(link))
    return Message(translate(locale, VOID if void else SUBJECT, **words), f"{text}\n", html)
