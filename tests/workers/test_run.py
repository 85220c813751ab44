"""One job at a time: done once, put off with its error, given up in the end, and no harm to others."""

import asyncio
import os
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import func, select, text, update

from esports.clock import utc_now
from esports.db.engine import create_engine
from esports.db.schema.journal import outbox as table
from esports.db.schema.notifications import deliveries, notices
from esports.jobs import AnnounceMatchReady, DeliverMail
from esports.journal.chain import REWRITE
from esports.notifications.mail import Mailer
from esports.settings import Settings
from tests.support.mail import Mailbox
from tests.support.rows import add_match, add_person
from tests.workers.test_outbox import put, state
from workers import run
from workers.parts import Parts

LEASE = timedelta(seconds=20)


async def hand_out(parts: Parts, payload: Any, *, attempts: int = 1) -> UUID:
    now = utc_now()
    return await put(parts, payload=payload, due_at=now, lease_until=now + LEASE, attempts=attempts)


async def hand_out_again(parts: Parts, job: UUID, *, attempts: int) -> None:
    async with parts.engine.begin() as connection:
        values = {"lease_until": utc_now() + LEASE, "attempts": attempts}
        await connection.execute(update(table).where(table.c.id == job).values(**values))


async def ready_match(parts: Parts) -> UUID:
    async with parts.engine.begin() as connection:
        people = [await add_person(connection, "Ana"), await add_person(connection, "Bo")]
        return await add_match(connection, people)


async def count(parts: Parts, of: Any) -> int:
    async with parts.engine.connect() as connection:
        return int((await connection.execute(select(func.count()).select_from(of))).scalar_one())


async def mail_job(parts: Parts) -> UUID:
    """The outbox row of a notice's mail, handed out."""
    await run.work(parts, await hand_out(parts, AnnounceMatchReady(await ready_match(parts))))
    async with parts.engine.begin() as connection:
        query = select(table.c.id).where(table.c.done_at.is_(None)).limit(1)
        job: UUID = (await connection.execute(query)).scalar_one()
    await hand_out_again(parts, job, attempts=1)
    return job


def with_server(parts: Parts, mailbox: Mailbox) -> Parts:
    return msgspec.structs.replace(parts, mailer=Mailer(Settings(smtp_url=mailbox.url)))


async def test_a_job_is_done_and_marked_in_one_and_a_repeat_changes_nothing(parts: Parts) -> None:
    job = await hand_out(parts, AnnounceMatchReady(await ready_match(parts)))
    await asyncio.gather(*(run.work(parts, job) for _ in range(3)))
    row = await state(parts, job)
    assert row.done_at is not None
    assert row.lease_until is None
    for _ in range(2):
        await run.work(parts, job)
    assert await state(parts, job) == row
    assert await count(parts, notices) == 2
    assert await count(parts, table) == 3


async def test_a_second_job_of_the_same_kind_and_match_changes_nothing(parts: Parts) -> None:
    match = await ready_match(parts)
    for _ in range(2):
        await run.work(parts, await hand_out(parts, AnnounceMatchReady(match)))
    assert await count(parts, notices) == 2


async def test_the_mail_of_a_notice_becomes_a_file(parts: Parts, settings: Settings) -> None:
    job = await mail_job(parts)
    await run.work(parts, job)
    assert (await state(parts, job)).done_at is not None
    assert len(os.listdir(settings.mail_dir)) == 1


@pytest.mark.parametrize(
    "payload", [{"job": "BrewCoffee"}, {"job": "DeliverMail", "notice_id": "x"}, {}, [], "text", 7]
)
async def test_a_job_that_nobody_knows_ends_in_sight_and_blocks_nobody(parts: Parts, payload: Any) -> None:
    odd = await hand_out(parts, payload)
    job = await hand_out(parts, AnnounceMatchReady(await ready_match(parts)))
    await run.work(parts, odd)
    await run.work(parts, job)
    row = await state(parts, odd)
    assert row.failed_at is not None
    assert row.done_at is None
    assert "nobody knows this job" in row.last_error
    assert (await state(parts, job)).done_at is not None


async def test_a_payload_is_not_trusted(parts: Parts) -> None:
    for payload in (AnnounceMatchReady(uuid4()), DeliverMail(uuid4())):
        job = await hand_out(parts, payload)
        await run.work(parts, job)
        assert (await state(parts, job)).done_at is not None
    assert await count(parts, notices) == 0


async def test_an_error_undoes_all_and_the_job_comes_back_later(parts: Parts) -> None:
    match = await ready_match(parts)
    async with parts.engine.begin() as connection:
        await connection.execute(REWRITE)
        await connection.execute(text("DELETE FROM journals"))
    job = await hand_out(parts, AnnounceMatchReady(match))
    before = utc_now()
    await run.work(parts, job)
    row = await state(parts, job)
    assert row.done_at is None
    assert row.failed_at is None
    assert row.lease_until is None
    assert row.due_at > before + timedelta(seconds=1)
    assert "NoResultFound" in row.last_error
    assert await count(parts, notices) == 0


async def test_a_hand_out_that_comes_late_does_not_hurry_a_job_that_was_put_off(parts: Parts) -> None:
    job = await hand_out(parts, {"job": "BrewCoffee"})
    async with parts.engine.begin() as connection:
        await connection.execute(update(table).values(lease_until=None))
    await run.work(parts, job)
    assert (await state(parts, job)).failed_at is None


async def test_a_mail_that_is_refused_is_put_off_and_both_rows_say_why(
    parts: Parts, mailbox: Mailbox
) -> None:
    mailing = with_server(parts, mailbox)
    mailbox.answer_data = "451 try later"
    job = await mail_job(parts)
    await run.work(mailing, job)
    row = await state(parts, job)
    assert (row.done_at, row.failed_at, row.last_error) == (None, None, "451 try later")
    async with parts.engine.connect() as connection:
        delivery = (await connection.execute(select(deliveries).where(deliveries.c.attempts > 0))).one()
    assert (delivery.state, delivery.attempts, delivery.last_error) == ("failed", 1, "451 try later")
    mailbox.answer_data = "250 OK"
    await hand_out_again(parts, job, attempts=2)
    await run.work(mailing, job)
    assert (await state(parts, job)).done_at is not None
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize(("answer", "attempts"), [("554 never", 1), ("451 try later", run.MAX_ATTEMPTS)])
async def test_a_job_is_given_up_for_good_in_the_end(
    parts: Parts, mailbox: Mailbox, answer: str, attempts: int
) -> None:
    mailbox.answer_data = answer
    job = await mail_job(parts)
    await hand_out_again(parts, job, attempts=attempts)
    await run.work(with_server(parts, mailbox), job)
    row = await state(parts, job)
    assert row.failed_at is not None
    assert row.last_error == answer


async def test_a_job_that_never_comes_back_is_given_up(parts: Parts) -> None:
    job = await hand_out(parts, AnnounceMatchReady(await ready_match(parts)), attempts=run.MAX_HAND_OUTS + 1)
    await run.work(parts, job)
    assert (await state(parts, job)).failed_at is not None
    assert await count(parts, notices) == 0


async def test_a_job_that_takes_too_long_is_stopped_and_comes_back(
    parts: Parts, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = await mail_job(parts)
    monkeypatch.setattr(run, "JOB_SECONDS", 0.2)
    mailbox.release.clear()
    await run.work(with_server(parts, mailbox), job)
    row = await state(parts, job)
    assert (row.done_at, row.failed_at) == (None, None)
    assert "TimeoutError" in row.last_error


async def test_a_database_that_is_away_leaves_the_job_to_its_lease(parts: Parts) -> None:
    engine = create_engine(Settings(database_url="postgresql://127.0.0.1:1/none"), application="test")
    await run.run_job({"parts": msgspec.structs.replace(parts, engine=engine)}, str(uuid4()))
    await engine.dispose()


def test_the_waits_grow_and_have_an_end() -> None:
    for attempts in range(1, run.MAX_HAND_OUTS + 1):
        expected = min(2**attempts, run.LONGEST_WAIT_SECONDS)
        assert 0.75 * expected <= run.back_off(attempts) <= 1.25 * expected
