"""Pins that cannot hold together."""

from collections.abc import Iterator
from itertools import combinations

from esports.planning.conflict_words import Conflict
from esports.planning.tables import Tables


def clashes(tables: Tables) -> Iterator[Conflict]:
    """Pins of one person too near to each other; then pins at one time for too few things."""
    pins = sorted((begin, match) for match, begin in enumerate(tables.pinned) if begin != -1)
    yield from _people(tables, pins)
    told: set[tuple[str, tuple[str, ...]]] = set()
    for begin, _ in pins:
        at_once = [match for start, match in pins if start <= begin < start + tables.length[match]]
        for found in (_stations(tables, at_once), _streams(tables, at_once), _referees(tables, at_once)):
            if found is not None and (found.code, found.matches) not in told:
                told.add((found.code, found.matches))
                yield found


def _names(tables: Tables, matches: list[int]) -> tuple[str, ...]:
    return tuple(tables.model.matches[match].id for match in sorted(matches))


def _people(tables: Tables, pins: list[tuple[int, int]]) -> Iterator[Conflict]:
    """Each pair of pins of one person that leaves no time for the rest and the shortest way between."""
    own: dict[int, list[tuple[int, int]]] = {}
    for begin, match in pins:
        for person in tables.people[match]:
            own.setdefault(person, []).append((begin, match))
    for person, theirs in own.items():
        for (begin, first), (later, second) in combinations(theirs, 2):
            way = min(
                tables.way[one][other]
                for one, _ in tables.options[first]
                for other, _ in tables.options[second]
            )
            over = begin + tables.length[first]
            if later < over + tables.rest[first] + way:
                yield Conflict(
                    "pins_person",
                    "{who} is pinned to {first} until {over}, with {rest} minutes of rest and {way} of way "
                    "after it, and to {second} from {begin}.",
                    _names(tables, [first, second]),
                    {
                        "who": tables.users[person],
                        "first": tables.model.matches[first].id,
                        "second": tables.model.matches[second].id,
                        "over": over,
                        "rest": tables.rest[first],
                        "way": way,
                        "begin": later,
                    },
                )


def _crowd(tables: Tables, matches: list[int]) -> dict[str, str | int]:
    return {"count": len(matches), "time": max(tables.pinned[match] for match in matches)}


def _stations(tables: Tables, at_once: list[int]) -> Conflict | None:
    """The fewest pins that share too few stations: one more than the stations that any of them can have."""
    choices = {match: {station for _, own in tables.options[match] for station in own} for match in at_once}
    for stations in sorted(choices.values(), key=len):
        crowd = [match for match in at_once if choices[match] <= stations]
        if len(crowd) > len(stations):
            crowd = sorted(crowd)[: len(stations) + 1]
            detail = "The {count} matches {matches} are pinned to {time}, for {have} stations: {stations}."
            names = ", ".join(tables.users[station] for station in sorted(stations))
            params = _crowd(tables, crowd) | {"have": len(stations), "stations": names}
            return Conflict("pins_station", detail, _names(tables, crowd), params)
    return None


def _streams(tables: Tables, at_once: list[int]) -> Conflict | None:
    streamed = [match for match in at_once if tables.model.matches[match].streamed]
    have = sum(len(streams) for streams in tables.streams)
    if len(streamed) <= have:
        return None
    crowd = sorted(streamed)[: have + 1]
    detail = "The {count} matches {matches} are pinned to {time} and held for {have} streams."
    return Conflict("pins_stream", detail, _names(tables, crowd), _crowd(tables, crowd) | {"have": have})


def _referees(tables: Tables, at_once: list[int]) -> Conflict | None:
    """Of one title, those that ask for the most first: the fewest that ask for more than there are."""
    for title in dict.fromkeys(tables.model.matches[match].title for match in at_once):
        have = len(tables.referees.get(title, []))
        crowd: list[int] = []
        asked = 0
        own = [match for match in at_once if tables.model.matches[match].title == title]
        for match in sorted(own, key=lambda match: (-tables.model.matches[match].referees, match)):
            crowd.append(match)
            asked += tables.model.matches[match].referees
            if asked > have:
                detail = (
                    "The {count} matches {matches} are pinned to {time} and need {asked} referees, of {have}."
                )
                params = _crowd(tables, crowd) | {"asked": asked, "have": have}
                return Conflict("pins_referee", detail, _names(tables, crowd), params)
    return None
