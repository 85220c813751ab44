"""When matches will start and tournaments end: the rest of the plan, played out many times.

Each time durations are drawn, and the dispatcher calls the matches in the order of the plan as stations and
people come free: a match may start before its time in the plan, unless it is pinned. What has begun is as
it is; a match that is on takes as long as matches do that have lasted so long already.
"""

from collections.abc import Mapping, Sequence
from math import exp, log
from statistics import NormalDist

from esports.planning.dispatch import Run
from esports.planning.lot import Lot
from esports.planning.model import Booking, Duration, Model, Plan, Value
from esports.planning.tables import Tables

NORMAL = NormalDist()
SURE = 1e-9
"""How near to 0 and 1 a share is taken, where the quantiles of a normal are still numbers."""


class Begun(Value, frozen=True):
    """A match that has begun as booked; `end` is when it ended, absent while it is on."""

    booking: Booking
    end: int | None = None


class Forecast(Value, frozen=True):
    """A time: one in ten samples is before `low`, half of them before `median`, nine in ten before `high`."""

    low: int
    median: int
    high: int


class Prediction(Value, frozen=True):
    """Forecasts of the matches that have not begun, and of the ends of tournaments.

    `in_time` is the share of samples in which a tournament ended by its due time, only of those with one. A
    match or tournament that has no place in some samples is later than all; without one in half of them it
    has no forecast.
    """

    starts: dict[str, Forecast]
    ends: dict[str, Forecast]
    in_time: dict[str, float]


def predict(
    model: Model, plan: Plan, begun: Sequence[Begun], now: int, samples: int, seed: int
) -> Prediction:
    """The prediction at this minute, before which all that has begun did; the same for the same arguments."""
    tables = Tables(model)
    number = {match.id: place for place, match in enumerate(model.matches)}
    past = {number[one.booking.match]: one for one in begun}
    fixed = {
        match: (one.booking.start - tables.warm_up[match], tables.users_of(one.booking))
        for match, one in past.items()
    }
    _not_before(tables, now)
    order = {booking.match: booking.start for booking in plan.bookings}
    keys = [order.get(match.id, now) for match in model.matches]
    lot = Lot(seed)
    runs = []
    for _ in range(samples):
        run = Run(tables, keys, _drawn(model, past, now, lot), fixed)
        run.go()
        runs.append(run)
    return _summed(tables, runs, past)


def _not_before(tables: Tables, now: int) -> None:
    """Pins become what the dispatcher waits for: an overrun may move them."""
    tables.release = [
        max(now, release, pin) for release, pin in zip(tables.release, tables.pinned, strict=True)
    ]
    tables.pinned = [-1] * len(tables.pinned)


def _drawn(model: Model, past: Mapping[int, Begun], now: int, lot: Lot) -> list[int]:
    """The minutes of each block in one sample."""
    taken = []
    for place, match in enumerate(model.matches):
        one = past.get(place)
        if one is not None and one.end is not None:
            minutes = one.end - one.booking.start
        else:
            elapsed = 0 if one is None else now - one.booking.start
            minutes = max(elapsed + 1, round(lasting(match.duration, elapsed, lot.share())))
        taken.append(match.warm_up + minutes)
    return taken


def lasting(duration: Duration, elapsed: float, share: float) -> float:
    """The minutes that this share of matches do not exceed, of those that last longer than `elapsed`."""
    if duration.sigma == 0:
        return max(duration.median, elapsed)
    over = 0.0
    if elapsed > 0:
        over = NORMAL.cdf((log(elapsed) - log(duration.median)) / duration.sigma)
    at = min(max(over + share * (1 - over), SURE), 1 - SURE)
    return max(elapsed, duration.median * exp(duration.sigma * NORMAL.inv_cdf(at)))


def _summed(tables: Tables, runs: Sequence[Run], past: Mapping[int, Begun]) -> Prediction:
    """The forecasts from all samples."""
    model = tables.model
    own: dict[str, list[int]] = {}
    for match, asked in enumerate(model.matches):
        own.setdefault(asked.tournament, []).append(match)
    starts = {}
    for match, asked in enumerate(model.matches):
        if match not in past:
            begins = [run.begin[match] + asked.warm_up for run in runs if run.where[match][0] != -1]
            starts[asked.id] = _forecast(begins, len(runs))
    ends, in_time = {}, {}
    for tournament in model.tournaments:
        matches = own.get(tournament.id, [])
        over = [
            max(run.begin[match] + run.taken[match] for match in matches)
            for run in runs
            if matches and all(run.where[match][0] != -1 for match in matches)
        ]
        ends[tournament.id] = _forecast(over, len(runs))
        if tournament.due is not None and matches:
            in_time[tournament.id] = sum(end <= tournament.due for end in over) / len(runs)
    return Prediction(
        {name: found for name, found in starts.items() if found is not None},
        {name: found for name, found in ends.items() if found is not None},
        in_time,
    )


def _forecast(times: list[int], samples: int) -> Forecast | None:
    """The quantiles of the samples, where those that are missing count as the latest."""
    times.sort()
    if 2 * len(times) <= samples:
        return None
    low, median, high = (times[min(len(times) - 1, samples * tenth // 10)] for tenth in (1, 5, 9))
    return Forecast(low, median, high)
