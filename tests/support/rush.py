"""A rush on a tournament: everybody registers at once, some leave meanwhile; and what must hold after it."""

import asyncio
import time
from collections.abc import Mapping
from uuid import UUID

import httpx
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.db.schema.entries import entries
from esports.journal import store
from esports.journal.facts import EntryRegistered

API = "/api/v1"
BUSY = 503
PAUSE_SECONDS = 0.25
IN_FLIGHT = 200
"""Requests that the application holds at once; the others stand in the queue before its socket."""


async def rush(client: httpx.AsyncClient, tournament: str, *, count: int, every: int) -> list[float]:
    """`count` registrations at once for a signed-in organiser; of them each that is a multiple of `every`
    leaves as soon as it has its answer. Gives the seconds from the request to the answer of each.
    """
    door = asyncio.Semaphore(IN_FLIGHT)

    async def one(number: int) -> float:
        path = f"{API}/tournaments/{tournament}/entries"
        async with door:
            begun = time.perf_counter()
            entry = (await send(client, path, {"name": f"Team {number}"})).json()
            took = time.perf_counter() - begun
        if number % every == 0:
            async with door:
                await send(client, f"{API}/entries/{entry['id']}/withdraw")
        return took

    return await asyncio.gather(*(one(number) for number in range(1, count + 1)))


async def send(
    client: httpx.AsyncClient, path: str, body: object = None, who: Mapping[str, str] | None = None
) -> httpx.Response:
    """Send a write, and again for as long as the server says that it is busy, as a browser's retry does.

    `who` are the headers of somebody else than the client's own.
    """
    headers = {"idempotency-key": f"{path} {body}", **(who or {})}
    while True:
        reply = await client.post(path, json=body, headers=headers)
        if reply.status_code != BUSY and not (reply.status_code == 409 and reply.json()["code"] == "busy"):
            assert reply.is_success, f"{path}: {reply.status_code} {reply.text}"
            return reply
        await asyncio.sleep(PAUSE_SECONDS)


async def check(engine: AsyncEngine, tournament: str, *, count: int, capacity: int) -> None:
    """Every place is taken and none twice; who waits came after all who are in; numbers are commit order."""
    async with engine.connect() as connection:
        query = select(entries.c.id, entries.c.state, entries.c.registered_order)
        rows = (await connection.execute(query.where(entries.c.tournament_id == UUID(tournament)))).all()
        items = await store.read(connection, UUID(tournament), after=0, limit=1_000_000)
    order = {row.id: row.registered_order for row in rows}
    told = [order[item.fact.entry_id] for item in items if isinstance(item.fact, EntryRegistered)]
    assert told == list(range(1, count + 1)), "numbers without a gap, in the order of the commits"
    inside = [row.registered_order for row in rows if row.state == "confirmed"]
    waiting = [row.registered_order for row in rows if row.state == "waitlisted"]
    assert len(inside) == capacity, f"{len(inside)} entries hold {capacity} places"
    assert not waiting or max(inside) < min(waiting), "somebody overtook who waited longer"
