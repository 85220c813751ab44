"""Drafts and vetoes of matches: what each was set up with, and its actions, which are only ever added."""

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table, Uuid
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY

from esports.db.schema.base import document, key, metadata, moment, refers

drafts = Table(
    "drafts",
    metadata,
    key(),
    refers("match_id", "matches.id"),
    Column("game", Integer, nullable=False),
    Column("entries", ARRAY(Uuid), nullable=False),
    document("series_rule"),
    document("setup"),
    document("shown"),
    Column("revision", Integer, nullable=False, server_default="1"),
    refers("opened_by", "people.id", nullable=True),
    moment("opened_at"),
    moment("voided_at", nullable=True),
)
"""`entries` are the sides in slot order; `shown` is what everybody may see of it, as in the match's view."""
Index(
    "uq_drafts_game",
    drafts.c.match_id,
    drafts.c.game,
    unique=True,
    postgresql_where=sql("voided_at IS NULL"),
)

draft_actions = Table(
    "draft_actions",
    metadata,
    refers("draft_id", "drafts.id"),
    Column("number", Integer, nullable=False),
    document("action"),
    refers("made_by", "people.id", nullable=True),
    PrimaryKeyConstraint("draft_id", "number"),
)
"""The truth, sealed lineups included: nothing here but what its own side or everybody sees may be told."""
