"""Whether the sides of a match are there: who says so, who sees it, and what comes of a side that is not."""

from uuid import UUID

from sqlalchemy import select

from esports.db.schema.brackets import matches
from esports.journal.facts import OpponentAwaited, SidePresent
from tests.drafts.conftest import Hall
from tests.matches.courts import Court, court
from tests.refereeing.test_links import made
from tests.support.app import new_client
from tests.support.desk import NOBODY, Desk, Json

WON = {"games": [{"scores": [13, 5]}]}
TEN = {"no_show_minutes": 10}


def path(match: Json) -> str:
    return f"/matches/{match['id']}/ready"


async def needs(here: Court) -> list[tuple[str, list[str], list[int]]]:
    """What the queue says: of which match, why, and who is there."""
    items = (await here.desk.get(f"/events/{here.event['id']}/queue"))["items"]
    return sorted((item["id"], item["needs"], item["present"]) for item in items)


async def test_each_side_says_that_it_is_ready(desk: Desk) -> None:
    async with court(desk, 4) as here, desk.person(here.event, "caster") as caster, desk.person() as nobody:
        match, other = await here.ready()
        first, second = (here.captain(match, slot) for slot in (0, 1))
        told = await second.post(path(match), {})
        assert [(one["slot"], one["due_at"]) for one in told["ready"]] == [(1, None)]
        assert await second.post(path(match), {}) == told
        room = f"/matches/{match['id']}/room"
        for who in (first, caster, desk):
            assert (await who.get(room))["ready"] == told["ready"]
        for who in (here.captain(other, 0), nobody):
            assert (await who.get(room))["ready"] == []
            await desk.refused("POST", path(match), {}, 403, "forbidden", client=who.client)
        await desk.refused("POST", f"/matches/{NOBODY}/ready", {}, 404, "not_found", client=first.client)
        await first.post(path(match), {})
        items = desk.watched[here.tournament["id"]].items
        facts = [item.fact for item in items if isinstance(item.fact, SidePresent)]
        assert [(fact.slot, fact.ready) for fact in facts] == [(1, True), (0, True)]
        # Off unless the organisers count: the queue stays empty.
        assert await needs(here) == []
        await here.claim(other, 0, WON)
        late = here.captain(other, 1).client
        await desk.refused("POST", path(other), {}, 409, "match_under_way", client=late)
        assert await desk.check() == []
        desk.replay()


async def test_a_referee_takes_a_word_back(desk: Desk) -> None:
    async with court(desk, 4) as here, desk.person(here.event, "caster") as caster:
        match, other = await here.ready()
        captain = here.captain(match, 0)
        await captain.post(path(match), {})
        back, side = f"{path(match)}/take-back", {"slot": 0}
        for who in (captain, here.captain(other, 0), here.captain(match, 1), caster):
            await desk.refused("POST", back, side, 403, "forbidden", client=who.client)
        email = (await captain.get("/me"))["person"]["email"]
        await desk.post(f"/events/{here.event['id']}/staff", {"email": email, "role": "referee"})
        await desk.refused("POST", back, side, 403, "own_match", client=captain.client)
        await desk.refused("POST", back, {"slot": 2}, 422, "invalid_fields", "/slot")
        begun = select(matches.c.began_at).where(matches.c.id == UUID(match["id"]))
        await here.captain(match, 1).post(path(match), {})
        async with desk.engine.connect() as connection:
            assert (await connection.execute(begun)).scalar_one() is not None
        assert [one["slot"] for one in (await desk.post(back, side))["ready"]] == [1]
        async with desk.engine.connect() as connection:
            assert (await connection.execute(begun)).scalar_one() is None
        assert (await desk.post(back, {"slot": 1}))["ready"] == []
        assert (await desk.post(back, {"slot": 1}))["ready"] == []
        items = desk.watched[here.tournament["id"]].items
        facts = [item.fact for item in items if isinstance(item.fact, SidePresent)]
        assert [(fact.slot, fact.ready) for fact in facts] == [
            (0, True),
            (1, True),
            (0, False),
            (1, False),
        ]


async def test_the_station_says_who_is_there(desk: Desk) -> None:
    async with court(desk, 4) as here, new_client(desk.app) as client:
        phone = Desk(desk.app, client, desk.engine)
        phone.watched = desk.watched
        match, _ = await here.ready()
        link, secret = await made(here, match)
        assert (await phone.post("/station", secret))["ready"] == []
        told = await phone.post("/station/ready", {**secret, "slot": 1})
        assert [one["slot"] for one in told["ready"]] == [1]
        assert await phone.post("/station/ready", {**secret, "slot": 1}) == told
        room = await here.captain(match, 0).get(f"/matches/{match['id']}/room")
        assert room["ready"] == told["ready"]
        await desk.refused("POST", "/station/ready", {**secret, "slot": 2}, 422, "invalid_fields", "/slot")
        await desk.post(f"/links/{link['id']}/revoke", {})
        await desk.refused("POST", "/station/ready", {**secret, "slot": 0}, 403, "link_over")


async def test_a_word_is_of_those_who_play_and_of_what_they_play(desk: Desk) -> None:
    """A correction sends others in, or has the same ones play again: nobody is ready for that."""
    async with court(desk, 4) as here:
        first, second = await here.ready()
        for match in (first, second):
            await desk.report(match, {"winner": 0})
        (final,) = await here.ready()
        for slot in (0, 1):
            await here.captain(final, slot).post(path(final), {})
        room = f"/matches/{final['id']}/room"
        assert len((await desk.get(room))["ready"]) == 2
        await corrected(desk, first, 1)
        assert (await desk.get(room))["ready"] == []
        # The same two are in again, and others have played in between.
        await desk.report((await here.see(final))["match"], {"winner": 1})
        await corrected(desk, first, 0)
        assert (await desk.get(room))["ready"] == []


async def corrected(desk: Desk, match: Json, winner: int) -> None:
    """Another side won the match."""
    path = f"/matches/{match['id']}/correction"
    token = (await desk.post(f"{path}/preview", {"winner": winner}))["impact_token"]
    await desk.post(path, {"winner": winner, "reason": "R", "impact_token": token})


async def test_lobbies_do_not_wait_for_two(desk: Desk) -> None:
    async with court(desk, 3, "free_for_all") as here:
        (match,) = await here.ready()
        client = here.captain(match, 0).client
        await desk.refused("POST", path(match), {}, 409, "not_between_two", client=client)


async def test_who_waits_past_the_time_comes_before_the_referees(hall: Hall) -> None:
    desk = hall.desk
    async with court(desk, 8, reporting=TEN) as here, desk.person(here.event, "referee") as referee:
        waits, both, back, done = await here.ready()
        for match in (waits, both, back, done):
            told = await here.captain(match, 0).post(path(match), {})
            assert told["ready"][0]["due_at"] == "2026-11-25T12:10:00Z"
        hall.clock.go(60)
        together = await here.captain(both, 1).post(path(both), {})
        assert [one["due_at"] for one in together["ready"]] == [None, None]
        await here.captain(back, 1).post(path(back), {})
        await desk.report(done, WON)
        # The time runs anew for a side whose opponent was not there after all.
        again = await desk.post(f"{path(back)}/take-back", {"slot": 0})
        assert [(one["slot"], one["due_at"]) for one in again["ready"]] == [(1, "2026-11-25T12:11:00Z")]
        hall.clock.go(539)
        assert [item for item in await hall.work() if isinstance(item.fact, OpponentAwaited)] == []
        assert await needs(here) == []
        hall.clock.go(1)
        raised = [item for item in await hall.work() if isinstance(item.fact, OpponentAwaited)]
        assert [(str(item.fact.match_id), item.fact.slot, item.actor_id) for item in raised] == [
            (waits["id"], 0, None)
        ]
        assert await needs(here) == [(waits["id"], ["no_show"], [0])]
        # Nobody loses by the clock alone, and a word that comes late is still heard.
        assert await here.state(waits) == "idle"
        hall.clock.go(60)
        await hall.work()
        assert await needs(here) == sorted([(waits["id"], ["no_show"], [0]), (back["id"], ["no_show"], [1])])
        await here.captain(back, 0).post(path(back), {})
        assert await needs(here) == [(waits["id"], ["no_show"], [0])]
        walkover = {"outcome": {"kind": "no_show", "slot": 1}}
        result = await referee.post(f"/matches/{waits['id']}/reports", walkover)
        assert result["state"] == "confirmed"
        assert await needs(here) == []
        desk.replay()


async def test_a_late_or_repeated_look_at_the_clock_is_harmless(hall: Hall) -> None:
    """Two jobs are overdue after a standstill; the present state alone decides, once."""
    desk = hall.desk
    async with court(desk, reporting=TEN) as here:
        (match,) = await here.ready()
        for _ in range(2):
            await here.captain(match, 0).post(path(match), {})
            await desk.post(f"{path(match)}/take-back", {"slot": 0})
        await here.captain(match, 0).post(path(match), {})
        hall.clock.go(7200)
        raised = [item for item in await hall.work() if isinstance(item.fact, OpponentAwaited)]
        assert len(raised) == 1
        assert await hall.work() == []
        # Whoever counts no more has no such queue.
        rules = (await desk.get(f"/tournaments/{here.tournament['id']}"))["reporting"]
        assert (await needs(here))[0][2] == [0]
        off = {"reporting": {**rules, "no_show_minutes": None}}
        await desk.do("PATCH", f"/tournaments/{here.tournament['id']}", off)
        assert [need for _, need, _ in await needs(here) if "no_show" in need] == []
