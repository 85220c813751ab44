"""1,024 matches reported at once: `python -m tests.benchmarks.match_day [PROCESSES [MATCHES]]`.

So many `esports serve` on real PostgreSQL and Valkey, spoken to through sockets. In the first round of one
bracket both captains of every match report at the same time, agreeing, differing or alone, every third one
twice, with a referee in between. Then none may be stuck, none confirmed twice, and every winner stands once
in the next round; a referee decides the rest, and the same must hold. The control, whose servers hold no
lock, must go wrong. It runs small as `tests/matches/test_match_day.py`.
"""

import random
import sys
import time
from contextlib import AsyncExitStack

import httpx
import msgspec

from esports.db.engine import create_engine
from esports.demo.api import Api
from esports.settings import Settings
from tests.benchmarks import rush
from tests.benchmarks.reports import organiser, run
from tests.support.crowd import speak_for
from tests.support.match_day import check, clicks, planned, settle_rest, storm

PROCESSES = int(sys.argv[1]) if len(sys.argv) > 1 else 2
MATCHES = int(sys.argv[2]) if len(sys.argv) > 2 else 1_024
AT_ONCE = 200
SEED = 1


async def day(settings: Settings, api: Api, event: str, name: str, program: str) -> None:
    """One match day on servers that run this program.

    Raises:
        AssertionError: it did not go as it must.
    """
    engine = create_engine(settings, application="benchmark")
    try:
        new = {"name": name, "slug": name, "title": "Any", "entry_kind": "team"}
        tournament = (await api.post(f"/events/{event}/tournaments", new))["id"]
        rows = [{"name": f"{name} {number}"} for number in range(2 * MATCHES)]
        await api.post(f"/tournaments/{tournament}/entries/import", {"entries": rows})
        captains = await speak_for(engine, tournament)
        stage = await api.post(
            f"/tournaments/{tournament}/stages", {"name": "B", "format": "single_elimination"}
        )
        view = await api.post(f"/stages/{stage['id']}/start", {})
        found = [one for one in view["matches"] if one["phase"] == "ready" and one["round"] == 1]
        token = await api.post("/tokens", {"name": name, "scopes": ["results"]})
        referee = {"authorization": f"Bearer {token['token']}"}
        plans = planned(found)
        made = clicks(found, plans, captains, referee, random.Random(SEED))
        async with AsyncExitStack() as stack:
            servers = stack.enter_context(rush.serving(settings, PROCESSES, program))
            clients = [
                await stack.enter_async_context(
                    httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60)
                )
                for port in servers.ports
            ]
            begun = time.perf_counter()
            await storm(clients, made, at_once=AT_ONCE)
            took = time.perf_counter() - begun
            await check(engine, tournament, plans)
            await check(engine, tournament, await settle_rest(clients[0], plans, referee))
        print(
            f"{name}: {len(found)} matches, {len(made)} reports in {took:.1f} s: every match where it belongs"
        )
    finally:
        await engine.dispose()


async def main(settings: Settings) -> None:
    """The match day, and the control."""
    async with organiser(settings) as (api, event):
        await day(settings, api, event, "day", rush.SERVE)
        try:
            # What it gets wrong is counted, not read.
            quiet = msgspec.structs.replace(settings, log_level="critical")
            await day(quiet, api, event, "control", rush.UNLOCKED)
        except AssertionError as error:
            print(f"control, without the lock: went wrong as it must: {str(error)[:200]}")
        else:
            raise SystemExit("the control went well: nothing is shown")


if __name__ == "__main__":
    run(main)
