"""A whole week through the API and the worker: `python -m tests.benchmarks.simulated_week [12 25 20]`.

Twelve tournaments of 25 teams, twenty stations and a stage, seven days: single and double eliminations,
groups with playoffs, Swisses; twenty people who are in two tournaments. Matches overrun as they do, one team
in fifteen is late, and a station breaks on the second afternoon until the next morning. By a clock that only
this moves, on real PostgreSQL and Valkey: planned, published, called by the worker, reported, and planned
again every ten minutes until the last match. Prints how many starts were more than 10 minutes later than
announced, what planning again took, and every rule that was broken; these must be none, no request may
fail in the server and no job go wrong, and all tournaments must end. It runs small as
`tests/journeys/test_week.py`.

With `watch` behind the numbers browsers may look on: the address is printed.
"""

import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from statistics import median

import httpx
import msgspec
from sqlalchemy import func, select

from esports.accounts import service
from esports.db.schema.journal import outbox
from esports.db.schema.notifications import notices
from esports.embedded.postgres import free_port
from esports.http.provide import parts_of
from esports.settings import Settings
from esports.uow import unit_of_work
from tests.benchmarks.reports import run
from tests.drafts.hall import Hall
from tests.support.app import OPERATOR, PASSWORD, Clock, new_client, sign_in, started
from tests.support.desk import Desk
from tests.support.listening import listening
from tests.support.simulated_week import LATE, NOTICE, SimulatedWeek, Told, Trouble
from tests.support.week_setup import prepared

TOURNAMENTS, ENTRIES, STATIONS = map(int, sys.argv[1:4]) if len(sys.argv) > 3 else (12, 25, 20)
DAYS = 7
SHARED = min(20, TOURNAMENTS * ENTRIES // 8)
EVERY = timedelta(minutes=10)
LATECOMERS = 1 / 15
WATCHED = sys.argv[4:] == ["watch"]


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Hall]:
    """The hall with a clock of its own; a reply that says that the server failed stops everything."""
    clock = Clock()
    if WATCHED:
        settings = msgspec.structs.replace(settings, port=free_port(), live_port=free_port())
    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(started(settings, clock=clock))
        if WATCHED:
            await stack.enter_async_context(listening(app, settings))
            print(f"http://127.0.0.1:{settings.port}", flush=True)
        parts = parts_of(app.state)
        async with unit_of_work(parts.engine, parts.waker, clock=clock) as unit:
            await service.ensure_operator(unit, email=OPERATOR, password=PASSWORD)
            await unit.commit()
        async with new_client(app, event_hooks={"response": [_refuse_failure]}, timeout=None) as client:
            await sign_in(client, OPERATOR)
            with tempfile.TemporaryDirectory() as mail_dir:
                told = msgspec.structs.replace(settings, mail_dir=mail_dir)
                hall = Hall(Desk(app, client, parts.engine), clock, told)
                hall.desk.lawful = False
                yield hall


async def _refuse_failure(reply: httpx.Response) -> None:
    assert reply.status_code < 500, f"{reply.request.url}: {reply.status_code}"


async def ready(hall: Hall) -> tuple[SimulatedWeek, Trouble]:
    """The week, planned and published, and what will go wrong in it."""
    week, stations = await prepared(
        hall,
        tournaments=TOURNAMENTS,
        entries=ENTRIES,
        stations=STATIONS,
        days=DAYS,
        shared=SHARED,
        every=EVERY,
        by_hand=False,
    )
    second, third = week.hours[1][0], week.hours[2][0]
    return week, Trouble(stations[0], second + timedelta(hours=4), third, LATECOMERS)


async def main(settings: Settings) -> None:
    """The week, and its figures.

    Raises:
        AssertionError: it did not end, or a rule was broken.
    """
    begun = time.perf_counter()
    async with opened(settings) as hall:
        week, trouble = await ready(hall)
        planned, took = len(await week.matches()), time.perf_counter() - begun
        print(f"{planned} matches planned and published after {took:.0f} s", flush=True)
        told = await week.play(trouble)
        report(week, told)
        print(f"{time.perf_counter() - begun:.0f} s in all")
        await ended(week, told)


def report(week: SimulatedWeek, told: Told) -> None:
    """Print the figures."""
    print(f"{told.starts} starts by {week.hall.clock():%d %B %H:%M} UTC; {told.latecomers} teams were late")
    again = sorted(told.again) or [0.0]
    print(
        f"planned again {len(told.again)} times: median {median(again):.2f} s, "
        f"95 % {again[int(0.95 * (len(again) - 1))]:.2f} s, longest {again[-1]:.2f} s"
    )
    print(f"{told.publications} publications, which moved {told.moved} starts")
    for name, late in ((f"{NOTICE} before it", told.late), ("at first", told.late_at_first)):
        share = 100 * late / max(1, told.starts)
        print(f"more than {LATE} later than announced {name}: {late} ({share:.1f} %)")
    print(f"rules broken: {len(told.broken_rules)}", *told.broken_rules[:20], sep="\n")


async def ended(week: SimulatedWeek, told: Told) -> None:
    """Everything was played, every tournament has its places, and no job went wrong.

    Raises:
        AssertionError: something is left.
    """
    async with week.desk.engine.connect() as connection:
        kinds = (
            select(notices.c.kind, func.count().label("sent"))
            .group_by(notices.c.kind)
            .order_by(notices.c.kind)
        )
        sent = {row.kind: row.sent for row in await connection.execute(kinds)}
        print(f"notices: {sum(sent.values())}, of {sent}")
        again = select(outbox.c.payload["job"].astext, outbox.c.last_error).where(outbox.c.attempts > 1)
        troubled = [tuple(row) for row in await connection.execute(again)]
    for tournament, stages in week.stages.items():
        views = [await week.desk.view(stage) for stage in stages]
        left = [one for view in views for one in view["matches"] if one["phase"] in ("pending", "ready")]
        done = await week.desk.get(f"/tournaments/{tournament}")
        name = done["name"]
        assert not left, [(name, one["number"], one["phase"]) for one in left]
        assert (done["state"], bool(done["champion"])) == ("finished", True), name
        entered = await week.desk.entered(done)
        assert {one["state"] for one in entered} == {"placed"}, name
    assert not told.broken_rules
    assert not troubled, troubled


if __name__ == "__main__":
    run(main)
