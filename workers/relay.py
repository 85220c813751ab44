"""The relay: hands out the jobs that are due, from the outbox in PostgreSQL to the queue in Redis.

It is woken by Redis and looks every second besides, so a lost wake-up costs a second. What is handed out
is leased: if the queue or a worker is lost, the lease runs out and the job is handed out again.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from arq.connections import ArqRedis
from redis.asyncio import Redis
from redis.exceptions import RedisError

from esports import log
from esports.db import outbox
from esports.db.wake import outbox_channel
from esports.settings import Settings
from workers import queue as queues
from workers.pace import PACED, Pace
from workers.parts import SERVER_TROUBLE, Parts

LEASE = timedelta(seconds=8)
"""How long a hand-out may go unnoticed. A job that is being worked on keeps its row locked as well, and while
one waits for its turn in the queue its lease is renewed: what is lost with a process is taken over soon.
"""
RENEWED = timedelta(seconds=4)
"""A lease with less than this to go is renewed."""
POLL_SECONDS = 1.0
BUSY_SECONDS = 0.1
LISTEN_SECONDS = 5.0

logger = log.get(__name__)


class Leased(msgspec.Struct):
    """A hand-out, and until when it is leased."""

    job: outbox.HandedOut
    until: datetime


class Relay:
    """One process's relay. It hands out little at a time, so that nothing waits in Redis for long."""

    def __init__(
        self, settings: Settings, parts: Parts, queue: ArqRedis, *, poll_seconds: float = POLL_SECONDS
    ) -> None:
        self._settings = settings
        self._parts = parts
        self._queue = queue
        self._poll_seconds = poll_seconds
        self._limit = 2 * queues.max_jobs(settings)
        self._pace = Pace(settings.mails_per_second, parts.clock())
        self._handed_out: dict[str, Leased] = {}
        self._woken = asyncio.Event()

    async def run(self) -> None:
        """Hand out jobs until cancelled; an error of a server is logged, and tried over."""
        while True:
            self._woken.clear()
            pause = self._poll_seconds
            try:
                if await self.pass_on():
                    pause = BUSY_SECONDS
            except SERVER_TROUBLE as error:
                logger.warning("the relay waits for its servers", reason=str(error))
            await self._sleep(pause)

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            pass

    async def pass_on(self) -> bool:
        """Hand out what is due, as far as there is room; tells whether there may be more."""
        room = self._limit - await self._still_queued()
        if room <= 0:
            await asyncio.sleep(BUSY_SECONDS)
            return True
        now = self._parts.clock()
        held_back = self._pace.held_back(now)
        async with self._parts.engine.begin() as connection:
            jobs = await outbox.claim(connection, now=now, lease=LEASE, limit=room, patient=not held_back)
        self._pace.spend(sum(job.job == PACED for job in jobs))
        for number, job in enumerate(jobs):
            try:
                key = await queues.enqueue(self._queue, self._settings, job)
            except RedisError:  # full, or gone since it was asked; it must not use up what jobs may fail
                async with self._parts.engine.begin() as connection:
                    await outbox.give_back(connection, jobs[number:])
                raise
            self._handed_out[key] = Leased(job, now + LEASE)
        return len(jobs) == room or held_back

    async def _still_queued(self) -> int:
        """How many of its hand-outs are in the queue yet. Redis is asked first: without it none is made.

        arq leaves there for 40 s what a worker had begun that is dead since. Once its lease is over it takes
        no room any more, or else those who live could not take over.
        """
        await self._queue.ping()
        if self._handed_out:
            stages = await queues.stages(self._queue, self._settings, list(self._handed_out))
            now = self._parts.clock()
            staged = [
                (key, one, stage) for (key, one), stage in zip(self._handed_out.items(), stages, strict=True)
            ]
            self._handed_out = {
                key: one
                for key, one, stage in staged
                if stage == "waiting" or (stage == "begun" and one.until > now)
            }
            await self._renew([one for _, one, stage in staged if stage == "waiting"], now)
        return len(self._handed_out)

    async def _renew(self, waiting: Sequence[Leased], now: datetime) -> None:
        """Renew the leases of what waits for its turn and would run out soon."""
        short = [one for one in waiting if one.until - now < RENEWED]
        if short:
            async with self._parts.engine.begin() as connection:
                await outbox.renew(connection, [one.job for one in short], until=now + LEASE)
            for one in short:
                one.until = now + LEASE

    async def listen(self, redis: Redis) -> None:
        """Be woken by whoever commits a job, until cancelled."""
        while True:
            try:
                async with redis.pubsub() as subscription:
                    await subscription.subscribe(outbox_channel(self._settings.redis_prefix))
                    while True:
                        if await subscription.get_message(
                            ignore_subscribe_messages=False, timeout=LISTEN_SECONDS
                        ):
                            self._woken.set()
            except SERVER_TROUBLE:
                await asyncio.sleep(POLL_SECONDS)
