"""Everybody at once: places are given once each, in order; and what happens without the lock."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.accounts.access import Actor
from esports.entries import places
from esports.http.provide import parts_of
from esports.tournaments import queries as tournaments
from esports.uow import unit_of_work
from tests.support.desk import Desk
from tests.support.rush import check, rush
from tests.support.wait import until

COUNT, CAPACITY = 80, 16


async def test_a_rush_fills_every_place_once_and_in_order(desk: Desk, engine: AsyncEngine) -> None:
    """The full size, twenty times over, is `python -m tests.benchmarks.rush`."""
    tournament = await desk.tournament(capacity=CAPACITY)
    async with desk.at_ease():
        await rush(desk.client, tournament["id"], count=COUNT, every=5)
    await check(engine, tournament["id"], count=COUNT, capacity=CAPACITY)
    desk.replay()


@pytest.mark.parametrize("locked", [True, False])
async def test_two_who_leave_at_once_let_in_two(
    desk: Desk, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch, locked: bool
) -> None:
    """The control: without the tournament's lock both let in the same one, and a place stays empty."""
    tournament = await desk.tournament(capacity=2)
    first, second, *_ = await desk.entries(tournament, 4)
    if not locked:
        monkeypatch.setattr(tournaments, "LOCKED", tournaments.BY_ID)
    parts = parts_of(desk.app.state)
    me = (await desk.get("/me"))["person"]["id"]
    actor = Actor(person_id=UUID(me), is_admin=True)

    async def leave(entry: str) -> None:
        async with unit_of_work(parts.engine, parts.waker, actor_id=actor.person_id) as unit:
            await places.withdraw(unit, actor=actor, entry_id=UUID(entry))
            await unit.commit()

    async with desk.at_ease():
        async with unit_of_work(parts.engine, parts.waker, actor_id=actor.person_id) as unit:
            await places.withdraw(unit, actor=actor, entry_id=UUID(first["id"]))
            other = asyncio.create_task(leave(second["id"]))
            await until(lambda: _somebody_waits(engine))
            await unit.commit()
        await other
    states = [entry["state"] for entry in await desk.entered(tournament)]
    both_in = ["withdrawn", "withdrawn", "confirmed", "confirmed"]
    assert (states == both_in) is locked


async def _somebody_waits(engine: AsyncEngine) -> bool:
    query = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    async with engine.connect() as connection:
        return bool((await connection.execute(query)).scalar_one())
