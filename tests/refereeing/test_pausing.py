"""A match is paused: by a side within its means, by a referee at any time; its clocks stand still."""

from esports.journal.facts import MatchPaused, OpponentAwaited, PauseExplained, ResultConfirmed, Visibility
from tests.drafts.conftest import Hall
from tests.matches.courts import court
from tests.refereeing.test_links import made
from tests.refereeing.test_presence import corrected, needs
from tests.support.app import new_client
from tests.support.desk import NOBODY, Desk, Json

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


async def test_a_side_pauses_at_the_station(desk: Desk) -> None:
    async with court(desk, 4, reporting=ONE) as here, new_client(desk.app) as client:
        phone = Desk(desk.app, client, desk.engine)
        phone.watched = desk.watched
        match, _ = await here.ready()
        link, secret = await made(here, match)
        first, second = ({**secret, "slot": slot} for slot in (0, 1))
        shown = await phone.post("/station", secret)
        assert (shown["pause"], shown["pauses_left"]) == (None, [1, 1])
        await phone.refused(
            "POST", "/station/pause", {**second, "reason": ""}, 422, "invalid_fields", "/reason"
        )
        await phone.refused(
            "POST", "/station/pause", {**secret, "slot": 2, **WHY}, 422, "invalid_fields", "/slot"
        )
        told = await phone.post("/station/pause", {**second, **WHY})
        # Who holds the link learns whose pause it is and how long it lasts; why is for the sides and staff.
        assert (told["pause"]["slot"], told["pause"]["reason"], told["pauses_left"]) == (1, None, [1, 0])
        assert await phone.post("/station/pause", {**first, **WHY}) == told
        room = f"/matches/{match['id']}/room"
        assert (await here.captain(match, 0).get(room))["pause"]["reason"] == WHY["reason"]
        await phone.refused("POST", "/station/resume", first, 403, "forbidden")
        assert (await phone.post("/station/resume", second))["pause"] is None
        assert (await phone.post("/station/resume", second))["pause"] is None
        await phone.refused("POST", "/station/pause", {**second, **WHY}, 409, "no_pause_left")
        # What the side has used up at the station it has used up on its own page, and the other way round.
        await desk.refused(
            "POST",
            f"/matches/{match['id']}/pause",
            WHY,
            409,
            "no_pause_left",
            client=here.captain(match, 1).client,
        )
        await here.captain(match, 0).post(f"/matches/{match['id']}/pause", WHY)
        assert (await phone.post("/station/resume", first))["pauses_left"] == [0, 0]
        # The pause of a referee ends on a referee's word.
        await desk.post(f"/matches/{match['id']}/pause", WHY)
        assert (await phone.post("/station", secret))["pause"]["slot"] is None
        await phone.refused("POST", "/station/resume", first, 403, "forbidden")
        await desk.post(f"/links/{link['id']}/revoke", {})
        for verb, body in (("pause", {**first, **WHY}), ("resume", first)):
            await phone.refused("POST", f"/station/{verb}", body, 403, "link_over")
        items = desk.watched[here.tournament["id"]].items
        assert [item.fact.slot for item in items if isinstance(item.fact, PauseExplained)] == [1, 0, None]
        desk.replay()


async def test_nobody_is_a_no_show_by_a_clock_that_runs_in_a_pause(hall: Hall) -> None:
    desk = hall.desk
    async with court(desk, 8, reporting={**ONE, "no_show_minutes": 10}) as here:
        early, inside, over, both = await here.ready()

        async def say(match: Json, slot: int = 0) -> str | None:
            told = await here.captain(match, slot).post(f"/matches/{match['id']}/ready", {})
            due: str | None = told["ready"][0]["due_at"]
            return due

        async def raised() -> list[str]:
            items = await hall.work()
            return [str(item.fact.match_id) for item in items if isinstance(item.fact, OpponentAwaited)]

        async def go_on(match: Json) -> str | None:
            room = await desk.post(f"/matches/{match['id']}/resume", {})
            due: str | None = room["ready"][0]["due_at"]
            return due

        for match in (early, over, both):
            assert await say(match) == "2026-11-25T12:10:00Z"
        hall.clock.go(360)
        for match in (early, inside, both):
            await desk.post(f"/matches/{match['id']}/pause", WHY)
        await say(inside)
        await say(both, 1)
        hall.clock.go(240)
        # Time was up for this one before it is paused: the referees are told all the same.
        await desk.post(f"/matches/{over['id']}/pause", WHY)
        assert await raised() == [over["id"]]
        hall.clock.go(1200)
        assert await raised() == []
        assert await needs(here) == [(over["id"], ["no_show"], [0])]
        # Four minutes were left; a word said in the pause has all ten; who has come is not waited for.
        assert [await go_on(match) for match in (early, inside, over, both)] == [
            "2026-11-25T12:34:00Z", "2026-11-25T12:40:00Z", "2026-11-25T12:10:00Z", None,
        ]  # fmt: skip
        hall.clock.go(239)
        assert await raised() == []
        hall.clock.go(1)
        assert await raised() == [early["id"]]
        hall.clock.go(360)
        assert await raised() == [inside["id"]]
        assert await needs(here) == sorted((match["id"], ["no_show"], [0]) for match in (early, inside, over))
        desk.replay()
