"""A match is paused: by a side within its means, by a referee at any time; its clocks stand still."""

from esports.journal.facts import MatchPaused, PauseExplained, ResultConfirmed, Visibility
from tests.drafts.conftest import Hall
from tests.matches.courts import court
from tests.refereeing.test_presence import corrected, needs
from tests.support.desk import NOBODY, Desk

WON = {"games": [{"scores": [13, 5]}]}
WHY = {"reason": "鼠标坏了"}
ONE = {"pauses_per_side": 1, "pause_minutes": 5}


async def test_a_side_pauses_within_its_means(desk: Desk) -> None:
    async with (
        court(desk, 4, reporting=ONE) as here,
        desk.person(here.event, "caster") as caster,
        desk.person(here.event, "referee") as referee,
        desk.person() as nobody,
    ):
        match, other = await here.ready()
        mine, theirs = (here.captain(match, slot) for slot in (0, 1))
        path, room = f"/matches/{match['id']}", f"/matches/{match['id']}/room"
        for who in (here.captain(other, 0), caster, nobody):
            for verb, body in (("pause", WHY), ("resume", {})):
                await desk.refused("POST", f"{path}/{verb}", body, 403, "forbidden", client=who.client)
        await desk.refused("POST", f"{path}/pause", {"reason": ""}, 422, "invalid_fields", "/reason")
        await desk.refused("POST", f"/matches/{NOBODY}/pause", WHY, 404, "not_found")
        told = await mine.post(f"{path}/pause", WHY)
        assert (told["pause"]["slot"], told["pause"]["reason"], told["pauses_left"]) == (0, "鼠标坏了", 0)
        # Again, by whomever, is the same pause.
        assert (await theirs.post(f"{path}/pause", {"reason": "X"}))["pause"] == told["pause"]
        assert (await theirs.get(room))["pauses_left"] == 1
        for who in (here.captain(other, 0), nobody):
            shown = await who.get(room)
            assert {name for name, value in shown["pause"].items() if value is not None} == {"paused_at"}
            assert "鼠标" not in (await who.client.get(f"/api/v1{room}")).text
        await desk.refused("POST", f"{path}/resume", {}, 403, "forbidden", client=theirs.client)
        assert (await mine.post(f"{path}/resume", {}))["pause"] is None
        assert (await mine.post(f"{path}/resume", {}))["pause"] is None
        await desk.refused("POST", f"{path}/pause", WHY, 409, "no_pause_left", client=mine.client)
        # A referee may at any time, and lets the match go on whoever paused it; but not their own.
        assert (await referee.post(f"{path}/pause", WHY))["pause"]["due_at"] is None
        await desk.refused("POST", f"{path}/resume", {}, 403, "forbidden", client=mine.client)
        await referee.post(f"{path}/resume", {})
        await theirs.post(f"{path}/pause", WHY)
        await referee.post(f"{path}/resume", {})
        items = desk.watched[here.tournament["id"]].items
        paused = [item.fact.paused for item in items if isinstance(item.fact, MatchPaused)]
        assert paused == [True, False, True, False, True, False]
        why = [(item.fact.slot, item.visibility) for item in items if isinstance(item.fact, PauseExplained)]
        assert why == [(0, Visibility.staff), (None, Visibility.staff), (1, Visibility.staff)]
        public = [item for item in items if item.visibility == Visibility.public]
        assert "鼠标" not in str([(item.fact, item.patch) for item in public])
        await desk.report(match, WON)
        await desk.refused("POST", f"{path}/pause", WHY, 409, "match_not_ready")
        assert await desk.check() == []
        desk.replay()


async def test_without_a_policy_only_referees_pause_and_none_their_own(desk: Desk) -> None:
    async with court(desk, 4) as here:
        match, other = await here.ready()
        captain = here.captain(match, 0)
        path = f"/matches/{match['id']}/pause"
        await desk.refused("POST", path, WHY, 409, "no_pause_left", client=captain.client)
        email = (await captain.get("/me"))["person"]["email"]
        await desk.post(f"/events/{here.event['id']}/staff", {"email": email, "role": "referee"})
        await desk.refused("POST", path, WHY, 409, "no_pause_left", client=captain.client)
        assert (await captain.post(f"/matches/{other['id']}/pause", WHY))["pause"]["slot"] is None


async def test_a_match_that_is_played_again_is_not_paused_still(desk: Desk) -> None:
    async with court(desk, 4, reporting=ONE) as here:
        first, second = await here.ready()
        for match in (first, second):
            await desk.report(match, {"winner": 0})
        (final,) = await here.ready()
        path, who = f"/matches/{final['id']}", here.captain(final, 0)
        await who.post(f"{path}/pause", WHY)
        await desk.report((await here.see(final))["match"], {"winner": 1})
        assert (await who.get(f"{path}/room"))["pause"] is None
        for winner in (1, 0):
            await corrected(desk, first, winner)
        room = await who.get(f"{path}/room")
        assert (room["match"]["phase"], room["pause"], room["pauses_left"]) == ("ready", None, 1)


async def test_deadlines_stand_still_and_an_overrun_comes_before_the_referees(hall: Hall) -> None:
    desk = hall.desk
    async with court(desk, 4, reporting={**ONE, "confirm_minutes": 10}) as here:
        match, other = await here.ready()
        path = f"/matches/{match['id']}"
        early = await here.claim(match, 0, WON)
        await here.claim(other, 0, WON)
        hall.clock.go(60)
        assert (await here.captain(match, 1).post(f"{path}/pause", WHY))["pause"]["due_at"] is not None
        hall.clock.go(299)
        assert await needs(here) == []
        hall.clock.go(1)
        assert await needs(here) == [(match["id"], ["overrun"], [])]
        hall.clock.go(300)
        # The other match's time is up; that of the paused one stands still.
        items = await hall.work()
        assert [str(item.fact.match_id) for item in items if isinstance(item.fact, ResultConfirmed)] == [
            other["id"]
        ]
        assert await needs(here) == [(match["id"], ["overrun"], [])]
        room = await desk.post(f"{path}/resume", {})
        assert (early["due_at"], room["reports"][0]["due_at"]) == (
            "2026-11-25T12:10:00Z",
            "2026-11-25T12:20:00Z",
        )
        hall.clock.go(539)
        await hall.work()
        assert await here.state(match) == "reported"
        hall.clock.go(1)
        await hall.work()
        assert await here.state(match) == "confirmed"


async def test_a_report_made_in_a_pause_has_all_its_time_after_it(hall: Hall) -> None:
    desk = hall.desk
    async with court(desk, reporting={"confirm_minutes": 10}) as here:
        (match,) = await here.ready()
        await desk.post(f"/matches/{match['id']}/pause", WHY)
        hall.clock.go(3600)
        await here.claim(match, 0, WON)
        hall.clock.go(900)
        assert await needs(here) == []
        room = await desk.post(f"/matches/{match['id']}/resume", {})
        assert room["reports"][0]["due_at"] == "2026-11-25T13:25:00Z"
