"""Whole knock-outs through HTTP, of every size, with every kind of result."""

import pytest

from tests.support.desk import Desk, any_result, first_wins

SMALL = [2, 3, 4, 5, 6, 7, 8, 9]
LARGE = [13, 16, 17, 32, 33]


@pytest.mark.parametrize("third_place", [False, True])
@pytest.mark.parametrize("size", SMALL)
async def test_laws_hold_through_a_knock_out(desk: Desk, size: int, third_place: bool) -> None:
    tournament = await desk.tournament()
    stage = await desk.stage(tournament, options={"third_place": third_place, "best_of": 3})
    await desk.entries(tournament, size)
    await desk.start(stage)
    view = await desk.play(stage, any_result(size, absences=0.4))
    assert view["stage"]["state"] == "finished"
    assert {line["entry"] for line in view["standings"]} == {entry["id"] for entry in view["entries"]}
    desk.replay()
    finished = await desk.get(f"/tournaments/{tournament['id']}")
    assert finished["state"] == "finished"
    assert {entry["state"] for entry in await desk.entered(tournament)} == {"placed"}


@pytest.mark.parametrize("size", LARGE)
async def test_places_of_a_knock_out(desk: Desk, size: int) -> None:
    """Competition ranks: one first, one second, then as many as each round sends home."""
    tournament = await desk.tournament()
    stage = await desk.stage(tournament)
    async with desk.at_ease():
        await desk.entries(tournament, size)
        await desk.start(stage)
        view = await desk.play(stage, first_wins)
    desk.replay()
    await desk.recompute(stage["id"])
    places = sorted(line["place"] for line in view["standings"])
    assert len(places) == size
    assert all(place == 1 + sum(other < place for other in places) for place in places)
    assert len([match for match in view["matches"] if match["phase"] == "settled"]) == size - 1
    champion = (await desk.get(f"/tournaments/{tournament['id']}"))["champion"]
    assert champion["name"] == "Team 1"
