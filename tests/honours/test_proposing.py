"""Corrections that need two: one proposes, another one makes it; who cannot, and what is stale by then."""

from esports.journal.facts import CorrectionProposed, ResultCorrected, Visibility
from tests.matches.courts import court
from tests.matches.test_corrections import by_key
from tests.support.desk import NOBODY, Desk, Json

TWO = {"second_person_corrections": True}
LOST = {"winner": 1}


async def agreed(desk: Desk, match: Json, **more: object) -> Json:
    """The correction as somebody has agreed to it."""
    token = (await desk.post(f"/matches/{match['id']}/correction/preview", LOST))["impact_token"]
    return {**LOST, "reason": "Sides mixed up. 左右颠倒。", "impact_token": token, **more}


async def test_one_proposes_and_another_one_makes_it(desk: Desk) -> None:
    async with court(desk, 4, reporting=TWO) as here, desk.person(here.event, "referee") as other:
        match, _ = await here.ready()
        await desk.report(match, {"winner": 0})
        path = f"/matches/{match['id']}/correction"
        body = await agreed(desk, match)
        for who in (desk, other):
            await desk.refused("POST", path, body, 409, "second_person_needed", client=who.client)
        captain = here.captain(match, 0)
        await desk.refused("POST", f"{path}/propose", body, 403, "forbidden", client=captain.client)
        stale = {**body, "impact_token": "0" * 64}
        await desk.refused("POST", f"{path}/propose", stale, 409, "impact_changed")
        before = (await desk.view(here.stage))["matches"]
        made = await desk.post(f"{path}/propose", body)
        assert await desk.post(f"{path}/propose", body) == made
        await desk.refused("POST", f"{path}/propose", {**body, "stands": True}, 409, "proposal_waits")
        await desk.refused("POST", f"{path}/propose", body, 409, "proposal_waits", client=other.client)
        # Nothing has changed yet, and only the staff know.
        assert (await desk.view(here.stage))["matches"] == before
        waiting = f"/tournaments/{here.tournament['id']}/proposals"
        assert (await other.get(waiting))["items"] == [made]
        await desk.refused("GET", waiting, None, 403, "forbidden", client=captain.client)
        make = f"/proposals/{made['id']}/make"
        await desk.refused("POST", make, {}, 403, "same_person")
        await desk.refused("POST", make, {}, 403, "forbidden", client=captain.client)
        await desk.refused("POST", f"/proposals/{NOBODY}/make", {}, 404, "not_found")
        done = await other.post(make, {})
        assert await other.post(make, {}) == done
        assert (done["match"], done["reason"]) == (match["id"], body["reason"])
        assert (await by_key(desk, here.stage))["U1-1"]["winner"] == 1
        assert (await other.get(waiting))["items"] == []
        await desk.refused("POST", f"/proposals/{made['id']}/discard", {}, 409, "proposal_closed")
        items = desk.watched[here.tournament["id"]].items
        told = [item for item in items if isinstance(item.fact, CorrectionProposed)]
        assert [(item.fact.discarded, item.visibility) for item in told] == [(False, Visibility.staff)]
        assert sum(isinstance(item.fact, ResultCorrected) for item in items) == 1
        # The way back needs nobody else.
        await desk.post(f"/corrections/{done['id']}/revert", {"reason": "R"})
        await desk.recompute(here.stage["id"])
        desk.replay()


async def test_what_was_shown_is_made_or_nothing(desk: Desk) -> None:
    """A proposal is overtaken by what is played meanwhile; laid aside, it makes room for another one."""
    async with court(desk, 4, reporting=TWO) as here, desk.person(here.event, "referee") as other:
        first, second = await here.ready()
        for match in (first, second):
            await desk.report(match, {"winner": 0})
        proposal = await desk.post(f"/matches/{first['id']}/correction/propose", await agreed(desk, first))
        (final,) = await here.ready()
        await desk.report(final, {"winner": 0})
        path = f"/proposals/{proposal['id']}"
        await desk.refused("POST", f"{path}/make", {}, 409, "impact_changed", client=other.client)
        aside = await other.post(f"{path}/discard", {})
        assert (aside["closed_at"] is not None, aside["correction"]) == (True, None)
        assert await other.post(f"{path}/discard", {}) == aside
        await desk.refused("POST", f"{path}/make", {}, 409, "proposal_closed", client=other.client)
        again = await other.post(f"/matches/{first['id']}/correction/propose", await agreed(desk, first))
        await desk.post(f"/proposals/{again['id']}/make", {})
        assert (await by_key(desk, here.stage))["U1-1"]["winner"] == 1
        desk.replay()


async def test_without_the_policy_nothing_is_proposed(desk: Desk) -> None:
    async with court(desk) as here:
        (match,) = await here.ready()
        await desk.report(match, {"winner": 0})
        path = f"/matches/{match['id']}/correction"
        body = await agreed(desk, match)
        await desk.refused("POST", f"{path}/propose", body, 409, "no_second_person")
        await desk.post(path, body)
        desk.replay()


async def test_what_is_proposed_is_in_the_queue_of_everybody_else(desk: Desk) -> None:
    """Taken up, noted, made and decided as other items are; over the tournament's end as well."""
    async with court(desk, reporting=TWO) as here, desk.person(here.event, "referee") as other:
        (match,) = await here.ready()
        await desk.report(match, {"winner": 0})
        assert (await desk.get(f"/tournaments/{here.tournament['id']}"))["state"] == "finished"
        path = f"/events/{here.event['id']}/queue"
        assert (await other.get(path))["items"] == []
        view = (await desk.view(here.stage))["matches"]
        now = next(one for one in view if one["id"] == match["id"])
        body = await agreed(desk, match, expected_revision=now["revision"])
        made = await desk.post(f"/matches/{match['id']}/correction/propose", body)
        assert (await desk.get(path))["items"] == []
        (item,) = (await other.get(path))["items"]
        assert (item["id"], item["needs"], item["since"]) == (
            match["id"],
            ["correction"],
            made["proposed_at"],
        )
        assert item["proposal"] == {name: made[name] for name in ("id", "match", "body", "by", "proposed_at")}
        case = await other.post(f"/matches/{match['id']}/case", {})
        await other.post(f"/cases/{case['id']}/notes", {"text": "The sheet agrees."})
        (item,) = (await other.get(path))["items"]
        assert (item["needs"], item["case"]["id"]) == (["correction", "taken"], case["id"])
        # Who proposed it is not asked, though it is not made yet.
        assert (await desk.get(path))["items"] == []
        # That the match was taken up changes nothing of what was agreed to.
        await other.post(f"/proposals/{made['id']}/make", {})
        assert (await by_key(desk, here.stage))["U1-1"]["winner"] == 1
        await other.post(f"/cases/{case['id']}/decide", {"reason": "The sheet agrees."})
        assert (await other.get(path))["items"] == []
        desk.replay()
