"""Hours of the week as the planner counts them: in which minutes minors may play and streams are on air."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from uuid import UUID

from esports.events.wire import Event
from esports.planning import model as planning
from esports.planning.cost import merged
from esports.schedule.limits import EVERY_DAY, MinorHours, Stream, Weekday, Window
from esports.schedule.modelling import Dial

BEYOND = timedelta(days=3)
"""So long after the beginning of an event's last day nothing is planned any more."""
DAY = timedelta(days=1)
Key = TypeVar("Key")


def of_age(born: date, age: int) -> date:
    """The first day on which somebody is so old; who is born on 29 February may have to wait for 1 March."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def hours(event: Event, minors: MinorHours, free_from: Mapping[Key, date]) -> dict[Key, planning.Hours]:
    """When those may play who are minors up to a day, and free from then on."""
    last = event.ends_on + BEYOND
    known = {
        day: _hours(event, minors.windows, minors.holidays, day)
        for day in {min(day, last) for day in free_from.values()}
    }
    return {one: known[min(day, last)] for one, day in free_from.items()}


def streams(event: Event, asked: Iterable[Stream], venues: Collection[UUID]) -> Iterator[planning.Stream]:
    """The streams of these venues as the planner takes them, their names for ids."""
    for one in asked:
        if one.venue in venues:
            on_air = _hours(event, one.hours, (), date.max) if one.hours else ()
            yield planning.Stream(one.name, str(one.venue), on_air)


def is_within(spans: planning.Hours, begin: int, end: int) -> bool:
    """Whether all minutes from `begin` up to `end` lie in one of the intervals."""
    return any(interval.start <= begin and end <= interval.end for interval in spans)


def _hours(
    event: Event, windows: Sequence[Window], holidays: Collection[date], free_from: date
) -> planning.Hours:
    """In the windows up to a day, and always from then on.

    Never empty, which the planner takes as no limit: who is never free is so past all plans.
    """
    dial, last = Dial(event), event.ends_on + BEYOND
    free = max(event.starts_on, min(free_from, last))
    found = []
    day = event.starts_on - DAY
    while day < free:
        for window in _on(day, windows, holidays):
            begin = dial.minute(_begin(dial, day, window.begins))
            end = dial.minute(_end(dial, day, window))
            if begin < end:
                found.append(planning.Interval(begin, end))
        day += DAY
    begin = dial.minute(_begin(dial, free, "00:00"))
    end = dial.minute(_begin(dial, last, "00:00")) + 1
    return tuple(merged([*found, planning.Interval(begin, end)]))


def _on(day: date, windows: Sequence[Window], holidays: Collection[date]) -> Iterator[Window]:
    """The windows that hold on the day."""
    names: set[Weekday] = {EVERY_DAY[day.weekday()]}
    if day in holidays:
        names.add("holiday")
    return (window for window in windows if names & set(window.days))


def _begin(dial: Dial, day: date, clock: str) -> datetime:
    """When the clock shows it for the last time: it may twice, or never, where it is put forward or back."""
    return _moment(dial, day, clock, max)


def _end(dial: Dial, day: date, window: Window) -> datetime:
    return _moment(dial, day if window.ends > window.begins else day + DAY, window.ends, min)


def _moment(dial: Dial, day: date, clock: str, choice: Callable[[datetime, datetime], datetime]) -> datetime:
    shown = datetime.combine(day, time.fromisoformat(clock), dial.zone)
    first, second = (shown.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return choice(first, second)
