"""`python -m tests.benchmarks.forecasts`: how far forecasts are off, and whether their ranges hold.

The fullest day of each published week of 2,000 matches is played with durations by lot, once as they are
believed, and once each where all matches really take a fifth more or less. Matches begin when their station
and their people are free, not before their published start (`by the clock`) or as soon as that (`at once`).
Every half hour the rest is foretold from what has happened so far, the lengths learned from what has ended.
By how far ahead a start is foretold: the mean error in minutes, how many starts lie in the range that eight
of ten should, and how many of those whose range is one minute, for nothing stands in their way. Then how
long a forecast takes, and a thousand weeks of 2,000 matches.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from math import exp, log
from statistics import mean
from time import process_time
from typing import NamedTuple

import msgspec

from esports.planning.dispatch import Run, dispatch
from esports.planning.durations import Belief, updated
from esports.planning.instances import CLOSES, DAY, OPENS, SEEDS, week
from esports.planning.lot import Lot
from esports.planning.model import Booking, Duration, Model, Plan
from esports.planning.native import player
from esports.planning.predict import Begun, lasting, predict
from esports.planning.tables import Tables
from esports.schedule.foretelling import samples_for
from esports.schedule.learning import WORTH
from tests.benchmarks.replanning import full_day

FACTORS = (1.0, 1.2, 0.8)
AHEAD = (30, 60, 120)
EVERY = 30
OVERTIME = 180

Played = dict[str, tuple[Booking, int]]
"""Each match as it was really played: its booking, and when it ended."""


def at_stations(model: Model, plan: Plan, *, clock: bool) -> Model:
    """The model in which each match is played at its published station, and by the clock if so."""
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
                station=booked[match.id].station,
                start=booked[match.id].start if clock else None,
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


def learned(model: Model, played: Played, now: int) -> Model:
    """The model with the lengths that are believed after what has ended."""
    minutes: dict[tuple[str, int], list[float]] = defaultdict(list)
    kinds = {match.id: match for match in model.matches}
    for booking, end in played.values():
        if end <= now:
            match = kinds[booking.match]
            minutes[match.title, match.best_of].append(end - booking.start)

    def believed(match_duration: Duration, kind: tuple[str, int]) -> Duration:
        prior = Belief(log(match_duration.median), match_duration.sigma, WORTH)
        after = updated(prior, minutes[kind])
        return Duration(match_duration.planned, exp(after.mu), after.sigma)

    return msgspec.structs.replace(
        model,
        matches=tuple(
            msgspec.structs.replace(match, duration=believed(match.duration, (match.title, match.best_of)))
            for match in model.matches
        ),
    )


class Told(NamedTuple):
    """A forecast: how far ahead and how far off it is, whether it is sure, whether it holds, its seconds."""

    ahead: int
    off: int
    sure: bool
    holds: bool
    seconds: float


def foretold(model: Model, plan: Plan, played: Played, day: int) -> Iterator[Told]:
    """The forecasts of each half hour of the day."""
    warm_up = {match.id: match.warm_up for match in model.matches}
    for now in range(day * DAY + OPENS + EVERY, day * DAY + CLOSES, EVERY):
        known = learned(model, played, now)
        begun = [
            Begun(booking, end if end <= now else None)
            for booking, end in played.values()
            if booking.start - warm_up[booking.match] <= now
        ]
        since = process_time()
        found = predict(known, plan, begun, now, samples_for(len(model.matches)), 1, player())
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


def row(days: list[tuple[int, Model, Plan]], factor: float, *, clock: bool) -> str:
    """The figures of all days where matches really take `factor` times as long."""
    told: dict[int, list[Told]] = defaultdict(list)
    seconds = []
    for seed, (day, model, plan) in enumerate(days, 1):
        placed = at_stations(model, plan, clock=clock)
        played = really(placed, plan, factor, 100 + seed)
        for one in foretold(placed, plan, played, day):
            seconds.append(one.seconds)
            limit = next((limit for limit in AHEAD if one.ahead <= limit), None)
            if limit is not None:
                told[limit].append(one)
    cells = [cell(told[limit]) for limit in AHEAD]
    words = "by the clock" if clock else "at once"
    return f"{words:12} x {factor:.1f} | " + " | ".join(cells) + f" | {1000 * max(seconds):4.0f} ms at most"


def cell(told: list[Told]) -> str:
    """The mean error, and how many ranges hold: of those that are ranges, and of those that are sure."""
    off = mean(one.off for one in told)
    ranges, sure = ([one.holds for one in told if one.sure is which] for which in (False, True))
    shares = [f"{100 * mean(holds):3.0f} %" if holds else "  –  " for holds in (ranges, sure)]
    return f"{off:5.1f} min {' '.join(shares)}"


def main() -> None:
    """Print the tables."""
    days = [full_day(seed) for seed in SEEDS]
    print("within:               " + " | ".join(f"{one:8} min           " for one in AHEAD))
    for clock in (True, False):
        for factor in FACTORS:
            print(row(days, factor, clock=clock), flush=True)
    model = week(2000, 1)
    plan, _ = dispatch(model)
    weeks = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    since = process_time()
    predict(model, plan, [], 0, weeks, 1, player())
    print(f"{weeks} weeks of 2,000 matches: {process_time() - since:.1f} s")


if __name__ == "__main__":
    main()
