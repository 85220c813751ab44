"""Housekeeping: what is over goes, what may still be asked for stays, and one sweeps at a time."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Table, func, insert, select

from esports.clock import utc_now
from esports.db import housekeeping
from esports.db.schema.accounts import account_mails, live_tickets, second_factors, sessions
from esports.db.schema.journal import outbox, replies
from tests.support.rows import add_person
from tests.workers.test_outbox import put
from workers.housekeeping import sweep
from workers.parts import Parts

DAY = timedelta(days=1)


async def add(parts: Parts, table: Table, **values: Any) -> None:
    async with parts.engine.begin() as connection:
        await connection.execute(insert(table).values(**values))


async def fill(parts: Parts, age: timedelta) -> None:
    """One of each leftover, over since `age`."""
    then = utc_now() - age
    async with parts.engine.begin() as connection:
        person = await add_person(connection)
    name = str(age).encode()
    await add(parts, sessions, id_hash=name, person_id=person, csrf_token="-", expires_at=then)
    await add(parts, live_tickets, id_hash=name, person_id=person, expires_at=then)
    old = then - housekeeping.KEEP
    await add(parts, account_mails, id=uuid4(), person_id=person, kind="verify_email", expires_at=old)
    await add(parts, second_factors, person_id=person, secret=b"-", created_at=old)
    await add(
        parts,
        replies,
        principal=str(person),
        idempotency_key="k",
        fingerprint=b"-",
        created_at=old,
    )
    await put(parts, due_at=then - 9 * DAY, done_at=old)


async def left(parts: Parts) -> dict[str, int]:
    async with parts.engine.connect() as connection:
        return {
            table.name: int((await connection.execute(select(func.count()).select_from(table))).scalar_one())
            for table in (sessions, live_tickets, account_mails, second_factors, replies, outbox)
        }


async def test_what_is_over_goes_and_the_rest_stays(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "BATCH", 2)
    for age in (DAY, 2 * DAY, 3 * DAY, -DAY):
        await fill(parts, age)
    await put(parts, due_at=utc_now() - 30 * DAY)
    await put(parts, due_at=utc_now() - 30 * DAY, failed_at=utc_now() - 30 * DAY)
    assert await sweep(parts, pause_seconds=0) == 18
    assert await left(parts) == {
        "sessions": 1,
        "live_tickets": 1,
        "account_mails": 1,
        "second_factors": 1,
        "replies": 1,
        "outbox": 3,
    }
    assert await sweep(parts, pause_seconds=0) == 0


async def test_one_sweeps_at_a_time(parts: Parts) -> None:
    await fill(parts, DAY)
    async with parts.engine.begin() as busy:
        assert await housekeeping.sweep(busy, now=utc_now() - 30 * DAY) == 0
        assert await sweep(parts, pause_seconds=0) == 0
    assert await sweep(parts, pause_seconds=0) == 6


async def test_a_second_factor_that_is_on_stays(parts: Parts) -> None:
    then = utc_now() - 99 * DAY
    async with parts.engine.begin() as connection:
        person = await add_person(connection)
    await add(parts, second_factors, person_id=person, secret=b"-", created_at=then, confirmed_at=then)
    assert await sweep(parts, pause_seconds=0) == 0
