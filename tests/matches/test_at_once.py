"""Everybody reports at the same moment: no match is stuck, none is confirmed twice, no winner is missing."""

import asyncio
import random
from collections import Counter
from typing import Any

import httpx
import pytest

from esports.journal.facts import ResultConfirmed
from esports.matches.queries import claims as claim_queries
from tests.matches.courts import Court, court
from tests.support.desk import API, Desk, Json
from tests.support.unlocked import unlock

ENTRIES = 11
"""Of a round robin, whose matches can all be played at once: 55 of them."""
AT_ONCE = 12
PLANS = ("agree", "differ", "referee", "silent")


async def storm(here: Court, matches: list[Json], chance: random.Random) -> dict[str, str]:
    """All captains and referees at once, many clicking twice, in any order; what was planned for each."""
    gate = asyncio.Semaphore(AT_ONCE)
    plans = {match["id"]: PLANS[number % len(PLANS)] for number, match in enumerate(matches)}

    async def click(who: Desk, match: Json, body: Json) -> None:
        async with gate:
            reply = await here.send(who, match, body)
        assert reply.status_code in (200, 201), reply.text

    clicks: list[tuple[Desk, Json, Json]] = []
    for match in matches:
        plan = plans[match["id"]]
        clicks.append((here.captain(match, 0), match, {"winner": 0}))
        if plan != "silent":
            clicks.append((here.captain(match, 1), match, {"winner": int(plan == "differ")}))
        if plan == "referee":
            clicks.append((here.desk, match, {"winner": 0}))
    clicks += chance.sample(clicks, len(clicks) // 3)
    chance.shuffle(clicks)
    await asyncio.gather(*(click(*one) for one in clicks))
    return plans


async def weather(here: Court, seed: int) -> None:
    """The storm over all that can be played, and what it must leave behind."""
    async with here.desk.at_ease():
        matches = await here.ready()
        plans = await storm(here, matches, random.Random(seed))
    wanted = {"agree": "confirmed", "referee": "confirmed", "differ": "disputed", "silent": "reported"}
    seen = {match["id"]: match for match in (await here.desk.view(here.stage))["matches"]}
    assert {one: seen[one]["state"] for one in plans} == {one: wanted[plan] for one, plan in plans.items()}
    assert {seen[one]["winner"] for one, plan in plans.items() if plan == "agree"} == {0}
    async with here.desk.at_ease():
        for match in await here.ready():
            await here.desk.report(match, {"winner": 0})
    items = here.desk.watched[here.tournament["id"]].items
    confirmed = Counter(str(item.fact.match_id) for item in items if isinstance(item.fact, ResultConfirmed))
    assert confirmed == Counter(list(plans))
    await here.desk.recompute(here.stage["id"])
    tournament = await here.desk.get(f"/tournaments/{here.tournament['id']}")
    assert (await here.desk.view(here.stage))["stage"]["state"] == "finished"
    assert tournament["champion"] is not None


async def test_no_match_is_stuck_and_none_is_confirmed_twice(desk: Desk) -> None:
    async with court(desk, ENTRIES, "round_robin") as here:
        await weather(here, seed=1)


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the tournament's row is read but not held, and both have read before anybody writes."""
    claims, both_have_read = claim_queries.claims_of, asyncio.Barrier(2)

    async def claims_of(connection: Any, match_id: Any) -> Any:
        found = await claims(connection, match_id)
        await both_have_read.wait()
        return found

    unlock(monkeypatch)
    monkeypatch.setattr(claim_queries, "claims_of", claims_of)


async def both(here: Court) -> list[httpx.Response]:
    """Both captains of the only match say the same at once."""
    (match,) = await here.ready()
    return await asyncio.gather(*(here.tell(match, slot, {"winner": 0}) for slot in (0, 1)))


async def test_both_captains_at_once(desk: Desk) -> None:
    async with court(desk) as here:
        replies = await both(here)
        assert [reply.status_code for reply in replies] == [201, 201]
        assert sorted(reply.json()["state"] for reply in replies) == ["agreed", "claimed"]
        await desk.check(commits=2)


async def test_without_the_lock_they_collide(desk: Desk, request: pytest.FixtureRequest) -> None:
    """Neither sees the other's claim: one of them is lost, and the match would wait for it."""
    async with court(desk) as here:
        request.getfixturevalue("unlocked")
        assert 500 in [reply.status_code for reply in await both(here)]


async def test_a_whole_round_at_once_loses_no_winner(desk: Desk) -> None:
    """Sixteen reporters, siblings first: both feed the same match of the next round."""
    tournament = await desk.tournament()
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 32)
    await desk.start(stage)
    first = await desk.ready(stage)
    assert len(first) == 16
    async with desk.at_ease():
        replies = await asyncio.gather(
            *(
                desk.client.post(f"{API}/matches/{match['id']}/reports", json={"winner": match["number"] % 2})
                for match in first
            )
        )
    assert [reply.status_code for reply in replies] == [201] * 16
    winners = {match["slots"][match["number"] % 2]["entry"] for match in first}
    following = await desk.ready(stage)
    assert len(following) == 8
    assert {slot["entry"] for match in following for slot in match["slots"]} == winners
    await desk.recompute(stage["id"])
