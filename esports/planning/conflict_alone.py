"""What a match asks for in vain, whatever else is planned."""

from collections.abc import Iterator

from esports.planning.conflict_words import Conflict
from esports.planning.occupancy import NEVER, fitting
from esports.planning.tables import Spans, Tables, common, spans


def alone(tables: Tables) -> Iterator[Conflict]:
    """At most one conflict for each match, the first that applies."""
    limits = {person.id: spans(person.hours) for person in tables.model.people if person.hours}
    for match in range(len(tables.length)):
        found = next(_resources(tables, match), None) or next(_times(tables, match, limits), None)
        if found is not None:
            yield found


def _resources(tables: Tables, match: int) -> Iterator[Conflict]:
    asked = tables.model.matches[match]
    own = (asked.id,)
    if not tables.options[match]:
        if asked.station is not None:
            params: dict[str, str | int] = {"station": asked.station, "title": asked.title}
            detail = "Match {matches} is pinned to station {station}, which does not serve {title}."
            yield Conflict("pinned_elsewhere", detail, own, params)
        detail = "No station serves {title}, which match {matches} needs."
        yield Conflict("no_station", detail, own, {"title": asked.title})
    if asked.streamed and not any(tables.streams[venue] for venue, _ in tables.options[match]):
        detail = "Match {matches} is held for the stream, and no venue that can have it has one."
        yield Conflict("no_stream", detail, own, {})
    able = [user for user in tables.referees.get(asked.title, []) if user not in tables.people[match]]
    if len(able) < asked.referees:
        detail = "Match {matches} needs {asked} referees, and {able} may lead {title} and do not play it."
        figures: dict[str, str | int] = {"asked": asked.referees, "able": len(able), "title": asked.title}
        yield Conflict("few_referees", detail, own, figures)


def _times(tables: Tables, match: int, limits: dict[str, Spans]) -> Iterator[Conflict]:
    asked, length = tables.model.matches[match], tables.length[match]
    own, begin = (asked.id,), tables.pinned[match]
    openings = [tables.open[venue] for venue, _ in tables.options[match]]
    longest = max((end - start for hours in openings for start, end in hours), default=0)
    params: dict[str, str | int] = {"length": length, "longest": longest, "begin": begin}
    if length > longest:
        detail = "Match {matches} takes {length} minutes, and no opening lasts longer than {longest}."
        yield Conflict("too_long", detail, own, params)
    if begin != -1:
        release = tables.release[match]
        if begin < release:
            detail = "Match {matches} is pinned to begin at {begin}, and its tournament begins at {release}."
            yield Conflict("pin_before_release", detail, own, params | {"release": release})
        if all(fitting(hours, begin, length) != begin for hours in openings):
            detail = (
                "Match {matches} is pinned to {begin} for {length} minutes, when no venue is open for it."
            )
            yield Conflict("pin_closed", detail, own, params)
    for person in asked.people:
        hours = limits.get(person)
        if hours is None:
            continue
        who = params | {"who": person}
        if begin != -1 and fitting(hours, begin, length) != begin:
            detail = "Match {matches} is pinned to {begin} for {length} minutes, outside the hours of {who}."
            yield Conflict("pin_hours", detail, own, who)
        both = [common(opening, hours) for opening in openings]
        if all(fitting(shared, tables.release[match], length) == NEVER for shared in both):
            detail = "Match {matches} takes {length} minutes, and the hours of {who} leave no time for it."
            yield Conflict("hours", detail, own, who)
