"""A correction that changes who has qualified: seats elsewhere go to others as shown, and come back."""

from sqlalchemy import text

from esports.journal.facts import EntryMoved, EntryQualified
from tests.drafts.conftest import hall
from tests.drafts.hall import Hall
from tests.honours.played import begun
from tests.honours.test_qualification import feeds, fill, look, plan, seeded
from tests.matches.test_corrections import WHY, corrected, shown
from tests.support.crowd import speak_for
from tests.support.desk import Desk, Json, first_wins

__all__ = ["hall"]
FOUR = ["N1", "N2", "N3", "N4"]


async def led(desk: Desk, *places: int, state: str | None = "registration") -> tuple[Json, Json, Json]:
    """A finished tournament, the tournament that its places have filled, and the match that decided."""
    event = await desk.event()
    north, stage = await begun(desk, event, FOUR)
    await speak_for(desk.engine, north["id"])
    await desk.play(stage, first_wins)
    final = await desk.tournament(event, state=state)
    await plan(desk, final, feeds(north, *places))
    await fill(desk, final)
    decider = max((await desk.view(stage))["matches"], key=lambda match: match["number"])
    return north, final, decider


def line(told: Json) -> Json:
    """What the preview says of the tournament that places lead to."""
    (found,) = [one for one in told["impact"] if one["kind"] == "tournament"]
    return dict(found)


async def decisions(hall: Hall) -> list[tuple[str, str]]:
    """What people were told of their entries, in that order, and by name of those told together."""
    await hall.work()
    query = text(
        "SELECT payload->>'name', payload->>'state' FROM notices WHERE kind = 'entry_decided'"
        " ORDER BY sent_at, payload->>'name'"
    )
    async with hall.desk.engine.connect() as connection:
        return [(name, state) for name, state in await connection.execute(query)]


async def test_who_has_the_place_now_comes_in_for_who_had_it(hall: Hall) -> None:
    desk = hall.desk
    _, final, decider = await led(desk, 1)
    before = await desk.entered(final)
    told = line(await shown(desk, decider, {"winner": 1}))
    assert told["seats"] == [{"seed": 1, "before": "N1", "after": "N2"}]
    assert (told["tournament"], told["name"], told["entered"]) == (final["id"], final["name"], 1)
    heads = await desk.heads()
    assert await seeded(desk, final) == {1: "N1"}
    made = await corrected(desk, decider, {"winner": 1})
    assert [one["seats"] for one in made["refilled"]] == [told["seats"]]
    assert await seeded(desk, final) == {1: "N2"}
    states = {one["name"]: one["state"] for one in await desk.entered(final)}
    assert states == {"N1": "withdrawn", "N2": "confirmed"}
    assert (await look(desk, final))["left_over"] == []
    # It is one update there too, and a fill has nothing to add.
    assert (await desk.heads())[final["id"]] > heads[final["id"]]
    now = await desk.heads()
    assert (await fill(desk, final))["entered"] == []
    assert await desk.heads() == now
    facts = [item.fact for item in desk.watched[final["id"]].items]
    assert [(one.name, one.after) for one in facts if isinstance(one, EntryMoved)] == [("N1", "withdrawn")]
    assert [one.name for one in facts if isinstance(one, EntryQualified)] == ["N1", "N2"]
    assert await decisions(hall) == [("N1", "withdrawn")]
    hall.clock.go(60)
    back = await desk.post(f"/corrections/{made['id']}/revert", WHY)
    assert [one["tournament"] for one in back["refilled"]] == [final["id"]]
    assert await seeded(desk, final) == {1: "N1"}
    (again,) = [one for one in await desk.entered(final) if one["name"] == "N1"]
    assert {**again, "revision": 0} == {**before[0], "revision": 0}
    assert (await decisions(hall))[1:] == [("N1", "confirmed"), ("N2", "withdrawn")]
    # Who was put out by a correction, and did not leave, moves up where the one before leaves.
    await desk.post(f"/entries/{again['id']}/withdraw")
    assert [one["name"] for one in (await fill(desk, final))["entered"]] == ["N2"]
    desk.replay()


async def test_both_sides_of_the_decider_change_seats(desk: Desk) -> None:
    _, final, decider = await led(desk, 1, 2)
    told = line(await shown(desk, decider, {"winner": 1}))
    assert told["seats"] == [
        {"seed": 1, "before": "N1", "after": "N2"},
        {"seed": 2, "before": "N2", "after": "N1"},
    ]
    made = await corrected(desk, decider, {"winner": 1})
    assert await seeded(desk, final) == {1: "N2", 2: "N1"}
    assert {one["state"] for one in await desk.entered(final)} == {"confirmed"}
    await desk.post(f"/corrections/{made['id']}/revert", WHY)
    assert await seeded(desk, final) == {1: "N1", 2: "N2"}
    desk.replay()


async def test_where_play_has_begun_all_stays_and_the_preview_says_so(desk: Desk) -> None:
    _, final, decider = await led(desk, 1)
    await desk.entries(final, 1)
    await desk.start(await desk.stage(final))
    told = line(await shown(desk, decider, {"winner": 1}))
    assert (told["state"], told["entered"], told["seats"]) == ("running", 1, [])
    made = await corrected(desk, decider, {"winner": 1})
    assert made["refilled"] is None
    assert "N1" in (await seeded(desk, final)).values()
    await desk.post(f"/corrections/{made['id']}/revert", WHY)
    desk.replay()


async def test_what_has_changed_there_is_not_taken_back(desk: Desk) -> None:
    """Nor is a place filled that nobody had filled, nor one by a result that stands aside."""
    _, final, decider = await led(desk, 1)
    made = await corrected(desk, decider, {"winner": 1}, stands=True)
    assert made["refilled"] is None
    assert await seeded(desk, final) == {1: "N1"}
    made = await corrected(desk, decider, {"winner": 1})
    await desk.entries(final, 1)
    await desk.start(await desk.stage(final))
    back = await desk.post(f"/corrections/{made['id']}/revert", WHY)
    assert back["refilled"] == []
    assert "N2" in (await seeded(desk, final)).values()
    desk.replay()


async def test_what_is_done_elsewhere_is_what_was_shown(desk: Desk) -> None:
    """The token of the preview stands for the seats elsewhere as well."""
    _, final, decider = await led(desk, 1)
    path, claim = f"/matches/{decider['id']}/correction", {"winner": 1}
    token = (await desk.post(f"{path}/preview", claim))["impact_token"]
    inner = {**claim, **WHY, "impact_token": token.partition("-")[0]}
    await desk.refused("POST", path, inner, 409, "impact_changed")
    (entry,) = await desk.entered(final)
    await desk.post(f"/entries/{entry['id']}/withdraw")
    await desk.refused("POST", path, {**inner, "impact_token": token}, 409, "impact_changed")
    assert line(await desk.post(f"{path}/preview", claim))["seats"] == []
    desk.replay()


async def test_drafts_and_what_waits_for_its_organisers_stay(desk: Desk) -> None:
    """A seat that was not in order before is nobody's by a correction of something else."""
    _, draft, decider = await led(desk, 1, state="draft")
    made = await corrected(desk, decider, {"winner": 1})
    assert (made["refilled"], await seeded(desk, draft)) == (None, {1: "N1"})
    _, final, decider = await led(desk, 1)
    (first,) = await desk.entered(final)
    await desk.post(f"/entries/{first['id']}/withdraw")
    made = await corrected(desk, decider, {"winner": 1})
    assert (made["refilled"], [one["name"] for one in await desk.entered(final)]) == (None, ["N1"])
    desk.replay()
