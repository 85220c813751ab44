"""A departure that changes who has qualified: seats elsewhere go to others as shown, and come back."""

import pytest

from esports.journal.facts import EntryMoved, EntryQualified
from tests.drafts.conftest import hall
from tests.drafts.hall import Hall
from tests.honours.played import begun
from tests.honours.test_qualification import feeds, fill, look, plan, seeded
from tests.honours.test_refilling import FOUR, decisions, led, line
from tests.matches.test_departures import OUT, WHY, gone
from tests.matches.test_departures import shown as told_of
from tests.support.desk import Desk, Json, any_result

__all__ = ["hall"]
ALL = {**OUT, "annulled": True, "everywhere": True}


async def entry(desk: Desk, tournament: Json, name: str) -> str:
    """The id of the entry of that name."""
    return str(next(one["id"] for one in await desk.entered(tournament) if one["name"] == name))


async def test_who_moves_up_comes_in_for_who_was_put_out(hall: Hall) -> None:
    desk = hall.desk
    north, final, _ = await led(desk, 1)
    before = await desk.entered(final)
    first = await entry(desk, north, "N1")
    told = line(await told_of(desk, first, OUT))
    assert told["seats"] == [{"seed": 1, "before": "N1", "after": "N2"}]
    assert (told["tournament"], told["entered"]) == (final["id"], 1)
    assert await seeded(desk, final) == {1: "N1"}
    heads = await desk.heads()
    made = await gone(desk, first, OUT)
    assert [one["seats"] for one in made["refilled"]] == [told["seats"]]
    assert await seeded(desk, final) == {1: "N2"}
    states = {one["name"]: one["state"] for one in await desk.entered(final)}
    assert states == {"N1": "withdrawn", "N2": "confirmed"}
    assert (await look(desk, final))["left_over"] == []
    assert (await desk.heads())[final["id"]] > heads[final["id"]]
    facts = [item.fact for item in desk.watched[final["id"]].items]
    assert [(one.name, one.after) for one in facts if isinstance(one, EntryMoved)] == [("N1", "withdrawn")]
    assert [one.name for one in facts if isinstance(one, EntryQualified)] == ["N1", "N2"]
    assert await decisions(hall) == [("N1", "withdrawn")]
    (listed,) = (await desk.get(f"/tournaments/{north['id']}/departures"))["items"]
    assert listed["refilled"] == made["refilled"]
    hall.clock.go(60)
    path = f"/departures/{made['id']}/revert"
    heads = await desk.heads()
    told = line(await desk.post(f"{path}/preview"))
    assert told["seats"] == [{"seed": 1, "before": "N2", "after": "N1"}]
    assert await desk.heads() == heads
    back = await desk.post(path, WHY)
    assert [one["tournament"] for one in back["refilled"]] == [final["id"]]
    (again,) = [one for one in await desk.entered(final) if one["name"] == "N1"]
    assert {**again, "revision": 0} == {**before[0], "revision": 0}
    assert await seeded(desk, final) == {1: "N1"}
    assert (await decisions(hall))[1:] == [("N1", "confirmed"), ("N2", "withdrawn")]
    # Both again are harmless repeats.
    heads = await desk.heads()
    await desk.post(path, WHY)
    assert (await desk.post(f"{path}/preview"))["impact"] == []
    assert await desk.heads() == heads
    desk.replay()


async def test_where_play_has_begun_it_is_told_and_left_alone(desk: Desk) -> None:
    north, final, _ = await led(desk, 1)
    first = await entry(desk, north, "N1")
    path, agreed = f"/entries/{first}/departure", {**OUT, **WHY}
    token = (await desk.post(f"{path}/preview", OUT))["impact_token"]
    # What is agreed to is what was shown: the seats elsewhere as well.
    inner = {**agreed, "impact_token": token.partition("-")[0]}
    await desk.refused("POST", path, inner, 409, "impact_changed")
    await desk.entries(final, 1)
    await desk.start(await desk.stage(final))
    await desk.refused("POST", path, {**agreed, "impact_token": token}, 409, "impact_changed")
    told = line(await told_of(desk, first, OUT))
    assert (told["state"], told["entered"], told["seats"]) == ("running", 1, [])
    made = await gone(desk, first, OUT)
    assert made["refilled"] is None
    assert "N1" in (await seeded(desk, final)).values()
    await desk.post(f"/departures/{made['id']}/revert", WHY)
    desk.replay()


async def test_seats_that_have_changed_since_are_not_taken_back(desk: Desk) -> None:
    north, final, _ = await led(desk, 1)
    made = await gone(desk, await entry(desk, north, "N1"), OUT)
    await desk.entries(final, 1)
    await desk.start(await desk.stage(final))
    path = f"/departures/{made['id']}/revert"
    assert line(await desk.post(f"{path}/preview"))["seats"] == []
    assert (await desk.post(path, WHY))["refilled"] == []
    assert "N2" in (await seeded(desk, final)).values()
    desk.replay()


FORMATS: list[tuple[str, Json]] = [
    ("single_elimination", {"third_place": True}),
    ("double_elimination", {}),
    ("round_robin", {}),
    ("swiss", {"variant": "fixed_rounds", "rounds": 2}),
]


@pytest.mark.parametrize(("format", "options"), FORMATS)
async def test_seats_are_as_a_fill_would_give_them_in_every_format(
    desk: Desk, format: str, options: Json
) -> None:
    """However somebody is put out; or nothing is touched, where it opens play again. Then all comes back."""
    event = await desk.event()
    north, stage = await begun(desk, event, FOUR, format, options=options)
    await desk.play(stage, any_result(len(format), draws=False, absences=0))
    final = await desk.tournament(event, state="registration")
    await plan(desk, final, feeds(north, 1, 2))
    await fill(desk, final)
    before = await seeded(desk, final)
    for body in (OUT, ALL):
        out = before[1 if body is OUT else 2]
        made = await gone(desk, await entry(desk, north, out), body)
        over = (await desk.get(f"/tournaments/{north['id']}"))["state"] == "finished"
        assert over or body is ALL
        assert (made["refilled"] is not None) is over
        assert (out in (await seeded(desk, final)).values()) is not over
        if over:
            assert (await look(desk, final))["left_over"] == []
            heads = await desk.heads()
            assert (await fill(desk, final))["entered"] == []
            assert await desk.heads() == heads
        await desk.post(f"/departures/{made['id']}/revert", WHY)
        assert await seeded(desk, final) == before
    desk.replay()
