"""Passwords: the right one opens, work is bounded, and nobody can tell who has an account."""

import asyncio
from unicodedata import normalize

import pytest

from esports.accounts import passwords
from esports.accounts.passwords import NOBODY, QUEUE, SLOTS, hash_password, verify_password
from esports.errors import DomainError, Kind
from tests.support.app import REAL_HASHER


@pytest.fixture(autouse=True)
def real_hasher(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here passwords cost what they cost in the product."""
    monkeypatch.setattr(passwords, "HASHER", REAL_HASHER)


async def test_the_right_password_alone_opens() -> None:
    kept = await hash_password("correct horse")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await verify_password(kept, "correct horse")
    assert not await verify_password(kept, "correct horse ")
    assert not await verify_password(None, "correct horse")


async def test_two_ways_to_type_one_letter_are_one_password() -> None:
    kept = await hash_password(normalize("NFC", "schöne Grüße"))
    assert await verify_password(kept, normalize("NFD", "schöne Grüße"))


def test_a_check_for_nobody_costs_what_a_check_costs() -> None:
    assert not REAL_HASHER.check_needs_rehash(NOBODY)


async def test_beyond_the_queue_callers_are_told_to_come_back() -> None:
    tries = [asyncio.create_task(verify_password(None, "x")) for _ in range(SLOTS + QUEUE + 5)]
    ends = await asyncio.gather(*tries, return_exceptions=True)
    refused = [end for end in ends if isinstance(end, DomainError)]
    assert [end for end in ends if end is False] == [False] * (SLOTS + QUEUE)
    assert [(one.kind, one.code) for one in refused] == [(Kind.unavailable, "sign_in_busy")] * 5
    assert all(one.retry_after_seconds for one in refused)
    assert not await verify_password(None, "x"), "the queue is free again"


async def test_a_caller_who_leaves_frees_the_place() -> None:
    leaving = [asyncio.create_task(verify_password(None, "x")) for _ in range(SLOTS + QUEUE)]
    await asyncio.sleep(0)
    for task in leaving:
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving[0]
    await asyncio.gather(*leaving, return_exceptions=True)
    assert not await verify_password(None, "x")
