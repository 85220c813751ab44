"""What opening a registration costs: `python -m tests.benchmarks.registration [ROUNDS]`.

Real PostgreSQL and Valkey, the whole application in this process, spoken to over HTTP semantics without
a socket. Twenty times 1,000 people register at once for 64 places while some withdraw, and each time the
places and the waitlist are checked; the same without the tournament's lock, which must go wrong. Then an
import of 588 teams with 4,937 people, and one with a bad row.
"""

import resource
import statistics
import sys
import time
from typing import Any
from unittest.mock import patch

import httpx

from esports.accounts import service as accounts
from esports.app import create_app
from esports.http.provide import parts_of
from esports.settings import Settings
from esports.tournaments import queries as tournaments
from esports.uow import unit_of_work
from tests.benchmarks.reports import EMAIL, PASSWORD, run
from tests.support.app import new_client, sign_in
from tests.support.rush import API, IN_FLIGHT, check, rush

PEOPLE, PLACES, EVERY = 1_000, 64, 10
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
CONTROLS = 2
TEAMS, MEMBERS = 588, 4_937


async def made(client: httpx.AsyncClient, event: str, name: str, **fields: Any) -> str:
    """An open tournament; its id."""
    new = {"name": name, "slug": name, "title": "Any", "entry_kind": "team", **fields}
    reply = await client.post(f"{API}/events/{event}/tournaments", json=new)
    tournament = str(reply.json()["id"])
    await client.post(f"{API}/tournaments/{tournament}/transitions", json={"to": "registration"})
    return tournament


async def rushes(client: httpx.AsyncClient, engine: Any, event: str) -> None:
    """All rounds, checked; then the control."""
    rates, waits = [], []
    for number in range(ROUNDS):
        tournament = await made(client, event, f"rush-{number}", capacity=PLACES)
        begun = time.perf_counter()
        waits += await rush(client, tournament, count=PEOPLE, every=EVERY)
        rates.append((PEOPLE + PEOPLE // EVERY) / (time.perf_counter() - begun))
        await check(engine, tournament, count=PEOPLE, capacity=PLACES)
    p50, p99 = statistics.median(waits), statistics.quantiles(waits, n=100)[98]
    print(f"{ROUNDS} rushes of {PEOPLE} for {PLACES} places, {IN_FLIGHT} at once: all right")
    print(f"writes a second: {statistics.median(rates):.0f}, in the slowest round {min(rates):.0f}")
    print(f"from request to answer: p50 {p50:.2f} s, p99 {p99:.2f} s")
    wrong = 0
    with patch.object(tournaments, "LOCKED", tournaments.BY_ID):
        for number in range(CONTROLS):
            tournament = await made(client, event, f"control-{number}", capacity=PLACES)
            await rush(client, tournament, count=PEOPLE, every=EVERY)
            try:
                await check(engine, tournament, count=PEOPLE, capacity=PLACES)
            except AssertionError:
                wrong += 1
    print(f"without the lock: {wrong} of {CONTROLS} rounds went wrong")


def field(teams: int, members: int) -> list[dict[str, Any]]:
    """So many teams with so many people in all."""
    rows: list[dict[str, Any]] = []
    for number in range(teams):
        size = members // teams + (number < members % teams)
        roster = [
            {"name": f"队员 {number}-{one}", "in_game_id": f"p{number}_{one}", "birth_date": "2008-05-05"}
            for one in range(size)
        ]
        rows.append({"name": f"战队 {number}", "delegation": f"City {number % 31}", "roster": roster})
    return rows


async def imports(client: httpx.AsyncClient, event: str) -> None:
    """The large file, and the same with one bad row."""
    rows = field(TEAMS, MEMBERS)
    tournament = await made(client, event, "import", roster={"min": 5, "max": 10})
    path = f"{API}/tournaments/{tournament}/entries/import"
    for label, query in (("try", "?dry_run=true"), ("import", "")):
        begun = time.perf_counter()
        reply = await client.post(path + query, json={"entries": rows})
        assert reply.json()["created"] == TEAMS, reply.text
        print(f"{label} of {TEAMS} teams, {MEMBERS} people: {time.perf_counter() - begun:.2f} s")
    rows[400]["roster"][3]["birth_date"] = "yesterday"
    rows[400]["name"] = "战队 another"
    reply = await client.post(path + "?dry_run=true", json={"entries": rows[400:401]})
    (rejected,) = reply.json()["rejected"]
    print(f"a bad row: row {rejected['row']}, {rejected['pointer']}, {rejected['code']}")


async def main(settings: Settings) -> None:
    """Run everything as a site admin."""
    app = create_app(settings)
    async with app.lifespan(), new_client(app, timeout=120) as client:
        parts = parts_of(app.state)
        async with unit_of_work(parts.engine, parts.waker) as unit:
            await accounts.ensure_operator(unit, email=EMAIL, password=PASSWORD)
            await unit.commit()
        await sign_in(client, EMAIL, PASSWORD)
        days = {"starts_on": "2026-01-01", "ends_on": "2026-01-02"}
        new = {"name": "Benchmark", "slug": "benchmark", "time_zone": "UTC", **days}
        event = str((await client.post(f"{API}/events", json=new)).json()["id"])
        await imports(client, event)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"memory of this process after the import, at its highest: {peak:.0f} MB")
        await rushes(client, parts.engine, event)


if __name__ == "__main__":
    run(main)
