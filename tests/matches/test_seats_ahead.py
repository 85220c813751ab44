"""Departures that give up a seat of a following stage which has started: shown, carried out, taken back."""

import random
from uuid import UUID

import pytest

from esports.notifications.queries.changes import changed
from tests.matches.test_corrections import WHY, settled_as
from tests.matches.test_departures import LEFT, OUT, gone, shown
from tests.matches.test_following import FOLLOWING, results_of, stage_of, two_stages
from tests.support.crowd import speak_for
from tests.support.desk import Desk, Json, any_result, first_wins

ALL = {**OUT, "annulled": True, "everywhere": True}


def by_seed(view: Json) -> dict[int, str]:
    """Who sits where."""
    return {entry["seed"]: entry["id"] for entry in view["entries"]}


async def last_of(desk: Desk, stage: Json) -> str:
    """Who is last in its table."""
    table = sorted((await desk.view(stage))["standings"], key=lambda line: int(line["ordinal"]))
    return str(table[-1]["entry"])


@pytest.mark.parametrize(("format", "options", "how"), FOLLOWING)
async def test_who_is_next_comes_in_as_shown_and_goes_again(
    desk: Desk, format: str, options: Json, how: str
) -> None:
    """However it leaves, and whether the following stage is played; what is void there is what was shown."""
    chance, begun = random.Random(f"{format}{how}"), format != "single_elimination"
    tournament, groups, finals = await two_stages(desk, format, options=options)
    decide = any_result(3, absences=0)
    await speak_for(desk.engine, tournament["id"])
    if begun:
        await desk.report((await desk.ready(finals))[0], decide((await desk.ready(finals))[0]))
    before = await desk.view(finals), await desk.view(groups)
    coming = await last_of(desk, groups)
    leaver = by_seed(before[0])[chance.randint(1, 3)]
    body = {**chance.choice([LEFT, OUT, ALL]), "following": how}
    told = stage_of(await shown(desk, leaver, body))
    made = await gone(desk, leaver, body)
    await desk.recompute(finals["id"])
    await desk.recompute(groups["id"])
    after = await desk.view(finals)
    seats = by_seed(after)
    assert {*seats.values()} == {*by_seed(before[0]).values()} - {leaver} | {coming}
    assert all(seats[one["seed"]] == one["after"] for one in told["seats"])
    assert [one for one in told["seats"] if one["before"] == leaver]
    void = {one["match"] for one in told["matches"] if one["effect"] == "void"}
    assert void == {*made["reseated"]["voided"]}
    async with desk.engine.connect() as connection:
        told_of = await changed(connection, "departure", UUID(made["id"]))
    assert {str(one.match_id) for _, one in told_of if one.void} == void
    assert not [one for one in after["matches"] for slot in one["slots"] if slot["entry"] == leaver]
    assert results_of(after) == {
        one: result for one, result in results_of(before[0]).items() if one not in void
    }
    path = f"/departures/{made['id']}/revert"
    back = stage_of(await desk.post(f"{path}/preview"))
    assert {(one["before"], one["after"]) for one in back["seats"]} == {
        (one["after"], one["before"]) for one in told["seats"]
    }
    await desk.post(path, WHY)
    await desk.recompute(finals["id"])
    for stage, was in ((finals, before[0]), (groups, before[1])):
        now = await desk.view(stage)
        entries = sorted(now["entries"], key=lambda one: int(one["seed"]))
        assert settled_as({**now, "entries": entries}) == settled_as(was)
    await gone(desk, leaver, body)
    async with desk.at_ease():
        await desk.play(finals, decide)
    assert (await desk.get(f"/tournaments/{tournament['id']}"))["state"] == "finished"
    desk.replay()


async def test_the_seat_stays_empty_unless_somebody_chose_so(desk: Desk) -> None:
    """Which is the staff's alone, and not once the following stage went on without what is taken back."""
    _, _, finals = await two_stages(desk)
    seats = by_seed(await desk.view(finals))
    made = await gone(desk, seats[2], ALL)
    assert (made["reseated"], by_seed(await desk.view(finals))) == (None, seats)
    await desk.post(f"/departures/{made['id']}/revert", WHY)
    path, body = f"/entries/{seats[2]}/departure", {**OUT, "following": "exchange"}
    token = (await desk.post(f"{path}/preview", OUT))["impact_token"]
    await desk.refused("POST", path, {**body, **WHY, "impact_token": token}, 409, "impact_changed")
    made = await gone(desk, seats[2], body)
    assert [(one["seed"], one["before"]) for one in made["reseated"]["seats"]] == [(2, seats[2])]
    # Nobody is left who could come in.
    coming = by_seed(await desk.view(finals))[2]
    path = f"/entries/{coming}/departure/preview"
    await desk.refused("POST", path, body, 409, "following_field_differs")
    await desk.play(finals, first_wins)
    back = f"/departures/{made['id']}/revert"
    await desk.refused("POST", f"{back}/preview", None, 409, "correction_overtaken")
    await desk.refused("POST", back, WHY, 409, "correction_overtaken")
    desk.replay()
