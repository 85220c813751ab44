"""The day of the matches: lobby codes, and the cases in which a match needs a person."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, PrimaryKeyConstraint, Table, Uuid
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY

from esports.db.schema.base import key, metadata, moment, refers, text

lobby_codes = Table(
    "lobby_codes",
    metadata,
    refers("match_id", "matches.id"),
    text("code", nullable=True),
    Column("entries", ARRAY(Uuid), nullable=False),
    refers("set_by", "people.id", nullable=True),
    PrimaryKeyConstraint("match_id"),
)
"""`entries` are those that it was meant for: a correction may send others into the match."""

cases = Table(
    "cases",
    metadata,
    key(),
    refers("match_id", "matches.id", index=True),
    Column("slot", Integer, nullable=True),
    text("words", nullable=True),
    refers("opened_by", "people.id", nullable=True),
    moment("opened_at"),
    refers("held_by", "people.id", nullable=True),
    text("decision", nullable=True),
    refers("closed_by", "people.id", nullable=True),
    moment("closed_at", nullable=True),
)
"""`slot` is the side that called a referee, null where a referee took the match up."""
Index("uq_cases_open", cases.c.match_id, unique=True, postgresql_where=sql("closed_at IS NULL"))

case_notes = Table(
    "case_notes",
    metadata,
    refers("case_id", "cases.id"),
    Column("number", Integer, nullable=False),
    text("text"),
    refers("made_by", "people.id", nullable=True),
    moment("made_at"),
    PrimaryKeyConstraint("case_id", "number"),
)

match_links = Table(
    "match_links",
    metadata,
    key(),
    refers("match_id", "matches.id", index=True),
    Column("entries", ARRAY(Uuid), nullable=False),
    Column("secret_hash", LargeBinary, nullable=False, unique=True),
    refers("made_by", "people.id", nullable=True),
    moment("made_at"),
    moment("revoked_at", nullable=True),
)
"""Of the secret its hash is kept. A link is for those who play when it is made, and ends with the match."""

presences = Table(
    "presences",
    metadata,
    refers("match_id", "matches.id"),
    Column("slot", Integer, nullable=False),
    Column("entries", ARRAY(Uuid), nullable=False),
    Column("before_version", Integer, nullable=False),
    moment("said_at"),
    refers("said_by", "people.id", nullable=True, index=True),
    moment("due_at", nullable=True),
    moment("raised_at", nullable=True),
    PrimaryKeyConstraint("match_id", "slot"),
)
"""Sides that are ready to play: said among `entries`, before the report of version `before_version`.

So a word does not outlive a correction that sends others in, nor a report: who plays again says it again.
`due_at` is when the other side must have said so too, null where it has or nobody counts; `raised_at` when
the referees were told that it has not.
"""

evidence = Table(
    "evidence",
    metadata,
    key(),
    refers("match_id", "matches.id", index=True),
    refers("report_id", "reports.id"),
    Column("entries", ARRAY(Uuid), nullable=False),
    text("source"),
    Column("slot", Integer, nullable=True),
    text("link", nullable=True),
    text("media_type", nullable=True),
    Column("width", Integer, nullable=True),
    Column("height", Integer, nullable=True),
    Column("body", LargeBinary, nullable=True),
    text("digest"),
    refers("made_by", "people.id", nullable=True, index=True),
    moment("made_at"),
    CheckConstraint("(link IS NULL) <> (body IS NULL)", name="way"),
)
"""Pictures and links that show how a match ended; `entries` played it then. `source`: who added it."""
