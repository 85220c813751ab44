"""Workers that are killed and a Valkey that is ill-treated while notices are due, and what comes of them."""

import asyncio
import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import func, insert, select, update

from esports.clock import utc_now
from esports.db.schema.journal import outbox
from esports.db.schema.notifications import notices
from esports.embedded.valkey import Valkey
from esports.jobs import AnnounceMatchReady
from tests.support.mail import Mailbox
from tests.support.processes import WorkerProcess
from tests.support.rows import add_match, add_person
from tests.support.wait import until
from workers.parts import Parts

Start = Callable[[], WorkerProcess]
TROUBLES = ("stopped", "paused", "flushed", "cut")
"""What may befall a Valkey: killed and started later, silent for a while, emptied, or its connections cut."""


class Told(msgspec.Struct, frozen=True):
    """Of all people who were to be told: who was not, or twice; and how many mails too many there were."""

    due: int
    missed: int
    twice: int
    unmailed: int
    mailed_again: int


class Lost(msgspec.Struct, frozen=True):
    """A job that was handed out when a worker was killed."""

    job: UUID
    attempts: int
    at: datetime


class Chaos:
    """Keeps so many workers running, and asks for notices as long as it is told to."""

    def __init__(self, parts: Parts, start: Start, valkey: Valkey, *, workers: int) -> None:
        self.people: list[UUID] = []
        self.killed = 0
        self.lost: list[Lost] = []
        self._parts = parts
        self._start = start
        self._valkey = valkey
        self._workers = [start() for _ in range(workers)]

    async def ask(self) -> None:
        """A match that can be played: two people are to be told, by inbox and mail."""
        async with self._parts.engine.begin() as connection:
            pair = [await add_person(connection, "Ana"), await add_person(connection, "Bo")]
            match = await add_match(connection, pair)
            job = {"id": uuid4(), "payload": AnnounceMatchReady(match), "due_at": utc_now()}
            await connection.execute(insert(outbox).values(**job))
        self.people += pair

    async def ask_on(self, pause_seconds: float, *, most: int) -> None:
        """Ask again and again until cancelled, but while `most` jobs wait: a busy machine gets its time."""
        while True:
            if await self.left() < most:
                await self.ask()
            await asyncio.sleep(pause_seconds)

    async def kill(self) -> None:
        """Kill a worker that is up, note what was handed out just then, and start another in its place."""
        place = random.randrange(len(self._workers))
        await until(lambda: self._workers[place].says("the worker is up"))
        self._workers[place].kill()
        self.killed += 1
        query = select(outbox.c.id, outbox.c.attempts).where(
            outbox.c.done_at.is_(None), outbox.c.lease_until.is_not(None)
        )
        async with self._parts.engine.connect() as connection:
            at = utc_now()
            self.lost += [Lost(row.id, row.attempts, at) for row in await connection.execute(query)]
        self._workers[place] = self._start()

    async def kill_all(self) -> None:
        """Kill every worker, let the time of what they had pass, and start as many others."""
        for worker in self._workers:
            worker.kill()
            self.killed += 1
        held = outbox.c.done_at.is_(None) & outbox.c.lease_until.is_not(None)
        async with self._parts.engine.begin() as connection:
            await connection.execute(update(outbox).where(held).values(lease_until=utc_now()))
        self._workers = [self._start() for _ in self._workers]

    async def befall(self, trouble: str, seconds: float) -> None:
        """Have one of `TROUBLES` befall the Valkey, where it lasts for so long."""
        if trouble == "stopped":
            self._valkey.wait(0)
            await asyncio.sleep(seconds)
            self._valkey.start()
        elif trouble == "paused":
            assert self._valkey.pid is not None
            os.kill(self._valkey.pid, signal.SIGSTOP)
            await asyncio.sleep(seconds)
            os.kill(self._valkey.pid, signal.SIGCONT)
        else:
            async with Redis.from_url(self._valkey.url) as redis:
                if trouble == "flushed":
                    await redis.flushall()
                    return
                try:
                    await redis.client_kill_filter(_type="normal", skipme=True)
                    await redis.client_kill_filter(_type="pubsub")
                except RedisError:
                    pass

    async def left(self) -> int:
        """How many jobs are not done."""
        async with self._parts.engine.connect() as connection:
            query = select(func.count(outbox.c.id)).where(outbox.c.done_at.is_(None))
            return int((await connection.execute(query)).scalar_one())

    async def told(self, mailbox: Mailbox) -> Told:
        """How all that was asked for went."""
        async with self._parts.engine.connect() as connection:
            found = list(await connection.execute(select(notices.c.id, notices.c.person_id)))
        inboxes = Counter(row.person_id for row in found)
        mails = Counter(str(mail["Message-ID"]).strip("<>").partition("@")[0] for mail in mailbox.mails)
        return Told(
            due=len(self.people),
            missed=len(set(self.people) - set(inboxes)),
            twice=sum(inboxes.values()) - len(inboxes),
            unmailed=len({str(row.id) for row in found} - set(mails)),
            mailed_again=sum(mails.values()) - len(mails),
        )


class Watch:
    """Sees when each job was handed out how often, and when it was done."""

    def __init__(self, parts: Parts, lease: timedelta) -> None:
        self._parts = parts
        self._lease = lease
        self._handed: dict[tuple[UUID, int], datetime] = {}

    async def look_on(self) -> None:
        """Look again and again until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(0.2)

    async def look(self) -> None:
        """Note what is handed out now."""
        query = select(outbox.c.id, outbox.c.attempts, outbox.c.lease_until).where(
            outbox.c.done_at.is_(None), outbox.c.lease_until.is_not(None)
        )
        async with self._parts.engine.connect() as connection:
            for row in await connection.execute(query):
                self._handed.setdefault((row.id, row.attempts), row.lease_until - self._lease)

    def takeovers(self, lost: list[Lost]) -> list[float]:
        """Seconds from each kill to the next time that a job was handed out which had been until then."""
        again = ((one.at, self._handed.get((one.job, one.attempts + 1))) for one in lost)
        return [(at - killed).total_seconds() for killed, at in again if at is not None and at > killed]
