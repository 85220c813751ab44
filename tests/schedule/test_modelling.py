"""Small random events: whatever is asked, what is planned holds, and times come back as they went in."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from esports.events.wire import Event
from esports.schedule.making import plan
from esports.schedule.modelling import Dial, Week
from esports.schedule.wire import Booking, OpenMatch, Place, Settings, Span, Station, Venue

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
        Place,
        station=st.none() | st.sampled_from([one.id for one in stations]),
        starts_at=st.none() | st.integers(0, 40).map(lambda step: OPENS + timedelta(minutes=30 * step)),
    )
    bookings = st.builds(
        lambda station, step: (station, OPENS + timedelta(minutes=15 * step)),
        st.sampled_from([one.id for one in stations]),
        st.integers(0, 20),
    )
    published = {
        match: Booking(match_id=match, station_id=station, starts_at=at, ends_at=at + timedelta(hours=1))
        for match, (station, at) in draw(st.dictionaries(ids, bookings, max_size=4)).items()
    }
    return Week(
        event=EVENT,
        settings=Settings(rest=draw(st.integers(0, 30)), warm_up=draw(st.integers(0, 10))),
        venues=[venue],
        matches=matches,
        people={entry: {UUID(int=200 + number // 2)} for number, entry in enumerate(entries)},
        pins=draw(st.dictionaries(ids, places, max_size=3)),
        published=published,
        now=OPENS + timedelta(minutes=draw(st.sampled_from([-999, 0, 95]))),
    )


@settings(max_examples=60)
@given(weeks())
def test_what_is_planned_holds(week: Week) -> None:
    made = plan(week)
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
        block = (row["starts_at"], row["ends_at"], row["match_id"])
        users[row["station_id"]].append(block)
        for entry in idle[row["match_id"]].entries:
            for person in week.people[entry]:
                users[person].append(block)
    for times in users.values():
        assert all(first[1] <= second[0] for first, second in pairwise(sorted(set(times))))


def test_the_clock_of_an_event_is_its_own() -> None:
    dial = Dial(EVENT)
    assert dial.origin == datetime(2039, 10, 28, 22, tzinfo=UTC)
    night = Span(day=date(2039, 10, 29), begins="22:00", ends="04:00")
    (interval,) = dial.hours([night])
    assert interval.end - interval.start == 7 * 60, "in the night in which the clocks go back"
    assert dial.shown(interval.end) == "10-30 04:00"
    assert dial.back(dial.minute(OPENS)) == OPENS
