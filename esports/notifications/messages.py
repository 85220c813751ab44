"""The words of a notice in its reader's language: a subject, a plain body and a simple HTML one."""

from html import escape

import msgspec

from esports.i18n import N_, translate
from esports.notifications.wire import CalledToStation, MatchReady, ReportWaiting

SUBJECT = N_("Your match is ready: {sides} ({stage}, {round}, best of {best_of})")
LOBBY = N_("{first}, {second} and {more} more")
GREETING = N_("Hello {name},")
OPENING = N_("your match in {tournament} ({event}) can be played now:")
REPORTED_SUBJECT = N_("Is this result right? {sides} ({stage}, {round}, best of {best_of})")
REPORTED = N_(
    "the result of your match in {tournament} ({event}) was reported. Please confirm it, or object:"
)
REPORTED_DUE = N_(
    "the result of your match in {tournament} ({event}) was reported. "
    "Please confirm it, or object; it counts soon if you say nothing:"
)
CALLED_SUBJECT = N_("Please come to {station}: {sides} ({stage}, {round}, best of {best_of})")
CALLED = N_("your match in {tournament} ({event}) is called. Please come to {station} now:")
DETAILS = N_("{stage}, {round}, best of {best_of}, match {number}")

ROUND = N_("round {round}")
GROUP_ROUND = N_("group {group}, round {round}")
OF_BRACKET = {
    "third_place": N_("third-place match"),
    "final": N_("final"),
}
OF_DOUBLE_ELIMINATION = {
    "upper": N_("upper bracket, round {round}"),
    "lower": N_("lower bracket, round {round}"),
}
ROUNDS_TO_GO = {
    0: N_("final"),
    1: N_("semi-final"),
    2: N_("quarter-final"),
}


class Message(msgspec.Struct, frozen=True):
    """What a channel sends."""

    subject: str
    text: str
    html: str


def render(payload: MatchReady | ReportWaiting, *, locale: str, name: str, home: str) -> Message:
    """The notice for the person called `name`. `home` is the product's address; empty: no link is made."""
    sides = versus(payload.names, locale)
    words: dict[str, object] = {
        **msgspec.structs.asdict(payload),
        "sides": sides,
        "round": round_name(payload, locale),
    }
    greeting = translate(locale, GREETING, name=name)
    subject, opening = (translate(locale, text, **words) for text in _texts(payload))
    details = translate(locale, DETAILS, **words)
    page = f"/events/{payload.event_slug}/{payload.tournament_slug}/matches/{payload.match_id}"
    link = f"{home.rstrip('/')}{page}" if home else ""
    text = "\n\n".join(part for part in (greeting, opening, f"{sides}\n{details}", link) if part)
    html = document(
        locale,
        f"<p>{escape(greeting)}</p><p>{escape(opening)}</p>",
        f"<p><strong>{escape(sides)}</strong><br>{escape(details)}</p>",
        anchor(link),
    )
    return Message(subject, f"{text}\n", html)


def _texts(payload: MatchReady | ReportWaiting) -> tuple[str, str]:
    """The subject and the opening words of a notice."""
    if isinstance(payload, CalledToStation):
        return CALLED_SUBJECT, CALLED
    if isinstance(payload, ReportWaiting):
        return REPORTED_SUBJECT, REPORTED_DUE if payload.due_at else REPORTED
    return SUBJECT, OPENING


def versus(names: list[str], locale: str) -> str:
    """Who plays: both sides, or of a lobby the first two and how many more."""
    if len(names) <= 2:
        return " – ".join(names)
    return translate(locale, LOBBY, first=names[0], second=names[1], more=len(names) - 2)


def document(locale: str, *parts: str) -> str:
    """The simple HTML of every mail, around parts that are HTML already."""
    return "\n".join([f'<!doctype html><html lang="{escape(locale)}"><body>', *parts, "</body></html>"])


def anchor(link: str) -> str:
    """A paragraph with the link in full; nothing where there is none."""
    address = escape(link)
    return f'<p><a href="{address}">{address}</a></p>' if link else ""


def letter(locale: str, subject: str, *parts: str, link: str) -> Message:
    """A mail of these paragraphs, one of which may be the `link`; empty ones are left out."""
    told = [part for part in parts if part]
    html = [anchor(part) if part == link else f"<p>{escape(part)}</p>" for part in told]
    return Message(subject, "\n\n".join(told) + "\n", document(locale, *html))


def round_name(payload: MatchReady, locale: str) -> str:
    """What people call the match's round: a final, a group's second round, round 3."""
    return translate(locale, _round(payload), round=payload.round, group=payload.group)


def _round(payload: MatchReady) -> str:
    if payload.bracket in OF_BRACKET:
        return OF_BRACKET[payload.bracket]
    if payload.format == "double_elimination":
        return OF_DOUBLE_ELIMINATION.get(payload.bracket, ROUND)
    if payload.format == "single_elimination":
        return ROUNDS_TO_GO.get(payload.last_round - payload.round, ROUND)
    return GROUP_ROUND if payload.group else ROUND
