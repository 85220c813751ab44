"""Every SQL statement about the rules of entering, invitations and exceptions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.accounts import people
from esports.db.schema.entries import PRESENT, entries
from esports.db.schema.entry_rules import entry_exceptions, entry_rules, entry_terms, invitations
from esports.db.schema.tournaments import tournaments
from esports.entries.rules.wire import EntryException, EntryRules, Invitation, StoredRules

INVITATION = (
    invitations.c.id,
    invitations.c.label,
    invitations.c.uses,
    invitations.c.used,
    invitations.c.expires_at,
    invitations.c.revoked_at,
)


RULES_OF = select(entry_rules).where(entry_rules.c.tournament_id == bindparam("tournament_id"))


async def rules_of(connection: AsyncConnection, tournament_id: UUID) -> StoredRules:
    """The tournament's rules; such as ask nothing where none were set."""
    row = (await connection.execute(RULES_OF, {"tournament_id": tournament_id})).one_or_none()
    if row is None:
        return StoredRules(tournament=tournament_id)
    return StoredRules(
        tournament=tournament_id,
        rules=msgspec.convert(row.rules, EntryRules),
        terms_version=row.terms_version,
        revision=row.revision,
    )


async def store_rules(connection: AsyncConnection, stored: StoredRules) -> None:
    """Keep the rules as they are now."""
    values = {
        "rules": msgspec.to_builtins(stored.rules),
        "terms_version": stored.terms_version,
        "revision": stored.revision,
    }
    statement = upsert(entry_rules).values(tournament_id=stored.tournament, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["tournament_id"], set_=values))


async def add_terms(connection: AsyncConnection, tournament_id: UUID, words: str) -> int:
    """Keep a text of the terms; gives its version. Needs the tournament's lock."""
    last = select(func.coalesce(func.max(entry_terms.c.version), 0)).where(
        entry_terms.c.tournament_id == tournament_id
    )
    version: int = (await connection.execute(last)).scalar_one() + 1
    await connection.execute(
        insert(entry_terms).values(tournament_id=tournament_id, version=version, text=words)
    )
    return version


async def held(
    connection: AsyncConnection, tournament_id: UUID, *, but: UUID | None = None
) -> list[tuple[str | None, str | None, str | None, int]]:
    """How many entries are in, wait or await approval, by delegation, region and club; `but` is left out."""
    columns = (entries.c.delegation, entries.c.region, entries.c.club)
    query = select(*columns, func.count()).where(entries.c.tournament_id == tournament_id, PRESENT)
    if but is not None:
        query = query.where(entries.c.id != but)
    return [(row[0], row[1], row[2], row[3]) for row in await connection.execute(query.group_by(*columns))]


async def hold_person(connection: AsyncConnection, person_id: UUID) -> None:
    """Hold the person's row, so that what they enter elsewhere meanwhile waits."""
    query = select(people.c.id).where(people.c.id == person_id).with_for_update(key_share=True)
    await connection.execute(query)


async def tournaments_entered(
    connection: AsyncConnection, person_id: UUID, event_id: UUID, *, but: UUID
) -> int:
    """In how many other tournaments of the event the person has an entry. Needs `hold_person`."""
    query = (
        select(func.count(entries.c.tournament_id.distinct()))
        .join(tournaments, tournaments.c.id == entries.c.tournament_id)
        .where(entries.c.person_id == person_id, tournaments.c.event_id == event_id)
        .where(entries.c.state.not_in(("withdrawn", "refused")), tournaments.c.state != "cancelled")
        .where(tournaments.c.id != but)
    )
    count: int = (await connection.execute(query)).scalar_one()
    return count


async def is_verified(connection: AsyncConnection, person_id: UUID) -> bool:
    """Whether the person has confirmed their mail address."""
    query = select(people.c.email_verified_at.is_not(None)).where(people.c.id == person_id)
    return bool((await connection.execute(query)).scalar_one_or_none())


async def add_invitation(connection: AsyncConnection, **values: Any) -> None:
    """Keep an invitation."""
    await connection.execute(insert(invitations).values(**values))


async def invitations_of(connection: AsyncConnection, tournament_id: UUID) -> list[Invitation]:
    """The tournament's invitations, the newest first."""
    query = (
        select(*INVITATION)
        .where(invitations.c.tournament_id == tournament_id)
        .order_by(invitations.c.id.desc())
    )
    return [to_struct(row, Invitation) for row in await connection.execute(query)]


async def invitation_by_code(
    connection: AsyncConnection, tournament_id: UUID, code_hash: bytes
) -> Invitation | None:
    """The invitation to this tournament with this code."""
    query = select(*INVITATION).where(
        invitations.c.tournament_id == tournament_id, invitations.c.code_hash == code_hash
    )
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, Invitation) if row else None


async def invitation(connection: AsyncConnection, invitation_id: UUID) -> tuple[Invitation, UUID] | None:
    """The invitation, and its tournament."""
    query = select(*INVITATION, invitations.c.tournament_id).where(invitations.c.id == invitation_id)
    row = (await connection.execute(query)).one_or_none()
    return (to_struct(row, Invitation), row.tournament_id) if row else None


async def use_invitation(connection: AsyncConnection, invitation_id: UUID) -> None:
    """Count one use. Needs the tournament's lock."""
    await connection.execute(
        update(invitations).where(invitations.c.id == invitation_id).values(used=invitations.c.used + 1)
    )


async def revoke_invitation(connection: AsyncConnection, invitation_id: UUID, at: datetime) -> None:
    """Let nobody in by it any more."""
    await connection.execute(
        update(invitations).where(invitations.c.id == invitation_id).values(revoked_at=at)
    )


async def add_exceptions(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep exceptions."""
    if rows:
        await connection.execute(insert(entry_exceptions), list(rows))


async def exception_marks(connection: AsyncConnection, entry_id: UUID) -> list[str]:
    """The marks of all that was let pass in the entry."""
    mark = func.unnest(entry_exceptions.c.marks)
    return list(
        (await connection.execute(select(mark).where(entry_exceptions.c.entry_id == entry_id))).scalars()
    )


async def exceptions_of(connection: AsyncConnection, entry_id: UUID) -> list[EntryException]:
    """The entry's exceptions, the first one first."""
    query = (
        select(
            entry_exceptions.c.id,
            entry_exceptions.c.codes,
            entry_exceptions.c.reason,
            entry_exceptions.c.granted_by,
            entry_exceptions.c.granted_at,
        )
        .where(entry_exceptions.c.entry_id == entry_id)
        .order_by(entry_exceptions.c.granted_at, entry_exceptions.c.id)
    )
    return [to_struct(row, EntryException) for row in await connection.execute(query)]
