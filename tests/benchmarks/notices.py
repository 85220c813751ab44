"""A schedule that moves for a crowd: `python -m tests.benchmarks.notices [PEOPLE [WORKERS]]`.

Real PostgreSQL and Valkey, `esports serve`, so many `esports work`, a mail server and somebody who asks the
API, each a process of its own and, as `esports up` starts them, of its own session. The crowd is who plays in
the first round of a bracket for so many: a power of two has no byes. A publication moves all of their
matches: how long until each inbox has it, with the item of the journal that sockets are fed from; how long
until the mail server has every mail; and what the API's answers take meanwhile, against what they took
before, in the same run, at the same rate of requests, by the same client. How fast sockets are fed from the
journals is `tests.benchmarks.fanout`.

The mail server and the client stand for other machines, but share this one's processors: the mail server
stands back, the client costs little, and what each process used is printed. The waits of a machine that is
busy with other things tell nothing; the CPU seconds do.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
from redis.asyncio import Redis
from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.clock import utc_now
from esports.db.engine import create_engine
from esports.db.schema.journal import outbox
from esports.db.schema.notifications import notices
from esports.db.schema.schedule import bookings, publications, schedules, stations, venues
from esports.db.wake import RedisWaker
from esports.ids import new_id
from esports.jobs import AnnounceSchedule
from esports.schedule.rows import Booking, Move
from esports.settings import PREFIX, Settings
from esports.uow import unit_of_work
from tests.benchmarks.reports import organiser, run, started
from tests.benchmarks.rush import children_of, postmaster_of, serving, used_by
from tests.support.crowd import speak_for

PEOPLE = int(sys.argv[1]) if len(sys.argv) > 1 else 2_048
WORKERS = int(sys.argv[2]) if len(sys.argv) > 2 else 1
IDLE_SECONDS = 20.0
ASKED_PER_SECOND = 40
LOOK_SECONDS = 0.2
GIVEN_UP_SECONDS = 300
WORK = "import sys; from esports.cli import main; sys.exit(main(['work']))"
STARTS = datetime(2039, 1, 1, tzinfo=UTC)


@contextmanager
def working(settings: Settings) -> Iterator[list[int]]:
    """So many workers; their process ids."""
    with ExitStack() as stack:
        pids = []
        for _ in range(WORKERS):
            values = msgspec.to_builtins(settings)
            told = {f"{PREFIX}{name.upper()}": str(value) for name, value in values.items()}
            process = subprocess.Popen(
                [sys.executable, "-c", WORK], env={**os.environ, **told}, start_new_session=True
            )
            pids.append(process.pid)
            stack.callback(process.wait, 60)
            stack.callback(process.send_signal, signal.SIGTERM)
        yield pids


class Post:
    """The mail server in its process."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.postbox"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        self.pid = self._process.pid
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


class Asking:
    """Who asks the API, in a process of their own."""

    def __init__(self, port: int, *paths: str) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.probe", str(port), str(ASKED_PER_SECOND), *paths]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        self.pid = self._process.pid

    def waits(self) -> list[float]:
        """The seconds that each answer took, of those since the last time."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return msgspec.json.decode(self._process.stdout.readline(), type=list[float])

    def close(self) -> None:
        """End it."""
        self._process.communicate()


def p99(waits: list[float]) -> float:
    """Milliseconds."""
    return 1_000 * sorted(waits)[len(waits) * 99 // 100]


class Used:
    """The CPU seconds of processes by their part in it."""

    def __init__(self, parts: dict[str, list[int]], postmaster: int) -> None:
        self._parts = parts
        self._postmaster = postmaster
        self._before = self._now()

    def _now(self) -> dict[str, float]:
        of_database = [self._postmaster, *children_of(self._postmaster)]
        parts = {**self._parts, "PostgreSQL": of_database}
        return {name: sum(map(used_by, pids)) for name, pids in parts.items()}

    def __str__(self) -> str:
        now = self._now()
        return ", ".join(f"{name} {now[name] - before:.1f}" for name, before in self._before.items())


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


async def until(
    engine: AsyncEngine, post: Post, asking: Asking, crowd: int
) -> tuple[float, list[float], float]:
    """Seconds from now until every inbox has it, what the API's answers took so far, and seconds from now
    until every mail has arrived.
    """
    begun = time.perf_counter()
    told, waits = 0.0, []
    query = select(func.count()).select_from(notices).where(notices.c.kind == "schedule_changed")
    count = 0
    while time.perf_counter() < begun + GIVEN_UP_SECONDS:
        if not told:
            async with engine.connect() as connection:
                count = (await connection.execute(query)).scalar_one()
            if count >= crowd:
                told, waits = time.perf_counter() - begun, asking.waits()
        mails, people = await asyncio.to_thread(post.count)
        if mails >= crowd and told:
            assert (count, people) == (crowd, crowd), "each is told once"
            return told, waits, time.perf_counter() - begun
        await asyncio.sleep(LOOK_SECONDS)
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
    async with engine.begin() as connection:
        await connection.execute(delete(outbox))  # the draw and the receipts, of which nobody asks here
    publication = await moved(engine, event, matches)
    with serving(settings, 1) as servers, working(settings) as workers, ExitStack() as stack:
        asking = stack.enter_context(
            closing(
                Asking(servers.ports[0], f"/api/v1/events/{event}", f"/api/v1/events/{event}/tournaments")
            )
        )
        await asyncio.sleep(IDLE_SECONDS / 4)
        asking.waits()
        parts = {"API": servers.pids, "workers": workers, "mail server": [post.pid], "client": [asking.pid]}
        postmaster = await postmaster_of(engine)
        used = Used(parts, postmaster)
        await asyncio.sleep(IDLE_SECONDS)
        idle, idle_used = p99(asking.waits()), str(used)
        used = Used(parts, postmaster)
        async with unit_of_work(engine, RedisWaker(redis, settings.redis_prefix)) as unit:
            unit.enqueue(AnnounceSchedule(publication))
            await unit.commit()
        told, at_first, mailed = await until(engine, post, asking, crowd)
        at_last = asking.waits()
        busy, busy_used = p99(at_first + at_last), str(used)
    print(
        f"{crowd} people, {WORKERS} workers: every inbox after {told:.1f} s, "
        f"every mail after {mailed:.1f} s ({crowd / mailed:.0f}/s)\n"
        f"API p99 idle {idle:.1f} ms, meanwhile {busy:.1f} ms: {busy / idle:.2f} times "
        f"(until the inboxes {p99(at_first):.1f} ms, from then on {p99(at_last):.1f} ms)\n"
        f"CPU seconds in {IDLE_SECONDS:.0f} s idle: {idle_used}\n"
        f"CPU seconds meanwhile: {busy_used}",
        flush=True,
    )
    post.close()
    await redis.aclose()
    await engine.dispose()


if __name__ == "__main__":
    run(main)
