"""A small week from its first plan to its last match, with overruns and a station that breaks."""

from datetime import timedelta

from tests.drafts.conftest import hall
from tests.drafts.hall import Hall
from tests.support.simulated_week import Trouble
from tests.support.week_setup import prepared

MINUTES = timedelta(minutes=20)
__all__ = ["hall"]


async def test_a_week_is_played_to_its_end(hall: Hall) -> None:
    hall.desk.lawful = False
    week, stations = await prepared(
        hall,
        tournaments=2,
        entries=4,
        stations=3,
        days=1,
        shared=1,
        every=MINUTES,
        formats=["single_elimination"],
    )
    told = await week.play(Trouble(stations[1], week.hours[0][0] + timedelta(minutes=30)))
    assert told.broken_rules == []
    matches = (await hall.desk.get(f"{week.path}/schedule"))["matches"]
    assert told.starts == len(matches) == 6
    assert {one["phase"] for one in matches} == {"settled"}
    assert told.publications > 1, "the broken station has the rest planned again"
    hall.desk.lawful = True
    await hall.desk.check()
    hall.desk.replay()
