"""Entries of tournaments and the players locked to them."""

from sqlalchemy import Column, Date, Float, Index, Integer, Table, UniqueConstraint, func
from sqlalchemy import text as sql

from esports.db.schema.base import created, document, key, metadata, moment, refers, text

entries = Table(
    "entries",
    metadata,
    key(),
    refers("tournament_id", "tournaments.id"),
    refers("person_id", "people.id", nullable=True, index=True),
    text("name"),
    text("name_skeleton", nullable=True),
    text("state"),
    Column("seed", Integer, nullable=True),
    Column("place", Integer, nullable=True),
    Column("registered_order", Integer, nullable=False),
    text("delegation", nullable=True),
    text("club", nullable=True),
    text("region", nullable=True),
    Column("rating", Float, nullable=True),
    document("answers", nullable=True),
    document("public_answers", nullable=True),
    Column("terms_version", Integer, nullable=True),
    moment("terms_accepted_at", nullable=True),
    text("refusal", nullable=True),
    Column("revision", Integer, nullable=False, server_default="1"),
    created(),
    UniqueConstraint("tournament_id", "registered_order"),
    UniqueConstraint("tournament_id", "seed", deferrable=True, initially="DEFERRED"),
)
PRESENT = sql("state NOT IN ('withdrawn', 'refused')")
"""Who has left may come again, and leaves the name to others."""

Index(
    "uq_entries_name",
    entries.c.tournament_id,
    func.lower(entries.c.name),
    unique=True,
    postgresql_where=PRESENT,
)
Index(
    "uq_entries_name_skeleton",
    entries.c.tournament_id,
    entries.c.name_skeleton,
    unique=True,
    postgresql_where=PRESENT,
)
Index(
    "uq_entries_person",
    entries.c.tournament_id,
    entries.c.person_id,
    unique=True,
    postgresql_where=PRESENT,
)

roster_members = Table(
    "roster_members",
    metadata,
    key(),
    refers("entry_id", "entries.id", index=True),
    Column("position", Integer, nullable=False),
    text("name"),
    text("in_game_id", nullable=True),
    text("role", default="player"),
    Column("birth_date", Date, nullable=True),
)
