"""The final places: stored when the tournament is over, taken back and set anew by corrections."""

from tests.support.desk import Desk, Json, first_wins


async def test_places_over_two_stages_are_stored_and_follow_a_correction(desk: Desk) -> None:
    tournament = await desk.tournament()
    groups = await desk.stage(tournament, "round_robin", name="Groups", options={"groups": 2}, qualifies=4)
    playoff = await desk.stage(tournament, name="Playoff")
    await desk.entries(tournament, 8)
    await desk.start(groups)
    await desk.play(groups, first_wins)
    assert {entry["place"] for entry in await desk.entered(tournament)} == {None}
    await desk.start(playoff)
    await desk.play(playoff, first_wins)
    before = await _places(desk, tournament)
    assert sorted(before.values()) == [1, 2, 3, 3, 5, 5, 7, 7]
    final = next(match for match in (await desk.view(playoff))["matches"] if match["number"] == 3)
    won, lost = (slot["entry"] for slot in final["slots"])
    assert (before[won], before[lost]) == (1, 2)
    await _correct(desk, final)
    after = await _places(desk, tournament)
    assert (after[won], after[lost]) == (2, 1)
    assert {entry: place for entry, place in after.items() if place > 2} == {
        entry: place for entry, place in before.items() if place > 2
    }
    desk.replay()


async def test_an_opened_tournament_has_no_places_until_it_is_over_again(desk: Desk) -> None:
    tournament = await desk.tournament()
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 4)
    await desk.start(stage)
    first = (await desk.ready(stage))[0]
    await desk.play(stage, first_wins)
    await desk.move(tournament, "running")
    await _correct(desk, next(one for one in (await desk.view(stage))["matches"] if one["id"] == first["id"]))
    entered = await desk.entered(tournament)
    assert {(entry["state"], entry["place"]) for entry in entered} == {("playing", None)}
    await desk.play(stage, first_wins)
    assert sorted((await _places(desk, tournament)).values()) == [1, 2, 3, 3]
    desk.replay()


async def _places(desk: Desk, tournament: Json) -> dict[str, int]:
    assert (await desk.get(f"/tournaments/{tournament['id']}"))["state"] == "finished"
    return {entry["id"]: entry["place"] for entry in await desk.entered(tournament)}


async def _correct(desk: Desk, match: Json) -> None:
    """The other side won."""
    path, claim = f"/matches/{match['id']}/correction", {"winner": 1}
    token = (await desk.post(f"{path}/preview", claim))["impact_token"]
    await desk.post(path, {**claim, "reason": "R", "impact_token": token})
