"""When the open matches of a week that is being played will begin: its rest, played out many times. Pure."""

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from uuid import UUID

import msgspec

from esports.planning import model as planning
from esports.planning.cost import merged
from esports.planning.model import Interval
from esports.planning.native import player
from esports.planning.predict import Begun, Prediction, predict
from esports.planning.predict import Forecast as Range
from esports.schedule.compiling import soon
from esports.schedule.forecast_wire import Ending, Expected, Foretold
from esports.schedule.learning import since
from esports.schedule.modelling import Dial, Week, is_played, model_of, this_minute, users, usual
from esports.schedule.nearing import nearest
from esports.schedule.rows import OpenMatch

OVERTIME = 180
"""So many minutes after a venue closes a match is played still, rather than on another day."""
MOST_SAMPLES, FEWEST_SAMPLES, STEPS = 100, 20, 20_000
"""How often the rest is played out: the rarer the more matches there are, but for `FEWEST_SAMPLES`."""
SEED = 1
HORIZON = 24 * 60
"""So many minutes ahead starts are told; what is later is known by the published schedule as well."""
OVER = ("reported", "disputed")
"""States of a match that was played, and whose result does not stand yet."""


def foretell(week: Week, *, known: Collection[UUID], ahead: int = 0, early: bool = False) -> Foretold:
    """What is expected of the published matches, `known` of which everybody may know.

    A match begins when its station and its people are free, at most `ahead` minutes before it is published;
    `early`: as the next of its station also before that, once both sides have said that they are ready.
    """
    now, dial = this_minute(week), Dial(week.event)
    model = _model(week, dial, nearest(week, dial, ahead, early=early))
    order = planning.plan_of(
        planning.Booking(str(one.match_id), dial.minute(one.starts_at), str(one.station_id))
        for one in week.published.values()
    )
    begun = list(_begun(week, dial, now))
    found = predict(model, order, begun, now, samples_for(len(model.matches)), SEED, soon(player))
    starts = [
        _expected(dial, match, one)
        for match in sorted(known)
        if (one := found.starts.get(str(match))) is not None and one.median <= now + HORIZON
    ]
    return Foretold(starts=starts, endings=list(_endings(week, dial, model, found)))


def samples_for(matches: int) -> int:
    """How often the rest of so many matches is played out."""
    return min(MOST_SAMPLES, max(FEWEST_SAMPLES, STEPS // max(1, matches)))


def _model(week: Week, dial: Dial, near: Mapping[UUID, int]) -> planning.Model:
    """The model of the published matches, each at its station; one of a broken station goes anywhere."""
    model = model_of(week, announced=True)
    open_matches = {str(one.id): one for one in week.matches if one.id in week.published}
    working = {one.id for venue in week.venues for one in venue.stations if not one.out_of_order}
    days = _last_days(week, dial)

    def placed(asked: planning.Match) -> planning.Match:
        match = open_matches[asked.id]
        station = week.published[match.id].station_id
        return msgspec.structs.replace(
            asked,
            duration=usual(week, match),
            predecessors=tuple(one for one in asked.predecessors if one in open_matches),
            start=max(asked.start or 0, _earliest(week, dial, match, near)),
            station=str(station) if station in working else None,
        )

    return msgspec.structs.replace(
        model,
        venues=tuple(planning.Venue(one.id, _longer(one.hours)) for one in model.venues),
        tournaments=tuple(
            planning.Tournament(one.id, one.release, days.get(one.id)) for one in model.tournaments
        ),
        matches=tuple(placed(one) for one in model.matches if one.id in open_matches),
    )


def _longer(hours: planning.Hours) -> planning.Hours:
    return tuple(merged(Interval(one.start, one.end + OVERTIME) for one in hours))


def _earliest(week: Week, dial: Dial, match: OpenMatch, near: Mapping[UUID, int]) -> int:
    """The minute before which the match does not begin: as near as it may be, its people having rested."""
    found = [near.get(match.id, 0)]
    for one in users(match.entries, week.people):
        if one in week.resting:
            found.append(dial.minute(week.resting[one]) + 1 + week.settings.warm_up)
    return max(found)


def _begun(week: Week, dial: Dial, now: int) -> Iterator[Begun]:
    """The matches that are on; a result that was told frees the station any minute."""
    for match in week.matches:
        booked = week.published.get(match.id)
        if booked is None or not is_played(match):
            continue
        start = min(now, dial.minute(since(week.settings, match) or booked.starts_at))
        end = max(now, start + 1) if match.state in OVER else None
        yield Begun(planning.Booking(str(match.id), start, str(booked.station_id)), end)


def _last_days(week: Week, dial: Dial) -> dict[str, int]:
    """The end of the day on which each tournament is to end: its last one by the settings, else as published.

    A day ends at midnight, or when the last venue closes after it.
    """
    last = {one.tournament: one.last for one in week.settings.days}
    for match in week.matches:
        if match.id in week.published:
            day = week.published[match.id].starts_at.astimezone(dial.zone).date()
            if all(one.tournament != match.tournament_id for one in week.settings.days):
                last[match.tournament_id] = max(day, last.get(match.tournament_id, day))
    found = {}
    for tournament, day in last.items():
        midnight = dial.minute(dial.moment(day + timedelta(days=1), "00:00"))
        spans = [one for venue in week.venues for one in venue.hours if one.day == day]
        found[str(tournament)] = max(midnight, *(hours.end for hours in dial.hours(spans)), 0)
    return found


def _expected(dial: Dial, match: UUID, found: Range) -> Expected:
    low, median, high = (dial.back(minute) for minute in (found.low, found.median, found.high))
    return Expected(match=match, low=low, median=median, high=high)


def _endings(week: Week, dial: Dial, model: planning.Model, found: Prediction) -> Iterator[Ending]:
    """Of the tournaments all of whose open matches are published."""
    lacking = {str(one.tournament_id) for one in week.matches if one.id not in week.published}
    for one in model.tournaments:
        if one.id in found.in_time and one.id not in lacking and one.due is not None:
            end = found.ends.get(one.id)
            yield Ending(
                tournament=UUID(one.id),
                due=dial.back(one.due),
                median=dial.back(end.median) if end else None,
                in_time=found.in_time[one.id],
            )
