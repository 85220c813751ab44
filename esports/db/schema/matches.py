"""Reports, which are versioned and never edited, the confirmed result of a match, and its corrections."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, UniqueConstraint, Uuid, literal_column
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from esports.db.schema.base import created, document, key, metadata, moment, refers, text

reports = Table(
    "reports",
    metadata,
    key(),
    refers("match_id", "matches.id"),
    Column("version", Integer, nullable=False),
    text("state"),
    document("body"),
    refers("reported_by", "people.id", nullable=True),
    Column("slot", Integer, nullable=True),
    Column("entries", ARRAY(Uuid), nullable=True),
    text("evidence", nullable=True),
    moment("due_at", nullable=True),
    text("cause", nullable=True),
    refers("confirmed_by", "people.id", nullable=True),
    document("objection", nullable=True),
    created(),
    UniqueConstraint("match_id", "version"),
)
"""`slot` is the side that claims it, null for the station; `entries` played then, null on staff's word."""

pauses = Table(
    "pauses",
    metadata,
    key(),
    refers("match_id", "matches.id", index=True),
    Column("entries", ARRAY(Uuid), nullable=False),
    Column("sitting", Integer, nullable=False),
    Column("slot", Integer, nullable=True),
    text("reason"),
    refers("paused_by", "people.id", nullable=True, index=True),
    moment("paused_at"),
    moment("due_at", nullable=True),
    refers("resumed_by", "people.id", nullable=True, index=True),
    moment("resumed_at", nullable=True),
)
"""`slot` is the side that paused, null for a referee, whose pause has no `due_at`; `entries` played then.

`sitting` is how many results the match had had by then: a match that is played again is not paused still.
"""

results = Table(
    "results",
    metadata,
    key(),
    refers("match_id", "matches.id"),
    refers("report_id", "reports.id"),
    text("kind"),
    Column("entries", ARRAY(Uuid), nullable=False),
    Column("winner", Integer, nullable=True),
    document("scores", nullable=True),
    document("games"),
    Column("placements", JSONB, nullable=False, server_default="[]"),
    text("state", default="active"),
    created(),
)
ACTIVE = results.c.state == literal_column("'active'")
"""In force. Written out, for the plan of a prepared statement that is given the word cannot use the index."""
Index("uq_results_active", results.c.match_id, unique=True, postgresql_where=sql("state = 'active'"))

corrections = Table(
    "corrections",
    metadata,
    key(),
    refers("match_id", "matches.id", index=True),
    refers("report_id", "reports.id"),
    refers("before_id", "results.id"),
    refers("after_id", "results.id", nullable=True),
    Column("voided", ARRAY(Uuid), nullable=False),
    Column("stands", Boolean, nullable=False),
    text("reason"),
    refers("made_by", "people.id", nullable=True),
    moment("made_at"),
    text("revert_reason", nullable=True),
    refers("reverted_by", "people.id", nullable=True),
    moment("reverted_at", nullable=True),
    document("reseated", nullable=True),
    document("refilled", nullable=True),
)
"""A result before and after, None where it stands; `voided` are the results of later matches it took out.

`reseated` is what it did to the following stage, `refilled` to tournaments that places lead to, null where
nothing.
"""

proposals = Table(
    "proposals",
    metadata,
    key(),
    refers("match_id", "matches.id", index=True),
    document("body"),
    refers("proposed_by", "people.id", nullable=True, index=True),
    moment("proposed_at"),
    refers("closed_by", "people.id", nullable=True, index=True),
    moment("closed_at", nullable=True),
    refers("correction_id", "corrections.id", nullable=True, index=True),
)
"""Corrections that wait for a second person; closed with what was made of them, or without."""
Index("uq_proposals_waiting", proposals.c.match_id, unique=True, postgresql_where=sql("closed_at IS NULL"))

departures = Table(
    "departures",
    metadata,
    key(),
    refers("tournament_id", "tournaments.id", index=True),
    refers("entry_id", "entries.id", index=True),
    refers("stage_id", "stages.id", nullable=True),
    text("kind"),
    Column("annulled", Boolean, nullable=False),
    Column("everywhere", Boolean, nullable=False, server_default="false"),
    text("reason"),
    Column("taken", ARRAY(Uuid), nullable=False),
    Column("made", ARRAY(Uuid), nullable=False),
    refers("made_by", "people.id", nullable=True),
    moment("made_at"),
    text("revert_reason", nullable=True),
    refers("reverted_by", "people.id", nullable=True),
    moment("reverted_at", nullable=True),
    document("refilled", nullable=True),
    document("reseated", nullable=True),
)
"""An entry that left while it was played: the results that it took out of force, and those that it made.

`everywhere`: not of the last stage alone that it plays in. `reseated` is what it did to the following stage,
`refilled` to tournaments that places lead to, null where nothing.
"""
