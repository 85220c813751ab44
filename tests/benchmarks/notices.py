"""A schedule that moves for a crowd: `python -m tests.benchmarks.notices [PEOPLE [WORKERS]]`.

Real PostgreSQL and Valkey, `esports serve`, so many `esports work`, and a mail server, each a process of its
own. The crowd is who plays in the first round of a bracket for so many: a power of two has no byes. A
publication moves all of their matches: how long until each inbox has it, with the item of the journal that
sockets are fed from; how long until the mail server has every mail; and what the API's answers take
meanwhile, against what they took before, in the same run. How fast sockets are fed from the journals is
`tests.benchmarks.fanout`.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import msgspec
from redis.asyncio import Redis
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.clock import utc_now
from esports.db.engine import create_engine
from esports.db.schema.notifications import notices
from esports.db.schema.schedule import bookings, publications, schedules, stations, venues
from esports.db.wake import RedisWaker
from esports.ids import new_id
from esports.jobs import AnnounceSchedule
from esports.schedule.wire import Booking, Move
from esports.settings import PREFIX, Settings
from esports.uow import unit_of_work
from tests.benchmarks.reports import organiser, run, started
from tests.benchmarks.rush import serving
from tests.support.crowd import speak_for

PEOPLE = int(sys.argv[1]) if len(sys.argv) > 1 else 2_048
WORKERS = int(sys.argv[2]) if len(sys.argv) > 2 else 1
IDLE_SECONDS = 10.0
EVERY_SECONDS = 0.02
GIVEN_UP_SECONDS = 300
WORK = "import sys; from esports.cli import main; sys.exit(main(['work']))"
STARTS = datetime(2039, 1, 1, tzinfo=UTC)


@contextmanager
def working(settings: Settings) -> Iterator[None]:
    """So many workers."""
    with ExitStack() as stack:
        for _ in range(WORKERS):
            values = msgspec.to_builtins(settings)
            told = {f"{PREFIX}{name.upper()}": str(value) for name, value in values.items()}
            process = subprocess.Popen([sys.executable, "-c", WORK], env={**os.environ, **told})
            stack.callback(process.wait, 60)
            stack.callback(process.send_signal, signal.SIGTERM)
        yield


class Post:
    """The mail server in its process."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.postbox"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self._ask()

    def _ask(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def count(self) -> tuple[int, int]:
        """How many mails came in, and to how many people."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        mails, people = self._ask().split()
        return int(mails), int(people)

    def close(self) -> None:
        """End it."""
        self._process.communicate()


class Probe:
    """Asks the API for a page of data again and again, and keeps how long each answer took."""

    def __init__(self, port: int, path: str) -> None:
        self._url = f"http://127.0.0.1:{port}{path}"
        self.waits: list[float] = []

    async def run(self) -> None:
        """Ask until cancelled."""
        async with httpx.AsyncClient() as client:
            while True:
                begun = time.perf_counter()
                (await client.get(self._url)).raise_for_status()
                self.waits.append(time.perf_counter() - begun)
                await asyncio.sleep(EVERY_SECONDS)

    def p99(self) -> float:
        """Milliseconds, of the answers since the last time."""
        waits, self.waits = sorted(self.waits), []
        return 1_000 * waits[len(waits) * 99 // 100]


async def moved(engine: AsyncEngine, event: str, matches: list[str]) -> UUID:
    """Publish a start for each match; the publication's id."""
    event_id, venue, station, publication = UUID(event), *(new_id(utc_now) for _ in range(3))
    moves = []
    for number, match in enumerate(matches):
        begins = STARTS + timedelta(minutes=number)
        ends = begins + timedelta(minutes=30)
        after = Booking(match_id=UUID(match), station_id=station, starts_at=begins, ends_at=ends)
        moves.append(Move(match_id=after.match_id, before=None, after=after))
    made = {"event_id": event_id, "version": 1}
    async with engine.begin() as connection:
        hall = {"id": venue, "event_id": event_id, "name": "Hall", "hours": [], "breaks": []}
        await connection.execute(insert(venues).values(hall))
        await connection.execute(insert(stations).values(id=station, venue_id=venue, name="1", titles=[]))
        await connection.execute(insert(schedules).values(event_id=event_id, settings={}, version=1))
        rows = [msgspec.structs.asdict(move.after) for move in moves if move.after is not None]
        await connection.execute(insert(bookings), rows)
        await connection.execute(
            insert(publications).values(id=publication, moves=moves, published_at=utc_now(), **made)
        )
    return publication


async def until(engine: AsyncEngine, post: Post, crowd: int) -> tuple[float, float]:
    """Seconds from now until every inbox has it, and until every mail has arrived."""
    begun = time.perf_counter()
    told = 0.0
    query = select(func.count()).select_from(notices).where(notices.c.kind == "schedule_changed")
    while time.perf_counter() < begun + GIVEN_UP_SECONDS:
        async with engine.connect() as connection:
            count = (await connection.execute(query)).scalar_one()
        told = told or (time.perf_counter() - begun if count == crowd else 0.0)
        mails, people = await asyncio.to_thread(post.count)
        if mails >= crowd:
            assert (count, people) == (crowd, crowd), "each is told once"
            return told, time.perf_counter() - begun
        await asyncio.sleep(0.1)
    raise AssertionError(f"{count} notices, {mails} mails")


async def main(settings: Settings) -> None:
    """Tell the crowd, and measure."""
    post = Post()
    settings = msgspec.structs.replace(settings, smtp_url=post.url)
    engine = create_engine(settings, application="bench")
    redis = Redis.from_url(settings.redis_url)
    async with organiser(settings) as (api, event):
        matches = await started(api, event, "crowd", PEOPLE)
        tournament = (await api.get(f"/events/{event}/tournaments"))["items"][0]["id"]
        await speak_for(engine, tournament)
    crowd = 2 * len(matches)
    publication = await moved(engine, event, matches)
    with serving(settings, 1) as servers, working(settings):
        probe = Probe(servers.ports[0], f"/api/v1/events/{event}")
        asking = asyncio.create_task(probe.run())
        await asyncio.sleep(IDLE_SECONDS / 2)
        probe.p99()
        await asyncio.sleep(IDLE_SECONDS)
        idle = probe.p99()
        async with unit_of_work(engine, RedisWaker(redis, settings.redis_prefix)) as unit:
            unit.enqueue(AnnounceSchedule(publication))
            await unit.commit()
        told, mailed = await until(engine, post, crowd)
        busy = probe.p99()
        asking.cancel()
    print(
        f"{crowd} people, {WORKERS} workers: every inbox after {told:.1f} s, "
        f"every mail after {mailed:.1f} s ({crowd / mailed:.0f}/s)\n"
        f"API p99 idle {idle:.1f} ms, meanwhile {busy:.1f} ms: {busy / idle:.2f} times",
        flush=True,
    )
    post.close()
    await redis.aclose()
    await engine.dispose()


if __name__ == "__main__":
    run(main)
