"""Taking back the pairing of a Swiss round: what it leaves, how it is paired again, and when it stands."""

from typing import Any

from sqlalchemy import text

from esports.journal.facts import RoundPaired, RoundUnpaired
from tests.drafts.conftest import hall
from tests.drafts.hall import Hall
from tests.matches.courts import Court, court
from tests.matches.test_departures import LEFT, gone
from tests.support.desk import Desk, Json

__all__ = ["hall"]
WHY = {"reason": "Side 1 is back. 第一队回来了。"}
THREE = {"variant": "fixed_rounds", "rounds": 3}


async def play(here: Court, number: int) -> None:
    """The first side wins each match of the round."""
    for match in await here.ready():
        assert match["round"] == number
        await here.desk.report(match, {"winner": 0})


def sides(view: Json, number: int) -> list[Any]:
    """Who plays whom in the round."""
    found = [one for one in view["matches"] if one["round"] == number]
    return [
        [slot.get("entry") for slot in one["slots"]] for one in sorted(found, key=lambda one: one["number"])
    ]


async def test_a_round_is_unpaired_and_paired_again(hall: Hall) -> None:
    """A bye in it does not count any more, those in it are told, and pairing again gives the same round."""
    desk = hall.desk
    async with court(desk, 5, "swiss", options=THREE) as here:
        path = f"/stages/{here.stage['id']}/rounds"
        await play(here, 1)
        before = await desk.view(here.stage)
        await hall.work()
        for captain in here.captains.values():
            await captain.post("/inbox/read-all")
        gone_match = next(one for one in before["matches"] if one["round"] == 2)
        await here.captain(gone_match, 0).post(f"/matches/{gone_match['id']}/ready", {})
        await desk.post(f"/matches/{gone_match['id']}/links", {})
        told = await desk.post(f"{path}/unpair", {"round": 2, **WHY})
        await desk.recompute(here.stage["id"])
        now = await desk.view(here.stage)
        assert told["matches"] == now["matches"]
        assert {one["round"] for one in now["matches"]} == {1}
        assert [one["number"] for one in now["rounds"]] == [1]
        assert now["standings"] != before["standings"]
        await desk.refused("GET", f"/matches/{gone_match['id']}/room", None, 404, "not_found")
        await hall.work()
        inboxes = [(await one.get("/inbox"))["items"] for one in here.captains.values()]
        changed = [one["payload"] for box in inboxes for one in box if one["kind"] == "match_changed"]
        assert [(one["what"], one["reason"]) for one in changed] == [("unpaired", WHY["reason"])] * 5
        await desk.post(path)
        await desk.recompute(here.stage["id"])
        again = await desk.view(here.stage)
        assert (sides(again, 2), again["standings"]) == (sides(before, 2), before["standings"])
        for number in (2, 3):
            await play(here, number)
        assert (await desk.view(here.stage))["stage"]["state"] == "finished"
        facts = [item.fact for item in desk.watched[here.tournament["id"]].items]
        rounds = [
            (type(one).__name__, one.round) for one in facts if isinstance(one, RoundPaired | RoundUnpaired)
        ]
        assert rounds == [("RoundPaired", 2), ("RoundUnpaired", 2), ("RoundPaired", 2), ("RoundPaired", 3)]
        desk.replay()


async def test_who_comes_back_is_told_of_rounds_without_it_and_plays_once_they_are_unpaired(
    desk: Desk,
) -> None:
    async with court(desk, 6, "swiss", options=THREE) as here:
        entry = next(iter(here.captains))
        made = await gone(desk, entry, LEFT)
        back = f"/departures/{made['id']}/revert"
        # Its match of this round comes back to it.
        assert (await desk.post(f"{back}/preview"))["impact"][-1]["kind"] != "paired"
        await play(here, 1)
        paired = {"kind": "paired", "stage": here.stage["id"], "name": "Main", "rounds": [2]}
        heads = await desk.heads()
        assert (await desk.post(f"{back}/preview"))["impact"][-1] == paired
        assert await desk.heads() == heads
        reply = await desk.post(back, {"reason": "Here after all."})
        del paired["kind"]
        assert {name: value for name, value in reply["paired"].items() if name != "kind"} == paired
        assert (await desk.post(f"{back}/preview"))["impact"] == []
        assert entry not in str(sides(await desk.view(here.stage), 2))
        await desk.post(f"/stages/{here.stage['id']}/rounds/unpair", {"round": 2, **WHY})
        (match,) = await here.ready()
        assert (match["round"], entry in [slot["entry"] for slot in match["slots"]]) == (1, True)
        await desk.report(match, {"winner": 0})
        assert entry in str(sides(await desk.view(here.stage), 2))
        desk.replay()


async def test_what_cannot_be_unpaired(desk: Desk) -> None:
    async with court(desk, 8, "swiss", options={**THREE, "pairing": "manual"}) as here, court(desk) as other:
        path = f"/stages/{here.stage['id']}/rounds/unpair"
        body = {"round": 2, **WHY}
        await desk.refused("POST", path, {"round": 1, **WHY}, 409, "round_of_the_draw")
        await desk.refused(
            "POST", f"/stages/{other.stage['id']}/rounds/unpair", body, 409, "round_of_the_draw"
        )
        await desk.refused("POST", path, body, 409, "round_not_newest")
        await desk.refused("POST", path, {"round": 2, "reason": ""}, 422, "invalid_fields", "/reason")
        await play(here, 1)
        await desk.post(f"/stages/{here.stage['id']}/rounds")
        await desk.refused("POST", path, {"round": 3, **WHY}, 409, "round_not_newest")
        await desk.move(here.tournament, "paused")
        await desk.refused("POST", path, body, 409, "tournament_not_running")
        await desk.move(here.tournament, "running")
        match = (await here.ready())[0]
        captain = here.captain(match, 0)
        deeds = {"pauses": "pause", "cases": "help", "reports": "reports"}
        for table, verb in deeds.items():
            said = {"pause": {"reason": "R"}, "help": {}, "reports": {"winner": 0}}[verb]
            await (desk if verb == "pause" else captain).post(f"/matches/{match['id']}/{verb}", said)
            await desk.refused("POST", path, body, 409, "round_under_way")
            async with desk.engine.begin() as connection:
                await connection.execute(text(f"DELETE FROM {table}"))
        # The journal tells of what was taken out behind its back.
        desk.watched.clear()
