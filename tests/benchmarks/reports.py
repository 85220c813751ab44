"""What a confirmed report costs: `python -m tests.benchmarks.reports`.

Real PostgreSQL and Valkey, the whole application in this process, spoken to over HTTP semantics without
a socket. Prints the cost at 16 and at 4,096 entries in one run, and their ratio. Results a second, from
many at once, are `tests.benchmarks.rush`.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import httpx

from esports.accounts import service as accounts
from esports.app import create_app
from esports.demo.api import Api
from esports.http.provide import parts_of
from esports.settings import Settings
from esports.uow import unit_of_work
from tests.support.servers import servers

EMAIL, PASSWORD = "operator@example.org", "a long enough password"
SMALL, LARGE = 16, 4_096
SAMPLES = 60


@asynccontextmanager
async def organiser(settings: Settings) -> AsyncIterator[tuple[Api, str]]:
    """A signed-in organiser of the whole application in this process, and an event of theirs."""
    app = create_app(settings)
    async with app.lifespan():
        parts = parts_of(app.state)
        async with unit_of_work(parts.engine, parts.waker) as unit:
            await accounts.ensure_operator(unit, email=EMAIL, password=PASSWORD)
            await unit.commit()
        transport: Any = httpx.ASGITransport(app)  # type: ignore[arg-type]
        async with Api("http://benchmark.test", transport) as api:
            await api.sign_in(EMAIL, PASSWORD)
            days = {"starts_on": "2026-01-01", "ends_on": "2026-01-02"}
            new = {"name": "Benchmark", "slug": "benchmark", "time_zone": "UTC", **days}
            yield api, (await api.post("/events", new))["id"]


def run(measure: Callable[[Settings], Coroutine[Any, Any, None]]) -> None:
    """Run a measurement against servers of its own."""
    with servers() as running, running.database() as url:
        settings = Settings(
            database_url=url, redis_url=running.redis(9), log_level="error", import_limit_bytes=8_388_608
        )
        asyncio.run(measure(settings))


async def started(
    api: Api, event: str, name: str, entries: int, format: str = "single_elimination"
) -> list[str]:
    """A running stage; its playable matches."""
    tournament = await api.post(
        f"/events/{event}/tournaments",
        {"name": name, "slug": name, "title": "Any", "entry_kind": "team"},
    )
    path = f"/tournaments/{tournament['id']}"
    rows = [{"name": f"{name} {number}"} for number in range(entries)]
    await api.post(f"{path}/entries/import", {"entries": rows})
    stage = await api.post(f"{path}/stages", {"name": "Bracket", "format": format})
    view = await api.post(f"/stages/{stage['id']}/start", {})
    return [match["id"] for match in view["matches"] if match["phase"] == "ready"]


async def report(api: Api, match: str) -> float:
    """Report one result; the seconds it took."""
    begun = time.perf_counter()
    await api.post(f"/matches/{match}/reports", {"winner": 0})
    return time.perf_counter() - begun


async def by_size(api: Api, event: str) -> None:
    """The cost at two sizes, sample by sample in turn."""
    large = await started(api, event, "large", LARGE)
    small: list[str] = []
    for number in range(SAMPLES // (SMALL // 2) + 1):
        small += await started(api, event, f"small-{number}", SMALL)
    costs: dict[str, list[float]] = {"small": [], "large": []}
    for one, other in zip(small[:SAMPLES], large[:SAMPLES], strict=True):
        costs["small"].append(await report(api, one))
        costs["large"].append(await report(api, other))
    small_ms, large_ms = (1_000 * statistics.median(costs[name]) for name in ("small", "large"))
    ratio = large_ms / small_ms
    print(
        f"one result: {small_ms:.1f} ms at {SMALL}, {large_ms:.1f} ms at {LARGE} entries, ratio {ratio:.2f}"
    )


async def main(settings: Settings) -> None:
    """Run the measurement."""
    async with organiser(settings) as (api, event):
        await by_size(api, event)


if __name__ == "__main__":
    run(main)
