"""Many at once: nobody is lost, nothing is counted twice, no place is given twice.

Each guard has its control: the same with the guard taken away must fail, or the test proves nothing.
"""

import asyncio
import random
from typing import Any

import httpx
import pytest

from esports.entries.queries import registering
from esports.journal.facts import EntryMoved, EntryRegistered
from tests.support.desk import API, Desk, Json
from tests.support.unlocked import unlock
from tests.support.wait import until

PLACES, REGISTRATIONS, LEAVERS = 64, 200, 40
STUCK_SECONDS = 60


async def send(desk: Desk, path: str, body: Any = None, **options: Any) -> httpx.Response:
    """Post, and try again while the server says that it is busy, as every client should."""
    reply: httpx.Response

    async def answered() -> bool:
        nonlocal reply
        reply = await desk.client.post(f"{API}{path}", json=body, **options)
        return "retry-after" not in reply.headers

    await until(answered)
    return reply


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the tournament's row is read but not held, and two have counted before either is in."""
    met, both = registering.met, asyncio.Barrier(2)

    async def counted(*given: Any) -> Any:
        found = await met(*given)
        if found.taken == PLACES - 1:
            await asyncio.wait_for(both.wait(), STUCK_SECONDS)
        return found

    unlock(monkeypatch)
    monkeypatch.setattr(registering, "met", counted)


async def bracket_of_32(desk: Desk) -> Json:
    tournament = await desk.tournament()
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 32)
    await desk.start(stage)
    return stage


async def report_all(desk: Desk, stage: Json) -> list[httpx.Response]:
    """Every match that can be played, siblings side by side, all at the same time."""
    ready = await desk.ready(stage)
    return await asyncio.gather(
        *(send(desk, f"/matches/{match['id']}/reports", {"winner": 0}) for match in ready)
    )


async def test_a_whole_round_is_entered_at_once(desk: Desk) -> None:
    stage = await bracket_of_32(desk)
    for matches in (16, 8, 4, 2, 1):
        replies = await report_all(desk, stage)
        assert [reply.status_code for reply in replies] == [201] * matches
        await desk.check(commits=matches)
        await desk.recompute(stage["id"])
    assert (await desk.view(stage))["stage"]["state"] == "finished"
    desk.replay()


@pytest.mark.usefixtures("unlocked")
async def test_without_the_lock_the_next_round_waits_for_ever(desk: Desk) -> None:
    stage = await bracket_of_32(desk)
    desk.watched.clear()
    await report_all(desk, stage)
    assert len(await desk.ready(stage)) < 8


async def test_the_same_report_twenty_times_at_once_is_one_result(desk: Desk) -> None:
    stage = await bracket_of_32(desk)
    match = (await desk.ready(stage))[0]
    path = f"/matches/{match['id']}/reports"
    replies = await asyncio.gather(*(send(desk, path, {"winner": 1}) for _ in range(20)))
    assert sorted(reply.status_code for reply in replies) == [200] * 19 + [201]
    assert len({reply.content for reply in replies}) == 1
    assert len(await desk.check(commits=1)) == 1
    await desk.recompute(stage["id"])


async def test_one_of_two_different_reports_wins(desk: Desk) -> None:
    stage = await bracket_of_32(desk)
    path = f"/matches/{(await desk.ready(stage))[0]['id']}/reports"
    replies = await asyncio.gather(*(send(desk, path, {"winner": slot}) for slot in (0, 1) * 4))
    codes = sorted(reply.status_code for reply in replies)
    assert codes == [200] * 3 + [201] + [409] * 4
    assert len(await desk.check(commits=1)) == 1


async def test_the_same_key_twice_at_once_is_one_entry(desk: Desk) -> None:
    tournament = await desk.tournament()
    path = f"/tournaments/{tournament['id']}/entries"
    key = {"headers": {"idempotency-key": "a double click"}}
    first, second = await asyncio.gather(*(send(desk, path, {"name": "Once"}, **key) for _ in range(2)))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    marks = [reply.headers.get("idempotent-replayed") for reply in (first, second)]
    assert sorted(marks, key=str) == [None, "true"]
    assert len(await desk.check(commits=1)) == 1
    other = await send(desk, path, {"name": "Twice"}, **key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def crowd(desk: Desk, tournament: Json, *, leavers: int) -> list[httpx.Response]:
    """All register at once, and some of them leave while others still come."""
    chance = random.Random(7)
    path = f"/tournaments/{tournament['id']}/entries"

    async def come(number: int, *, leave: bool) -> httpx.Response:
        reply = await send(desk, path, {"name": f"Team {number}"})
        if leave and reply.status_code == 201:
            await send(desk, f"/entries/{reply.json()['id']}/withdraw")
        return reply

    leave = set(chance.sample(range(REGISTRATIONS), leavers))
    return await asyncio.gather(*(come(number, leave=number in leave) for number in range(REGISTRATIONS)))


async def test_places_are_given_once_and_the_waitlist_keeps_its_order(desk: Desk) -> None:
    tournament = await desk.tournament(capacity=PLACES)
    assert {reply.status_code for reply in await crowd(desk, tournament, leavers=LEAVERS)} == {201}
    items = await desk.check(commits=REGISTRATIONS + LEAVERS)
    entered = await desk.entered(tournament)
    assert [entry["registered_order"] for entry in entered] == list(range(1, REGISTRATIONS + 1))
    assert sum(entry["state"] == "confirmed" for entry in entered) == PLACES
    order = {entry["id"]: entry["registered_order"] for entry in entered}
    inside: set[str] = set()
    came, promoted = [], []
    for item in items:
        fact = item.fact
        if isinstance(fact, EntryRegistered):
            came.append(order[str(fact.entry_id)])
            if fact.state == "confirmed":
                inside.add(str(fact.entry_id))
        elif isinstance(fact, EntryMoved) and fact.after == "confirmed":
            promoted.append(order[str(fact.entry_id)])
            inside.add(str(fact.entry_id))
        elif isinstance(fact, EntryMoved):
            inside.discard(str(fact.entry_id))
        assert len(inside) <= PLACES
    assert came == list(range(1, REGISTRATIONS + 1))
    assert promoted == sorted(promoted)
    assert promoted
    waiting = [entry["registered_order"] for entry in entered if entry["state"] == "waitlisted"]
    assert min(waiting) > max(promoted)
    desk.replay()


@pytest.mark.usefixtures("unlocked")
async def test_without_the_lock_places_are_given_twice(desk: Desk) -> None:
    tournament = await desk.tournament(capacity=PLACES)
    desk.watched.clear()
    await desk.entries(tournament, PLACES - 1)
    path = f"/tournaments/{tournament['id']}/entries"
    await asyncio.gather(*(send(desk, path, {"name": name}) for name in ("A", "B")))
    confirmed = [entry for entry in await desk.entered(tournament) if entry["state"] == "confirmed"]
    assert len(confirmed) == PLACES + 1
