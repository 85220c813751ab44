"""The worker as a process, and what it makes of kills, cuts and silence: every notice arrives once."""

import asyncio
import os
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from redis.asyncio import Redis
from sqlalchemy import ColumnElement, func, select, text

from esports.clock import utc_now
from esports.db import migrate
from esports.db.schema.journal import outbox as table
from esports.db.schema.notifications import notices
from esports.embedded import find
from esports.embedded.folder import Folder
from esports.embedded.postgres import Postgres
from esports.embedded.valkey import Valkey
from esports.errors import SettingsError
from esports.jobs import AnnounceMatchReady
from esports.settings import Settings
from tests.support.mail import Mailbox
from tests.support.processes import WorkerProcess
from tests.support.rows import add_match, add_person
from tests.support.wait import until
from tests.workers.test_outbox import put
from workers import main
from workers import queue as queues
from workers.parts import Parts

MATCHES = 10


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    """A Valkey of the test's own, to be killed at will. It keeps nothing."""
    with tempfile.TemporaryDirectory() as path, Folder(Path(path)) as folder:
        server = Valkey(find.redis(os.environ), folder, scratch=True)
        server.start()
        yield server
        server.wait(0)


@pytest.fixture
def start(
    settings: Settings, valkey: Valkey, mailbox: Mailbox, tmp_path: Path
) -> Iterator[Callable[[], WorkerProcess]]:
    """Starts workers that use the test's own Valkey and mail server."""
    chosen = msgspec.structs.replace(settings, redis_url=valkey.url, smtp_url=mailbox.url)
    started: list[WorkerProcess] = []

    def start_one() -> WorkerProcess:
        started.append(WorkerProcess(chosen, tmp_path / f"worker-{len(started)}.log"))
        return started[-1]

    yield start_one
    for worker in started:
        worker.clean_up()


Start = Callable[[], WorkerProcess]


async def ask(parts: Parts, matches: int = MATCHES) -> list[UUID]:
    """Put matches between new people into the database, and jobs to announce them into the outbox."""
    people: list[UUID] = []
    for _ in range(matches):
        async with parts.engine.begin() as connection:
            pair = [await add_person(connection, "Ana"), await add_person(connection, "Bo")]
            match = await add_match(connection, pair)
        await put(parts, payload=AnnounceMatchReady(match), due_at=utc_now())
        people += pair
    return people


async def count(parts: Parts, *which: ColumnElement[bool]) -> int:
    async with parts.engine.connect() as connection:
        return int((await connection.execute(select(func.count(table.c.id)).where(*which))).scalar_one())


async def settled(parts: Parts) -> None:
    """Wait until the outbox has nothing left to do."""

    async def is_empty() -> bool:
        return await count(parts, table.c.done_at.is_(None)) == 0

    await until(is_empty)


async def some_done(parts: Parts, wanted: int) -> None:
    """Wait until so many jobs are done."""

    async def is_done() -> bool:
        return await count(parts, table.c.done_at.is_not(None)) >= wanted

    await until(is_done)


async def some_lost(parts: Parts) -> bool:
    """Whether there was anything to mend: a job that was handed out more than once."""
    return await count(parts, table.c.attempts > 1) > 0


async def all_told_once(parts: Parts, people: list[UUID]) -> None:
    async with parts.engine.connect() as connection:
        told = Counter((await connection.execute(select(notices.c.person_id))).scalars())
    assert told == Counter(people)


def mailed(mailbox: Mailbox) -> Counter[str]:
    return Counter(mail["Message-ID"] for mail in mailbox.mails)


async def test_it_works_and_ends_with_status_0_when_told_to(
    parts: Parts, start: Start, mailbox: Mailbox
) -> None:
    people = await ask(parts)
    worker = start()
    await settled(parts)
    worker.ask_to_stop()
    assert worker.exit_status() == 0
    assert "Traceback" not in worker.log.read_text()
    await all_told_once(parts, people)
    assert set(mailed(mailbox).values()) == {1}
    assert len(mailbox.mails) == len(people)


async def test_a_job_in_hand_is_finished_before_the_end(parts: Parts, start: Start, mailbox: Mailbox) -> None:
    mailbox.release.clear()
    await ask(parts, 1)
    worker = start()
    await until(mailbox.holding.is_set)
    worker.ask_to_stop()
    mailbox.release.set()
    assert worker.exit_status() == 0
    assert len(mailbox.mails) >= 1


@pytest.mark.fault
async def test_what_a_killed_worker_had_in_hand_is_done_by_another(
    parts: Parts, start: Start, mailbox: Mailbox
) -> None:
    mailbox.release.clear()
    people = await ask(parts)
    first = start()
    await until(mailbox.holding.is_set)
    first.kill()
    mailbox.release.set()
    start()
    await settled(parts)
    await all_told_once(parts, people)
    assert await some_lost(parts)
    assert set(mailed(mailbox).values()) == {1}
    assert len(mailbox.mails) == len(people)


@pytest.mark.fault
async def test_workers_killed_again_and_again_lose_nothing(
    parts: Parts, start: Start, mailbox: Mailbox
) -> None:
    people = await ask(parts)
    for killed in range(3):
        worker = start()
        await some_done(parts, 4 * (killed + 1))
        worker.kill()
    start()
    await settled(parts)
    await all_told_once(parts, people)
    assert len(mailed(mailbox)) == len(people)


@pytest.mark.fault
async def test_a_flushed_redis_loses_nothing(
    parts: Parts, start: Start, mailbox: Mailbox, valkey: Valkey, settings: Settings
) -> None:
    start()
    start()
    people: list[UUID] = []
    queue = queues.queue_name(settings)
    async with Redis.from_url(valkey.url) as redis:

        async def is_queued() -> bool:
            return bool(await redis.zcard(queue))

        for _ in range(MATCHES):
            people += await ask(parts, 1)
            await until(is_queued)
            await redis.flushall()
    await settled(parts)
    await all_told_once(parts, people)
    assert await some_lost(parts)
    assert set(mailed(mailbox).values()) == {1}
    assert len(mailbox.mails) == len(people)


@pytest.mark.fault
async def test_a_killed_redis_is_waited_for(
    parts: Parts, start: Start, mailbox: Mailbox, valkey: Valkey
) -> None:
    worker = start()
    people = await ask(parts)
    await some_done(parts, 3)
    valkey.wait(0)
    people += await ask(parts)
    await until(lambda: worker.says("arq has stopped"))
    valkey.start()
    await settled(parts)
    await all_told_once(parts, people)
    assert len(mailed(mailbox)) == len(people)
    assert worker.is_up()


@pytest.mark.fault
async def test_a_redis_that_falls_silent_is_waited_for(
    parts: Parts, start: Start, mailbox: Mailbox, valkey: Valkey
) -> None:
    worker = start()
    people = await ask(parts)
    await some_done(parts, 3)
    assert valkey.pid is not None
    os.kill(valkey.pid, signal.SIGSTOP)
    people += await ask(parts)
    await until(lambda: worker.says("arq has stopped"))
    os.kill(valkey.pid, signal.SIGCONT)
    await settled(parts)
    await all_told_once(parts, people)
    assert len(mailed(mailbox)) == len(people)


@pytest.mark.fault
async def test_a_redis_that_comes_later_is_waited_for(
    parts: Parts, start: Start, mailbox: Mailbox, valkey: Valkey
) -> None:
    valkey.wait(0)
    worker = start()
    people = await ask(parts, 2)
    await until(lambda: worker.says("arq has stopped"))
    valkey.start()
    await settled(parts)
    await all_told_once(parts, people)
    worker.ask_to_stop()
    assert worker.exit_status() == 0


@pytest.mark.fault
async def test_cut_connections_to_the_database_lose_nothing(
    parts: Parts, start: Start, mailbox: Mailbox
) -> None:
    cut = text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE application_name = 'esports-worker' AND datname = current_database()"
        " AND pid <> pg_backend_pid()"
    )
    start()
    people: list[UUID] = []
    ended = 0
    for done in range(MATCHES):
        people += await ask(parts, 1)
        await some_done(parts, done)
        async with parts.engine.begin() as connection:
            ended += (await connection.execute(cut)).scalar_one()
    await settled(parts)
    assert ended > MATCHES
    await all_told_once(parts, people)
    assert len(mailed(mailbox)) == len(people)


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of the test's own, to be killed at will, with the newest schema."""
    with tempfile.TemporaryDirectory() as path, Folder(Path(path)) as folder:
        server = Postgres(find.postgres(os.environ), folder, scratch=True)
        server.start()
        with ThreadPoolExecutor(1) as thread:
            thread.submit(migrate.upgrade, server.url).result()
        yield server
        server.wait(0)


@pytest.mark.fault
async def test_a_killed_database_is_waited_for(
    postgres: Postgres, valkey: Valkey, mailbox: Mailbox, settings: Settings, tmp_path: Path
) -> None:
    chosen = msgspec.structs.replace(
        settings, database_url=postgres.url, redis_url=valkey.url, smtp_url=mailbox.url
    )
    worker = WorkerProcess(chosen, tmp_path / "worker.log")
    try:
        async with main.build(chosen) as (parts, _):
            people = await ask(parts)
            await some_done(parts, 3)
        postgres.wait(0)
        await until(lambda: worker.says("the relay waits for its servers"))
        postgres.start()
        async with main.build(chosen) as (parts, _):
            people += await ask(parts, 2)
            await settled(parts)
            await all_told_once(parts, people)
        assert len(mailed(mailbox)) == len(people)
        assert worker.is_up()
    finally:
        worker.clean_up()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"redis_url": ""}, "ESPORTS_REDIS_URL"),
        ({"smtp_url": "mailhost"}, "ESPORTS_SMTP_URL"),
        ({"mail_from": "nobody"}, "ESPORTS_MAIL_FROM"),
        ({"database_url": "postgresql://127.0.0.1:1/none"}, "cannot be used"),
    ],
)
async def test_a_wrong_setting_is_one_clear_line(
    settings: Settings, changes: dict[str, str], words: str
) -> None:
    with pytest.raises(SettingsError, match=words):
        await main.serve(msgspec.structs.replace(settings, **changes))


async def test_who_loses_a_cancellation_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main, "AGAIN_SECONDS", 0.001)

    async def hard_of_hearing() -> None:
        for _ in range(2):
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                pass
        await asyncio.Event().wait()

    tasks = [asyncio.create_task(hard_of_hearing()) for _ in range(2)]
    await asyncio.sleep(0)
    await main.end(tasks)
    assert [task.cancelled() for task in tasks] == [True, True]
