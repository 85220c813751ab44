"""Every SQL statement about guardians' consents and what was decided."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.entries import entries
from esports.db.schema.events import events
from esports.db.schema.privacy import consent_decisions, guardian_consents
from esports.db.schema.tournaments import tournaments

consents = guardian_consents


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """A consent that was asked for, with where the entry plays."""

    id: UUID
    entry_id: UUID
    tournament_id: UUID
    subject: bytes
    guardian_email: str | None
    locale: str
    state: str
    mails: int
    expires_at: datetime
    changed_at: datetime
    entry: str
    tournament: str
    event: str


COLUMNS = (
    consents.c.id,
    consents.c.entry_id,
    entries.c.tournament_id,
    consents.c.subject,
    consents.c.guardian_email,
    consents.c.locale,
    consents.c.state,
    consents.c.mails,
    consents.c.expires_at,
    consents.c.changed_at,
    entries.c.name.label("entry"),
    tournaments.c.name.label("tournament"),
    events.c.name.label("event"),
)


async def _found(connection: AsyncConnection, which: ColumnElement[bool]) -> list[Consent]:
    query = (
        select(*COLUMNS)
        .join(entries, entries.c.id == consents.c.entry_id)
        .join(tournaments, tournaments.c.id == entries.c.tournament_id)
        .join(events, events.c.id == tournaments.c.event_id)
        .where(which)
        .order_by(consents.c.id)
    )
    return [Consent(**row._mapping) for row in await connection.execute(query)]


async def by_id(connection: AsyncConnection, consent_id: UUID) -> Consent | None:
    """The consent."""
    return next(iter(await _found(connection, consents.c.id == consent_id)), None)


async def by_ask(connection: AsyncConnection, secret_hash: bytes) -> Consent | None:
    """The consent whose guardian was sent this link to decide."""
    return next(iter(await _found(connection, consents.c.ask_hash == secret_hash)), None)


async def by_revoke(connection: AsyncConnection, secret_hash: bytes) -> Consent | None:
    """The consent whose guardian was sent this link to withdraw it."""
    return next(iter(await _found(connection, consents.c.revoke_hash == secret_hash)), None)


async def of_entry(connection: AsyncConnection, entry_id: UUID) -> list[Consent]:
    """All that was asked for players of the entry, also for some who are not on its roster any more."""
    return await _found(connection, consents.c.entry_id == entry_id)


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Store a consent that is asked for."""
    await connection.execute(insert(consents).values(**values))


async def change(connection: AsyncConnection, consent_id: UUID, **values: Any) -> None:
    """Store changed columns."""
    await connection.execute(update(consents).where(consents.c.id == consent_id).values(**values))


async def ask_again(connection: AsyncConnection, consent_id: UUID, **values: Any) -> None:
    """Store that the guardian is asked once more; the links of before are dead."""
    await change(
        connection,
        consent_id,
        **values,
        state="asked",
        mails=consents.c.mails + 1,
        ask_hash=None,
        revoke_hash=None,
    )


async def decided(connection: AsyncConnection, **values: Any) -> None:
    """Keep one more line of what happened with a consent."""
    await connection.execute(insert(consent_decisions).values(**values))


async def mails_of(connection: AsyncConnection, entry_id: UUID) -> int:
    """How often guardians were asked for the entry."""
    query = select(func.coalesce(func.sum(consents.c.mails), 0)).where(consents.c.entry_id == entry_id)
    return int((await connection.execute(query)).scalar_one())


async def entry_names(connection: AsyncConnection, entry_ids: Sequence[UUID]) -> list[tuple[UUID, str, str]]:
    """Name and state of these entries, in the order of registration."""
    query = (
        select(entries.c.id, entries.c.name, entries.c.state)
        .where(entries.c.id.in_(entry_ids))
        .order_by(entries.c.registered_order)
    )
    return [(row.id, row.name, row.state) for row in await connection.execute(query)]


async def own_entry(connection: AsyncConnection, tournament_id: UUID, person_id: UUID) -> UUID | None:
    """The entry that the person has in the tournament and did not take out."""
    query = select(entries.c.id).where(
        entries.c.tournament_id == tournament_id,
        entries.c.person_id == person_id,
        entries.c.state.not_in(("withdrawn", "refused", "disqualified")),
    )
    return (await connection.execute(query)).scalar_one_or_none()
