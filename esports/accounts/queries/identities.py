"""Every SQL statement about identities of an OpenID provider, and about sign-ins by it that are under way."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import delete, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.queries import PERSON, person_in
from esports.accounts.wire import Person
from esports.db.schema.accounts import identities, oidc_flows, oidc_proofs, people


class Flow(msgspec.Struct, frozen=True):
    """A sign-in under way. `person_id`: who links the provider, None where somebody signs in."""

    nonce_hash: bytes
    person_id: UUID | None


async def begin(
    connection: AsyncConnection,
    *,
    state_hash: bytes,
    browser_hash: bytes,
    nonce_hash: bytes,
    person_id: UUID | None,
    expires_at: datetime,
) -> None:
    """Store a sign-in that begins."""
    await connection.execute(
        insert(oidc_flows).values(
            state_hash=state_hash,
            browser_hash=browser_hash,
            nonce_hash=nonce_hash,
            person_id=person_id,
            expires_at=expires_at,
        )
    )


async def take(
    connection: AsyncConnection, *, state_hash: bytes, browser_hash: bytes, now: datetime
) -> Flow | None:
    """Use a sign-in up; None where this browser has none of this state, or too long ago."""
    taken = (
        delete(oidc_flows)
        .where(oidc_flows.c.state_hash == state_hash, oidc_flows.c.browser_hash == browser_hash)
        .returning(oidc_flows.c.nonce_hash, oidc_flows.c.person_id, oidc_flows.c.expires_at)
    )
    row = (await connection.execute(taken)).one_or_none()
    return Flow(bytes(row.nonce_hash), row.person_id) if row and row.expires_at > now else None


async def person_of(connection: AsyncConnection, issuer: str, subject: str) -> Person | None:
    """Whose account this identity opens."""
    query = (
        select(*PERSON)
        .join_from(identities, people)
        .where(identities.c.issuer == issuer, identities.c.subject == subject)
    )
    row = (await connection.execute(query)).one_or_none()
    return person_in(row) if row else None


async def is_linked(connection: AsyncConnection, person_id: UUID, issuer: str) -> bool:
    """Whether an identity of the provider opens the person's account."""
    query = select(identities.c.subject).where(
        identities.c.person_id == person_id, identities.c.issuer == issuer
    )
    return (await connection.execute(query)).one_or_none() is not None


async def link(connection: AsyncConnection, person_id: UUID, issuer: str, subject: str) -> bool:
    """Let the identity open the account; False if it opens one already, or another one opens this."""
    linked = insert_or(identities).values(person_id=person_id, issuer=issuer, subject=subject)
    stored = await connection.execute(linked.on_conflict_do_nothing().returning(identities.c.person_id))
    return stored.one_or_none() is not None


async def unlink(connection: AsyncConnection, person_id: UUID, issuer: str) -> bool:
    """Let no identity of the provider open the account any more; whether one did."""
    gone = delete(identities).where(identities.c.person_id == person_id, identities.c.issuer == issuer)
    return (await connection.execute(gone)).rowcount > 0


async def add_proof(
    connection: AsyncConnection, id_hash: bytes, person_id: UUID, *, expires_at: datetime
) -> None:
    """Keep that the provider has signed a person in, who still has to show their second factor."""
    await connection.execute(
        insert(oidc_proofs).values(id_hash=id_hash, person_id=person_id, expires_at=expires_at)
    )


async def proven(connection: AsyncConnection, id_hash: bytes, *, now: datetime) -> UUID | None:
    """Whom the provider has signed in, held until the transaction ends."""
    query = (
        select(oidc_proofs.c.person_id)
        .where(oidc_proofs.c.id_hash == id_hash, oidc_proofs.c.expires_at > now)
        .with_for_update()
    )
    found: UUID | None = (await connection.execute(query)).scalar_one_or_none()
    return found


async def drop_proof(connection: AsyncConnection, id_hash: bytes) -> None:
    """Let a proof be worth nothing any more."""
    await connection.execute(delete(oidc_proofs).where(oidc_proofs.c.id_hash == id_hash))
