"""Every SQL statement about mails that prove or tell something about an account."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.accounts import account_mails, people

BOUND = ("verify_email", "reset_password")
"""Kinds that are about the address which the person has; where they have another by now, they are void."""


class ToSend(msgspec.Struct, frozen=True):
    """A mail on its way, and to whom."""

    kind: str
    address: str
    name: str
    locale: str


class Taken(msgspec.Struct, frozen=True):
    """A link that has just been used up."""

    kind: str
    person_id: UUID
    address: str


class State(msgspec.Struct, frozen=True):
    """A link as it stands."""

    kind: str
    used_at: datetime | None
    expires_at: datetime


async def add(
    connection: AsyncConnection,
    *,
    id: UUID,
    kind: str,
    person_id: UUID | None,
    address: str | None,
    expires_at: datetime,
) -> None:
    """Store a mail that is to be sent; its link gets a secret when it is."""
    await connection.execute(
        insert(account_mails).values(
            id=id, kind=kind, person_id=person_id, address=address, expires_at=expires_at
        )
    )


async def to_send(connection: AsyncConnection, mail_id: UUID, *, now: datetime) -> ToSend | None:
    """The mail, unless it is to nobody, too late, void, or its address is the person's no more."""
    query = (
        select(account_mails.c.kind, account_mails.c.address, people.c.display_name, people.c.locale)
        .join_from(account_mails, people, people.c.id == account_mails.c.person_id)
        .where(account_mails.c.id == mail_id)
        .where(account_mails.c.used_at.is_(None), account_mails.c.expires_at > now)
        .where(or_(account_mails.c.kind.not_in(BOUND), account_mails.c.address == people.c.email))
    )
    row = (await connection.execute(query)).one_or_none()
    return ToSend(row.kind, row.address, row.display_name, row.locale) if row else None


async def set_secret(
    connection: AsyncConnection, mail_id: UUID, secret_hash: bytes, *, expires_at: datetime
) -> None:
    """Keep by what the mail's link is known, and until when it works."""
    await connection.execute(
        update(account_mails)
        .where(account_mails.c.id == mail_id)
        .values(secret_hash=secret_hash, expires_at=expires_at)
    )


async def take(
    connection: AsyncConnection, secret_hash: bytes, kinds: Collection[str], *, now: datetime
) -> Taken | None:
    """Use a link up; None if it cannot be. Of two at once the second waits, and finds it used."""
    taken = (
        update(account_mails)
        .where(account_mails.c.secret_hash == secret_hash, account_mails.c.kind.in_(kinds))
        .where(account_mails.c.used_at.is_(None), account_mails.c.expires_at > now)
        .values(used_at=now)
        .returning(account_mails.c.kind, account_mails.c.person_id, account_mails.c.address)
    )
    row = (await connection.execute(taken)).one_or_none()
    return Taken(**row._mapping) if row else None


async def state(connection: AsyncConnection, secret_hash: bytes) -> State | None:
    """The link with this secret."""
    query = select(account_mails.c.kind, account_mails.c.used_at, account_mails.c.expires_at).where(
        account_mails.c.secret_hash == secret_hash
    )
    row = (await connection.execute(query)).one_or_none()
    return State(**row._mapping) if row else None


async def void(
    connection: AsyncConnection, person_id: UUID, kinds: Collection[str], *, now: datetime
) -> None:
    """Let none of a person's links of these kinds work any more, sent or not."""
    await connection.execute(
        update(account_mails)
        .where(account_mails.c.person_id == person_id, account_mails.c.kind.in_(kinds))
        .where(account_mails.c.used_at.is_(None))
        .values(used_at=now)
    )
