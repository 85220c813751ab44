"""Corrections that reach a following stage which has started: shown, chosen, carried out, taken back."""

import random
from typing import Any

import pytest

from tests.matches.test_corrections import WHY, by_key, corrected, settled_as, shown
from tests.support.desk import Desk, Json, any_result, first_wins

FOLLOWING: list[tuple[str, Json, str]] = [
    ("single_elimination", {}, "exchange"),
    ("double_elimination", {}, "reseat"),
    ("round_robin", {}, "reseat"),
    ("swiss", {"variant": "fixed_rounds", "rounds": 2}, "exchange"),
]


async def two_stages(
    desk: Desk, format: str = "single_elimination", **fields: Any
) -> tuple[Json, Json, Json]:
    """Four play a group, three of them go on to a stage that has started."""
    tournament = await desk.tournament()
    groups = await desk.stage(tournament, "round_robin", name="Groups", qualifies=3)
    finals = await desk.stage(tournament, format, name="Finals", **fields)
    async with desk.at_ease():
        await desk.entries(tournament, 4)
        await desk.start(groups)
        await desk.play(groups, first_wins)
    await desk.start(finals)
    return tournament, groups, finals


async def swap(desk: Desk, groups: Json) -> tuple[Json, Json]:
    """The match of the last two of the group, and the result that makes them change places."""
    table = sorted((await desk.view(groups))["standings"], key=lambda line: int(line["ordinal"]))
    third, fourth = (line["entry"] for line in table[2:])
    for match in (await by_key(desk, groups)).values():
        sides = [slot["entry"] for slot in match["slots"]]
        if {third, fourth} == {*sides}:
            return match, {"winner": sides.index(fourth)}
    raise AssertionError("they have met")


def stage_of(told: Json) -> Json:
    """What the preview says of the following stage."""
    (found,) = [one for one in told["impact"] if one["kind"] == "stage"]
    return dict(found)


def results_of(view: Json) -> dict[str, Json]:
    """By match what was played."""
    return {
        one["id"]: {"winner": one["winner"], "slots": one["slots"], "state": one["state"]}
        for one in view["matches"]
        if one["phase"] == "settled"
    }


@pytest.mark.parametrize(("format", "options", "how"), FOLLOWING)
async def test_the_following_stage_changes_as_shown_and_comes_back(
    desk: Desk, format: str, options: Json, how: str
) -> None:
    chance = random.Random(f"{format}{how}")
    tournament, groups, finals = await two_stages(desk, format, options=options)
    decide = any_result(3, absences=0)
    for _ in range(chance.randint(1, 3)):
        if ready := await desk.ready(finals):
            await desk.report(ready[0], decide(ready[0]))
    before = await desk.view(finals), await desk.view(groups)
    match, body = await swap(desk, groups)
    told = stage_of(await shown(desk, match, {**body, "following": how}))
    made = await corrected(desk, match, {**body, "following": how})
    await desk.recompute(finals["id"])
    after = await desk.view(finals)
    seats = {entry["seed"]: entry["id"] for entry in after["entries"]}
    assert len(set(seats.values())) == len(seats) == 3
    assert all(seats[one["seed"]] == one["after"] for one in told["seats"])
    void = {one["match"] for one in told["matches"] if one["effect"] == "void"}
    assert (
        void
        == {*made["reseated"]["voided"]}
        == {one["id"] for one in after["matches"] if one["state"] == "voided"}
    )
    left = {one["before"] for one in told["seats"]} - {*seats.values()}
    assert left
    assert not [one for one in after["matches"] for slot in one["slots"] if slot["entry"] in left]
    assert results_of(after) == {
        one: result for one, result in results_of(before[0]).items() if one not in void
    }
    await desk.post(f"/corrections/{made['id']}/revert", WHY)
    await desk.recompute(finals["id"])
    for stage, was in ((finals, before[0]), (groups, before[1])):
        now = await desk.view(stage)
        by_seed = sorted(now["entries"], key=lambda one: int(one["seed"]))
        assert settled_as({**now, "entries": by_seed}) == settled_as(was)
    await corrected(desk, match, {**body, "following": how})
    async with desk.at_ease():
        await desk.play(finals, decide)
    done = await desk.get(f"/tournaments/{tournament['id']}")
    assert done["state"] == "finished"
    desk.replay()


async def test_nobody_is_moved_unless_somebody_chose_so(desk: Desk) -> None:
    _, groups, finals = await two_stages(desk)
    before = await desk.view(finals)
    match, body = await swap(desk, groups)
    told = stage_of(await shown(desk, match, body))
    assert (told["following"], told["seats"], told["matches"]) == ("keep", [], [])
    token = (await shown(desk, match, {**body, "following": "exchange"}))["impact_token"]
    path = f"/matches/{match['id']}/correction"
    other = {**body, **WHY, "impact_token": token}
    await desk.refused("POST", path, other, 409, "impact_changed")
    await corrected(desk, match, {**body, "following": "exchange"}, stands=True)
    assert (await desk.view(finals))["entries"] == before["entries"]
    await corrected(desk, match, body)
    assert (await desk.view(finals))["entries"] == before["entries"]
    # The same result once more carries it on later.
    again = await corrected(desk, match, {**body, "following": "exchange"})
    assert [one["seed"] for one in again["reseated"]["seats"]] == [3]


async def test_what_is_not_known_yet_is_not_carried_on(desk: Desk) -> None:
    """A winner of a knock-out decides who else plays: first that is played again."""
    tournament = await desk.tournament()
    first = await desk.stage(tournament, "double_elimination", name="First", qualifies=2)
    finals = await desk.stage(tournament, name="Finals")
    async with desk.at_ease():
        await desk.entries(tournament, 4)
        await desk.start(first)
        await desk.play(first, first_wins)
    await desk.start(finals)
    match = (await by_key(desk, first))["U1-1"]
    path = f"/matches/{match['id']}/correction/preview"
    body = {"winner": 1}
    await desk.refused("POST", path, {**body, "following": "exchange"}, 409, "qualifiers_unknown")
    await corrected(desk, match, body)
    async with desk.at_ease():
        await desk.play(first, first_wins)
    now = (await by_key(desk, first))["U1-1"]
    made = await corrected(desk, now, {**body, "following": "reseat"})
    entries = (await desk.view(finals))["entries"]
    seated = [entry["id"] for entry in sorted(entries, key=lambda one: int(one["seed"]))]
    table = sorted((await desk.view(first))["standings"], key=lambda line: int(line["ordinal"]))
    assert seated == [line["entry"] for line in table[:2]]
    await desk.play(finals, first_wins)
    await desk.refused("POST", f"/corrections/{made['id']}/revert", WHY, 409, "correction_overtaken")
    await desk.refused("POST", path, {**body, "following": "away"}, 422, "invalid_fields", "/following")


async def test_a_stage_that_others_rest_on_stays(desk: Desk) -> None:
    """Also the seat of who has left since."""
    tournament = await desk.tournament()
    groups = await desk.stage(tournament, "round_robin", name="Groups", qualifies=3)
    second = await desk.stage(tournament, "round_robin", name="Second", qualifies=2)
    finals = await desk.stage(tournament, name="Finals")
    async with desk.at_ease():
        await desk.entries(tournament, 4)
        for stage in (groups, second):
            await desk.start(stage)
            await desk.play(stage, first_wins)
    match, body = await swap(desk, groups)
    path = f"/matches/{match['id']}/correction/preview"
    last = max((await desk.view(second))["entries"], key=lambda one: int(one["seed"]))["id"]
    body["following"] = "exchange"
    assert stage_of(await shown(desk, match, body))["seats"]
    left = {"kind": "withdrawn", "annulled": False}
    token = (await desk.post(f"/entries/{last}/departure/preview", left))["impact_token"]
    made = await desk.post(f"/entries/{last}/departure", {**left, **WHY, "impact_token": token})
    await desk.refused("POST", path, body, 409, "following_seat_left")
    await desk.post(f"/departures/{made['id']}/revert", WHY)
    await desk.start(finals)
    problem = await desk.refused("POST", path, body, 409, "later_stage_started")
    assert "Finals" in problem["detail"]


async def test_who_hands_in_to_a_judged_stage_stays(desk: Desk) -> None:
    criteria = {"criteria": [{"name": "idea", "weight": 1}]}
    _, groups, finals = await two_stages(desk, "judged", options=criteria)
    match, body = await swap(desk, groups)
    path = f"/matches/{match['id']}/correction"
    for how in ("exchange", "reseat"):
        refused = {**body, "following": how}
        await desk.refused("POST", f"{path}/preview", refused, 409, "following_stage_judged")
        agreed = {**refused, **WHY, "impact_token": "x"}
        await desk.refused("POST", path, agreed, 409, "following_stage_judged")
    before = (await desk.view(finals))["entries"]
    told = stage_of(await shown(desk, match, body))
    assert (told["stage"], told["following"], told["seats"]) == (finals["id"], "keep", [])
    await corrected(desk, match, body)
    assert (await desk.view(finals))["entries"] == before
    desk.replay()
