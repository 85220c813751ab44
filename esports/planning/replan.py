"""Planning again while the week is on: what was announced stays, unless it cannot or moving it is cheaper.

Each announced start is a pin at first. Those that cannot hold any more are let go and dispatched around the
others, never before the time that was announced: people come when they were told. Then the search lets go
of more, such as those that stand in the way of a match that waits long, and keeps what is cheaper.
"""

from collections.abc import Callable

import msgspec

from esports.planning.decisions import decisions
from esports.planning.dispatch import Run
from esports.planning.lot import Lot
from esports.planning.model import Model, Plan, Value
from esports.planning.moves import Move, Prices, moves_of
from esports.planning.occupancy import NEVER
from esports.planning.predict import Begun, lasting
from esports.planning.reasons import Decision
from esports.planning.tables import Tables

FROZEN = 15
"""Announced starts within so many minutes move only if they cannot hold."""
TRIES = 40
"""Plans that are tried, in each of which a few matches more or fewer are let go."""

PASSES = 20
"""So often the plan is made anew with what cannot hold let go, before everything is let go."""


class Happened(Value, frozen=True):
    """What the published plan did not know, up to now.

    `begun` are the matches that have begun or are over. Stations in `broken` take no match any more.
    `not_before` are minutes before which a match cannot start, such as that of a team that is late.
    """

    begun: tuple[Begun, ...] = ()
    broken: tuple[str, ...] = ()
    not_before: dict[str, int] = msgspec.field(default_factory=dict)


class Replanned(Value, frozen=True):
    """A plan for the rest, and what it changes.

    `plan` has all matches of the model that have a place, those that have begun as they are. `moves` are the
    announced matches with another start or station, or without a place, and their prices, which `price`
    sums up. `decisions` say why each of `moves` is where it is. `standing` is the model to hold the plan to:
    matches that have begun with the minutes that they took or are expected to, pins where they hold.
    """

    plan: Plan
    moves: tuple[Move, ...]
    price: int
    decisions: tuple[Decision, ...]
    standing: Model


def replan(
    model: Model,
    published: Plan,
    happened: Happened,
    now: int,
    tries: int = TRIES,
    seed: int = 1,
    enough: Callable[[], bool] = lambda: False,
) -> Replanned:
    """The rest of the published plan from this minute on, with the least disruption that was found.

    The model must be well formed, and its stations and venues those of the plan. Matches of the model that
    the plan lacks are placed where they fit. A match starts at its announced time or later, never sooner;
    one that is pinned starts at its pin, and is moved from there only if the pin cannot hold. The same for
    the same arguments, if `enough` is: once it says that no time is left, the search ends.
    """
    rest = Rest(_standing(model, happened, now), published, happened, now)
    free, run = rest.settled(frozenset())
    best = rest.price(run)
    lot = Lot(seed)
    for _ in range(tries):
        if best == 0 or enough():
            break
        changed = rest.changed(free, run, lot)
        other, tried = rest.settled(changed)
        price = rest.price(tried)
        if price <= best:
            free, run, best = other, tried, price
    return rest.told(run, free)


def _standing(model: Model, happened: Happened, now: int) -> Model:
    """The model with each match that has begun at its place, for the minutes that it takes."""
    past = {one.booking.match: one for one in happened.begun}
    matches = []
    for match in model.matches:
        one = past.get(match.id)
        if one is not None:
            start = one.booking.start
            minutes = match.duration.planned
            if one.end is not None:
                minutes = one.end - start
            elif now >= start + minutes:
                minutes = max(now - start + 1, round(lasting(match.duration, now - start, 0.5)))
            known = msgspec.structs.replace(match.duration, planned=max(1, minutes))
            match = msgspec.structs.replace(
                match, duration=known, start=start, station=one.booking.station, wanted=None
            )
        matches.append(match)
    return msgspec.structs.replace(model, matches=tuple(matches))


class Rest:
    """The rest of a week: which starts are announced, and the plan that comes of letting some of them go."""

    def __init__(self, model: Model, published: Plan, happened: Happened, now: int) -> None:
        self.model = model
        self.tables = tables = Tables(model)
        self.pins = tables.pinned
        number = {match.id: place for place, match in enumerate(model.matches)}
        announced = {number[one.match]: one for one in published.bookings if one.match in number}
        self.begun = {
            number[one.booking.match]: (
                one.booking.start - tables.warm_up[number[one.booking.match]],
                tables.users_of(one.booking),
            )
            for one in happened.begun
        }
        self.users = {
            match: tables.users_of(booking) for match, booking in announced.items() if match not in self.begun
        }
        self.target = {
            match: booking.start - tables.warm_up[match]
            for match, booking in announced.items()
            if match not in self.begun
        }
        self.prices = Prices(model, {match: announced[match] for match in self.target})
        self.target |= {
            match: pin for match, pin in enumerate(tables.pinned) if pin != -1 and match not in self.begun
        }
        for match, begin in enumerate(tables.release):
            late = happened.not_before.get(model.matches[match].id, 0) - tables.warm_up[match]
            # Who was announced may be warming up already.
            soonest = now - tables.warm_up[match] if match in announced else now
            tables.release[match] = max(begin, late, soonest, self.target.get(match, 0))
        self.firm = {
            match
            for match, begin in self.target.items()
            if begin + tables.warm_up[match] < now + FROZEN or tables.pinned[match] != -1
        }
        broken = set(happened.broken)
        tables.options = [
            [(venue, [one for one in stations if tables.users[one] not in broken]) for venue, stations in own]
            for own in tables.options
        ]
        self.keys = [
            (self.target.get(match, begin) << 1) + (match not in self.firm)
            for match, begin in enumerate(tables.release)
        ]

    def run(self, free: frozenset[int]) -> Run:
        """The plan with these let go, and all other announced matches pinned."""
        pinned = [
            -1 if match in free else self.target.get(match, -1) for match in range(len(self.tables.length))
        ]
        for match, (begin, _) in self.begun.items():
            pinned[match] = begin
        self.tables.pinned = pinned
        run = Run(self.tables, self.keys, None, self.begun, self.users)
        run.go()
        return run

    def settled(self, free: frozenset[int]) -> tuple[frozenset[int], Run]:
        """The plan with these let go, and with all that then cannot hold.

        Where each that is let go stands in the way of the next one, at last all are, those with pins last.
        """
        loose = frozenset(match for match in self.target if self.pins[match] == -1)
        passes = 0
        while True:
            run, passes = self.run(free), passes + 1
            more = frozenset(match for match in self._stuck(run) if match in self.target) - free
            if not more:
                return free, run
            if passes >= PASSES:
                more |= self.target.keys() if loose <= free else loose
            free |= more

    def _stuck(self, run: Run) -> set[int]:
        """The pins that do not hold, and those for which another has no time before them."""
        tables, found = self.tables, set(run.held.refused)
        for match, (station, _) in enumerate(run.where):
            if station != -1 or any(run.where[earlier][0] == -1 for earlier in tables.before[match]):
                continue
            found.add(match)
            if tables.pinned[match] == -1:
                found.update(self._after(match))
        return found

    def _after(self, match: int) -> list[int]:
        """All that depends on the match."""
        order = [match]
        for one in order:
            order += [later for later in self.tables.after[one] if later not in order]
        return order

    def price(self, run: Run) -> int:
        """What the plan's moves cost."""
        return self.prices(run.begin, run.where)

    def changed(self, free: frozenset[int], run: Run, lot: Lot) -> frozenset[int]:
        """Another choice of what is let go: without one, or with those in the way of one that waits."""
        waiting = sorted(
            match for match in free if run.where[match][0] == -1 or run.begin[match] > self.target[match]
        )
        if not waiting:
            return free
        one = lot.one_of(waiting)
        if lot.below(3) == 0:
            return free - {one}
        tables = self.tables
        begin = self.target[one]
        until = run.begin[one] + tables.length[one] + tables.rest[one] if run.where[one][0] != -1 else NEVER
        near = [
            match
            for match in sorted(self.target.keys() - free - self.firm)
            if begin < self.target[match] + tables.length[match] + tables.rest[match]
            and self.target[match] < until
            and self._meet(one, match)
        ]
        return free | set(lot.some_of(near, min(len(near), 1 + lot.below(4))))

    def _meet(self, one: int, other: int) -> bool:
        """Whether one of two matches may have what the other needs: a station, the stream or a person."""
        tables, matches = self.tables, self.model.matches
        return (
            tables.pool[one] == tables.pool[other]
            or (matches[one].streamed and matches[other].streamed)
            or not set(tables.people[one]).isdisjoint(tables.people[other])
        )

    def told(self, run: Run, free: frozenset[int]) -> Replanned:
        """The run as a value."""
        moves = moves_of(self.prices, self.tables, run.begin, run.where)
        moved = {move.match for move in moves}
        told = decisions(self.tables, run.held, run.begin, [station for station, _ in run.where], run.hold)
        lifted = {self.model.matches[match].id for match in free}
        standing = tuple(
            msgspec.structs.replace(match, start=None) if match.id in lifted else match
            for match in self.model.matches
        )
        return Replanned(
            run.plan(),
            moves,
            sum(move.price for move in moves),
            tuple(one for one in told if one.match in moved),
            msgspec.structs.replace(self.model, matches=standing),
        )
