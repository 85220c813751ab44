"""A place that is held until its time is up: accepted, declined, let pass; and who is asked next."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from esports.entries import offers
from esports.jobs import AnnouncePlace
from esports.notifications.rendering import render
from esports.notifications.wire import EntryDecided, PlaceFree
from esports.uow import unit_of_work
from tests.drafts.hall import Hall
from tests.support.desk import NOBODY, Desk, Json
from workers.handlers import handle

MINUTES = 60


class Queue:
    """A full tournament of two, and captains who wait for a place in it."""

    def __init__(self, hall: Hall, tournament: Json, inside: list[Json], captains: list[Desk]) -> None:
        self.hall = hall
        self.tournament = tournament
        self.inside = inside
        self.captains = captains
        self.waiting: list[Json] = []

    async def states(self) -> list[str]:
        """How those who waited stand now."""
        found = {one["id"]: one["state"] for one in await self.hall.desk.entered(self.tournament)}
        return [found[one["id"]] for one in self.waiting]

    async def free(self, number: int = 0) -> None:
        """One of those who are in leaves."""
        await self.hall.desk.post(f"/entries/{self.inside[number]['id']}/withdraw")

    def path(self, number: int, verb: str) -> str:
        """Where the captain of that number accepts or declines."""
        return f"/entries/{self.waiting[number]['id']}/{verb}"


async def queue(hall: Hall, stack: AsyncExitStack, count: int = 3) -> Queue:
    """Two are in, `count` wait."""
    tournament = await hall.desk.tournament(capacity=2, offer_minutes=MINUTES)
    inside = await hall.desk.entries(tournament, 2)
    captains = [await stack.enter_async_context(hall.desk.person()) for _ in range(count)]
    made = Queue(hall, tournament, inside, captains)
    for number, captain in enumerate(captains):
        new = {"name": f"Waits {number}"}
        made.waiting.append(await captain.post(f"/tournaments/{tournament['id']}/entries", new))
    return made


async def test_a_free_place_is_held_for_the_head_of_the_waitlist(hall: Hall) -> None:
    async with AsyncExitStack() as stack:
        made = await queue(hall, stack)
        await made.free()
        assert await made.states() == ["offered", "waitlisted", "waitlisted"]
        mine = await made.captains[0].get(f"/entries/{made.waiting[0]['id']}")
        assert mine["offered_until"] == "2026-11-25T13:00:00Z"
        late = await hall.desk.post(f"/tournaments/{made.tournament['id']}/entries", {"name": "Late"})
        assert late["state"] == "waitlisted", "the place is held"
        await made.captains[1].refused("POST", made.path(0, "accept"), None, 403, "forbidden")
        await made.captains[1].refused("POST", made.path(1, "accept"), None, 409, "not_offered")
        await made.captains[1].refused("POST", made.path(1, "decline"), None, 409, "not_offered")
        hall.clock.go(MINUTES * 60 - 1)
        accepted = await made.captains[0].post(made.path(0, "accept"))
        assert (accepted["state"], accepted["offered_until"]) == ("confirmed", None)
        assert await made.captains[0].post(made.path(0, "accept")) == accepted
        hall.clock.go(1)
        await hall.work()
        assert await made.states() == ["confirmed", "waitlisted", "waitlisted"]
        hall.desk.replay()


async def test_who_lets_it_pass_waits_on_and_is_not_asked_again(hall: Hall) -> None:
    """Else two who do not read their mail would hold the place for ever."""
    async with AsyncExitStack() as stack:
        made = await queue(hall, stack, 2)
        await made.free()
        hall.clock.go(MINUTES * 60)
        await made.captains[0].refused("POST", made.path(0, "accept"), None, 409, "offer_over")
        await hall.work()
        assert await made.states() == ["waitlisted", "offered"]
        hall.clock.go(MINUTES * 60)
        await hall.work()
        assert await made.states() == ["waitlisted", "waitlisted"]
        assert await hall.work() == []
        new = await hall.desk.post(f"/tournaments/{made.tournament['id']}/entries", {"name": "New"})
        assert new["state"] == "confirmed"
        hall.desk.replay()


async def test_who_declines_is_out_and_the_next_is_asked_at_once(hall: Hall) -> None:
    async with AsyncExitStack() as stack:
        made = await queue(hall, stack)
        await made.free()
        for _ in range(2):
            await made.captains[0].post(made.path(0, "decline"))
            assert await made.states() == ["withdrawn", "offered", "waitlisted"]
        await made.captains[1].post(f"/entries/{made.waiting[1]['id']}/withdraw")
        assert await made.states() == ["withdrawn", "withdrawn", "offered"]
        hall.clock.go(MINUTES * 60)
        await hall.work()
        assert await made.states() == ["withdrawn", "withdrawn", "waitlisted"]


async def test_a_job_that_comes_early_late_or_twice_does_no_harm(hall: Hall) -> None:
    async with AsyncExitStack() as stack:
        made = await queue(hall, stack, 2)
        await made.free()

        async def expire(entry: str) -> None:
            async with unit_of_work(hall.worker.engine, hall.worker.waker, clock=hall.clock) as unit:
                await offers.expire(unit, UUID(entry))
                await unit.commit()

        head = made.waiting[0]["id"]
        await expire(head)
        await expire(NOBODY)
        assert await made.states() == ["offered", "waitlisted"]
        hall.clock.go(MINUTES * 60)
        for _ in range(2):
            await expire(head)
            assert await made.states() == ["waitlisted", "offered"]


async def test_once_play_begins_no_place_is_given_any_more(hall: Hall) -> None:
    async with AsyncExitStack() as stack:
        made = await queue(hall, stack, 2)
        await made.free()
        await hall.desk.stage(made.tournament)
        await hall.desk.move(made.tournament, "running")
        await made.captains[0].refused("POST", made.path(0, "accept"), None, 409, "too_late")
        await made.captains[0].refused("POST", made.path(0, "decline"), None, 409, "too_late")
        hall.clock.go(MINUTES * 60)
        await hall.work()
        assert await made.states() == ["waitlisted", "waitlisted"]


async def test_who_has_no_account_cannot_be_asked_and_is_in(hall: Hall) -> None:
    tournament = await hall.desk.tournament(capacity=2, offer_minutes=MINUTES)
    first, *_ = await hall.desk.entries(tournament, 3)
    await hall.desk.post(f"/entries/{first['id']}/withdraw")
    assert [one["state"] for one in await hall.desk.entered(tournament)] == [
        "withdrawn",
        "confirmed",
        "confirmed",
    ]


async def test_the_captain_is_told_once_of_each_offer(hall: Hall) -> None:
    async with AsyncExitStack() as stack:
        made = await queue(hall, stack, 1)
        await made.free()
        await hall.work()
        async with unit_of_work(hall.worker.engine, hall.worker.waker, clock=hall.clock) as unit:
            await handle(hall.worker, unit, AnnouncePlace(UUID(made.waiting[0]["id"])))
            await handle(hall.worker, unit, AnnouncePlace(UUID(NOBODY)))
            await unit.commit()
        told = (await made.captains[0].get("/inbox"))["items"]
        assert sorted(one["kind"] for one in told) == ["entry_received", "place_free"]
        (notice,) = [one for one in told if one["kind"] == "place_free"]
        assert (notice["payload"]["name"], notice["payload"]["until"]) == ("Waits 0", "2026-11-25T13:00:00Z")
        await made.captains[0].post(made.path(0, "accept"))


async def test_who_registered_is_told_what_was_decided(hall: Hall) -> None:
    desk = hall.desk
    tournament = await desk.tournament(await desk.event(), capacity=2)
    where = f"/tournaments/{tournament['id']}"
    await desk.do("PUT", f"{where}/entry-rules", {"approval": True})
    await desk.post(f"{where}/entries", {"name": "Invited"})
    async with desk.person() as one, desk.person() as two, desk.person() as three:
        people = (one, two, three)
        ids = [(await who.post(f"{where}/entries", {"name": f"N{n}"}))["id"] for n, who in enumerate(people)]
        refusal = {"entries": [ids[2]], "decision": "refuse", "message": "名单重复"}
        approval = {"entries": ids[:2], "decision": "approve"}
        for decision in (refusal, approval, refusal, approval):
            await desk.post(f"{where}/entries/decide", decision)
            await hall.work()
        told = [(await who.get("/inbox"))["items"] for who in people]
    told = [[notice for notice in own if notice["kind"] != "entry_received"] for own in told]
    assert [[notice["kind"] for notice in own] for own in told] == [["entry_decided"]] * 3
    assert [(own[0]["payload"]["state"], own[0]["payload"]["message"]) for own in told] == [
        ("confirmed", None),
        ("waitlisted", None),
        ("refused", "名单重复"),
    ]


def test_the_words_of_a_decision() -> None:
    payload = EntryDecided(
        entry_id=UUID(int=1),
        tournament_id=UUID(int=2),
        event="The Week",
        event_slug="week",
        tournament="The Major",
        tournament_slug="major",
        name="<Owls>",
        state="refused",
        message="Too {late} & <b>",
    )
    told = render(payload, locale="en", name="Ana", home="https://week.example")
    assert told.subject == "Your entry was refused: The Major"
    assert "They say: Too {late} & <b>" in told.text
    assert "&lt;Owls&gt;" in told.html
    assert "&lt;b&gt;" in told.html
    assert "https://week.example/events/week/major/entry" in told.text
    waiting = msgspec.structs.replace(payload, state="waitlisted", message=None)
    waits = render(waiting, locale="zh-Hans", name="林", home="")
    assert "候补" in waits.subject
    assert "主办方留言" not in waits.text
    assert "http" not in waits.text


def test_the_words_of_an_offer_and_of_a_place() -> None:
    payload = PlaceFree(
        entry_id=UUID(int=1),
        tournament_id=UUID(int=2),
        event="The Week",
        event_slug="week",
        time_zone="Asia/Shanghai",
        tournament="The Major",
        tournament_slug="major",
        name="<Owls>",
        until=None,
    )
    given = render(payload, locale="en", name="Ana", home="")
    assert given.subject == "You are in: The Major"
    assert "until" not in given.text
    until = {"locale": "zh-Hans", "name": "小林", "home": "https://week.example"}
    held_for = msgspec.structs.replace(payload, until=datetime(2026, 11, 25, 13, tzinfo=UTC))
    held = render(held_for, **until)
    assert "2026-11-25 21:00" in held.text
    assert "https://week.example/events/week/major/entry" in held.text
    assert "&lt;Owls&gt;" in held.html
