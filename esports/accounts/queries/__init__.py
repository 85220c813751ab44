"""Every SQL statement about people, tokens, tickets and roles; beside it those about sessions and proofs."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.wire import Person, Token
from esports.db.rows import to_struct
from esports.db.schema.accounts import live_tickets, people, second_factors, staff, tokens
from esports.db.schema.tournaments import tournaments


class Account(msgspec.Struct, frozen=True):
    """A person and the hash of their password."""

    person: Person
    password_hash: str


class Bearer(msgspec.Struct, frozen=True):
    """A token that is neither deleted nor run out, and whose it is."""

    person: Person
    secret_hash: bytes
    scopes: list[str]
    last_used_at: datetime | None


HAS_SECOND_FACTOR = (
    exists()
    .where(second_factors.c.person_id == people.c.id, second_factors.c.confirmed_at.is_not(None))
    .correlate(people)
)
PERSON = (
    people.c.id,
    people.c.email,
    people.c.email_verified_at.is_not(None).label("email_verified"),
    people.c.display_name,
    people.c.birth_date,
    people.c.locale,
    people.c.time_zone,
    people.c.notices,
    people.c.quiet_hours,
    people.c.digest,
    people.c.remind_minutes,
    HAS_SECOND_FACTOR.label("second_factor"),
    people.c.is_admin,
    people.c.revision,
)
TOKEN = (
    tokens.c.id,
    tokens.c.name,
    tokens.c.scopes,
    tokens.c.expires_at,
    tokens.c.last_used_at,
    tokens.c.created_at,
)


async def add_person(
    connection: AsyncConnection,
    *,
    id: UUID,
    email: str,
    display_name: str,
    birth_date: date | None,
    locale: str,
    password_hash: str,
    is_admin: bool = False,
) -> Person:
    """Store a person."""
    stored = insert(people).values(
        id=id,
        email=email,
        display_name=display_name,
        birth_date=birth_date,
        locale=locale,
        password_hash=password_hash,
        is_admin=is_admin,
    )
    return person_in((await connection.execute(stored.returning(*PERSON))).one())


async def person(connection: AsyncConnection, person_id: UUID) -> Person | None:
    """The person with this id."""
    return await _one_person(connection, select(*PERSON).where(people.c.id == person_id))


async def person_by_email(connection: AsyncConnection, email: str) -> Person | None:
    """The person with this address."""
    return await _one_person(connection, select(*PERSON).where(func.lower(people.c.email) == email))


async def account(connection: AsyncConnection, email: str) -> Account | None:
    """The person with this address, with what their password is checked by."""
    return await _one_account(connection, func.lower(people.c.email) == email)


async def account_of(connection: AsyncConnection, person_id: UUID) -> Account | None:
    """The person with this id, with what their password is checked by."""
    return await _one_account(connection, people.c.id == person_id)


async def holds_password(connection: AsyncConnection, person_id: UUID, password_hash: str) -> bool:
    """Whether this is still the password; if so it stays until the transaction ends."""
    query = (
        select(people.c.id)
        .where(people.c.id == person_id, people.c.password_hash == password_hash)
        .with_for_update(read=True)
    )
    return (await connection.execute(query)).one_or_none() is not None


async def set_password(connection: AsyncConnection, person_id: UUID, password_hash: str) -> None:
    """Give a person another password."""
    await connection.execute(
        update(people).where(people.c.id == person_id).values(password_hash=password_hash)
    )


async def verify_email(connection: AsyncConnection, person_id: UUID, address: str, *, now: datetime) -> bool:
    """Note that the person reads mail at this address; False if they have another one by now."""
    verified = (
        update(people)
        .where(people.c.id == person_id, people.c.email == address)
        .values(email_verified_at=func.coalesce(people.c.email_verified_at, now))
    )
    return (await connection.execute(verified)).rowcount > 0


async def set_email(connection: AsyncConnection, person_id: UUID, address: str, *, now: datetime) -> None:
    """Give a person another address, at which they read mail."""
    await connection.execute(
        update(people).where(people.c.id == person_id).values(email=address, email_verified_at=now)
    )


async def change_person(connection: AsyncConnection, person_id: UUID, values: dict[str, Any]) -> Person:
    """Store what the person chose, as the next revision."""
    changed = (
        update(people)
        .where(people.c.id == person_id)
        .values(**values, revision=people.c.revision + 1)
        .returning(*PERSON)
    )
    return person_in((await connection.execute(changed)).one())


async def promote(connection: AsyncConnection, person_id: UUID) -> None:
    """Make a person a site admin."""
    await connection.execute(update(people).where(people.c.id == person_id).values(is_admin=True))


async def add_token(
    connection: AsyncConnection,
    *,
    id: UUID,
    person_id: UUID,
    name: str,
    secret_hash: bytes,
    scopes: list[str],
    expires_at: datetime | None,
) -> None:
    """Store a token."""
    await connection.execute(
        insert(tokens).values(
            id=id,
            person_id=person_id,
            name=name,
            secret_hash=secret_hash,
            scopes=scopes,
            expires_at=expires_at,
        )
    )


BEARER = (
    select(*PERSON, tokens.c.secret_hash, tokens.c.scopes, tokens.c.last_used_at)
    .join_from(tokens, people)
    .where(tokens.c.id == bindparam("token_id"), tokens.c.revoked_at.is_(None))
    .where(or_(tokens.c.expires_at.is_(None), tokens.c.expires_at > bindparam("now")))
)
"""Built once, for it runs at every request of a program."""


async def bearer(connection: AsyncConnection, token_id: UUID, *, now: datetime) -> Bearer | None:
    """The token, unless it was deleted or has run out."""
    row = (await connection.execute(BEARER, {"token_id": token_id, "now": now})).one_or_none()
    return Bearer(person_in(row), row.secret_hash, row.scopes, row.last_used_at) if row else None


async def note_use(connection: AsyncConnection, token_id: UUID, *, now: datetime) -> None:
    """Keep when the token was used."""
    await connection.execute(update(tokens).where(tokens.c.id == token_id).values(last_used_at=now))


async def tokens_of(connection: AsyncConnection, person_id: UUID) -> list[Token]:
    """A person's tokens that are not deleted, the newest first."""
    query = (
        select(*TOKEN)
        .where(tokens.c.person_id == person_id, tokens.c.revoked_at.is_(None))
        .order_by(tokens.c.id.desc())
    )
    return [to_struct(row, Token) for row in await connection.execute(query)]


async def revoke_tokens(connection: AsyncConnection, person_id: UUID, *, now: datetime) -> None:
    """Delete all of a person's tokens, and the tickets that they got with them."""
    await connection.execute(delete(live_tickets).where(live_tickets.c.person_id == person_id))
    await connection.execute(
        update(tokens)
        .where(tokens.c.person_id == person_id, tokens.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )


async def revoke_token(
    connection: AsyncConnection, token_id: UUID, *, person_id: UUID, now: datetime
) -> bool:
    """Delete a person's token; whether there was one."""
    revoked = (
        update(tokens)
        .where(tokens.c.id == token_id, tokens.c.person_id == person_id, tokens.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return (await connection.execute(revoked)).rowcount > 0


async def lock_person(connection: AsyncConnection, person_id: UUID) -> None:
    """Make others who change what the person owns wait for this transaction."""
    await connection.execute(select(people.c.id).where(people.c.id == person_id).with_for_update())


async def add_ticket(
    connection: AsyncConnection, *, id_hash: bytes, person_id: UUID, expires_at: datetime
) -> None:
    """Store a live ticket."""
    await connection.execute(
        insert(live_tickets).values(id_hash=id_hash, person_id=person_id, expires_at=expires_at)
    )


async def take_ticket(connection: AsyncConnection, id_hash: bytes, *, now: datetime) -> UUID | None:
    """Delete a live ticket and return whose it was, unless it has run out."""
    taken = (
        delete(live_tickets)
        .where(live_tickets.c.id_hash == id_hash)
        .returning(live_tickets.c.person_id, live_tickets.c.expires_at)
    )
    row = (await connection.execute(taken)).one_or_none()
    return row.person_id if row and row.expires_at > now else None


ROLES_OF = select(staff.c.role).where(
    staff.c.person_id == bindparam("person_id"), staff.c.event_id == bindparam("event_id")
)


async def roles_of(connection: AsyncConnection, person_id: UUID, event_id: UUID) -> list[str]:
    """The roles that a person holds in an event."""
    found = await connection.execute(ROLES_OF, {"person_id": person_id, "event_id": event_id})
    return list(found.scalars())


ROLES_IN = (
    select(staff.c.role)
    .join(tournaments, tournaments.c.event_id == staff.c.event_id)
    .where(staff.c.person_id == bindparam("person_id"), tournaments.c.id == bindparam("tournament_id"))
)


async def roles_in(connection: AsyncConnection, person_id: UUID, tournament_id: UUID) -> list[str]:
    """The roles that a person holds in the event of a tournament."""
    found = await connection.execute(ROLES_IN, {"person_id": person_id, "tournament_id": tournament_id})
    return list(found.scalars())


async def _one_account(connection: AsyncConnection, which: ColumnElement[bool]) -> Account | None:
    query = select(*PERSON, people.c.password_hash).where(which)
    row = (await connection.execute(query)).one_or_none()
    return Account(person_in(row), row.password_hash) if row else None


async def _one_person(connection: AsyncConnection, query: Select[Any]) -> Person | None:
    row = (await connection.execute(query)).one_or_none()
    return person_in(row) if row else None


def person_in(row: Row[Any]) -> Person:
    """The person whose columns are in the row."""
    return to_struct(row, Person)
