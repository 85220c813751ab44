"""Every SQL statement about second factors and their recovery codes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.accounts import recovery_codes, second_factors


class Factor(msgspec.Struct, frozen=True):
    """A second factor: begun, and on once it is confirmed."""

    secret: bytes
    confirmed_at: datetime | None


async def begin(connection: AsyncConnection, person_id: UUID, secret: bytes) -> bool:
    """Store a secret that is to be confirmed, in place of one that never was; False if one is on already."""
    begun = insert(second_factors).values(person_id=person_id, secret=secret)
    renewed = begun.on_conflict_do_update(
        index_elements=["person_id"],
        set_={"secret": begun.excluded.secret, "created_at": func.now()},
        where=second_factors.c.confirmed_at.is_(None),
    )
    stored = await connection.execute(renewed.returning(second_factors.c.person_id))
    return stored.one_or_none() is not None


async def of_person(connection: AsyncConnection, person_id: UUID) -> Factor | None:
    """A person's second factor, begun or on; it stays as it is until the transaction ends."""
    query = (
        select(second_factors.c.secret, second_factors.c.confirmed_at)
        .where(second_factors.c.person_id == person_id)
        .with_for_update()
    )
    row = (await connection.execute(query)).one_or_none()
    return Factor(bytes(row.secret), row.confirmed_at) if row else None


async def confirm(connection: AsyncConnection, person_id: UUID, *, now: datetime) -> None:
    """Turn a second factor on."""
    await connection.execute(
        update(second_factors).where(second_factors.c.person_id == person_id).values(confirmed_at=now)
    )


async def spend_step(connection: AsyncConnection, person_id: UUID, step: int) -> bool:
    """Use up the code of a time step, and with it the earlier ones; False if it was used before."""
    spent = (
        update(second_factors)
        .where(second_factors.c.person_id == person_id)
        .where(or_(second_factors.c.last_step.is_(None), second_factors.c.last_step < step))
        .values(last_step=step)
    )
    return (await connection.execute(spent)).rowcount > 0


async def add_codes(connection: AsyncConnection, person_id: UUID, hashes: Sequence[bytes]) -> None:
    """Store recovery codes."""
    await connection.execute(
        insert(recovery_codes), [{"person_id": person_id, "code_hash": one} for one in hashes]
    )


async def drop_codes(connection: AsyncConnection, person_id: UUID) -> None:
    """Forget a person's recovery codes."""
    await connection.execute(delete(recovery_codes).where(recovery_codes.c.person_id == person_id))


async def codes_left(connection: AsyncConnection, person_id: UUID) -> int:
    """How many recovery codes a person has not used."""
    query = select(func.count()).select_from(recovery_codes).where(recovery_codes.c.person_id == person_id)
    return int((await connection.execute(query)).scalar_one())


async def spend_code(connection: AsyncConnection, person_id: UUID, code_hash: bytes) -> bool:
    """Use up a recovery code; False if there is none like it any more."""
    spent = delete(recovery_codes).where(
        recovery_codes.c.person_id == person_id, recovery_codes.c.code_hash == code_hash
    )
    return (await connection.execute(spent)).rowcount > 0


async def remove(connection: AsyncConnection, person_id: UUID) -> bool:
    """Take a second factor off, with its recovery codes; whether there was one."""
    await drop_codes(connection, person_id)
    gone = await connection.execute(delete(second_factors).where(second_factors.c.person_id == person_id))
    return gone.rowcount > 0
