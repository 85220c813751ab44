"""Planning the rest again: what is published stays where it can, and what is played is not moved."""

from sqlalchemy import select

from esports.db.schema.schedule import publications
from tests.schedule.week import DAYS, TITLE, announce, cup, hall, plan, publish
from tests.support.desk import Desk, Json


def places(told: Json) -> dict[str, tuple[str, str]]:
    """Where and when the matches of a plan or schedule are."""
    return {one["match"]: (one["station"], one["starts_at"]) for one in told["matches"]}


async def test_a_broken_station_moves_its_matches_and_no_other(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    stations = await hall(desk, event, stations=3)
    path = f"/events/{event['id']}/schedule"
    await desk.refused("POST", f"{path}/replan", None, 409, "nothing_published")
    async with desk.person() as player:
        tournament = await desk.tournament(event, title=TITLE, entry_kind="player")
        stage = await desk.stage(tournament)
        await player.post(f"/tournaments/{tournament['id']}/entries", {"name": "Mine"})
        await desk.entries(tournament, 3, prefix="Rival")
        await desk.start(stage)
        published = await publish(desk, event)
        told = places(published)
        assert (await plan(desk, event, again=True))["moved"] == 0
        assert (await desk.get(f"{path}/plan"))["drift"] == []

        rivals = next(one for one in published["matches"] if "Mine" not in one["names"])
        broken = next(one for one in stations if one["id"] == rivals["station"])
        await desk.do("PATCH", f"/stations/{broken['id']}", {"out_of_order": True})
        hit = {match for match, (station, _) in told.items() if station == broken["id"]}
        drift = (await desk.get(f"{path}/plan"))["drift"]
        assert [(one["code"], one["params"]["place"]) for one in drift] == [
            ("station_out_of_order", broken["name"])
        ] * len(hit)

        made = await plan(desk, event, again=True)
        assert (made["state"], made["problems"], made["moved"]) == ("ready", [], len(hit))
        reasons = {one["match"]: one["reason"]["code"] for one in made["matches"]}
        assert {match for match, code in reasons.items() if code == "as_published"} == set(told) - hit
        left = {match: place for match, place in places(made).items() if match in hit}
        assert {station for station, _ in left.values()} <= {one["id"] for one in stations} - {broken["id"]}
        assert {at for _, at in left.values()} == {told[match][1] for match in hit}

        assert (await desk.post(f"{path}/publish", {"plan": made["plan"]}))["moved"] == len(hit)
        assert places(await desk.get(path)) == {**told, **left}
        assert (await desk.get(f"{path}/plan"))["drift"] == []
        async with desk.engine.connect() as connection:
            second = select(publications.c.id).where(publications.c.version == 2)
            await announce(desk, (await connection.execute(second)).scalar_one())
        assert (await player.get("/inbox"))["items"] == [], "only who moved is told"
        assert (await desk.post(f"{path}/undo", {"version": 2}))["moved"] == len(hit)
        assert places(await desk.get(path)) == told
    desk.replay()


async def test_longer_matches_are_no_news_where_nothing_starts_elsewhere(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    await hall(desk, event, stations=1)
    await cup(desk, event, 2)
    path = f"/events/{event['id']}/schedule"
    (before,) = (await publish(desk, event))["matches"]
    await desk.do("PUT", f"{path}/settings", {"game_minutes": 45})
    made = await plan(desk, event, again=True)
    assert made["moved"] == 0
    assert await desk.post(f"{path}/publish", {"plan": made["plan"]}) == {"version": 2, "moved": 0}
    (after,) = (await desk.get(path))["matches"]
    assert after["starts_at"] == before["starts_at"]
    assert after["ends_at"] > before["ends_at"]


async def test_a_match_that_is_called_meanwhile_stays(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    await hall(desk, event, stations=1)
    stage = await cup(desk, event)
    path = f"/events/{event['id']}/schedule"
    told = places(await publish(desk, event))
    first, second = await desk.ready(stage)
    for match, minute in ((first, "00"), (second, "45")):
        await desk.do("PUT", f"/matches/{match['id']}/pin", {"starts_at": f"2039-11-21T07:{minute}:00Z"})
    made = await plan(desk, event)
    await desk.post(f"/matches/{first['id']}/call")
    assert (await desk.post(f"{path}/publish", {"plan": made["plan"]}))["moved"] == 2
    assert places(await desk.get(path)) == {**places(made), first["id"]: told[first["id"]]}
    assert (await desk.post(f"{path}/undo", {"version": 2}))["moved"] == 2
    assert places(await desk.get(path)) == told
