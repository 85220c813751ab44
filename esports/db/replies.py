"""Remembered replies: a write with an `Idempotency-Key` takes effect once, however often it is sent.

The key is inserted in the transaction of the effect. A second request with the same key waits on the
unique index until the first has committed, and then finds the reply to repeat.
"""

from typing import Any

import msgspec
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.journal import replies


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """What was answered the first time, and the fingerprint of what was asked."""

    fingerprint: bytes
    status: int
    headers: dict[str, Any]
    body: bytes


async def claim(
    connection: AsyncConnection, principal: str, key: str, fingerprint: bytes
) -> Remembered | None:
    """Take the key for this transaction, or return the reply that it already has."""
    taken = await connection.execute(
        insert(replies)
        .values(principal=principal, idempotency_key=key, fingerprint=fingerprint)
        .on_conflict_do_nothing()
        .returning(replies.c.principal)
    )
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
