"""The worker process: relay, arq and housekeeping under one roof, until it is told to stop.

It outlives its servers. arq gives up when Redis goes away, so it is started over with a growing pause;
the relay and housekeeping retry by themselves.
"""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Collection
from typing import Any

from arq.worker import Worker
from redis.asyncio import Redis

from esports import log
from esports.db.engine import check_server, create_engine
from esports.db.wake import RedisWaker
from esports.errors import SettingsError
from esports.notifications.mail import Mailer
from esports.settings import Settings
from esports.webhooks.chats import Chats
from esports.webhooks.outgoing import Sender
from workers import calls, forecasts, heartbeat, housekeeping, webhooks
from workers import queue as queues
from workers.parts import Parts
from workers.priority import stand_back
from workers.relay import Relay

LONGEST_PAUSE_SECONDS = 5.0
STEADY_SECONDS = 30.0
AGAIN_SECONDS = 0.5

logger = log.get(__name__)


def main(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT; jobs that have begun are finished, for `shutdown_grace_seconds`.

    Raises:
        SettingsError: a setting that does not fit, or a database that does not answer.
    """
    log.configure(settings.log_level, settings.log_format)
    stand_back(settings.worker_niceness)
    asyncio.run(serve(settings))


async def serve(settings: Settings) -> None:
    """Be the worker process; see `main`."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signal_number, stop.set)
    async with build(settings) as (parts, redis), queues.connect(settings) as queue:
        relay = Relay(settings, parts, queue)
        async with asyncio.TaskGroup() as group:
            helpers = [
                group.create_task(relay.run()),
                group.create_task(relay.listen(redis)),
                group.create_task(heartbeat.run(parts)),
                group.create_task(housekeeping.run(parts)),
                group.create_task(webhooks.run(parts)),
                group.create_task(calls.run(parts)),
                group.create_task(forecasts.run(parts)),
            ]
            arq = group.create_task(keep_working(settings, parts, stop))
            logger.info("the worker is up", queue=queues.queue_name(settings))
            await stop.wait()
            await end(helpers)
            await arq
    logger.info("the worker has stopped")


@contextlib.asynccontextmanager
async def build(settings: Settings) -> AsyncIterator[tuple[Parts, Redis]]:
    """The parts of the process and its client for wake-ups; closed in the end."""
    if not settings.redis_url:
        raise SettingsError("ESPORTS_REDIS_URL is not set.")
    mailer = Mailer(settings)
    engine = create_engine(settings, application="worker")
    redis = Redis.from_url(settings.redis_url, socket_timeout=2, socket_connect_timeout=2)
    try:
        await check_server(engine)
        waker = RedisWaker(redis, settings.redis_prefix)
        sender = Sender(unsafe=settings.webhooks_anywhere)
        chats = Chats(sender, opened=settings.opened_chats, home=settings.public_url)
        async with mailer.keeping_lines():
            yield Parts(engine=engine, waker=waker, mailer=mailer, sender=sender, chats=chats), redis
    finally:
        await redis.aclose()
        await engine.dispose()


async def keep_working(settings: Settings, parts: Parts, stop: asyncio.Event) -> None:
    """Run arq, again and again, until told to stop."""
    loop = asyncio.get_running_loop()
    pause = 0.5
    while not stop.is_set():
        began = loop.time()
        try:
            await _one_life(settings, queues.build(settings, parts), stop)
        except Exception as error:  # arq passes on whatever its client raises
            logger.warning("arq has stopped, and is started over", reason=str(error), seconds=pause)
        pause = 0.5 if loop.time() - began > STEADY_SECONDS else min(2 * pause, LONGEST_PAUSE_SECONDS)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await stop.wait()


async def _one_life(settings: Settings, worker: Worker, stop: asyncio.Event) -> None:
    """Run one arq worker until it fails or `stop` is set; then let its jobs end."""
    main_task = asyncio.create_task(worker.main())
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((main_task, stopping), return_when=asyncio.FIRST_COMPLETED)
        worker.allow_pick_jobs = False
        if worker.tasks:
            await asyncio.wait(worker.tasks.values(), timeout=settings.shutdown_grace_seconds)
        if main_task.done():
            main_task.result()
    finally:
        await end((main_task, stopping, *worker.tasks.values()))
        await worker.pool.aclose()


async def end(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancel tasks, and wait until they are over; what they raise is let be.

    They are told again where they go on: Python 3.11's `wait_for`, which arq and drivers use, loses a
    cancellation that comes together with what it waits for.
    """
    while going_on := [task for task in tasks if not task.done()]:
        for task in going_on:
            task.cancel()
        await asyncio.wait(going_on, timeout=AGAIN_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)
