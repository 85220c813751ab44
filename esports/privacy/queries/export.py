"""Every SQL statement that collects what is kept about one person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.accounts import account_mails, identities, people, sessions, staff, tokens
from esports.db.schema.entries import entries, roster_members
from esports.db.schema.entry_rules import entry_files
from esports.db.schema.events import events
from esports.db.schema.judging import judges, marks, submissions
from esports.db.schema.matches import reports
from esports.db.schema.notifications import notices, own_chats
from esports.db.schema.privacy import consent_decisions, guardian_consents, people_accesses
from esports.db.schema.refereeing import evidence
from esports.db.schema.teams import in_game_ids, team_members, teams
from esports.db.schema.tournaments import tournaments

Rows = list[dict[str, Any]]
HIDDEN = {
    "id_hash",
    "code_hash",
    "name_skeleton",
    "secret_hash",
    "csrf_token",
    "person_id",
    "subject",
    "ask_hash",
    "revoke_hash",
    "dedupe_key",
}
"""What proves who calls, or only says once more whose the row is."""


def _columns(table: Table) -> list[Any]:
    return [column for column in table.c if column.name not in HIDDEN]


async def _rows(connection: AsyncConnection, query: Select[Any]) -> Rows:
    return [dict(row._mapping) for row in await connection.execute(query)]


async def _all(
    connection: AsyncConnection, table: Table, whose: ColumnElement[bool], order: ColumnElement[Any]
) -> Rows:
    return await _rows(connection, select(*_columns(table)).where(whose).order_by(order))


async def made_at(connection: AsyncConnection, person_id: UUID) -> datetime:
    """When the account was made."""
    query = select(people.c.created_at).where(people.c.id == person_id)
    found: datetime = (await connection.execute(query)).scalar_one()
    return found


async def account(connection: AsyncConnection, person_id: UUID) -> dict[str, Rows]:
    """What belongs to the account itself: where it is signed in, its tokens, mails, roles and notices."""
    of = (
        ("sessions", sessions, sessions.c.created_at),
        ("tokens", tokens, tokens.c.id),
        ("identities", identities, identities.c.issuer),
        ("mails", account_mails, account_mails.c.id),
        ("notices", notices, notices.c.id),
        ("in_game_ids", in_game_ids, in_game_ids.c.id),
    )
    found = {
        name: await _all(connection, table, table.c.person_id == person_id, order)
        for name, table, order in of
    }
    roles = (
        select(events.c.name.label("event"), staff.c.role, staff.c.created_at)
        .join(events, events.c.id == staff.c.event_id)
        .where(staff.c.person_id == person_id)
        .order_by(staff.c.id)
    )
    service = func.split_part(own_chats.c.url, "://", 1).label("service")
    chats = (
        select(*(column for column in _columns(own_chats) if column.name != "url"), service)
        .where(own_chats.c.person_id == person_id)
        .order_by(own_chats.c.id)
    )
    return {
        **found,
        "own_chats": await _rows(connection, chats),
        "roles": await _rows(connection, roles),
    }


async def together(connection: AsyncConnection, person_id: UUID) -> dict[str, Rows]:
    """The teams that the person is in, and the rosters of others that name them."""
    joined = (
        select(teams.c.name, team_members.c.joined_at)
        .join(teams, teams.c.id == team_members.c.team_id)
        .where(team_members.c.person_id == person_id)
        .order_by(team_members.c.team_id)
    )
    named = (
        select(
            entries.c.name.label("entry"),
            roster_members.c.name,
            roster_members.c.in_game_id,
            roster_members.c.role,
            roster_members.c.birth_date,
            roster_members.c.verified_method,
            roster_members.c.verified_at,
        )
        .join(entries, entries.c.id == roster_members.c.entry_id)
        .where(roster_members.c.person_id == person_id, entries.c.person_id.is_distinct_from(person_id))
        .order_by(roster_members.c.id)
    )
    return {"teams": await _rows(connection, joined), "plays_for": await _rows(connection, named)}


async def play(connection: AsyncConnection, person_id: UUID) -> dict[str, Rows]:
    """What belongs to the entries that the person registered: rosters, answers, consents, works, accesses."""
    member = func.jsonb_build_object(
        "name", roster_members.c.name,
        "in_game_id", roster_members.c.in_game_id,
        "role", roster_members.c.role,
        "birth_date", roster_members.c.birth_date,
        "verified_method", roster_members.c.verified_method,
        "verified_at", roster_members.c.verified_at,
    )  # fmt: skip
    roster = (
        select(func.jsonb_agg(aggregate_order_by(member, roster_members.c.position)))
        .where(roster_members.c.entry_id == entries.c.id)
        .scalar_subquery()
    )
    entered = (
        select(*_columns(entries), tournaments.c.name.label("tournament"), roster.label("roster"))
        .join(tournaments, tournaments.c.id == entries.c.tournament_id)
        .where(entries.c.person_id == person_id)
        .order_by(entries.c.id)
    )
    decided = func.jsonb_build_object(
        "decision", consent_decisions.c.decision,
        "version", consent_decisions.c.version,
        "at", consent_decisions.c.at,
    )  # fmt: skip
    decisions = (
        select(func.jsonb_agg(aggregate_order_by(decided, consent_decisions.c.id)))
        .where(consent_decisions.c.consent_id == guardian_consents.c.id)
        .scalar_subquery()
    )
    mine = select(entries.c.id).where(entries.c.person_id == person_id).scalar_subquery()
    consents = (
        select(*_columns(guardian_consents), decisions.label("decisions"))
        .where(guardian_consents.c.entry_id.in_(mine))
        .order_by(guardian_consents.c.id)
    )
    seen = people_accesses.c.entry_id.in_(mine)
    return {
        "entries": await _rows(connection, entered),
        "consents": await _rows(connection, consents),
        "submissions": await _all(
            connection, submissions, submissions.c.entry_id.in_(mine), submissions.c.id
        ),
        "accesses_to_own_entries": await _all(connection, people_accesses, seen, people_accesses.c.id),
    }


async def work(connection: AsyncConnection, person_id: UUID) -> dict[str, Rows]:
    """What the person did for others: results reported, works judged, data of minors looked at."""
    judged = (
        select(judges.c.stage_id, judges.c.delegation, marks.c.points, marks.c.comment, marks.c.given_at)
        .outerjoin(marks, marks.c.judge_id == judges.c.id)
        .where(judges.c.person_id == person_id)
        .order_by(judges.c.id, marks.c.id)
    )
    looked = people_accesses.c.person_id == person_id
    added = (
        select(*(column for column in _columns(evidence) if column.name not in ("body", "digest", "made_by")))
        .where(evidence.c.made_by == person_id)
        .order_by(evidence.c.id)
    )
    sent = select(entry_files.c.id, entry_files.c.entry_id, entry_files.c.media_type, entry_files.c.made_at)
    return {
        "judging": await _rows(connection, judged),
        "reports": await _all(connection, reports, reports.c.reported_by == person_id, reports.c.id),
        "evidence": await _rows(connection, added),
        "entry_files": await _rows(connection, sent.where(entry_files.c.person_id == person_id)),
        "accesses_by_oneself": await _all(connection, people_accesses, looked, people_accesses.c.id),
    }
