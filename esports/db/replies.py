"""Remembered replies: a write with an `Idempotency-Key` takes effect once, however often it is sent.

The key is inserted in the transaction of the effect. A second request with the same key waits on the
unique index until the first has committed, and then finds the reply to repeat.
"""

from typing import Any

import msgspec
from sqlalchemy import Integer, LargeBinary, Text, bindparam, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.parts import Part, PartText
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
    given = (replies.c.principal == principal) & (replies.c.idempotency_key == key)
    row = (await connection.execute(select(replies).where(given))).one()
    return Remembered(
        fingerprint=row.fingerprint, status=row.status, headers=row.headers, body=bytes(row.body)
    )


REMEMBER = PartText(
    "remembered",
    """
    UPDATE replies SET status = :reply_status, headers = :reply_headers, body = :reply_body
    WHERE principal = :principal AND idempotency_key = :key
    """,
    (
        bindparam("reply_status", type_=Integer),
        bindparam("reply_headers", type_=JSONB),
        bindparam("reply_body", type_=LargeBinary),
        bindparam("principal", type_=Text),
        bindparam("key", type_=Text),
    ),
)


def remembering(principal: str, key: str, *, status: int, headers: dict[str, str], body: bytes) -> Part:
    """The statement that keeps the reply, for the same transaction as the effect."""
    said = {"reply_status": status, "reply_headers": headers, "reply_body": body}
    return Part(REMEMBER, {"principal": principal, "key": key, **said})
