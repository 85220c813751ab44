"""Round robins and Major Swisses through HTTP, with every kind of result."""

import pytest

from tests.support.desk import Desk, Json, any_result

BOTH_FORFEIT: Json = {"outcome": {"kind": "double_forfeit"}}
FIRST_WINS: Json = {"winner": 0}
ROUND_ROBINS = [
    (2, {}, False),
    (5, {"legs": 2, "best_of": 3}, False),
    (6, {"best_of": 2}, True),
    (7, {"groups": 2, "points": {"win": 2, "draw": 1, "loss": 0}}, False),
    (9, {"groups": 3, "best_of": 3, "play_all": True}, True),
]


@pytest.mark.parametrize(("size", "options", "draws"), ROUND_ROBINS)
async def test_laws_hold_through_a_round_robin(desk: Desk, size: int, options: Json, draws: bool) -> None:
    tournament = await desk.tournament(best_of=1)
    stage = await desk.stage(tournament, "round_robin", options=options)
    await desk.entries(tournament, size)
    await desk.start(stage)
    view = await desk.play(stage, any_result(size, draws=draws))
    assert view["stage"]["state"] == "finished"
    assert len(view["standings"]) == size
    met = [frozenset(slot["entry"] for slot in match["slots"]) for match in view["matches"]]
    assert all(met.count(pair) == options.get("legs", 1) for pair in met)
    desk.replay()


@pytest.mark.parametrize(("size", "options", "absences"), [(16, {}, 0.2), (4, {"wins": 2, "losses": 2}, 0.0)])
async def test_laws_hold_through_a_major_swiss(desk: Desk, size: int, options: Json, absences: float) -> None:
    tournament = await desk.tournament()
    stage = await desk.stage(tournament, "swiss", options=options)
    await desk.entries(tournament, size)
    await desk.start(stage, draw_seed="seen by all")
    view = await desk.play(stage, any_result(size, absences=absences))
    assert view["stage"]["state"] == "finished"
    assert {line["figures"]["status"] for line in view["standings"]} == {"advanced", "eliminated"}
    desk.replay()


async def test_rounds_of_a_swiss_may_be_paired_by_hand(desk: Desk) -> None:
    tournament = await desk.tournament()
    stage = await desk.stage(tournament, "swiss", options={"wins": 2, "losses": 2, "pairing": "manual"})
    await desk.entries(tournament, 4)
    await desk.start(stage)
    for number in (1, 2, 3):
        ready = await desk.ready(stage)
        assert {match["round"] for match in ready} == {number}
        early = await desk.call("POST", f"/stages/{stage['id']}/rounds")
        assert (early.status_code, early.json()["code"]) == (409, "round_not_complete")
        for match in ready:
            await desk.report(match, {"winner": 0})
        if number < 3:
            await desk.post(f"/stages/{stage['id']}/rounds")
            await desk.recompute(stage["id"])
    assert (await desk.view(stage))["stage"]["state"] == "finished"
    desk.replay()


@pytest.mark.parametrize("pairing", ["automatic", "manual"])
async def test_a_round_of_one_who_rests_does_not_keep_a_swiss_open(desk: Desk, pairing: str) -> None:
    """Both sides of a match may forfeit, and one entry alone be left: no result will end its round."""
    tournament = await desk.tournament()
    options = {"wins": 2, "losses": 2, "pairing": pairing}
    stage = await desk.stage(tournament, "swiss", options=options)
    await desk.entries(tournament, 4)
    await desk.start(stage)
    for outcomes in ([BOTH_FORFEIT, FIRST_WINS], [FIRST_WINS, FIRST_WINS]):
        ready = await desk.ready(stage)
        for match, outcome in zip(ready, outcomes, strict=True):
            await desk.report(match, outcome)
            await desk.recompute(stage["id"])
        if pairing == "manual":
            await desk.post(f"/stages/{stage['id']}/rounds")
    view = await desk.view(stage)
    assert [match["phase"] for match in view["matches"]] == [*["settled"] * 4, "bye"]
    assert view["stage"]["state"] == "finished"
    assert (await desk.get(f"/tournaments/{tournament['id']}"))["state"] == "finished"
    desk.replay()
