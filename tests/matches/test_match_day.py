"""Both captains of every match at once, a referee in between: no match is stuck, nobody moves on twice."""

import asyncio
import random
from collections import defaultdict
from typing import Any
from uuid import UUID

import pytest

from esports.matches.queries import claims as claim_queries
from tests.support.app import new_client
from tests.support.crowd import Headers, speak_for
from tests.support.desk import Desk, Json
from tests.support.match_day import Click, check, clicks, planned, settle_rest, storm
from tests.support.unlocked import unlock

MATCHES, FEW, AT_ONCE = 12, 3, 12
"""The full size, against real servers, is `python -m tests.benchmarks.match_day`."""


async def day(desk: Desk, count: int) -> tuple[Json, list[Json], dict[str, Headers], Headers]:
    """A tournament with so many matches that can be played; the captains, and a referee."""
    tournament = await desk.tournament()
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 2 * count)
    captains = await speak_for(desk.engine, tournament["id"])
    await desk.start(stage)
    cookies = "; ".join(f"{name}={value}" for name, value in desk.client.cookies.items())
    referee = {"cookie": cookies, "x-csrf-token": desk.client.headers["x-csrf-token"]}
    ready = [one for one in await desk.ready(stage) if one["round"] == 1]
    return tournament, ready, captains, referee


async def test_a_storm_of_reports_leaves_every_match_where_it_belongs(desk: Desk) -> None:
    tournament, found, captains, referee = await day(desk, 16)
    found = found[:MATCHES]
    plans = planned(found)
    made = clicks(found, plans, captains, referee, random.Random(1))
    async with desk.at_ease(), new_client(desk.app) as client:
        await storm([client], made, at_once=AT_ONCE)
        await check(desk.engine, tournament["id"], plans)
        await check(desk.engine, tournament["id"], await settle_rest(client, plans, referee))
    desk.replay()


async def test_without_the_lock_reports_are_lost(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the row is not held, and both captains of a match have read before either writes."""
    tournament, found, captains, _ = await day(desk, 4)
    plans = dict.fromkeys((one["id"] for one in found[:FEW]), "agree")
    made = [
        Click(captains[slot["entry"]], match["id"], 0) for match in found[:FEW] for slot in match["slots"]
    ]
    claims, read = claim_queries.claims_of, defaultdict[UUID, asyncio.Barrier](lambda: asyncio.Barrier(2))

    async def claims_of(connection: Any, match_id: UUID) -> Any:
        told = await claims(connection, match_id)
        await read[match_id].wait()
        return told

    unlock(monkeypatch)
    monkeypatch.setattr(claim_queries, "claims_of", claims_of)
    async with desk.at_ease(), new_client(desk.app) as client:
        with pytest.raises(AssertionError, match=f"{FEW} of {2 * FEW} reports were lost"):
            await storm([client], made, at_once=AT_ONCE)
        with pytest.raises(AssertionError, match=f"{FEW} matches are stuck"):
            await check(desk.engine, tournament["id"], plans)
