"""What a week comes to by its first plan: pure, some seconds for a big one."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from esports.planning.arrivals import with_arrivals
from esports.planning.cost import windows
from esports.planning.dispatch import dispatch
from esports.planning.model import Model, Plan
from esports.planning.predict import Begun, predict
from esports.planning.risk import clashes, expected
from esports.schedule.modelling import Dial, Week, model_of, this_minute, under_way
from esports.schedule.what_if_wire import Difference, Outcome, SupposedEnding
from esports.schedule.wishing import settled

SAMPLES, AT_ONCE = 20, 12_000
"""How often a week is played out, and how many matches in all: of a big one less often."""


def difference(week: Week, other: Week) -> Difference:
    """What changes from one week to another; both are planned alike."""
    before, after = planned(week), planned(other)
    starts = [{one.match: one.start for one in plan.bookings} for _, plan in (before, after)]
    moved = sum(1 for match, start in starts[1].items() if match in starts[0] and starts[0][match] != start)
    return Difference(before=outcome(week, *before), after=outcome(other, *after), moved=moved)


def planned(week: Week) -> tuple[Model, Plan]:
    """The week's model, with who may arrive in each match, and its first plan."""
    model, _ = settled(model_of(week), under_way(week))
    plan, _ = dispatch(model, under_way(week))
    return with_arrivals(model), plan


def outcome(week: Week, model: Model, plan: Plan) -> Outcome:
    """What the plan comes to."""
    dial = Dial(week.event)
    starts = {one.match: one.start for one in plan.bookings}
    ends = {one.id: starts[one.id] + one.duration.planned for one in model.matches if one.id in starts}
    last = max(ends.values(), default=None)
    return Outcome(
        ends_at=None if last is None else dial.back(last),
        without_place=len(model.matches) - len(starts),
        load=0.0 if last is None else _load(model, plan, this_minute(week), last),
        double_bookings=round(expected(clashes(model, plan)), 2),
        endings=_endings(week, model, plan, ends),
    )


def _load(model: Model, plan: Plan, now: int, last: int) -> float:
    """The share of the stations' open minutes, from now on until the last end, in which they are taken."""
    there = {one.match for one in plan.bookings}
    taken = sum(one.warm_up + one.duration.planned for one in model.matches if one.id in there)
    opened = {
        venue.id: sum(
            max(0, min(last, one.end) - max(now, one.start)) for one in windows(venue.hours, venue.breaks)
        )
        for venue in model.venues
    }
    total = sum(opened[station.venue] for station in model.stations if station.titles)
    return round(min(1.0, taken / total), 3) if total else 0.0


def _endings(week: Week, model: Model, plan: Plan, ends: dict[str, int]) -> list[SupposedEnding]:
    dial = Dial(week.event)
    chances = _in_time(week, model, plan, dial)
    found = []
    for tournament, name in {one.tournament_id: one.tournament for one in week.matches}.items():
        own = [ends.get(one.id) for one in model.matches if one.tournament == str(tournament)]
        whole = [end for end in own if end is not None]
        ends_at: datetime | None = dial.back(max(whole)) if len(whole) == len(own) else None
        chance = round(chances.get(str(tournament), 0.0), 2)
        found.append(SupposedEnding(tournament=tournament, name=name, ends_at=ends_at, in_time=chance))
    return sorted(found, key=lambda one: (one.name, one.tournament))


def _in_time(week: Week, model: Model, plan: Plan, dial: Dial) -> dict[str, float]:
    """How likely each tournament ends by its last day, or that of the event."""
    last = dial.minute(dial.moment(week.event.ends_on + timedelta(days=1), "00:00"))
    days = {one.tournament: one.last + timedelta(days=1) for one in week.settings.days}
    dated = msgspec.structs.replace(
        model,
        tournaments=tuple(
            msgspec.structs.replace(one, due=dial.minute(dial.moment(days[UUID(one.id)], "00:00")))
            if UUID(one.id) in days
            else msgspec.structs.replace(one, due=last)
            for one in model.tournaments
        ),
    )
    samples = max(5, min(SAMPLES, AT_ONCE // max(1, len(model.matches))))
    begun = [Begun(one) for one in under_way(week)]
    return predict(dated, plan, begun, this_minute(week), samples, seed=1).in_time
