"""What a chat group is told, in its language: which facts are news to it, and a sentence for each."""

from collections.abc import Sequence

import msgspec

from esports.i18n import N_, translate
from esports.journal.facts import (
    ChampionDecided,
    Fact,
    MatchCalled,
    MatchesScheduled,
    OpponentAwaited,
    RefereeCalled,
    ResultConfirmed,
    ResultCorrected,
    ResultDisputed,
    RoundPaired,
    StageStarted,
    TournamentMoved,
)

TEST = "test"
MOVED = {
    "registration": N_("Registration is open."),
    "check_in": N_("Check-in is open."),
    "running": N_("Play goes on."),
    "paused": N_("Play is paused."),
    "finished": N_("Everything has been played."),
    "cancelled": N_("The tournament is cancelled."),
}
BEGUN = N_("Play has begun.")
DRAWN = N_("The draw of {stage} is out.")
PAIRED = N_("Round {round} is paired: {matches} matches.")
SCHEDULED = N_("The schedule has changed: {moved} matches have another start or station.")
CALLED = N_("Match {number} is called to its station. Please come now.")
CALL_BACK = N_("The call of match {number} is taken back.")
CALLED_TO = N_("{sides} ({title}, match {number}): please come to {station} now.")
CALL_BACK_OF = N_("{sides} ({title}, match {number}): the call is taken back.")
CONFIRMED = N_("Result of match {number}: {sides}")
CORRECTED = N_("The result of match {number} is corrected: {sides}")
CHAMPION = N_("{name} has won!")
REFEREE = N_("A referee is asked for at match {number}.")
DISPUTED = N_("The sides differ on the result of match {number}.")
AWAITED = N_("An opponent is missing at match {number}.")
TESTED = N_("This is a test: what happens in {event} will be told here.")
HARMLESS = str.maketrans({"@": "＠", "<": "‹", ">": "›", "`": "'"})
"""Names must not call everybody in a group, or be read as a command to the service."""


class CalledMatch(msgspec.Struct, frozen=True, kw_only=True):
    """What a fact of a call does not say: the title that is played, who plays in slot order, and where."""

    title: str
    names: list[str]
    station: str | None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What goes to a group: a fact of a tournament, of a call with its match, or nothing but a test."""

    event: str
    event_slug: str
    tournament: str = ""
    tournament_slug: str = ""
    fact: Fact | None = None
    match: CalledMatch | None = None


def kind_of(fact: Fact) -> str | None:
    """Which of the kinds that a group chooses from the fact is of, if any: the fields of `ChatKinds`."""
    match fact:
        case TournamentMoved(after=after):
            return "progress" if after in MOVED else None
        case StageStarted() | RoundPaired():
            return "draw"
        case MatchesScheduled():
            return "schedule"
        case MatchCalled():
            return "calls"
        case ResultConfirmed(names=names):
            return "results" if len(names) > 1 and all(names) else None
        case ResultCorrected():
            return "corrections"
        case ChampionDecided():
            return "champions"
        case RefereeCalled() | ResultDisputed() | OpponentAwaited():
            return "staff"
    return None


def words(told: Told, locale: str, home: str) -> tuple[str, str]:
    """Title and text. `home` is the product's address; empty: no link is made."""
    if told.fact is None:
        return harmless(told.event), translate(locale, TESTED, event=harmless(told.event))
    title = f"{harmless(told.tournament)} · {harmless(told.event)}"
    link = f"{home.rstrip('/')}/events/{told.event_slug}/{told.tournament_slug}" if home else ""
    sentence = _sentence(told.fact, locale)
    if isinstance(told.fact, MatchCalled) and told.match is not None:
        sentence = _call(told.fact, told.match, locale)
    return title, "\n".join(part for part in (sentence, link) if part)


def _call(fact: MatchCalled, match: CalledMatch, locale: str) -> str:
    told = CALLED_TO if fact.called else CALL_BACK_OF
    return translate(
        locale,
        told,
        sides=_sides(match.names, None),
        title=harmless(match.title),
        number=fact.number,
        station=harmless(match.station or "–"),
    )


def _sentence(fact: Fact, locale: str) -> str:
    match fact:
        case TournamentMoved(before=before, after=after):
            begun = after == "running" and before != "paused"
            return translate(locale, BEGUN if begun else MOVED.get(after, ""))
        case StageStarted(name=name):
            return translate(locale, DRAWN, stage=harmless(name))
        case RoundPaired():
            return translate(locale, PAIRED, round=fact.round, matches=fact.matches)
        case MatchesScheduled(moved=moved):
            return translate(locale, SCHEDULED, moved=moved)
        case MatchCalled(number=number, called=called):
            return translate(locale, CALLED if called else CALL_BACK, number=number)
        case ResultConfirmed(number=number):
            return translate(locale, CONFIRMED, number=number, sides=_sides(fact.names, fact.scores))
        case ResultCorrected(number=number):
            return translate(locale, CORRECTED, number=number, sides=_sides(fact.names, fact.scores))
        case ChampionDecided(name=name):
            return translate(locale, CHAMPION, name=harmless(name))
        case RefereeCalled(number=number):
            return translate(locale, REFEREE, number=number)
        case ResultDisputed(number=number):
            return translate(locale, DISPUTED, number=number)
        case OpponentAwaited(number=number):
            return translate(locale, AWAITED, number=number)
    return ""


def _sides(names: Sequence[str | None], scores: Sequence[int] | None) -> str:
    """Who played, with the score where it is one of two sides; of a lobby the first names."""
    known = [harmless(name or "–") for name in names]
    if len(known) == 2 and scores and len(scores) == 2:
        return f"{known[0]} {scores[0]}:{scores[1]} {known[1]}"
    return " – ".join(known[:8]) + (" …" if len(known) > 8 else "")


def harmless(name: str) -> str:
    """The name as one that calls nobody and commands nothing."""
    return name.translate(HARMLESS)
