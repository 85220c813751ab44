"""What an import costs: `python -m tests.benchmarks.registration`.

Real PostgreSQL and Valkey, the whole application in this process, spoken to over HTTP semantics without
a socket: 588 teams with 4,937 people, and one with a bad row. People who come one by one, but all at
once, are `tests.benchmarks.rush`.
"""

import resource
import time
from typing import Any

import httpx

from esports.accounts import service as accounts
from esports.app import create_app
from esports.http.provide import parts_of
from esports.settings import Settings
from esports.uow import unit_of_work
from tests.benchmarks.reports import EMAIL, PASSWORD, run
from tests.support.app import new_client, sign_in
from tests.support.rush import API

TEAMS, MEMBERS = 588, 4_937


async def made(client: httpx.AsyncClient, event: str, name: str, **fields: Any) -> str:
    """An open tournament; its id."""
    new = {"name": name, "slug": name, "title": "Any", "entry_kind": "team", **fields}
    reply = await client.post(f"{API}/events/{event}/tournaments", json=new)
    tournament = str(reply.json()["id"])
    await client.post(f"{API}/tournaments/{tournament}/transitions", json={"to": "registration"})
    return tournament


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


if __name__ == "__main__":
    run(main)
