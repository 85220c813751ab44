"""The chain through a journal: each commit's link binds what it says to everything before it.

A commit has the *digest* of what it says and a *link*, the SHA-256 of the link before, the digest and its
own sequence number; the journal's row carries the last link. Whoever noted a link once (it stands in what
the journal's address answers) can tell later that nothing before it was changed, taken out or put in.

Both are made by PostgreSQL of the stored form itself, so that no round trip and no second form of the same
fact stand between what is stored and what is bound.
"""

from collections.abc import AsyncIterator
from hashlib import sha256
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_LINE = """concat_ws(chr(10), visibility, fact::text, patch::text, coalesce(actor_id::text, '-'),
    coalesce(correlation_id, '-'), extract(epoch from at)::text)"""

DIGEST = f"sha256(convert_to(string_agg({_LINE}, chr(10) ORDER BY seq), 'UTF8'))"
"""What a commit says, over its items in order."""

LINK = "sha256(chain || digest || int8send(seq + :count))"
"""The link of the commit that is being written, in an update of the journal's row."""

LINK_EACH = "sha256(chain || digest || int8send(seq + told.count))"
"""The same of each of several journals."""

COMMITS = text(f"""
    SELECT commit_seq, min(seq) AS first, count(*) AS items, max(seq) AS last,
        (array_agg(digest ORDER BY seq DESC))[1] AS digest, (array_agg(chain ORDER BY seq DESC))[1] AS link,
        {DIGEST} AS said
    FROM journal_items WHERE journal_id = :journal_id GROUP BY commit_seq ORDER BY commit_seq
""")  # noqa: S608 - the expression is a constant

REWRITE = text("SET LOCAL esports.rewrites_journal = 'on'")
"""Lets this transaction alone change or delete lines, which the database refuses otherwise."""


class Fault(msgspec.Struct, frozen=True):
    """What does not hold in a journal, and at which line.

    `gap`: lines are missing; `torn`: a commit is not a run that ends with its number; `said`: a line is not
    as it was written; `link`: a commit does not follow from the one before; `head`: the last is not the last.
    """

    seq: int
    what: str


async def faults(connection: AsyncConnection, journal_id: UUID) -> list[Fault]:
    """Everything that is wrong with a journal's chain; nothing if it is whole."""
    row = (
        await connection.execute(text("SELECT seq, chain FROM journals WHERE id = :id"), {"id": journal_id})
    ).one()
    return [fault async for fault in _walk(connection, journal_id, row.seq, row.chain)]


async def _walk(
    connection: AsyncConnection, journal_id: UUID, head: int, head_link: bytes
) -> AsyncIterator[Fault]:
    seq, link = 0, b""
    for commit in await connection.execute(COMMITS, {"journal_id": journal_id}):
        if commit.first != seq + 1:
            yield Fault(commit.first, "gap")
        if commit.last != commit.commit_seq or commit.items != commit.last - commit.first + 1:
            yield Fault(commit.commit_seq, "torn")
        if commit.digest != commit.said:
            yield Fault(commit.commit_seq, "said")
        digest = commit.digest or b""
        if commit.link != sha256(link + digest + commit.commit_seq.to_bytes(8, "big")).digest():
            yield Fault(commit.commit_seq, "link")
        seq, link = commit.commit_seq, commit.link or b""
    if (seq, link) != (head, head_link):
        yield Fault(head, "head")
