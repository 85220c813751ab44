"""What nobody needs any more is deleted, a batch a statement, by one process at a time.

Of an event that is long over the results stay, and the people behind the nicknames go.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Table, Text, cast, delete, func, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.accounts import (
    account_mails,
    live_tickets,
    oidc_flows,
    oidc_proofs,
    second_factors,
    sessions,
)
from esports.db.schema.brackets import matches
from esports.db.schema.entries import entries, roster_members
from esports.db.schema.entry_rules import entry_files
from esports.db.schema.events import events
from esports.db.schema.journal import outbox, replies
from esports.db.schema.privacy import guardian_consents, people_accesses
from esports.db.schema.refereeing import evidence
from esports.db.schema.teams import team_invites
from esports.db.schema.tournaments import tournaments
from esports.db.schema.webhooks import webhook_messages

HOUSEKEEPING_LOCK = 7_305_202_512
BATCH = 2_000
KEEP_PEOPLE = timedelta(days=180)
"""How long after an event's last day the names and birth dates of its players stay, and their answers."""
KEEP_LOOSE_FILES = timedelta(days=1)
"""How long a picture stays that was sent for an answer and is none yet."""
KEEP_EVIDENCE = timedelta(days=30)
"""How long after an event's last day pictures and links stay that show how its matches ended."""
KEEP_ACCESSES = timedelta(days=730)
"""How long it is known who looked at the data of minors: through the report on the year after."""
KEEP_MESSAGES = timedelta(days=30)
"""How long the log of webhooks stays."""
KEEP = timedelta(days=7)
"""How long remembered replies and done jobs stay: longer than an event week's retries. A link of a mail
or an invitation that has run out stays as long, so that who opens it is told that, and not that there
never was one.
"""


async def sweep(connection: AsyncConnection, *, now: datetime) -> int:
    """Delete one batch of each kind of leftover and return how many rows went.

    Zero if nothing is left, or if another process is sweeping: the lock lasts for the transaction.
    """
    alone = await connection.execute(select(func.pg_try_advisory_xact_lock(HOUSEKEEPING_LOCK)))
    if not alone.scalar_one():
        return 0
    gone = 0
    for table, over in _leftovers(now):
        chosen = select(*table.primary_key).where(over).limit(BATCH).cte()
        same = [column == chosen.c[column.name] for column in table.primary_key]
        gone += (await connection.execute(delete(table).where(*same))).rowcount
    for table, past, values in _forgettable(now):
        some = select(table.c.id).where(past).limit(BATCH).scalar_subquery()
        forgotten = update(table).where(table.c.id.in_(some)).values(values)
        gone += (await connection.execute(forgotten)).rowcount
    return gone


def _forgettable(now: datetime) -> list[tuple[Table, ColumnElement[bool], dict[str, Any]]]:
    """What is taken out of rows that stay: names, birth dates, answers, guardians' addresses."""
    long_over = _long_over(now)
    numbered = func.concat("Player-", cast(roster_members.c.position + 1, Text))
    shown = func.coalesce(roster_members.c.in_game_id, numbered)
    known = roster_members.c.birth_date.is_not(None) | (roster_members.c.name != shown)
    verified = roster_members.c.verified_at.is_not(None)
    unknown = {"verified_by": None, "verified_method": None, "verified_at": None}
    return [
        (entries, entries.c.id.in_(long_over) & entries.c.answers.is_not(None), {"answers": null()}),
        (
            roster_members,
            roster_members.c.entry_id.in_(long_over) & (known | verified),
            {"name": shown, "birth_date": None, **unknown},
        ),
        (
            guardian_consents,
            guardian_consents.c.entry_id.in_(long_over) & guardian_consents.c.guardian_email.is_not(None),
            {"guardian_email": None, "ask_hash": None},
        ),
    ]


def _long_over(now: datetime) -> ScalarSelect[Any]:
    """The entries of events that are so long over that nothing of people is kept."""
    return (
        select(entries.c.id)
        .join(tournaments, tournaments.c.id == entries.c.tournament_id)
        .join(events, events.c.id == tournaments.c.event_id)
        .where(events.c.ends_on < (now - KEEP_PEOPLE).date())
        .scalar_subquery()
    )


def _leftovers(now: datetime) -> list[tuple[Table, ColumnElement[bool]]]:
    decided = (
        select(matches.c.id)
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .join(events, events.c.id == tournaments.c.event_id)
        .where(events.c.ends_on < (now - KEEP_EVIDENCE).date())
        .scalar_subquery()
    )
    never_confirmed = second_factors.c.confirmed_at.is_(None)
    return [
        (sessions, sessions.c.expires_at < now),
        (live_tickets, live_tickets.c.expires_at < now),
        (oidc_flows, oidc_flows.c.expires_at < now),
        (oidc_proofs, oidc_proofs.c.expires_at < now),
        (account_mails, account_mails.c.expires_at < now - KEEP),
        (team_invites, team_invites.c.expires_at < now - KEEP),
        (second_factors, never_confirmed & (second_factors.c.created_at < now - KEEP)),
        (replies, replies.c.created_at < now - KEEP),
        (outbox, outbox.c.done_at < now - KEEP),
        (evidence, evidence.c.match_id.in_(decided)),
        (entry_files, entry_files.c.entry_id.is_(None) & (entry_files.c.made_at < now - KEEP_LOOSE_FILES)),
        (entry_files, entry_files.c.entry_id.in_(_long_over(now))),
        (webhook_messages, webhook_messages.c.created_at < now - KEEP_MESSAGES),
        (people_accesses, people_accesses.c.at < now - KEEP_ACCESSES),
    ]
