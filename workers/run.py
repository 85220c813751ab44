"""One job, from its row in the outbox to the mark that it is done, put off, or given up."""

import asyncio
import random
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import structlog

from esports import log
from esports.db import outbox
from esports.jobs import AnyJob, TellFailure
from esports.uow import UnitOfWork, unit_of_work
from workers.handlers import Failed, handle
from workers.parts import Parts

JOB_SECONDS = 20.0
"""A handler that takes longer is stopped, and its job is tried again."""
MAX_ATTEMPTS = 12
"""A job that goes wrong so often is given up: more than half an hour after the first time."""
MAX_HAND_OUTS = 20
"""A job that never came back from so many hand-outs is given up: it may be what kills the workers."""
LONGEST_WAIT_SECONDS = 600

logger = log.get(__name__)


async def run_job(context: dict[str, Any], job_id: str, patient: bool = False) -> None:
    """Work on one job of the outbox; the function that arq calls. Raises nothing but cancellation."""
    structlog.contextvars.clear_contextvars()
    log.bind(job_id=job_id)
    if patient:
        await context["turns"].next()
    try:
        await work(context["parts"], UUID(job_id))
    except Exception:  # the row keeps its lease, and is handed out again when that runs out
        logger.exception("a job could not be worked on")


async def work(parts: Parts, job_id: UUID) -> None:
    """Do the job if it is still to be done; else, or if somebody is at it, do nothing."""
    error = ""
    async with unit_of_work(parts.engine, parts.waker, clock=parts.clock) as unit:
        job = await outbox.hold(unit.connection, job_id)
        if job is None:
            return
        log.bind(correlation_id=job.correlation_id)
        unit.correlation_id = job.correlation_id
        try:
            await _settle(unit, job, await _attempt(parts, unit, job))
            await unit.commit()
            return
        except Exception as raised:  # whatever it is, it belongs to this job alone
            logger.exception("a job went wrong", attempts=job.attempts)
            error = f"{type(raised).__name__}: {raised}"
    async with unit_of_work(parts.engine, parts.waker, clock=parts.clock) as unit:
        await _settle(unit, job, Failed(error))
        await unit.commit()


async def _attempt(parts: Parts, unit: UnitOfWork, job: outbox.Held) -> Failed | None:
    if job.attempts > MAX_HAND_OUTS:
        return Failed("handed out again and again, and never came back", final=True)
    try:
        payload: AnyJob = msgspec.convert(job.payload, AnyJob)
    except msgspec.ValidationError as error:
        return Failed(f"nobody knows this job: {error}", final=True)
    async with asyncio.timeout(JOB_SECONDS):
        return await handle(parts, unit, payload)


async def _settle(unit: UnitOfWork, job: outbox.Held, failed: Failed | None) -> None:
    if failed is None:
        await outbox.finish(unit.connection, job.id, now=unit.now)
    elif failed.final or job.attempts >= MAX_ATTEMPTS:
        logger.error("a job was given up", attempts=job.attempts, reason=failed.error)
        await outbox.fail(unit.connection, job.id, now=unit.now, error=failed.error)
        if not _tells_of_failure(job.payload):
            unit.enqueue(TellFailure(job.id), dedupe_key=f"failure:{job.id}:{unit.now.isoformat()}")
    else:
        wait = back_off(job.attempts)
        logger.warning("a job is put off", attempts=job.attempts, seconds=wait, reason=failed.error)
        until = unit.clock() + timedelta(seconds=wait)
        await outbox.put_off(unit.connection, job.id, until=until, error=failed.error)


def _tells_of_failure(payload: object) -> bool:
    """Whether it is such a job itself: that it fails is in the log, for to tell of it would fail as well."""
    return isinstance(payload, dict) and payload.get("job") == TellFailure.__name__


def back_off(attempts: int) -> float:
    """Seconds to wait after that many attempts: twice as long each time, and never all at once."""
    wait = min(2.0**attempts, LONGEST_WAIT_SECONDS)
    return wait * random.uniform(0.75, 1.25)  # noqa: S311
