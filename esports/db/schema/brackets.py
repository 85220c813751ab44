"""A started stage: who sits on which seed, its matches with their slots, its standings."""

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, Table, UniqueConstraint

from esports.db.schema.base import document, key, metadata, moment, refers, text

seats = Table(
    "seats",
    metadata,
    refers("stage_id", "stages.id"),
    Column("seed", Integer, nullable=False),
    refers("entry_id", "entries.id"),
    text("former_group", nullable=True),
    PrimaryKeyConstraint("stage_id", "seed"),
    UniqueConstraint("stage_id", "entry_id"),
)

matches = Table(
    "matches",
    metadata,
    key(),
    refers("stage_id", "stages.id"),
    refers("tournament_id", "tournaments.id", index=True),
    text("key"),
    Column("number", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    text("bracket"),
    text("group_key", nullable=True),
    Column("best_of", Integer, nullable=False),
    Column("fixed", Boolean, nullable=False, server_default="false"),
    document("needs", nullable=True),
    document("head_start", nullable=True),
    text("reason", nullable=True),
    Column("winner_place", Integer, nullable=True),
    Column("loser_place", Integer, nullable=True),
    text("phase"),
    text("state", default="idle"),
    Column("revision", Integer, nullable=False, server_default="1"),
    moment("settled_at", nullable=True),
    moment("called_at", nullable=True),
    moment("began_at", nullable=True),
    moment("ended_at", nullable=True),
    UniqueConstraint("stage_id", "key"),
    UniqueConstraint("stage_id", "number"),
)
"""`called_at` is when its people were called to it, `began_at` when both sides said that they are ready, and
`ended_at` when its result was first told; each null where that has not happened, or was taken back."""
Index("ix_matches_open", matches.c.tournament_id, matches.c.phase)

slots = Table(
    "slots",
    metadata,
    refers("match_id", "matches.id"),
    Column("slot", Integer, nullable=False),
    document("source"),
    refers("source_match_id", "matches.id", nullable=True, index=True),
    refers("entry_id", "entries.id", nullable=True, index=True),
    Column("vacant", Boolean, nullable=False, server_default="false"),
    PrimaryKeyConstraint("match_id", "slot"),
)

standings = Table(
    "standings",
    metadata,
    refers("stage_id", "stages.id"),
    refers("entry_id", "entries.id"),
    Column("ordinal", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    text("group_key", nullable=True),
    document("figures"),
    document("trail"),
    PrimaryKeyConstraint("stage_id", "entry_id"),
)

unpairings = Table(
    "unpairings",
    metadata,
    key(),
    refers("stage_id", "stages.id", index=True),
    Column("round", Integer, nullable=False),
    document("matches"),
    text("reason"),
    refers("made_by", "people.id", nullable=True, index=True),
    moment("made_at"),
)
"""Rounds whose pairing was taken back; `matches` tells who would have played whom: ids and numbers."""
