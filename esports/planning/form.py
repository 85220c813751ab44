"""Whether a model is well formed: what everything else in this package takes for granted."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from esports.planning.model import Interval, Match, Model


class Flaw(NamedTuple):
    """A wrong field of a model: a JSON pointer to it, a stable code, and what the code is about."""

    pointer: str
    code: str
    subject: str = ""


def flaws(model: Model) -> tuple[Flaw, ...]:
    """All flaws in reading order; none means that the other functions may be called.

    Codes: `duplicate_id`, `unknown_id`, `hours_empty` (a venue without any), `hours_order` (an interval that
    is empty, negative, or not after the one before), `number_negative`, `duration_short` (below a minute),
    `probability` (not between 0 and 1), `named_twice` (a person or predecessor), `way_longer` (longer than
    over a third venue).
    """
    return (*_ids(model), *_hours(model), *_references(model), *_ways(model), *_figures(model))


def _ids(model: Model) -> Iterator[Flaw]:
    kinds: dict[str, Sequence[str]] = {
        "venues": [venue.id for venue in model.venues],
        "stations": [station.id for station in model.stations],
        "tournaments": [tournament.id for tournament in model.tournaments],
        "matches": [match.id for match in model.matches],
        "streams": [stream.id for stream in model.streams],
        "referees": [referee.id for referee in model.referees],
        "people": [person.id for person in model.people],
    }
    for kind, ids in kinds.items():
        seen: set[str] = set()
        for place, name in enumerate(ids):
            if name in seen:
                yield Flaw(f"/{kind}/{place}/id", "duplicate_id", name)
            seen.add(name)


def _ordered(pointer: str, hours: Iterable[Interval]) -> Iterator[Flaw]:
    last = -1
    for place, interval in enumerate(hours):
        if not last < interval.start < interval.end:
            yield Flaw(f"{pointer}/{place}", "hours_order")
        last = interval.end


def _hours(model: Model) -> Iterator[Flaw]:
    for place, venue in enumerate(model.venues):
        if not venue.hours:
            yield Flaw(f"/venues/{place}/hours", "hours_empty", venue.id)
        yield from _ordered(f"/venues/{place}/hours", venue.hours)
        yield from _ordered(f"/venues/{place}/breaks", venue.breaks)
    for place, stream in enumerate(model.streams):
        yield from _ordered(f"/streams/{place}/hours", stream.hours)
    for place, referee in enumerate(model.referees):
        yield from _ordered(f"/referees/{place}/hours", referee.hours)
    for place, person in enumerate(model.people):
        yield from _ordered(f"/people/{place}/hours", person.hours)


def _references(model: Model) -> Iterator[Flaw]:
    venues = {venue.id for venue in model.venues}
    stations = {station.id for station in model.stations}
    tournaments = {tournament.id for tournament in model.tournaments}
    matches = {match.id for match in model.matches}
    for place, station in enumerate(model.stations):
        if station.venue not in venues:
            yield Flaw(f"/stations/{place}/venue", "unknown_id", station.venue)
    for place, stream in enumerate(model.streams):
        if stream.venue not in venues:
            yield Flaw(f"/streams/{place}/venue", "unknown_id", stream.venue)
    for place, way in enumerate(model.travel):
        for name, venue in (("one", way.one), ("other", way.other)):
            if venue not in venues:
                yield Flaw(f"/travel/{place}/{name}", "unknown_id", venue)
    for place, match in enumerate(model.matches):
        here = f"/matches/{place}"
        if match.tournament not in tournaments:
            yield Flaw(f"{here}/tournament", "unknown_id", match.tournament)
        if match.station is not None and match.station not in stations:
            yield Flaw(f"{here}/station", "unknown_id", match.station)
        for number, name in enumerate(match.predecessors):
            if name not in matches:
                yield Flaw(f"{here}/predecessors/{number}", "unknown_id", name)


def _ways(model: Model) -> Iterator[Flaw]:
    """Nobody may be later by the straight way than by another: plans look at the last match alone."""
    there = {frozenset((way.one, way.other)): way.minutes for way in model.travel}
    venues = {venue.id for venue in model.venues}
    for place, way in enumerate(model.travel):
        for third in model.venues if {way.one, way.other} <= venues else ():
            over = there.get(frozenset((way.one, third.id)), 0) + there.get(
                frozenset((third.id, way.other)), 0
            )
            if third.id not in (way.one, way.other) and over < way.minutes:
                yield Flaw(f"/travel/{place}/minutes", "way_longer", third.id)


def _figures(model: Model) -> Iterator[Flaw]:
    for place, way in enumerate(model.travel):
        if way.minutes < 0:
            yield Flaw(f"/travel/{place}/minutes", "number_negative")
    for place, tournament in enumerate(model.tournaments):
        for name, figure in (
            ("release", tournament.release),
            ("due", tournament.due or 0),
            ("weight", tournament.weight),
        ):
            if figure < 0:
                yield Flaw(f"/tournaments/{place}/{name}", "number_negative", tournament.id)
    for place, match in enumerate(model.matches):
        yield from _match(f"/matches/{place}", match)


def _match(here: str, match: Match) -> Iterator[Flaw]:
    if match.duration.planned < 1 or not match.duration.median > 0:
        yield Flaw(f"{here}/duration", "duration_short", match.id)
    for name, figure in (
        ("duration/sigma", match.duration.sigma),
        ("duration/doubt", match.duration.doubt),
        ("rest", match.rest),
        ("warm_up", match.warm_up),
        ("referees", match.referees),
        ("wanted", match.wanted or 0),
        ("start", match.start or 0),
    ):
        if figure < 0:
            yield Flaw(f"{here}/{name}", "number_negative", match.id)
    for number, chance in enumerate(match.maybe):
        if not 0 < chance.probability < 1:
            yield Flaw(f"{here}/maybe/{number}", "probability", chance.person)
    for name, people in (
        ("people", [*match.people, *(chance.person for chance in match.maybe)]),
        ("predecessors", list(match.predecessors)),
    ):
        if len(set(people)) != len(people):
            yield Flaw(f"{here}/{name}", "named_twice", match.id)
