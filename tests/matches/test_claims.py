"""Reports by the sides: they agree, they differ, one is silent, a referee comes between; who may speak."""

import pytest

from esports.journal.facts import ResultConfirmed, ResultDisputed, ResultReported
from tests.drafts.conftest import hall
from tests.drafts.hall import Hall
from tests.matches.courts import Court, court
from tests.support.desk import NOBODY, Desk, Json

__all__ = ["hall"]
WON, LOST = {"games": [{"scores": [13, 5]}]}, {"games": [{"scores": [5, 13]}]}
PROOF = "https://example.org/score.png"


async def one(here: Court) -> Json:
    """The first match that can be played."""
    return (await here.ready())[0]


async def test_the_other_side_says_the_same(desk: Desk) -> None:
    async with court(desk) as here:
        match = await one(here)
        told = await here.claim(match, 0, {**WON, "evidence": PROOF})
        assert (told["state"], told["slot"], told["version"], told["evidence"]) == ("claimed", 0, 1, PROOF)
        assert (await here.state(match), (await here.see(match))["match"]["winner"]) == ("reported", None)
        agreed = await here.claim(match, 1, WON)
        assert (agreed["state"], agreed["version"]) == ("agreed", 2)
        assert await here.state(match) == "confirmed"
        assert await here.reports(match) == [(0, "confirmed"), (1, "agreed")]
        assert (await here.see(match))["reports"][0]["cause"] == "sides"
        facts = [item.fact for item in desk.watched[here.tournament["id"]].items]
        assert [fact.slot for fact in facts if isinstance(fact, ResultReported)] == [0, 1]
        assert [fact.cause for fact in facts if isinstance(fact, ResultConfirmed)] == ["sides"]
        await desk.recompute(here.stage["id"])
        desk.replay()


async def test_what_a_side_claims_is_not_for_everybody(desk: Desk) -> None:
    async with court(desk, 4) as here:
        match = await one(here)
        await here.claim(match, 0, WON)
        others = [who for entry, who in here.captains.items() if entry != match["slots"][0]["entry"]]
        async with desk.person() as stranger:
            for who in (*others, stranger):
                assert (await who.get(f"/matches/{match['id']}"))["reports"] == []
            journal = await stranger.get(f"/tournaments/{here.tournament['id']}/journal")
        said = [line["fact"] for line in journal["items"] if line["fact"]["kind"] == "ResultReported"]
        assert said == [
            {
                "kind": "ResultReported",
                "match_id": match["id"],
                "stage_id": here.stage["id"],
                "number": 1,
                "slot": 0,
                "name": "Side 1",
            }
        ]


async def test_the_other_side_confirms(desk: Desk) -> None:
    async with court(desk) as here:
        match = await one(here)
        claim = await here.claim(match, 1, WON)
        path = f"/reports/{claim['id']}/confirm"
        own = here.captain(match, 1).client
        await desk.refused("POST", path, {}, 409, "own_report", client=own)
        done = await here.captain(match, 0).post(path, {})
        assert (done["id"], done["state"]) == (claim["id"], "confirmed")
        assert await here.captain(match, 0).post(path, {}) == done
        assert await here.reports(match) == [(1, "confirmed"), (0, "agreed")]


async def test_a_repeat_is_harmless(desk: Desk) -> None:
    async with court(desk) as here:
        match = await one(here)
        first = await here.claim(match, 0, WON)
        again = await here.tell(match, 0, WON)
        assert (again.status_code, again.json()) == (200, first)
        assert await desk.check() == []
        await here.claim(match, 1, WON)
        for slot in (0, 1):
            late = await here.tell(match, slot, WON)
            assert (late.status_code, late.json()["slot"]) == (200, slot)
        assert await desk.check() == []
        path = f"/matches/{match['id']}/reports"
        client = here.captain(match, 0).client
        await desk.refused("POST", path, LOST, 409, "already_confirmed", client=client)


async def test_a_side_thinks_again(desk: Desk) -> None:
    async with court(desk) as here:
        match = await one(here)
        await here.claim(match, 0, WON)
        await here.claim(match, 0, LOST)
        await here.claim(match, 0, WON)
        assert await here.reports(match) == [(0, "superseded"), (0, "superseded"), (0, "claimed")]
        await here.claim(match, 1, WON)
        assert [state for _, state in await here.reports(match)][2:] == ["confirmed", "agreed"]


async def test_a_difference_is_a_dispute_until_they_agree(desk: Desk) -> None:
    async with court(desk) as here:
        match = await one(here)
        await here.claim(match, 0, WON)
        await here.claim(match, 1, LOST)
        assert await here.state(match) == "disputed"
        await here.claim(match, 1, {"winner": 1})
        assert await here.state(match) == "disputed"
        await here.claim(match, 0, {"winner": 1})
        seen = await here.see(match)
        assert (seen["match"]["state"], seen["match"]["winner"]) == ("confirmed", 1)
        items = desk.watched[here.tournament["id"]].items
        assert [item.fact.slot for item in items if isinstance(item.fact, ResultDisputed)] == [1, 1]
        desk.replay()


async def test_a_referee_ends_a_dispute(desk: Desk) -> None:
    for by_report in (False, True):
        async with court(desk) as here, desk.person(here.event, "referee") as referee:
            match = await one(here)
            await here.claim(match, 0, WON)
            claim = await here.claim(match, 1, LOST)
            if by_report:
                await referee.post(f"/reports/{claim['id']}/confirm", {})
                wanted = [(0, "superseded"), (1, "confirmed")]
            else:
                await referee.report(match, {"winner": 1})
                wanted = [(0, "superseded"), (1, "superseded"), (None, "confirmed")]
            assert await here.reports(match) == wanted
            assert (await here.see(match))["match"]["winner"] == 1
            late = await here.tell(match, 0, LOST if by_report else {"winner": 1})
            assert late.status_code == 200
            overtaken = f"/reports/{(await here.see(match))['reports'][0]['id']}/dispute"
            client = here.captain(match, 1).client
            why = {"reason": "No."}
            await desk.refused("POST", overtaken, why, 409, "report_overtaken", client=client)


async def test_a_side_objects(desk: Desk) -> None:
    async with court(desk) as here:
        match = await one(here)
        claim = await here.claim(match, 0, WON)
        path = f"/reports/{claim['id']}/dispute"
        why = {"reason": "我们赢了第二局。", "evidence": PROOF}
        own, other = (here.captain(match, slot) for slot in (0, 1))
        await desk.refused("POST", path, why, 409, "own_report", client=own.client)
        bad = {**why, "evidence": "javascript:alert(1)"}
        await desk.refused("POST", path, bad, 422, "link_not_https", "/evidence", client=other.client)
        told = await other.post(path, why)
        assert told["objection"] == {"slot": 1, **why}
        assert await other.post(path, why) == told
        assert await here.state(match) == "disputed"
        await here.claim(match, 1, WON)
        assert await here.state(match) == "confirmed"


async def test_who_may_speak_for_a_side(desk: Desk) -> None:
    async with court(desk, 4) as here, desk.person(here.event, "caster") as caster, desk.person() as nobody:
        match, other = await here.ready()
        claim = await here.claim(match, 0, WON)
        for who in (here.captain(other, 0), caster, nobody):
            for path, body in (
                (f"/matches/{match['id']}/reports", WON),
                (f"/reports/{claim['id']}/confirm", {}),
                (f"/reports/{claim['id']}/dispute", {"reason": "R"}),
            ):
                await desk.refused("POST", path, body, 403, "forbidden", client=who.client)
        await desk.refused("POST", f"/reports/{NOBODY}/confirm", {}, 404, "not_found")
        token = await here.captain(match, 1).post("/tokens", {"name": "T", "scopes": ["read"]})
        told = await nobody.client.post(
            f"/api/v1/reports/{claim['id']}/confirm",
            json={},
            headers={"authorization": f"Bearer {token['token']}", "cookie": ""},
        )
        assert (told.status_code, told.json()["code"]) == (403, "scope_missing")


async def test_nobody_rules_on_their_own_match(desk: Desk) -> None:
    async with court(desk, 4) as here:
        match, other = await here.ready()
        referee = here.captain(match, 0)
        person = (await referee.get("/me"))["person"]
        await desk.post(f"/events/{here.event['id']}/staff", {"email": person["email"], "role": "referee"})
        # Of their own match a referee is a captain like any other.
        assert (await here.claim(match, 0, WON))["state"] == "claimed"
        assert await here.state(match) == "reported"
        await referee.report(other, {"winner": 0})
        assert await here.state(other) == "confirmed"
        await here.claim(match, 1, WON)
        path = f"/matches/{match['id']}/correction"
        token = (await referee.post(f"{path}/preview", LOST))["impact_token"]
        wish = {**LOST, "reason": "R", "impact_token": token}
        await desk.refused("POST", path, wish, 403, "own_match", client=referee.client)
        made = await desk.post(path, wish)
        revert = f"/corrections/{made['id']}/revert"
        await desk.refused("POST", revert, {"reason": "R"}, 403, "own_match", client=referee.client)
        await desk.do("PATCH", f"/tournaments/{here.tournament['id']}", {"reporting": {"captains": False}})
        last = await one(here)
        if last["slots"][0]["entry"] not in (match["slots"][0]["entry"], match["slots"][1]["entry"]):
            last["slots"].reverse()
        await desk.post(revert, {"reason": "R"})
        body = {"winner": 0}
        again = f"/matches/{last['id']}/reports"
        await desk.refused("POST", again, body, 403, "own_match", client=referee.client)


async def test_captains_report_where_the_organisers_want_it(desk: Desk) -> None:
    async with court(desk, reporting={"captains": False}) as here:
        match = await one(here)
        client = here.captain(match, 0).client
        path = f"/matches/{match['id']}/reports"
        await desk.refused("POST", path, WON, 403, "reports_by_staff", client=client)
        await desk.report(match, WON)
    async with court(desk, 3, "free_for_all") as here:
        match = await one(here)
        client = here.captain(match, 0).client
        path = f"/matches/{match['id']}/reports"
        await desk.refused("POST", path, WON, 403, "reports_by_staff", client=client)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"games": [{"scores": [1, 1]}]}, "game_tied"),
        ({"games": [{"scores": [1, 0]}, {"scores": [1, 0]}]}, "too_many_games"),
        ({**WON, "evidence": "http://example.org"}, "link_not_https"),
    ],
)
async def test_a_claim_must_be_possible(desk: Desk, body: Json, code: str) -> None:
    async with court(desk) as here:
        match = await one(here)
        client = here.captain(match, 0).client
        await desk.refused("POST", f"/matches/{match['id']}/reports", body, 422, code, client=client)
        stale = {**WON, "expected_revision": 9}
        path = f"/matches/{match['id']}/reports"
        await desk.refused("POST", path, stale, 412, "stale_revision", client=client)


async def test_a_side_may_concede_and_rules_on_nobody(desk: Desk) -> None:
    async with court(desk) as here:
        match = await one(here)
        path = f"/matches/{match['id']}/reports"
        client = here.captain(match, 0).client
        for outcome in (
            {"kind": "no_show", "slot": 1},
            {"kind": "walkover", "slot": 1},
            {"kind": "disqualification", "slot": 1},
            {"kind": "forfeit", "slot": 1},
            {"kind": "double_forfeit"},
        ):
            body = {"outcome": outcome}
            await desk.refused("POST", path, body, 422, "outcome_by_staff", "/outcome", client=client)
        claim = await here.claim(match, 0, {"outcome": {"kind": "forfeit", "slot": 0}})
        await here.captain(match, 1).post(f"/reports/{claim['id']}/confirm", {})
        assert (await here.see(match))["match"]["winner"] == 1


async def test_a_correction_sends_others_into_a_reported_match(desk: Desk) -> None:
    """What was claimed by those who do not play any more counts for nobody."""
    async with court(desk, 4) as here:
        first, second = await here.ready()
        for match in (first, second):
            await desk.report(match, {"winner": 0})
        final = await one(here)
        await here.claim(final, 0, WON)
        path = f"/matches/{first['id']}/correction"
        token = (await desk.post(f"{path}/preview", {"winner": 1}))["impact_token"]
        await desk.post(path, {"winner": 1, "reason": "R", "impact_token": token})
        (now,) = await here.ready()
        assert (now["state"], now["slots"][0]["entry"]) == ("voided", first["slots"][1]["entry"])
        gone = here.captain(final, 0).client
        await desk.refused("POST", f"/matches/{final['id']}/reports", WON, 403, "forbidden", client=gone)
        await here.claim(now, 1, WON)
        assert await here.state(now) == "reported"
        await here.claim(now, 0, WON)
        assert await here.reports(now) == [(0, "superseded"), (1, "confirmed"), (0, "agreed")]
        await desk.recompute(here.stage["id"])
        desk.replay()


async def test_silence_is_consent(hall: Hall) -> None:
    async with court(hall.desk, reporting={"confirm_minutes": 10}) as here:
        match = await one(here)
        told = await here.claim(match, 0, WON)
        assert told["due_at"] == "2026-11-25T12:10:00Z"
        hall.clock.go(599)
        assert await hall.work() == []
        hall.clock.go(1)
        items = await hall.work()
        assert [item.fact.cause for item in items if isinstance(item.fact, ResultConfirmed)] == ["deadline"]
        assert {item.actor_id for item in items} == {None}
        assert await here.reports(match) == [(0, "confirmed")]
        assert await hall.work() == []
        late = await here.tell(match, 1, WON)
        assert late.status_code == 200


async def test_the_deadline_of_a_claim_that_does_not_wait_does_nothing(hall: Hall) -> None:
    async with court(hall.desk, 8) as here:
        newer, differs, paused, referee = await here.ready()
        for match in (newer, differs, paused, referee):
            await here.claim(match, 0, WON)
        hall.clock.go(60)
        await here.claim(newer, 0, LOST)
        await here.claim(differs, 1, LOST)
        await hall.desk.report(referee, LOST)
        hall.clock.go(840)
        await hall.desk.move(here.tournament, "paused")
        await hall.work()
        await hall.desk.move(here.tournament, "running")
        states = [await here.state(match) for match in (newer, differs, paused, referee)]
        assert states == ["reported", "disputed", "reported", "confirmed"]
        hall.clock.go(60)
        await hall.work()
        states = [await here.state(match) for match in (newer, differs, paused, referee)]
        assert states == ["confirmed", "disputed", "reported", "confirmed"]


async def test_the_other_side_is_told_that_a_report_waits_for_it(hall: Hall) -> None:
    async with court(hall.desk) as here:
        match = await one(here)
        mine, theirs = (here.captain(match, slot) for slot in (0, 1))
        await here.claim(match, 0, LOST)
        await here.claim(match, 0, WON)
        await hall.work()
        assert kinds(await mine.get("/inbox")) == ["draw_published", "entry_received", "match_ready"]
        inbox = await theirs.get("/inbox")
        assert kinds(inbox) == ["draw_published", "entry_received", "match_ready", "report_waiting"]
        (waiting,) = (item for item in inbox["items"] if item["kind"] == "report_waiting")
        assert waiting["payload"]["due_at"] == "2026-11-25T12:15:00Z"


def kinds(inbox: Json) -> list[str]:
    """The kinds of the notices, by name."""
    return sorted(item["kind"] for item in inbox["items"])


async def test_nobody_is_told_of_a_report_that_is_answered(hall: Hall) -> None:
    async with court(hall.desk) as here:
        match = await one(here)
        for slot in (0, 1):
            await here.claim(match, slot, WON)
        await hall.work()
        for slot in (0, 1):
            assert "report_waiting" not in kinds(await here.captain(match, slot).get("/inbox"))


async def test_without_a_deadline_a_claim_waits(hall: Hall) -> None:
    async with court(hall.desk, reporting={"confirm_minutes": None}) as here:
        match = await one(here)
        assert (await here.claim(match, 0, WON))["due_at"] is None
        hall.clock.go(1_000_000)
        assert await hall.work() == []
        assert await here.state(match) == "reported"
