"""Pinned starts: what they take is set aside before anything else is planned."""

from collections.abc import Callable, Mapping, Sequence

from esports.planning.occupancy import NEVER, Occupancy, fitting
from esports.planning.reasons import Reason, Why
from esports.planning.tables import Tables


class Held:
    """The users that each pin has, and the reasons of the pins that cannot hold.

    `begun` are pins that hold whatever they break, with their users, station first. `kept` are the users
    that a pin has already; it has them again if they are free, and others if not. Who has no station any
    more comes after all who keep theirs.
    """

    def __init__(
        self,
        tables: Tables,
        occupancy: Occupancy,
        begun: Mapping[int, tuple[int, list[int]]],
        kept: Mapping[int, list[int]],
    ) -> None:
        self.tables = tables
        self.occupancy = occupancy
        self.kept = kept
        self.users: dict[int, tuple[int, int, list[int]]] = {}
        """Of a pinned match: its venue, its station, and its stream and referees."""
        self.refused: dict[int, Reason] = {}
        pins = [(begin, match) for match, begin in enumerate(tables.pinned) if begin != -1]
        for begin, match in sorted(pins, key=lambda pin: (pin[1] not in begun, self._lost(pin[1]), pin)):
            if match in begun:
                self._take(match, begin, begun[match][1])
                continue
            found = self._again(match, begin, kept.get(match, ())) or self._hold(
                match, begin, tables.options[match]
            )
            if isinstance(found, Reason):
                self.refused[match] = found
            else:
                self._take(match, begin, [found[1], *found[2]])

    def _lost(self, match: int) -> bool:
        """Whether its station does not serve it any more."""
        users = self.kept.get(match)
        if not users:
            return False
        return not any(users[0] in stations for _, stations in self.tables.options[match])

    def _take(self, match: int, begin: int, users: list[int]) -> None:
        venue = self.tables.station_venue[users[0]]
        self.users[match] = venue, users[0], users[1:]
        for user in (*users, *self.tables.people[match]):
            self.occupancy.pins.setdefault(user, []).append((begin, match, venue))

    def _again(self, match: int, begin: int, users: Sequence[int]) -> tuple[int, int, list[int]] | None:
        """The pin with the users that it has, if all of them, the people and the house allow it.

        Where a stream or referees are asked for now and were not before, or the other way round, it has its
        station at least.
        """
        tables, occupancy = self.tables, self.occupancy
        if not users or not any(users[0] in stations for _, stations in tables.options[match]):
            return None
        venue, length = tables.station_venue[users[0]], tables.length[match]
        if not self._serve(match, venue, users[1:]):
            other = self._hold(match, begin, [(venue, [users[0]])])
            return None if isinstance(other, Reason) else other
        hours = [tables.open[venue], tables.play_hours[match]]
        able = (
            begin >= tables.release[match]
            and all(one is None or fitting(one, begin, length) == begin for one in hours)
            and all(occupancy.when_on_duty(user, match, begin, venue) == begin for user in users)
            and all(occupancy.when(user, match, begin, venue) == begin for user in tables.people[match])
        )
        return (venue, users[0], list(users[1:])) if able else None

    def _serve(self, match: int, venue: int, others: Sequence[int]) -> bool:
        """Whether these are the stream and the referees that the match asks for."""
        tables = self.tables
        asked = tables.model.matches[match]
        count = int(asked.streamed)
        leads = set(tables.referees.get(asked.title, ())) - set(tables.people[match])
        return (
            len(others) == count + asked.referees
            and set(others[:count]) <= set(tables.streams[venue])
            and set(others[count:]) <= leads
        )

    def _hold(
        self, match: int, begin: int, options: Sequence[tuple[int, list[int]]]
    ) -> tuple[int, int, list[int]] | Reason:
        """The users, or the reason of the last venue in which it cannot be."""
        tables = self.tables
        if begin < tables.release[match]:
            return Reason(Why.before_release, until=tables.release[match])
        hours = tables.play_hours[match]
        if hours is not None and fitting(hours, begin, tables.length[match]) != begin:
            return Reason(Why.hours, tables.users[tables.limited[match]])
        reason = Reason(Why.no_station)
        for venue, stations in options:
            found = self._hold_in(match, begin, venue, stations)
            if not isinstance(found, Reason):
                return found
            reason = found
        return reason

    def _hold_in(
        self, match: int, begin: int, venue: int, stations: list[int]
    ) -> tuple[int, int, list[int]] | Reason:
        tables, occupancy = self.tables, self.occupancy
        asked = tables.model.matches[match]
        if fitting(tables.open[venue], begin, tables.length[match]) != begin:
            return Reason(Why.closed, tables.model.venues[venue].id)
        for person in tables.people[match]:
            pin, over = occupancy.pin_in_the_way(person, match, begin, venue)
            if pin != -1:
                return Reason(Why.person_pinned, tables.users[person], tables.model.matches[pin].id, over)
        free = occupancy.when, occupancy.when_on_duty
        found = self._some(match, begin, venue, stations, 1, free[0])
        if not found:
            return Reason(Why.station_busy)
        if asked.streamed:
            streams = self._some(match, begin, venue, tables.streams[venue], 1, free[1])
            if not streams:
                return Reason(Why.stream_busy if tables.streams[venue] else Why.no_stream)
            found += streams
        if asked.referees:
            leads = [
                user for user in tables.referees.get(asked.title, []) if user not in tables.people[match]
            ]
            referees = self._some(match, begin, venue, leads, asked.referees, free[1])
            if not referees:
                return Reason(Why.referee_busy if len(leads) >= asked.referees else Why.no_referee)
            found += referees
        return venue, found[0], found[1:]

    @staticmethod
    def _some(
        match: int,
        begin: int,
        venue: int,
        users: list[int],
        count: int,
        free: Callable[[int, int, int, int], int],
    ) -> list[int]:
        """So many users that can have the match then, or none."""
        able = [user for user in users if free(user, match, begin, venue) == begin]
        return able[:count] if len(able) >= count else []


def latest_ends(tables: Tables, held: Held) -> list[int]:
    """For each match the last minute at which its block may end, so that the pins after it can hold."""
    latest = [NEVER] * len(tables.length)
    for match in reversed(topological(tables)):
        for later in tables.after[match]:
            begin = latest[later] - tables.length[later]
            if later in held.users:
                begin = min(begin, tables.pinned[later])
            latest[match] = min(latest[match], begin - tables.rest[match])
    return latest


def topological(tables: Tables) -> list[int]:
    """The matches, each after its predecessors; those on a cycle and after one are left out."""
    missing = [len(before) for before in tables.before]
    order = [match for match, count in enumerate(missing) if count == 0]
    for match in order:
        for later in tables.after[match]:
            missing[later] -= 1
            if missing[later] == 0:
                order.append(later)
    return order
