"""The door before the writes: how many are inside, who waits, and who is sent away."""

import asyncio

import httpx
import pytest

from esports.errors import DomainError
from esports.http.door import Door
from esports.http.provide import Parts
from tests.support.app import refusal


async def test_so_many_are_inside_and_the_others_come_in_order() -> None:
    door, let_go = Door(2), asyncio.Event()
    inside: list[int] = []

    async def enter(number: int) -> None:
        async with door.passed():
            inside.append(number)
            await let_go.wait()

    everybody = [asyncio.create_task(enter(number)) for number in range(5)]
    for _ in range(10):
        await asyncio.sleep(0)
    assert inside == [0, 1]
    let_go.set()
    await asyncio.gather(*everybody)
    assert inside == [0, 1, 2, 3, 4]


async def test_a_full_line_and_lost_patience_are_refused_and_the_place_is_free_again() -> None:
    for door in (Door(1, line=0), Door(1, patience_seconds=0)):
        for _ in range(2):
            async with door.passed():
                with pytest.raises(DomainError, match="writes_busy"):
                    await door.passed().__aenter__()


async def test_a_busy_process_refuses_writes_whole_and_still_reads(
    operator: httpx.AsyncClient, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = {"starts_on": "2026-01-01", "ends_on": "2026-01-02"}
    new = {"name": "Week", "slug": "week", "time_zone": "UTC", **days}
    door = Door(1, patience_seconds=0)
    monkeypatch.setattr(parts, "door", door)
    async with door.passed():
        reply = await operator.post("/api/v1/events", json=new)
        refusal(reply, 503, "writes_busy")
        assert reply.headers["retry-after"] == "2"
        assert (await operator.get("/api/v1/events")).json()["items"] == []
    assert (await operator.post("/api/v1/events", json=new)).status_code == 201
