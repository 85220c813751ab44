"""More load than hours: of a person, and of the stations of a pool."""

from collections.abc import Iterator, Sequence

from esports.planning.conflict_words import Conflict
from esports.planning.cost import OpenMinutes
from esports.planning.earliest import earliest_begins
from esports.planning.model import Interval
from esports.planning.tables import Spans, Tables, common, spans


def overloads(tables: Tables) -> Iterator[Conflict]:
    """Of each person and pool the first overload that is found; only where each match alone has a place."""
    begins = earliest_begins(tables)
    limits = {person.id: spans(person.hours) for person in tables.model.people if person.hours}
    own: dict[int, list[int]] = {}
    for match, people in enumerate(tables.people):
        for person in people:
            own.setdefault(person, []).append(match)
    everywhere = OpenMinutes(Interval(*span) for hours in tables.open for span in hours)
    for person, matches in own.items():
        hours = spans(everywhere.intervals)
        name = tables.users[person]
        if name in limits:
            hours = common(hours, limits[name])
        found = _crowd(tables, matches, begins, [hours])
        if found:
            crowd, need, have = found
            detail = (
                "{who} has {need} minutes of play in {matches}, and {have} minutes for it from {head} on."
            )
            params: dict[str, str | int] = {"who": name, "need": need, "have": have}
            params["head"] = min(begins[match] for match in crowd)
            yield Conflict("person_load", detail, _names(tables, crowd), params)
    for pool, stations in enumerate(tables.pool_stations):
        matches = [match for match, own_pool in enumerate(tables.pool) if own_pool == pool]
        found = _crowd(
            tables, matches, begins, [tables.open[tables.station_venue[place]] for place in stations]
        )
        if found:
            crowd, need, have = found
            detail = "The {count} matches {matches} take {need} minutes, and {stations} stations have {have}."
            params = {"count": len(crowd), "need": need, "have": have, "stations": len(stations)}
            yield Conflict("pool_load", detail, _names(tables, crowd), params)


def _names(tables: Tables, matches: Sequence[int]) -> tuple[str, ...]:
    return tuple(tables.model.matches[match].id for match in sorted(matches))


def _crowd(
    tables: Tables, matches: Sequence[int], begins: Sequence[int], machines: Sequence[Spans]
) -> tuple[list[int], int, int] | None:
    """Matches whose blocks exceed the minutes of the machines after the earliest of them, so few as can be.

    The longest of those that cannot begin before some minute, until they exceed the minutes after it. With
    the load and the minutes that there are.
    """
    for head in sorted({begins[match] for match in matches}, reverse=True):
        have = sum(max(0, end - max(start, head)) for hours in machines for start, end in hours)
        later = sorted(
            (match for match in matches if begins[match] >= head), key=lambda m: (-tables.length[m], m)
        )
        if sum(tables.length[match] for match in later) <= have:
            continue
        need, crowd = 0, []
        for match in later:
            need += tables.length[match]
            crowd.append(match)
            if need > have:
                return crowd, need, have
    return None
