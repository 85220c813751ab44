"""`python -m tests.benchmarks.forecasts`: how far forecasts are off, and whether their ranges hold.

The fullest day of each published week of 2,000 matches is played with durations by lot, once as they are
believed, and once each where all matches really take a fifth more or less. Matches begin when their station
and their people are free, not before their published start (`by the clock`) or as soon as that (`at once`),
and then not at the station they are published at, but at any that is free (`anywhere`). Every half hour the
rest is foretold from what has happened so far, the lengths learned from what has ended and what is on; and
once more by one who knows how long matches of each kind really take (`knowing`), though not this one: no
forecast from what has happened can be better than that but by luck.

By how far ahead of the forecast's median: the mean of its distance from the start in minutes, how many
starts lie in the range that eight of ten should, and how many of those whose range is one minute, for
nothing stands in their way. Where many begin at the very minute at which they are published, a range that
ends with that minute holds more than it should. Then how long a forecast takes, and a thousand weeks of
2,000 matches.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from math import exp
from statistics import mean
from time import process_time
from typing import NamedTuple

import msgspec

from esports.planning.dispatch import Run, dispatch
from esports.planning.durations import Kind, fitted
from esports.planning.durations import Played as Seen
from esports.planning.instances import CLOSES, DAY, OPENS, SEEDS, week
from esports.planning.lot import Lot
from esports.planning.model import Booking, Duration, Match, Model, Plan
from esports.planning.native import player
from esports.planning.predict import Begun, lasting, predict
from esports.planning.tables import Tables
from esports.schedule.foretelling import samples_for
from esports.schedule.learning import SIGMA
from tests.benchmarks.replanning import full_day

FACTORS = (1.0, 1.2, 0.8)
AHEAD = (30, 60, 120)
EVERY = 30
OVERTIME = 180

Played = dict[str, tuple[Booking, int]]
"""Each match as it was really played: its booking, and when it ended."""


class Way(NamedTuple):
    """How matches are called: by the clock or at once, where they are published or anywhere."""

    name: str
    clock: bool
    placed: bool


WAYS = (Way("by the clock", True, True), Way("at once", False, True), Way("anywhere", False, False))


def called(model: Model, plan: Plan, way: Way) -> Model:
    """The model in which matches are played as they are called, as late as they have to."""
    booked = {booking.match: booking for booking in plan.bookings}
    return msgspec.structs.replace(
        model,
        venues=tuple(
            msgspec.structs.replace(
                venue,
                hours=tuple(msgspec.structs.replace(one, end=one.end + OVERTIME) for one in venue.hours),
            )
            for venue in model.venues
        ),
        matches=tuple(
            msgspec.structs.replace(
                match,
                station=booked[match.id].station if way.placed else None,
                start=booked[match.id].start if way.clock else None,
            )
            for match in model.matches
        ),
    )


def really(model: Model, plan: Plan, factor: float, seed: int) -> Played:
    """How the day goes: what nobody knows before."""
    lot, tables = Lot(seed), Tables(model)
    tables.release = [max(pair) for pair in zip(tables.release, tables.pinned, strict=True)]
    tables.pinned = [-1] * len(tables.pinned)
    order = {booking.match: booking.start for booking in plan.bookings}
    taken = [
        match.warm_up + max(1, round(factor * lasting(match.duration, 0, lot.share())))
        for match in model.matches
    ]
    run = Run(tables, [order[match.id] for match in model.matches], taken)
    run.go()
    length = {match.id: taken[place] - match.warm_up for place, match in enumerate(model.matches)}
    return {one.match: (one, one.start + length[one.match]) for one in run.plan().bookings}


Known = Callable[[Model, Played, int], Model]
"""The model with what is believed, at this minute, of how long matches take."""


def learned(model: Model, played: Played, now: int) -> Model:
    """What is believed after what has ended and what is on."""
    kinds = {match.id: Kind(match.title, match.best_of) for match in model.matches}
    expected = {match.id: match.duration.median for match in model.matches}
    seen = [
        Seen(kinds[booking.match], (min(end, now) - booking.start) / expected[booking.match], end <= now)
        for booking, end in played.values()
        if booking.start < now
    ]
    found = fitted(seen, SIGMA)

    def believed(match: Match) -> Duration:
        belief = found.of(kinds[match.id])
        planned, median, _, _ = msgspec.structs.astuple(match.duration)
        return Duration(planned, median * exp(belief.mu), belief.sigma, belief.doubt)

    return _with(model, believed)


def knowing(factor: float) -> Known:
    """What is known where all matches take `factor` times as long."""

    def really_take(match: Match) -> Duration:
        return Duration(match.duration.planned, factor * match.duration.median, match.duration.sigma)

    return lambda model, _played, _now: _with(model, really_take)


def _with(model: Model, duration: Callable[[Match], Duration]) -> Model:
    matches = [msgspec.structs.replace(match, duration=duration(match)) for match in model.matches]
    return msgspec.structs.replace(model, matches=tuple(matches))


class Told(NamedTuple):
    """A forecast: how far ahead and how far off it is, whether it is sure, whether it holds, its seconds."""

    ahead: int
    off: int
    sure: bool
    holds: bool
    seconds: float


def foretold(model: Model, plan: Plan, played: Played, day: int, known: Known) -> Iterator[Told]:
    """The forecasts of each half hour of the day."""
    warm_up = {match.id: match.warm_up for match in model.matches}
    for now in range(day * DAY + OPENS + EVERY, day * DAY + CLOSES, EVERY):
        begun = [
            Begun(booking, end if end <= now else None)
            for booking, end in played.values()
            if booking.start - warm_up[booking.match] <= now
        ]
        believed = known(model, played, now)
        since = process_time()
        found = predict(believed, plan, begun, now, samples_for(len(model.matches)), 1, player())
        took = process_time() - since
        for name, one in found.starts.items():
            if name in played:
                start = played[name][0].start
                yield Told(
                    one.median - now,
                    abs(one.median - start),
                    one.low == one.high,
                    one.low <= start <= one.high,
                    took,
                )


def row(days: list[tuple[int, Model, Plan]], way: Way, factor: float, *, knows: bool = False) -> str:
    """The figures of all days where matches really take `factor` times as long."""
    told: dict[int, list[Told]] = defaultdict(list)
    seconds = []
    for seed, (day, model, plan) in enumerate(days, 1):
        model = called(model, plan, way)
        played = really(model, plan, factor, 100 + seed)
        for one in foretold(model, plan, played, day, knowing(factor) if knows else learned):
            seconds.append(one.seconds)
            limit = next((limit for limit in AHEAD if one.ahead <= limit), None)
            if limit is not None:
                told[limit].append(one)
    cells = " | ".join(cell(told[limit]) for limit in AHEAD)
    words = f"{way.name:12} x {factor:.1f} {'knowing' if knows else '':7}"
    return f"{words} | {cells} | {1000 * max(seconds):4.0f} ms at most"


def cell(told: list[Told]) -> str:
    """The mean error, and how many ranges hold: of those that are ranges, and of those that are sure."""
    off = mean(one.off for one in told)
    ranges, sure = ([one.holds for one in told if one.sure is which] for which in (False, True))
    shares = [f"{100 * mean(holds):3.0f} %" if holds else "  –  " for holds in (ranges, sure)]
    return f"{off:5.1f} min {' '.join(shares)}"


def main() -> None:
    """Print the tables."""
    days = [full_day(seed) for seed in SEEDS]
    predict(week(100, 1), Plan(()), [], 0, 1, 1, player())  # compiled before its time is taken
    print(f"{'within:':24} | " + " | ".join(f"{one:5} min          " for one in AHEAD))
    for way in WAYS:
        for factor in FACTORS:
            for knows in (False, True):
                print(row(days, way, factor, knows=knows), flush=True)
    model = week(2000, 1)
    plan, _ = dispatch(model)
    weeks = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    since = process_time()
    predict(model, plan, [], 0, weeks, 1, player())
    print(f"{weeks} weeks of 2,000 matches: {process_time() - since:.1f} s")


if __name__ == "__main__":
    main()
