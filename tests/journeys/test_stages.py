"""Tournaments of several stages: who goes on, who enters later, and on which seeds."""

from collections.abc import Sequence

from tests.support.desk import Desk, Json, any_result, first_wins


async def test_qualifiers_and_direct_entries_meet(desk: Desk) -> None:
    """Ten entries: the best two go straight to the playoff, eight play groups for its other two seats."""
    tournament = await desk.tournament()
    groups = await desk.stage(tournament, "round_robin", name="Groups", options={"groups": 2}, qualifies=2)
    playoff = await desk.stage(tournament, name="Playoff", size=4, options={"third_place": True})
    await desk.entries(tournament, 10)
    started = await desk.start(groups)
    assert _names(started["entries"]) == [f"Team {number}" for number in range(3, 11)]
    table = (await desk.play(groups, any_result(1)))["standings"]
    firsts = [line["entry"] for line in sorted(table, key=lambda line: line["ordinal"]) if line["place"] == 1]
    document = await desk.start(playoff)
    seated = sorted(document["entries"], key=lambda entry: entry["seed"])
    assert _names(seated[:2]) == ["Team 1", "Team 2"]
    assert [entry["id"] for entry in seated[2:]] == firsts
    await desk.play(playoff, any_result(2, absences=0))
    done = await desk.get(f"/tournaments/{tournament['id']}")
    assert done["state"] == "finished"
    assert done["champion"]["name"] in {entry["name"] for entry in seated}
    desk.replay()


async def test_a_swiss_feeds_a_knock_out(desk: Desk) -> None:
    tournament = await desk.tournament(best_of=3)
    swiss = await desk.stage(tournament, "swiss", name="Swiss", qualifies=8)
    finals = await desk.stage(tournament, name="Finals", options={"best_of_by_round": {"final": 5}})
    await desk.entries(tournament, 16)
    await desk.start(swiss)
    early = await desk.call("POST", f"/stages/{finals['id']}/start", {})
    assert (early.status_code, early.json()["code"]) == (409, "stage_before_not_finished")
    async with desk.at_ease():
        table = (await desk.play(swiss, first_wins))["standings"]
    await desk.recompute(swiss["id"])
    best = [line["entry"] for line in sorted(table, key=lambda line: line["ordinal"])][:8]
    document = await desk.start(finals)
    assert [entry["id"] for entry in sorted(document["entries"], key=lambda one: one["seed"])] == best
    assert [match["best_of"] for match in document["matches"]] == [3] * 6 + [5]
    assert (await desk.play(finals, first_wins))["stage"]["state"] == "finished"
    desk.replay()


async def test_every_entry_of_the_field_is_placed_and_the_others_are_left(desk: Desk) -> None:
    """Where there is a check-in, who does not check in does not play and keeps no seed."""
    window = {"opens_at": "2020-01-01T00:00:00Z", "closes_at": "2040-01-01T00:00:00Z"}
    tournament = await desk.tournament(check_in=window, capacity=5)
    stage = await desk.stage(tournament)
    entered = await desk.entries(tournament, 7)
    assert [entry["state"] for entry in entered] == ["confirmed"] * 5 + ["waitlisted"] * 2
    await desk.do("PUT", f"/tournaments/{tournament['id']}/seeds", {"method": "random", "draw_seed": "x"})
    await desk.move(tournament, "check_in")
    for entry in entered[1:5]:
        await desk.post(f"/entries/{entry['id']}/check-in")
    await desk.start(stage)
    now = await desk.entered(tournament)
    assert [entry["state"] for entry in now] == ["no_show", *["playing"] * 4, *["waitlisted"] * 2]
    assert sorted(entry["seed"] for entry in now[1:5]) == [1, 2, 3, 4]
    assert [entry["seed"] for entry in (now[0], *now[5:])] == [None, None, None]
    await desk.play(stage, first_wins)
    assert [entry["state"] for entry in await desk.entered(tournament)][1:5] == ["placed"] * 4
    desk.replay()


def _names(entries: Sequence[Json]) -> list[str]:
    return [entry["name"] for entry in sorted(entries, key=lambda entry: int(entry["seed"]))]
