"""What another week would be like, and who is in several tournaments: worked out, and nothing written."""

from esports.planning.arrivals import with_arrivals
from esports.planning.model import Chance
from tests.planning.worlds import match, world
from tests.schedule.week import DAYS, TITLE, cup, hall
from tests.support.desk import NOBODY, Desk, Json


def test_half_of_a_match_goes_on_to_the_next() -> None:
    model = world(
        matches=(
            match("final", predecessors=("a", "b"), people=("z",)),
            match("a", people=("x", "y")),
            match("b", people=("y", "z")),
            match("last", predecessors=("final",)),
        )
    )
    final, _, _, last = with_arrivals(model).matches
    assert final.maybe == (Chance("x", 0.5), Chance("y", 0.98))
    assert last.maybe == (Chance("x", 0.25), Chance("y", 0.49), Chance("z", 0.5))


async def shared(desk: Desk, event: Json, player: Desk, rivals: int = 3) -> list[Json]:
    """Two tournaments, not drawn yet, that one person is in."""
    found = []
    for name in ("Owls", "Foxes"):
        tournament = await desk.tournament(event, name=name, title=TITLE, entry_kind="player")
        await desk.stage(tournament)
        await player.post(f"/tournaments/{tournament['id']}/entries", {"name": "Mine"})
        await desk.entries(tournament, rivals, prefix=name)
        found.append(tournament)
    return found


async def test_who_is_in_two_tournaments_is_told_before_they_are_drawn(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    await hall(desk, event, stations=8)
    path = f"/events/{event['id']}/schedule"
    assert await desk.get(f"{path}/crossings") == {"entered": {}, "items": [], "next_cursor": None}
    async with desk.person() as player:
        owls, foxes = await shared(desk, event, player, rivals=7)
    told = await desk.get(f"{path}/crossings")
    assert told["entered"] == {"2": 1}
    (pair,) = told["items"]
    assert set(pair["tournaments"]) == {owls["id"], foxes["id"]}
    assert (sorted(pair["names"]), pair["people"]) == (["Foxes", "Owls"], 1)
    assert pair["double_bookings"] > 0, "the first matches are apart, and what may follow is not"

    # With the days apart nobody can be in two places at once.
    days = [
        {"tournament": owls["id"], "first": DAYS["starts_on"], "last": DAYS["starts_on"]},
        {"tournament": foxes["id"], "first": DAYS["ends_on"], "last": DAYS["ends_on"]},
    ]
    apart = await desk.post(f"{path}/what-if", {"days": days})
    assert apart["before"]["double_bookings"] == pair["double_bookings"]
    assert apart["after"]["double_bookings"] == 0
    best = pair["proposals"][0]
    assert (best["first"], best["double_bookings"]) == (DAYS["ends_on"], 0)
    assert best["tournament"] in pair["tournaments"]
    await desk.do("PUT", f"{path}/settings", {"days": days})
    (pair,) = (await desk.get(f"{path}/crossings"))["items"]
    assert (pair["double_bookings"], pair["proposals"]) == (0, [])


async def test_what_would_be_is_shown_and_not_done(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    (station,) = await hall(desk, event, stations=1)
    stage = await cup(desk, event, 8, best_of=3)
    path, venue, cups = f"/events/{event['id']}/schedule", station["venue"], stage["tournament"]["id"]
    was = await desk.get(f"{path}/plan"), await desk.get(f"/events/{event['id']}/venues")

    same = await desk.post(f"{path}/what-if", {})
    assert (same["before"], same["moved"]) == (same["after"], 0)
    (ending,) = same["before"]["endings"]
    assert ending["tournament"] == cups
    assert ending["ends_at"] == same["before"]["ends_at"]

    more = await desk.post(f"{path}/what-if", {"stations": [{"venue": venue, "count": 3}]})
    assert more["after"]["ends_at"] < more["before"]["ends_at"]
    assert more["after"]["load"] < more["before"]["load"]
    assert more["moved"] > 0
    shorter = await desk.post(f"{path}/what-if", {"best_of": [{"tournament": cups, "best_of": 1}]})
    assert shorter["after"]["ends_at"] < shorter["before"]["ends_at"]
    assert shorter["after"]["endings"][0]["in_time"] >= shorter["before"]["endings"][0]["in_time"]
    closed = await desk.post(f"{path}/what-if", {"closes": [{"venue": venue, "ends": "12:00"}]})
    assert closed["after"]["without_place"] > closed["before"]["without_place"] == 0
    assert closed["after"]["endings"][0]["ends_at"] is None
    day = {"tournament": cups, "first": DAYS["ends_on"], "last": DAYS["ends_on"]}
    moved = await desk.post(f"{path}/what-if", {"days": [day]})
    assert moved["after"]["ends_at"] > moved["before"]["ends_at"]
    assert (await desk.get(f"{path}/plan"), await desk.get(f"/events/{event['id']}/venues")) == was

    ask = f"{path}/what-if"
    stations = {"stations": [{"venue": NOBODY, "count": 1}]}
    await desk.refused("POST", ask, stations, 422, "unknown_venue", "/stations/0/venue")
    hours = {"closes": [{"venue": NOBODY, "ends": "12:00"}]}
    await desk.refused("POST", ask, hours, 422, "unknown_venue", "/closes/0/venue")
    games = {"best_of": [{"tournament": NOBODY, "best_of": 1}]}
    await desk.refused("POST", ask, games, 422, "unknown_tournament", "/best_of/0/tournament")
    await desk.refused(
        "POST",
        ask,
        {"days": [{**day, "tournament": NOBODY}]},
        422,
        "unknown_tournament",
        "/days/0/tournament",
    )
    await desk.refused(
        "POST", ask, {"days": [{**day, "last": DAYS["starts_on"]}]}, 422, "days_reversed", "/days/0/last"
    )
