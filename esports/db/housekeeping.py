"""What nobody needs any more is deleted, a batch a statement, by one process at a time."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.accounts import account_mails, live_tickets, second_factors, sessions
from esports.db.schema.journal import outbox, replies
from esports.db.schema.teams import team_invites

HOUSEKEEPING_LOCK = 7_305_202_512
BATCH = 2_000
KEEP_PEOPLE = timedelta(days=180)
"""How long after an event's last day the names and birth dates of its players stay, and their answers."""
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
    return gone


def _leftovers(now: datetime) -> list[tuple[Table, ColumnElement[bool]]]:
    never_confirmed = second_factors.c.confirmed_at.is_(None)
    return [
        (sessions, sessions.c.expires_at < now),
        (live_tickets, live_tickets.c.expires_at < now),
        (account_mails, account_mails.c.expires_at < now - KEEP),
        (team_invites, team_invites.c.expires_at < now - KEEP),
        (second_factors, never_confirmed & (second_factors.c.created_at < now - KEEP)),
        (replies, replies.c.created_at < now - KEEP),
        (outbox, outbox.c.done_at < now - KEEP),
    ]
