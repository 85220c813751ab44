"""A model as numbers: what the dispatcher looks up a thousand times for each second of its plan.

Matches, venues and *users* are numbered. A user is whatever serves one match at a time: a person (a referee
is one), a station, a stream. A match's people, its possible stations, the streams of a venue and the
referees of a title are lists of users.
"""

from collections.abc import Iterable, Sequence

from esports.planning.cost import windows
from esports.planning.model import Booking, Interval, Model

Spans = list[tuple[int, int]]
"""Intervals in order, as pairs."""


def spans(intervals: Iterable[Interval]) -> Spans:
    """The intervals as pairs."""
    return [(interval.start, interval.end) for interval in intervals]


def common(one: Spans, other: Spans) -> Spans:
    """The minutes that lie in both, as intervals."""
    both = [(max(a, c), min(b, d)) for a, b in one for c, d in other if max(a, c) < min(b, d)]
    return sorted(both)


class Tables:
    """The numbers of one model, which must be well formed."""

    def __init__(self, model: Model) -> None:
        matches = model.matches
        number = {match.id: place for place, match in enumerate(matches)}
        self.model = model
        self.warm_up = [match.warm_up for match in matches]
        self.length = [match.warm_up + match.duration.planned for match in matches]
        self.rest = [match.rest for match in matches]
        self.before = [[number[name] for name in match.predecessors] for match in matches]
        self.after: list[list[int]] = [[] for _ in matches]
        for place, before in enumerate(self.before):
            for earlier in before:
                self.after[earlier].append(place)
        releases = {tournament.id: tournament.release for tournament in model.tournaments}
        self.release = [releases[match.tournament] for match in matches]
        self.pinned = [-1 if match.start is None else match.start - match.warm_up for match in matches]
        self._venues(model)
        self._users(model)
        self._people(model)
        self._pools(model)

    def _venues(self, model: Model) -> None:
        self.venue = {venue.id: place for place, venue in enumerate(model.venues)}
        self.open = [spans(windows(venue.hours, venue.breaks)) for venue in model.venues]
        self.way = [[0] * len(self.venue) for _ in self.venue]
        for way in model.travel:
            one, other = self.venue[way.one], self.venue[way.other]
            if one != other:
                self.way[one][other] = self.way[other][one] = way.minutes
        self.ways = any(minutes for row in self.way for minutes in row)

    def _users(self, model: Model) -> None:
        """Stations first, then streams, then people."""
        self.users = [station.id for station in model.stations] + [stream.id for stream in model.streams]
        self.station_venue = [self.venue[station.venue] for station in model.stations]
        self.streams: list[list[int]] = [[] for _ in model.venues]
        self.hours: dict[int, Spans] = {}
        for user, stream in enumerate(model.streams, len(model.stations)):
            self.streams[self.venue[stream.venue]].append(user)
            if stream.hours:
                self.hours[user] = spans(stream.hours)
        self.things = len(self.users)

    def users_of(self, booking: Booking) -> list[int]:
        """The station of a booking, its stream if it has one, and its referees."""
        found = [self.users.index(booking.station)]
        if booking.stream is not None:
            found.append(self.users.index(booking.stream, len(self.station_venue)))
        return found + [self.users.index(name, self.things) for name in booking.referees]

    def _people(self, model: Model) -> None:
        """The users of each match, and the hours in which all of its people may play."""
        person: dict[str, int] = {}
        self.people: list[list[int]] = []
        for match in model.matches:
            own = []
            for name in match.people:
                if name not in person:
                    person[name] = len(self.users)
                    self.users.append(name)
                own.append(person[name])
            self.people.append(own)
        limits = {person[one.id]: spans(one.hours) for one in model.people if one.hours and one.id in person}
        self.play_hours: list[Spans | None] = [None] * len(model.matches)
        self.limited: list[int] = [-1] * len(model.matches)
        for place, own in enumerate(self.people):
            for user in own:
                if user in limits:
                    known = self.play_hours[place]
                    self.play_hours[place] = limits[user] if known is None else common(known, limits[user])
                    self.limited[place] = user
        self.referees: dict[str, list[int]] = {}
        for referee in model.referees:
            if referee.id not in person:
                person[referee.id] = len(self.users)
                self.users.append(referee.id)
            if referee.hours:
                self.hours[person[referee.id]] = spans(referee.hours)
            for title in referee.titles:
                self.referees.setdefault(title, []).append(person[referee.id])

    def _pools(self, model: Model) -> None:
        """Where each match may be played, and the pools: titles that share stations share a pool."""
        order = sorted(range(len(model.stations)), key=lambda place: len(model.stations[place].titles))
        of_title: dict[str, dict[int, list[int]]] = {}
        for place in order:
            for title in model.stations[place].titles:
                of_title.setdefault(title, {}).setdefault(self.station_venue[place], []).append(place)
        options = {title: sorted(there.items()) for title, there in of_title.items()}
        pool_of = shared_pools([station.titles for station in model.stations])
        self.pool = [pool_of.get(match.title, -1) for match in model.matches]
        self.pools = max(pool_of.values(), default=-1) + 1
        self.pool_stations: list[list[int]] = [[] for _ in range(self.pools)]
        for place, station in enumerate(model.stations):
            if station.titles:
                self.pool_stations[pool_of[station.titles[0]]].append(place)
        self.options: list[list[tuple[int, list[int]]]] = []
        places = {station.id: place for place, station in enumerate(model.stations)}
        for match in model.matches:
            own = options.get(match.title, [])
            if match.station is not None:
                wanted = places[match.station]
                own = [(venue, [wanted]) for venue, stations in own if wanted in stations]
            self.options.append(own)


def shared_pools(titles_of: Iterable[Sequence[str]]) -> dict[str, int]:
    """The pool of each title: two titles that any station serves both are in one, and so on."""
    parent: dict[str, str] = {}

    def root(title: str) -> str:
        while parent[title] != title:
            title = parent[title]
        return title

    for titles in titles_of:
        for title in titles:
            parent.setdefault(title, title)
            parent[root(title)] = root(titles[0])
    roots: dict[str, int] = {}
    return {title: roots.setdefault(root(title), len(roots)) for title in parent}
