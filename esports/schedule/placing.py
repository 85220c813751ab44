"""What a place for one match would mean, and whether a plan still holds: by the checker, in words. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from esports.i18n import N_
from esports.planning import model as planning
from esports.planning.checker import violations
from esports.planning.checker_words import Violation
from esports.schedule.modelling import (
    Dial,
    Week,
    booked,
    is_played,
    model_of,
    placed,
    under_way,
    users,
)
from esports.schedule.rows import Booking
from esports.schedule.step_wire import Finding

WORDS: Mapping[str, str] = {
    "station_overlap": N_("{place} has {match} from {begin} to {end}, warm-up included."),
    "stream_overlap": N_("The stream shows {match} from {begin} to {end}."),
    "person_overlap": N_("{who}: a player is in {match} from {start} to {end}."),
    "warm_up": N_("{who}: a player has no time to warm up, for {match} is from {start} to {end}."),
    "rest": N_("{who}: a player has no time to rest, for {match} is from {start} to {end}."),
    "travel": N_("{who}: a player has no time for the way, for {match} is elsewhere from {start} to {end}."),
    "predecessor": N_("{match} comes before it, and is from {start} to {end}."),
    "successor": N_("{match} waits for it, and is from {start} to {end}."),
    "closed": N_("{place} is not open all the time, warm-up included."),
    "break": N_("{place} has a break then."),
    "release": N_("That is earlier than it may begin."),
    "station_title": N_("{place} does not serve its game, or is out of order."),
    "stream_venue": N_("No stream is in that venue."),
    "stream_hours": N_("The stream is not on air all the time."),
}
SAME = {
    "straddle": "closed",
    "predecessor_rest": "predecessor",
    "stream_missing": "stream_venue",
}
PEOPLE = ("person_overlap", "warm_up", "rest", "travel")


def against(week: Week, plan: Iterable[Booking], asked: Booking, names: Mapping[UUID, str]) -> list[Finding]:
    """What stands against a place for a match, beside a plan; `names` are those of the match's entries.

    Of hours in which minors alone may play nothing is said here. What is pinned or played does not give way.
    """
    own = str(asked.match_id)
    model = _alone(model_of(week), own)
    by_id = {match.id: match for match in model.matches}
    places = {one.match: one for one in (*(booked(week, one) for one in plan), *under_way(week))}
    places = {match: one for match, one in places.items() if match in by_id}
    places[own] = _with_stream(week, by_id[own], booked(week, asked))
    near = set(_near(model, places, own))
    kept = tuple(match for match in model.matches if match.id in near)
    model = msgspec.structs.replace(model, matches=kept)
    order = planning.plan_of(
        msgspec.structs.replace(one, referees=()) for match, one in places.items() if match in near
    )
    return list(_told(week, violations(model, order), places, by_id, own, names))


def _alone(model: planning.Model, own: str) -> planning.Model:
    """The model without referees, for others may lead, and without what is pinned of the match itself."""
    matches = (msgspec.structs.replace(match, referees=0) for match in model.matches)
    free = (
        msgspec.structs.replace(one, start=None, station=None) if one.id == own else one for one in matches
    )
    return msgspec.structs.replace(model, matches=tuple(free))


def _with_stream(week: Week, match: planning.Match, place: planning.Booking) -> planning.Booking:
    """The place with a stream of its venue where the match is held for one, that of the plan if it can be."""
    venue = {str(one.id): str(house.id) for house in week.venues for one in house.stations}[place.station]
    there = [one.id for one in week.streams if one.venue == venue]
    if not match.streamed or not there:
        return msgspec.structs.replace(place, stream=None)
    return msgspec.structs.replace(place, stream=place.stream if place.stream in there else there[0])


def _near(model: planning.Model, places: Mapping[str, planning.Booking], own: str) -> Iterator[str]:
    """The match, and those in the plan that share a person, the station or the stream with it, or its way."""
    here = places[own]
    match = next(one for one in model.matches if one.id == own)
    people = set(match.people)
    for other in model.matches:
        place = places.get(other.id)
        if place is not None and (
            other.id == own
            or place.station == here.station
            or (place.stream is not None and place.stream == here.stream)
            or other.id in match.predecessors
            or own in other.predecessors
            or not people.isdisjoint(other.people)
        ):
            yield other.id


def _told(
    week: Week,
    found: Iterable[Violation],
    places: Mapping[str, planning.Booking],
    matches: Mapping[str, planning.Match],
    own: str,
    names: Mapping[UUID, str],
) -> Iterator[Finding]:
    """One finding for each other match and kind, and one for each thing about the place alone."""
    told = set()
    for one in found:
        pair = {one.params.get(name) for name in ("match", "first", "second")} - {None}
        if own not in pair:
            continue
        code = SAME.get(one.code, one.code)
        if code == "predecessor" and one.params["first"] == own:
            code = "successor"
        other = next((str(match) for match in pair if match != own), None)
        key = ("person" if code in PEOPLE else code, other)
        if code not in WORDS or key in told:
            continue
        told.add(key)
        params: dict[str, Any] = {"place": _station(week, places[own].station)}
        if other is not None:
            params |= _other(week, matches[other], places[other], places[own].start)
        if code in PEOPLE:
            params["who"] = _who(week, own, str(one.params["who"]), names)
        gives_way = other is not None and matches[other].start is None
        yield Finding(code=code, text=WORDS[code], params=params, gives_way=gives_way)


def _station(week: Week, station: str) -> str:
    return next(one.name for venue in week.venues for one in venue.stations if str(one.id) == station)


def _other(week: Week, match: planning.Match, place: planning.Booking, near: int) -> dict[str, Any]:
    """The other match and its times: the clock alone on the day of the place that is looked at."""
    dial = Dial(week.event)
    known = next(one for one in week.matches if str(one.id) == match.id)
    moments = {
        "begin": place.start - match.warm_up,
        "start": place.start,
        "end": place.start + match.duration.planned,
    }
    day = dial.shown(near).split()[0]
    times = {name: dial.shown(moment).removeprefix(f"{day} ") for name, moment in moments.items()}
    return {"match": f"{known.tournament} #{known.number}", **times}


def _who(week: Week, own: str, user: str, names: Mapping[UUID, str]) -> str:
    """The entry of the match for which somebody plays; a player themself is not named."""
    one = UUID(user.split()[1])
    entries = next(match.entries for match in week.matches if str(match.id) == own)
    return next((names.get(entry, "–") for entry in entries if one in users([entry], week.people)), "–")


def holds(week: Week, plan: Sequence[Booking | UUID]) -> bool:
    """Whether a plan of all open matches holds; of those without a place it has the ids alone."""
    played = {one.id for one in week.matches if is_played(one)}
    names = {str(one) for one in played}
    has = {one if isinstance(one, UUID) else one.match_id for one in plan}
    if {one.id for one in week.matches} - played != has - played:
        return False
    stations = {one.id for venue in week.venues for one in venue.stations}
    own = [one for one in plan if isinstance(one, Booking) and one.match_id not in played]
    if any(one.station_id not in stations for one in own):
        return False
    order = planning.plan_of([*(booked(week, one) for one in own), *under_way(week)])
    model = placed(model_of(week), order)
    return not any(_matters(one, names) for one in violations(model, order))


def _matters(one: Violation, played: Collection[str]) -> bool:
    """Whether it is about a match that is not played: those are as they are."""
    named = {one.params.get(name) for name in ("match", "first", "second")} - {None}
    return not named or not named <= set(played)
