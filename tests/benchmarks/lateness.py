"""How many starts are later than announced: `python -m tests.benchmarks.lateness [WEEKS [MATCHES]]`.

Simulated weeks of planning alone, without a database: each published instance is planned, its matches take
as long as matches do, a station breaks on the second afternoon, and every ten minutes the rest is planned
again and published. A match begins at its announced time or as soon after it as its station, people, stream
and referees are free. Counted are starts more than 10 minutes later than what stood 15 minutes before.
"""

import random
import sys
from collections.abc import Iterator
from math import log

import msgspec

from esports.planning.dispatch import dispatch
from esports.planning.instances import DAY, week
from esports.planning.model import Booking, Match, Model
from esports.planning.predict import Begun
from esports.planning.replan import Happened, replan

WEEKS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
MATCHES = int(sys.argv[2]) if len(sys.argv) > 2 else 100
EVERY, NOTICE, LATE, TRIES = 10, 15, 10, 5
BREAKS_AT = DAY + 14 * 60


class Simulated:
    """One week, minute by minute."""

    def __init__(self, model: Model, seed: int) -> None:
        self.model, self.chance = model, random.Random(seed)
        self.matches = {match.id: match for match in model.matches}
        self.plan, _ = dispatch(model)
        self.told = {one.match: [(0, one.start)] for one in self.plan.bookings}
        self.begun: dict[str, Begun] = {}
        self.ends: dict[str, int] = {}
        self.free: dict[str, int] = {}
        self.broken: tuple[str, ...] = ()
        self.late = self.late_at_first = 0

    def run(self) -> None:
        """Play it to the end."""
        now = min(one.start for one in self.plan.bookings)
        while len(self.begun) < len(self.plan.bookings) or any(
            one.end is None for one in self.begun.values()
        ):
            for name, one in self.begun.items():
                if one.end is None and self.ends[name] <= now:
                    self.begun[name] = Begun(one.booking, self.ends[name])
            if now >= BREAKS_AT:
                self.broken = (self.model.stations[0].id,)
            if now % EVERY == 0 and any(one.end is None for one in self.begun.values()):
                self._plan_again(now)
            for booking in self.plan.bookings:
                if booking.match not in self.begun and booking.start <= now:
                    self._begin(booking, now)
            on = any(one.end is None for one in self.begun.values())
            waiting = [one.start for one in self.plan.bookings if one.match not in self.begun]
            now = now + 1 if on or not waiting else max(now + 1, min(waiting))

    def _plan_again(self, now: int) -> None:
        happened = Happened(begun=tuple(self.begun.values()), broken=self.broken)
        self.plan = replan(self.model, self.plan, happened, now, TRIES).plan
        for one in self.plan.bookings:
            known = self.told.setdefault(one.match, [])
            if not known or known[-1][1] != one.start:
                known.append((now, one.start))

    def _begin(self, booking: Booking, now: int) -> None:
        match = self.matches[booking.match]
        ready = [self.free.get(user, 0) for user in users(match, booking)]
        for name in match.predecessors:
            one = self.begun.get(name)
            if one is None or one.end is None:
                return
            ready.append(one.end + self.matches[name].rest)
        if max(ready) > now or booking.station in self.broken:
            return
        sigma = match.duration.sigma
        minutes = max(1, round(self.chance.lognormvariate(log(match.duration.median), sigma)))
        self.begun[booking.match] = Begun(msgspec.structs.replace(booking, start=now))
        self.ends[booking.match] = now + minutes
        for user in users(match, booking):
            self.free[user] = now + minutes + (match.rest if user in match.people else 0)
        known = self.told[booking.match]
        stood = [start for at, start in known if at <= now - NOTICE] or [known[0][1]]
        self.late += now - stood[-1] > LATE
        self.late_at_first += now - known[0][1] > LATE


def users(match: Match, booking: Booking) -> Iterator[str]:
    """Whoever and whatever can be at one match at a time."""
    yield from (booking.station, *booking.referees, *match.people)
    if booking.stream is not None:
        yield booking.stream


def main() -> None:
    """Print the table."""
    starts = late = first = 0
    for seed in range(1, WEEKS + 1):
        one = Simulated(week(MATCHES, seed), seed)
        one.run()
        starts, late, first = starts + len(one.begun), late + one.late, first + one.late_at_first
        print(f"week {seed}: {len(one.begun)} starts, {one.late} late; {one.late_at_first} against the first")
    print(
        f"{starts} starts: {100 * late / starts:.1f} % late, {100 * first / starts:.1f} % against the first"
    )


if __name__ == "__main__":
    main()
