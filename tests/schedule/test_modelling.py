"""Small random events: whatever is asked, what is planned holds, and times come back as they went in."""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.events.wire import Event
from esports.planning.model import Interval, Stream
from esports.schedule.drifting import drift
from esports.schedule.modelling import Dial, Week
from esports.schedule.rows import Booking, OpenMatch
from esports.schedule.settings_wire import Settings
from esports.schedule.solving import Made, plan, plan_again
from esports.schedule.venue_wire import Span, Station, Venue
from esports.schedule.wire import Pin

EVENT = Event(
    id=UUID(int=1),
    slug="e",
    name="E",
    description="",
    time_zone="Europe/Berlin",
    starts_on=date(2039, 10, 29),
    ends_on=date(2039, 10, 31),
    revision=1,
)
"""Its second day is the one on which the clocks go back."""
VENUE = UUID(int=2)
ON_AIR_FROM = 10
ON_AIR = (Interval(12 * 60, 22 * 60),)
"""From noon to ten at night on the first day, which is from 10:00 UTC on."""
FREE = Pin(station=None, starts_at=None)
OPENS = datetime(2039, 10, 29, 8, tzinfo=UTC)


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    """Two tournaments that share people, a few stations, pins wherever, some matches under way."""
    stations = [
        Station(
            id=UUID(int=10 + number),
            venue=VENUE,
            name=f"S{number}",
            titles=draw(st.sampled_from([["A"], ["A", "B"]])),
            out_of_order=draw(st.booleans()),
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    days = [date(2039, 10, 29), date(2039, 10, 30)]
    hours = [Span(day=day, begins="10:00", ends=draw(st.sampled_from(["15:00", "02:00"]))) for day in days]
    venue = Venue(id=VENUE, event=EVENT.id, name="V", hours=hours, breaks=[], stations=stations)
    entries = [UUID(int=100 + number) for number in range(6)]
    matches: list[OpenMatch] = []
    for number in range(draw(st.integers(1, 9))):
        tournament = draw(st.integers(0, 1))
        earlier = [one.id for one in matches if one.tournament_id == UUID(int=50 + tournament)]
        sources = draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else []
        matches.append(
            OpenMatch(
                id=UUID(int=1000 + number),
                number=number,
                best_of=draw(st.sampled_from([1, 3])),
                state="idle" if sources else draw(st.sampled_from(["idle", "idle", "live"])),
                tournament_id=UUID(int=50 + tournament),
                tournament=f"T{tournament}",
                title="AB"[tournament],
                entries=draw(st.lists(st.sampled_from(entries), max_size=2 - len(sources), unique=True)),
                sources=sources,
            )
        )
    ids = st.sampled_from([one.id for one in matches])
    places = st.builds(
        Pin,
        streamed=st.booleans(),
        station=st.none() | st.sampled_from([one.id for one in stations]),
        starts_at=st.none() | st.integers(0, 40).map(lambda step: OPENS + timedelta(minutes=30 * step)),
    )
    bookings = st.builds(
        lambda station, step: (station, OPENS + timedelta(minutes=15 * step)),
        st.sampled_from([one.id for one in stations]),
        st.integers(0, 20),
    )
    staff = draw(st.lists(st.sampled_from([UUID(int=200), UUID(int=300), UUID(int=301)]), unique=True))
    published = {
        match: Booking(
            match_id=match,
            station_id=station,
            starts_at=at,
            ends_at=at + timedelta(hours=1),
            referees=draw(st.lists(st.sampled_from([UUID(int=200), UUID(int=300)]), max_size=1)),
            stream=draw(st.sampled_from([None, "Main", "Gone"])),
        )
        for match, (station, at) in draw(st.dictionaries(ids, bookings, max_size=4)).items()
    }
    return Week(
        event=EVENT,
        settings=Settings(
            rest=draw(st.integers(0, 30)), warm_up=draw(st.integers(0, 10)), referees=draw(st.integers(0, 1))
        ),
        referees=staff,
        streams=draw(
            st.sampled_from([[], [Stream("Main", str(VENUE))], [Stream("Main", str(VENUE), ON_AIR)]])
        ),
        venues=[venue],
        matches=matches,
        people={entry: {UUID(int=200 + number // 2)} for number, entry in enumerate(entries)},
        pins=draw(st.dictionaries(ids, places, max_size=3)),
        published=published,
        now=OPENS + timedelta(minutes=draw(st.sampled_from([-999, 0, 95]))),
    )


@settings(max_examples=60)
@given(weeks(), st.sampled_from([plan, plan_again]))
def test_what_is_planned_holds(week: Week, planner: Callable[[Week], Made]) -> None:
    made = planner(week)
    assert made.is_right
    idle = {one.id: one for one in week.matches if one.state == "idle"}
    assert {row["match_id"] for row in made.rows} == set(idle)
    working = {one.id for one in week.venues[0].stations if not one.out_of_order}
    users = defaultdict(list)
    for row in made.rows:
        if row["station_id"] is None:
            continue
        assert row["station_id"] in working
        assert row["starts_at"] > week.now
        told = week.published.get(row["match_id"])
        if planner is plan_again and told and row["match_id"] not in week.pins:
            assert row["starts_at"] >= told.starts_at, "people come when they were told"
        block = (row["starts_at"], row["ends_at"], row["match_id"])
        users[row["station_id"]].append(block)
        assert (row["stream"] == "Main") == (week.pins.get(row["match_id"], FREE).streamed)
        if row["stream"]:
            users["Main"].append(block)
            (stream,) = week.streams
            assert not stream.hours or row["starts_at"].hour >= ON_AIR_FROM
        assert len(row["referees"]) == week.settings.referees
        for person in row["referees"]:
            users[person].append(block)
            assert person in week.referees
            assert not any(person in week.people[one] for one in idle[row["match_id"]].entries)
        for entry in idle[row["match_id"]].entries:
            for person in week.people[entry]:
                users[person].append(block)
    for times in users.values():
        assert all(first[1] <= second[0] for first, second in pairwise(sorted(set(times))))


def day(*matches: OpenMatch, hour: float, **fields: Any) -> Week:
    """One station from ten to three, and these matches published one after the other from ten."""
    station = Station(id=UUID(int=10), venue=VENUE, name="S", titles=["A"], out_of_order=False)
    hours = [Span(day=date(2039, 10, 29), begins="10:00", ends="15:00")]
    return Week(
        event=EVENT,
        settings=Settings(rest=10, warm_up=5),
        venues=[Venue(id=VENUE, event=EVENT.id, name="V", hours=hours, breaks=[], stations=[station])],
        matches=matches,
        people={},
        pins={},
        published={one.id: booked(one, place) for place, one in enumerate(matches)},
        now=OPENS + timedelta(hours=hour - 10),
        **fields,
    )


def booked(match: OpenMatch, hours: float) -> Booking:
    """The match's place so many hours after the opening."""
    begins = OPENS + timedelta(hours=hours)
    return Booking(
        match_id=match.id, station_id=UUID(int=10), starts_at=begins, ends_at=begins + timedelta(minutes=30)
    )


def game(number: int, state: str = "idle") -> OpenMatch:
    """A match of two entries of its own."""
    return OpenMatch(
        id=UUID(int=1000 + number),
        number=number,
        best_of=1,
        state=state,
        tournament_id=UUID(int=50),
        tournament="T",
        title="A",
        entries=[UUID(int=100 + 2 * number), UUID(int=101 + 2 * number)],
        sources=[],
    )


def starts(made: Made) -> list[tuple[datetime, str]]:
    """When each match of a plan starts, and why."""
    assert made.is_right
    return [(row["starts_at"], row["reason"]["code"]) for row in made.rows]


def test_a_match_that_runs_over_takes_the_next_along_and_no_other() -> None:
    week = day(game(0, "live"), game(1), game(2), hour=10.9)
    (second, why), third = starts(plan_again(week))
    assert OPENS + timedelta(hours=1) < second < OPENS + timedelta(hours=1.5)
    assert why == "station_busy"
    assert third == (OPENS + timedelta(hours=2), "as_published")


def test_who_was_called_at_its_time_needs_what_is_left_and_not_the_whole_again() -> None:
    called = msgspec.structs.replace(game(0, "called"), called_at=OPENS)
    week = day(called, game(1), game(2), hour=10.9)
    assert starts(plan_again(week))[0][0] < OPENS + timedelta(hours=1.5)
    late = msgspec.structs.replace(called, called_at=OPENS + timedelta(minutes=30))
    week = msgspec.structs.replace(week, matches=[late, *week.matches[1:]])
    assert starts(plan_again(week))[0][0] == OPENS + timedelta(hours=1, minutes=5), "since its call"


def test_who_rests_after_a_match_that_is_over_is_not_sent_on_at_once() -> None:
    until = OPENS + timedelta(hours=1, minutes=10)
    week = day(game(0), game(1), hour=10.5, resting={game(1).entries[0]: until})
    week = msgspec.structs.replace(week, matches=week.matches[1:])
    assert starts(plan_again(week)) == [(until + timedelta(minutes=6), "resting")]


def test_what_is_played_when_the_house_closes_keeps_its_station() -> None:
    for planner in (plan, plan_again):
        week = day(game(0, "live"), game(1), hour=15.2)
        made = planner(week)
        assert made.is_right
        assert made.rows[0]["station_id"] is None
        assert not [one for one in made.problems if "T #0" in one.params["matches"].split(", ")], planner
    week = day(game(0, "live"), game(1), hour=14.2)
    later = msgspec.structs.replace(
        week.published[game(0).id], ends_at=OPENS + timedelta(hours=5, minutes=30), station_id=UUID(int=10)
    )
    week = msgspec.structs.replace(week, published={**week.published, later.match_id: later})
    assert [row["station_id"] for row in plan(week).rows] == [None], "its station is taken until it closes"


def test_drift_names_what_does_not_hold() -> None:
    week = day(game(0, "live"), game(1), game(2), hour=11.2)

    def told(week: Week) -> list[str]:
        found = drift(week.event, week.venues, week.matches, week.published, week.now)
        return [one.code for one in found]

    assert told(week) == ["overrun"]
    assert told(msgspec.structs.replace(week, now=OPENS + timedelta(minutes=64))) == []
    assert told(msgspec.structs.replace(week, matches=week.matches[1:])) == ["overdue"]
    (venue,) = week.venues
    broken = [msgspec.structs.replace(one, out_of_order=True) for one in venue.stations]
    venue = msgspec.structs.replace(venue, stations=broken)
    assert told(msgspec.structs.replace(week, venues=[venue])) == ["station_out_of_order"] * 2


def test_the_clock_of_an_event_is_its_own() -> None:
    dial = Dial(EVENT)
    assert dial.origin == datetime(2039, 10, 28, 22, tzinfo=UTC)
    night = Span(day=date(2039, 10, 29), begins="22:00", ends="04:00")
    (interval,) = dial.hours([night])
    assert interval.end - interval.start == 7 * 60, "in the night in which the clocks go back"
    assert dial.shown(interval.end) == "10-30 04:00"
    assert dial.back(dial.minute(OPENS)) == OPENS
