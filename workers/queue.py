"""arq, set up so that it can lose everything: the queue in Redis only says which rows of the outbox to do.

What is different from arq's own ways, and why:
- payloads are JSON, since a pickle lets whoever writes to Redis run code here;
- connections have deadlines, since a silent Redis would otherwise stop a worker for good;
- no results are kept, and no job is retried by arq: both are the outbox's business.
"""

import logging
from datetime import UTC
from typing import Literal, cast

import msgspec
from arq import func
from arq.connections import ArqRedis
from arq.constants import in_progress_key_prefix
from arq.typing import WorkerCoroutine
from arq.worker import Worker
from redis.asyncio import ConnectionPool

from esports.db.outbox import HandedOut
from esports.settings import Settings
from workers.pace import Turns
from workers.parts import Parts
from workers.run import run_job

Stage = Literal["waiting", "begun", "gone"]

POLL_SECONDS = 0.1
REDIS_SECONDS = 5.0
JOB_TIMEOUT_SECONDS = 30
HEALTH_SECONDS = 10
HEADROOM = 3
"""Connections of the pool that jobs leave alone: for the relay, housekeeping, and what else beats now and
then.
"""


def queue_name(settings: Settings) -> str:
    """The key of the queue."""
    return f"{settings.redis_prefix}:queue"


def max_jobs(settings: Settings) -> int:
    """How many jobs a process works on at once; each holds a database connection."""
    return max(1, settings.database_pool_size - HEADROOM)


def connect(settings: Settings) -> ArqRedis:
    """A client of the queue. It connects when it is first used."""
    pool = ConnectionPool.from_url(
        settings.redis_url,
        socket_timeout=REDIS_SECONDS,
        socket_connect_timeout=REDIS_SECONDS,
        health_check_interval=HEALTH_SECONDS,
    )
    client = ArqRedis(
        pool,
        job_serializer=msgspec.json.encode,
        job_deserializer=msgspec.json.decode,
        default_queue_name=queue_name(settings),
    )
    client.auto_close_connection_pool = True  # the pool is this client's own
    return client


async def enqueue(queue: ArqRedis, settings: Settings, job: HandedOut) -> str:
    """Queue one hand-out of a job and return its key: the same hand-out is never queued twice."""
    key = f"{settings.redis_prefix}:{job.id}:{job.attempts}"
    await queue.enqueue_job("run_job", str(job.id), job.patient, _job_id=key)
    return key


async def stages(queue: ArqRedis, settings: Settings, keys: list[str]) -> list[Stage]:
    """How far each of these hand-outs is, as far as the queue knows: what a dead worker had is `begun`."""
    scores = await queue.zmscore(queue_name(settings), keys)
    begun = await queue.mget([in_progress_key_prefix + key for key in keys])
    return [
        "gone" if score is None else "waiting" if mark is None else "begun"
        for score, mark in zip(scores, begun, strict=True)
    ]


def build(settings: Settings, parts: Parts) -> Worker:
    """A worker for one life of the connection to Redis."""
    logging.getLogger("arq").setLevel(logging.WARNING)
    return Worker(
        [func(cast(WorkerCoroutine, run_job), name="run_job")],
        queue_name=queue_name(settings),
        redis_pool=connect(settings),
        ctx={"parts": parts, "turns": Turns(settings.mails_per_second)},
        handle_signals=False,
        max_jobs=max_jobs(settings),
        max_tries=1_000,
        job_timeout=JOB_TIMEOUT_SECONDS,
        keep_result=0,
        poll_delay=POLL_SECONDS,
        health_check_interval=HEALTH_SECONDS,
        job_serializer=msgspec.json.encode,
        job_deserializer=msgspec.json.decode,
        timezone=UTC,
        log_results=False,
    )
