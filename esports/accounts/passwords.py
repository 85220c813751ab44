"""Passwords: argon2id, two at a time, so that a rush of sign-ins takes neither the memory nor the loop.

One check takes 19 MiB and some 30 ms (OWASP's second recommended setting). Beyond a queue of 20, callers
are told to come back instead of waiting for longer than a browser would.
"""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from esports.errors import DomainError, Kind
from esports.i18n import N_

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
SLOTS = 2
QUEUE = 20
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$Jh7Y6s4CUhY2c+976BApPA$igFeNsGUMieTkvYUAhJC9gXhU2gD69uvA5p+WYJA8vU"
"""The hash of a forgotten random password: checked for unknown people, so that they take as long."""

T = TypeVar("T")
_threads = ThreadPoolExecutor(SLOTS, thread_name_prefix="password")
_inside = 0


async def hash_password(password: str) -> str:
    """The password's hash, salted.

    Raises:
        DomainError: `sign_in_busy`.
    """
    return await _in_turn(lambda: HASHER.hash(_normal(password)))


async def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether it is the password; with no hash the answer is no, after the same time.

    Raises:
        DomainError: `sign_in_busy`.
    """
    matches = await _in_turn(lambda: _matches(password_hash or NOBODY, password))
    return matches and password_hash is not None


def _matches(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, _normal(password))
    except VerifyMismatchError:
        return False


def _normal(password: str) -> str:
    """Keyboards differ in how they compose a letter; the person typed the same."""
    return unicodedata.normalize("NFC", password)


async def _in_turn(work: Callable[[], T]) -> T:
    global _inside
    if _inside >= SLOTS + QUEUE:
        raise DomainError(
            Kind.unavailable,
            "sign_in_busy",
            N_("Many people are signing in at this moment; try again in a few seconds."),
            retry_after_seconds=2,
        )
    _inside += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, work)
    finally:
        _inside -= 1
