"""Every SQL statement that takes a person's data away, or puts a neutral name in its place."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Text, cast, delete, func, literal, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.accounts import (
    account_mails,
    identities,
    live_tickets,
    oidc_flows,
    oidc_proofs,
    people,
    recovery_codes,
    second_factors,
    sessions,
    staff,
    tokens,
)
from esports.db.schema.calendars import calendar_links
from esports.db.schema.entries import entries, roster_members
from esports.db.schema.entry_rules import entry_files
from esports.db.schema.events import events
from esports.db.schema.journal import replies
from esports.db.schema.judging import contests, submissions
from esports.db.schema.notifications import notices, own_chats
from esports.db.schema.privacy import guardian_consents, people_accesses
from esports.db.schema.refereeing import evidence
from esports.db.schema.teams import in_game_ids, team_invites, team_members
from esports.db.schema.tournaments import stages, tournaments
from esports.journal import store

OWN = (
    sessions,
    tokens,
    calendar_links,
    live_tickets,
    account_mails,
    second_factors,
    recovery_codes,
    identities,
    oidc_flows,
    oidc_proofs,
    staff,
    notices,
    own_chats,
    in_game_ids,
)
"""Tables whose rows are the person's alone."""


NOWHERE = "about:blank"
"""Where a work is that nobody is to find any more."""


NOBODYS = "@erased.invalid"
"""How the address of an account ends that was erased."""


class OwnEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that the person registered, and where."""

    id: UUID
    name: str
    state: str
    published: bool
    tournament_id: UUID
    tournament: str
    tournament_state: str
    entry_kind: str


async def erased(connection: AsyncConnection) -> list[UUID]:
    """The accounts that were erased, those made first before the others."""
    query = select(people.c.id).where(people.c.email.endswith(NOBODYS)).order_by(people.c.id)
    return list((await connection.execute(query)).scalars())


async def is_there(connection: AsyncConnection, person_id: UUID) -> bool:
    """Whether the account is somebody's."""
    query = select(people.c.id).where(people.c.id == person_id, ~people.c.email.endswith(NOBODYS))
    return (await connection.execute(query)).one_or_none() is not None


async def successor(connection: AsyncConnection, team_id: UUID, person_id: UUID) -> UUID | None:
    """Who has been in the team for longest, beside the person."""
    query = (
        select(team_members.c.person_id)
        .where(team_members.c.team_id == team_id, team_members.c.person_id != person_id)
        .order_by(team_members.c.joined_at, team_members.c.person_id)
        .limit(1)
    )
    return (await connection.execute(query)).scalar_one_or_none()


async def entries_of(connection: AsyncConnection, person_id: UUID) -> list[OwnEntry]:
    """All entries of the person, those of one tournament together in the order of tournaments' ids."""
    query = (
        select(
            entries.c.id,
            entries.c.name,
            entries.c.state,
            entries.c.published,
            entries.c.tournament_id,
            tournaments.c.name.label("tournament"),
            tournaments.c.state.label("tournament_state"),
            tournaments.c.entry_kind,
        )
        .join(tournaments, tournaments.c.id == entries.c.tournament_id)
        .where(entries.c.person_id == person_id)
        .order_by(entries.c.tournament_id, entries.c.id)
    )
    return [OwnEntry(**row._mapping) for row in await connection.execute(query)]


async def owned_alone(connection: AsyncConnection, person_id: UUID, over: Sequence[str]) -> list[str]:
    """The names of the events with no other owner where a tournament is in another state than `over`."""
    other = staff.alias()
    query = (
        select(events.c.name)
        .join(staff, staff.c.event_id == events.c.id)
        .where(staff.c.person_id == person_id, staff.c.role == "owner")
        .where(
            ~select(other.c.id)
            .where(other.c.event_id == events.c.id, other.c.role == "owner", other.c.person_id != person_id)
            .exists()
        )
        .where(
            select(tournaments.c.id)
            .where(tournaments.c.event_id == events.c.id, tournaments.c.state.not_in(over))
            .exists()
        )
        .order_by(events.c.id)
    )
    return list((await connection.execute(query)).scalars())


async def rename(connection: AsyncConnection, entry: OwnEntry, name: str) -> None:
    """Give a lone player's entry and its works other names; tables and trails know it by its id alone."""
    await connection.execute(
        update(entries).where(entries.c.id == entry.id).values(name=name, revision=entries.c.revision + 1)
    )
    work = {"title": name, "link": NOWHERE}
    await connection.execute(update(submissions).where(submissions.c.entry_id == entry.id).values(work))
    published = (
        select(contests.c.stage_id, contests.c.told)
        .join(stages, stages.c.id == contests.c.stage_id)
        .where(stages.c.tournament_id == entry.tournament_id, contests.c.told.has_key("published"))
    )
    for row in (await connection.execute(published)).all():
        works = [one | work if one["id"] == str(entry.id) else one for one in row.told["published"]]
        told = row.told | {"published": works}
        await connection.execute(
            update(contests).where(contests.c.stage_id == row.stage_id).values(told=told)
        )


UNVERIFIED = {"verified_by": None, "verified_method": None, "verified_at": None}


async def clear_entries(connection: AsyncConnection, entry_ids: Sequence[UUID], name: str) -> None:
    """Take from these entries who registered them, what they answered, their people and guardians."""
    position = cast(roster_members.c.position + 1, Text)
    for change in (
        update(entries).where(entries.c.id.in_(entry_ids)).values(person_id=None, answers=null()),
        update(roster_members)
        .where(roster_members.c.entry_id.in_(entry_ids))
        .values(name=func.concat(name, "-", position), in_game_id=None, birth_date=None, **UNVERIFIED),
        update(guardian_consents)
        .where(guardian_consents.c.entry_id.in_(entry_ids))
        .values(
            guardian_email=None,
            ask_hash=None,
            revoke_hash=None,
            subject=func.sha256(func.uuid_send(guardian_consents.c.id)),
        ),
        update(people_accesses).where(people_accesses.c.entry_id.in_(entry_ids)).values(nicknames=[]),
        delete(entry_files).where(entry_files.c.entry_id.in_(entry_ids)),
    ):
        await connection.execute(change)


async def clear_elsewhere(connection: AsyncConnection, person_id: UUID, name: str) -> None:
    """Take the person out of the rosters of others, invitations to their address, and their evidence."""
    nobody = {"name": name, "in_game_id": None, "birth_date": None, **UNVERIFIED}
    loose = {"person_id": None, "tournament_id": None, "present": None}
    await connection.execute(
        update(roster_members).where(roster_members.c.person_id == person_id).values(**nobody, **loose)
    )
    address = select(people.c.email).where(people.c.id == person_id).scalar_subquery()
    await connection.execute(
        delete(team_invites).where(
            (team_invites.c.address == address) | (team_invites.c.person_id == person_id)
        )
    )
    await connection.execute(delete(evidence).where(evidence.c.made_by == person_id))
    await connection.execute(delete(entry_files).where(entry_files.c.person_id == person_id))


async def clear_replies(connection: AsyncConnection, person_id: UUID, ids: Sequence[UUID]) -> None:
    """Forget the remembered replies to the person, and empty those to others that tell of these ids."""
    await connection.execute(delete(replies).where(replies.c.principal == str(person_id)))
    told = [func.position(literal(str(one).encode()).op("in")(replies.c.body)) > 0 for one in ids]
    await connection.execute(update(replies).where(or_(*told)).values(body=b""))


async def clear_account(connection: AsyncConnection, person_id: UUID, **left: Any) -> None:
    """Delete what is the person's alone, and leave of the account what `left` says."""
    for table in OWN:
        await connection.execute(delete(table).where(table.c.person_id == person_id))
    await store.forget(connection, person_id)
    await connection.execute(
        update(people).where(people.c.id == person_id).values(**left, revision=people.c.revision + 1)
    )
