"""Ways between venues: who plays in both has the time to go."""

from itertools import combinations
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from esports.planning.form import flaws
from esports.planning.model import Interval, Model, Venue
from esports.schedule.limits import Way
from esports.schedule.travelling import travel
from tests.schedule.week import DAYS, HALL, plan
from tests.support.desk import NOBODY, Desk, Json

VENUES = [UUID(int=number) for number in range(1, 5)]
PAIRS = list(combinations(VENUES, 2))


@settings(max_examples=50)
@given(st.dictionaries(st.sampled_from(PAIRS), st.integers(0, 90)))
def test_whatever_is_told_no_way_is_longer_than_over_a_third_venue(told: dict[Any, int]) -> None:
    ways = [Way(one=one, other=other, minutes=minutes) for (one, other), minutes in told.items()]
    found = tuple(travel([*ways, Way(one=VENUES[0], other=UUID(int=9), minutes=99)], VENUES))
    houses = tuple(Venue(str(one), (Interval(0, 60),)) for one in VENUES)
    assert flaws(Model(venues=houses, stations=(), tournaments=(), matches=(), travel=found)) == ()
    for way in found:
        pair = (UUID(way.one), UUID(way.other))
        assert way.minutes <= told.get(pair, max(told.values()))
    if len(told) == 1 and max(told.values()):
        assert len(found) == len(PAIRS), "what is not told is not for nothing"


async def test_who_plays_in_two_venues_has_the_time_to_go(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    path = f"/events/{event['id']}"
    venues: list[Json] = []
    for name, title in (("Hall", "A"), ("Arena", "B")):
        venue = await desk.post(f"{path}/venues", {**HALL, "name": name, "breaks": []})
        await desk.post(f"/venues/{venue['id']}/stations", {"name": "Station", "titles": [title]})
        venues.append(venue)
    async with desk.person() as player:
        for title in ("A", "B"):
            tournament = await desk.tournament(event, title=title, entry_kind="player")
            stage = await desk.stage(tournament)
            await player.post(f"/tournaments/{tournament['id']}/entries", {"name": "Mine"})
            await desk.entries(tournament, 1, prefix="Rival")
            await desk.start(stage)

        async def starts() -> list[str]:
            return [one["starts_at"][11:16] for one in (await plan(desk, event))["matches"]]

        assert await starts() == ["02:05", "02:50"], "rest and warm-up lie between them"
        one, other = (venue["id"] for venue in venues)
        way = {"one": one, "other": other, "minutes": 25}
        await desk.do("PUT", f"{path}/schedule/settings", {"ways": [way]})
        assert await starts() == ["02:05", "03:15"]

    for ways, code, pointer in (
        ([{**way, "other": NOBODY}], "unknown_venue", "/ways/0/other"),
        ([{**way, "other": one}], "way_nowhere", "/ways/0/other"),
        ([way, {**way, "one": other, "other": one}], "way_nowhere", "/ways/1/other"),
    ):
        await desk.refused("PUT", f"{path}/schedule/settings", {"ways": ways}, 422, code, pointer)
    gone = await desk.do("DELETE", f"/venues/{other}")
    assert gone["name"] == "Arena"
    assert (await plan(desk, event))["state"] == "ready", "a way to a venue that is gone hinders no plan"
