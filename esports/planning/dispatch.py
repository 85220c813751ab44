"""The dispatcher: goes through the week minute by minute that matters, and starts what can start.

A list scheduler. Whenever a station is free, it takes the most urgent of the matches that are ready; a match
that cannot start is put to sleep until the first minute at which what holds it back has passed. It never
leaves a station idle on purpose, and never takes back what it did. The order of time makes it the same code
for a plan of the week and for the call of the next match.
"""

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush

from esports.planning.decisions import Hold, decisions
from esports.planning.model import Booking, Model, Plan, plan_of
from esports.planning.occupancy import NEVER, Occupancy, fitting
from esports.planning.pins import Held, latest_ends
from esports.planning.priority import by_critical_path
from esports.planning.reasons import Decision, Why
from esports.planning.tables import Tables

PIN, POOL, MATCH = 0, 1, 2


def dispatch(model: Model, begun: Sequence[Booking] = ()) -> tuple[Plan, tuple[Decision, ...]]:
    """A plan by critical path, and for each match of the model why it is where it is.

    The plan holds what the checker asks. A match for which there is no place is left out of it, and its
    decision says why; so are those that need it. Matches that have `begun` are as they are booked, whatever
    they break. The model must be well formed.
    """
    tables = Tables(model)
    number = {match.id: place for place, match in enumerate(model.matches)}
    fixed = {
        number[one.match]: (one.start - tables.warm_up[number[one.match]], tables.users_of(one))
        for one in begun
    }
    run = Run(tables, by_critical_path(tables), begun=fixed)
    run.go()
    return run.plan(), decisions(tables, run.held, run.begin, [station for station, _ in run.where], run.hold)


class Run:
    """One pass through the week; `keys` orders the matches that compete, the lowest first.

    `taken` are the minutes that each block turns out to take, the planned ones if not given; nothing is
    decided by them before they are over. `begun` are blocks that are as they are, whatever they break: the
    minute of begin and the users, station first. All others begin at their tables' release at the earliest.
    `kept` are the users that a pin has already.
    """

    def __init__(
        self,
        tables: Tables,
        keys: Sequence[int],
        taken: Sequence[int] | None = None,
        begun: Mapping[int, tuple[int, list[int]]] | None = None,
        kept: Mapping[int, list[int]] | None = None,
    ) -> None:
        self.tables = tables
        self.keys = keys
        self.taken = tables.length if taken is None else taken
        self.begun = begun or {}
        self.users = Occupancy(tables, self.taken)
        self.held = Held(tables, self.users, self.begun, kept or {})
        self.latest = latest_ends(tables, self.held) if self.held.users else None
        count = len(tables.length)
        self.begin: list[int] = [NEVER] * count
        self.where: list[tuple[int, list[int]]] = [(-1, [])] * count
        self.ready = list(tables.release)
        self.hold: list[Hold] = [(Why.free, -1, -1)] * count
        self._missing = [len(before) for before in tables.before]
        self._awake = [0] * count
        self._queues: list[list[tuple[int, int]]] = [[] for _ in range(tables.pools)]
        self._events: list[tuple[int, int, int]] = []

    def go(self) -> None:
        """Place all matches that can be placed."""
        events, tables = self._events, self.tables
        for match, missing in enumerate(self._missing):
            if match in self.begun:
                events.append((self.begun[match][0], PIN, match))
            elif match in self.held.users:
                events.append((tables.pinned[match], PIN, match))
            elif missing == 0 and match not in self.held.refused:
                self._wait(match, tables.release[match])
        heapify(events)
        while events:
            now = events[0][0]
            active = set()
            while events and events[0][0] == now:
                _, kind, which = heappop(events)
                if kind == PIN:
                    self._pin(which, now)
                elif kind == POOL:
                    active.add(which)
                else:
                    self._awake[which] = now
                    pool = tables.pool[which]
                    heappush(self._queues[pool], (self.keys[which], which))
                    active.add(pool)
            for pool in sorted(active):
                self._serve(pool, now)

    def _wait(self, match: int, until: int) -> None:
        if self.tables.pool[match] == -1 or not self.tables.options[match]:
            self.hold[match] = (Why.no_station, -1, -1)
        elif until < NEVER:
            heappush(self._events, (until, MATCH, match))

    def _serve(self, pool: int, now: int) -> None:
        """Start what can start in the pool, the most urgent first, as long as a station is free."""
        queue, free = self._queues[pool], self.users.free
        stations = self.tables.pool_stations[pool]
        idle = sum(free[station] <= now for station in stations)
        while queue and idle:
            match = heappop(queue)[1]
            until = self._try(match, now)
            if until == now:
                idle -= 1
            else:
                self._wait(match, until)

    def _try(self, match: int, now: int) -> int:
        """Start the match now, or say when to try again; the hindrance that lasts is noted."""
        best, cause = NEVER, self.hold[match]
        for venue, stations in self.tables.options[match]:
            until, hold = self._people(match, now, venue)
            if until == now:
                until, hold, found = self._things(match, now, venue, stations)
                if until == now:
                    self._book(match, now, venue, found)
                    return now
            if until < best or best == NEVER:
                best, cause = until, hold
        self.hold[match] = cause
        return best

    def _people(self, match: int, now: int, venue: int) -> tuple[int, Hold]:
        """When the predecessors, the people and the house allow the match there."""
        tables, users = self.tables, self.users
        until, hold = now, self.hold[match]
        if tables.ways:
            for earlier in tables.before[match]:
                came = users.there[self.where[earlier][0]]
                over = (
                    self.begin[earlier] + self.taken[earlier] + tables.rest[earlier] + tables.way[came][venue]
                )
                if over > until:
                    until, hold = over, (Why.predecessor, -1, earlier)
        for person in tables.people[match]:
            able = users.when(person, match, now, venue)
            if able > until:
                until, hold = able, self._who(person, match, now, venue)
        length = tables.length[match]
        hours = tables.play_hours[match]
        if hours is not None:
            able = fitting(hours, until, length)
            if able > until:
                until, hold = able, (Why.hours, tables.limited[match], -1)
        able = fitting(tables.open[venue], until, length)
        if able > until:
            until, hold = able, (Why.closed, venue, -1)
        if self.latest is not None and until + length > self.latest[match]:
            until, hold = NEVER, (Why.pin_ahead, -1, -1)
        return until, hold

    def _who(self, person: int, match: int, now: int, venue: int) -> Hold:
        """What the person does who cannot begin the match now."""
        users, tables = self.users, self.tables
        clear = users.clear(person, venue)
        last = users.last[person]
        if clear <= now:
            return Why.person_pinned, person, users.pin_in_the_way(person, match, now, venue)[0]
        if clear > users.free[person]:
            return Why.person_travelling, person, last
        return (Why.person_resting if tables.rest[last] else Why.person_playing), person, last

    def _things(self, match: int, now: int, venue: int, stations: list[int]) -> tuple[int, Hold, list[int]]:
        """A station, and the stream and referees that are asked for; or when the first lack may be over."""
        users, tables = self.users, self.tables
        asked = tables.model.matches[match]
        soonest, which = NEVER, -1
        for station in stations:
            able = users.when(station, match, now, venue)
            if able < soonest:
                soonest, which = able, station
                if able == now:
                    break
        if soonest > now:
            return soonest, (Why.station_busy, which, users.last[which]), []
        found = [which]
        if asked.streamed:
            times = [(users.when_on_duty(user, match, now, venue), user) for user in tables.streams[venue]]
            soonest, which = min(times, default=(NEVER, -1))
            if soonest > now:
                why = Why.stream_busy if times else Why.no_stream
                return soonest, (why, which, users.last[which] if times else -1), []
            found.append(which)
        if asked.referees:
            times = sorted(
                (users.when_on_duty(user, match, now, venue), user)
                for user in tables.referees.get(asked.title, ())
                if user not in tables.people[match]
            )
            if len(times) < asked.referees:
                return NEVER, (Why.no_referee, -1, -1), []
            soonest, which = times[asked.referees - 1]
            if soonest > now:
                return soonest, (Why.referee_busy, which, users.last[which]), []
            found += [user for _, user in times[: asked.referees]]
        return now, self.hold[match], found

    def _pin(self, match: int, now: int) -> None:
        """A pinned match begins if what it needs is over; one that has begun, has."""
        tables = self.tables
        if match in self.begun:
            found = self.begun[match][1]
            self._awake[match] = now
            self._book(match, now, tables.station_venue[found[0]], found)
            return
        venue, station, others = self.held.users[match]
        for earlier in tables.before[match]:
            came = self.where[earlier][0]
            way = tables.way[tables.station_venue[came]][venue] if came != -1 else 0
            if self.begin[earlier] + self.taken[earlier] + tables.rest[earlier] + way > now:
                self.hold[match] = (Why.predecessor, -1, earlier)
                return
        self._awake[match] = now
        self._book(match, now, venue, [station, *others])
        self.hold[match] = (Why.pinned, -1, -1)

    def _book(self, match: int, now: int, venue: int, found: list[int]) -> None:
        tables, users = self.tables, self.users
        station = found[0]
        if self._awake[match] < now:
            self.hold[match] = (Why.station_busy, station, users.last[station])
        self.begin[match] = now
        self.where[match] = station, found[1:]
        for user in found:
            users.take(user, match, now, venue)
        for user in tables.people[match]:
            users.take(user, match, now, venue)
        over = now + self.taken[match]
        for pool in self._freed(match, station):
            heappush(self._events, (over, POOL, pool))
        over += tables.rest[match]
        for later in tables.after[match]:
            self._missing[later] -= 1
            if over > self.ready[later]:
                self.ready[later] = over
                self.hold[later] = (Why.predecessor, -1, match)
            if self._missing[later] == 0 and tables.pinned[later] == -1 and later not in self.begun:
                self._wait(later, self.ready[later])

    def _freed(self, match: int, station: int) -> list[int]:
        """The pools that have the station again: one that has begun may be where its title is not served."""
        if match not in self.begun:
            return [self.tables.pool[match]]
        return [pool for pool, stations in enumerate(self.tables.pool_stations) if station in stations]

    def plan(self) -> Plan:
        """The matches that have a place."""
        return plan_of(
            booking_of(self.tables, match, self.begin[match], station, others)
            for match, (station, others) in enumerate(self.where)
            if station != -1
        )


def booking_of(tables: Tables, match: int, begin: int, station: int, others: list[int]) -> Booking:
    """The booking of a match whose block begins then; of the others, a stream that is asked for is first."""
    asked = tables.model.matches[match]
    referees = others[1:] if asked.streamed else others
    return Booking(
        asked.id,
        begin + asked.warm_up,
        tables.users[station],
        tables.users[others[0]] if asked.streamed else None,
        tuple(sorted(tables.users[user] for user in referees)),
    )
