"""Remembered replies: a write with an `Idempotency-Key` takes effect once, however often it is sent.

The key is inserted in the transaction of the effect. A second request with the same key waits on the
unique index until the first has committed, and then finds the reply to repeat.
"""

from typing import Any

import msgspec
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.journal import replies


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """What was answered the first time, and the fingerprint of what was asked."""

    fingerprint: bytes
    status: int
    headers: dict[str, Any]
    body: bytes


CLAIM = text("""
    INSERT INTO replies (principal, idempotency_key, fingerprint)
    VALUES (:principal, :key, :fingerprint)
    ON CONFLICT DO NOTHING RETURNING 1
""")
"""A text, for SQLAlchemy compiles an insert with ON CONFLICT anew each time, and every write has this one."""


async def claim(
    connection: AsyncConnection, principal: str, key: str, fingerprint: bytes
) -> Remembered | None:
    """Take the key for this transaction, or return the reply that it already has."""
    taken = await connection.execute(CLAIM, {"principal": principal, "key": key, "fingerprint": fingerprint})
    if taken.one_or_none():
        return None
    row = (await connection.execute(select(replies).where(_is(principal, key)))).one()
    return Remembered(
        fingerprint=row.fingerprint, status=row.status, headers=row.headers, body=bytes(row.body)
    )


async def remember(
    connection: AsyncConnection,
    principal: str,
    key: str,
    *,
    status: int,
    headers: dict[str, str],
    body: bytes,
) -> None:
    """Keep the reply, in the same transaction as the effect."""
    await connection.execute(
        update(replies).where(_is(principal, key)).values(status=status, headers=headers, body=body)
    )


def _is(principal: str, key: str) -> Any:
    return (replies.c.principal == principal) & (replies.c.idempotency_key == key)
