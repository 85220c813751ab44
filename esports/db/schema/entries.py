"""Entries of tournaments and the players locked to them."""

from sqlalchemy import (
    Boolean,
    Column,
    Computed,
    Date,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    Uuid,
    func,
)
from sqlalchemy import text as sql

from esports.db.schema.base import created, document, key, metadata, moment, refers, text

HERE = "state <> 'withdrawn'::text AND state <> 'refused'::text"
"""As the server writes it down, so that the schema in the code compares as equal to the migrated one."""

entries = Table(
    "entries",
    metadata,
    key(),
    refers("tournament_id", "tournaments.id"),
    refers("person_id", "people.id", nullable=True, index=True),
    refers("team_id", "teams.id", nullable=True, index=True),
    text("name"),
    text("name_skeleton", nullable=True),
    text("state"),
    Column("present", Boolean, Computed(HERE, persisted=True), nullable=False),
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
    moment("offered_until", nullable=True),
    moment("passed_at", nullable=True),
    moment("checked_in_at", nullable=True),
    Column("players_in", Integer, nullable=False, server_default="0"),
    Column("ages_said", Boolean, nullable=False, server_default="false"),
    text("code_hash", nullable=True, unique=True),
    Column("published", Boolean, nullable=False, server_default="true"),
    Column("revision", Integer, nullable=False, server_default="1"),
    created(),
    UniqueConstraint("tournament_id", "registered_order"),
    UniqueConstraint("tournament_id", "seed", deferrable=True, initially="DEFERRED"),
    UniqueConstraint("id", "tournament_id", "present"),
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

IN = ("confirmed", "checked_in", "playing", "placed")
HOLDS_A_PLACE = ("offered", *IN)
HOLDING = sql(f"state IN ({', '.join(map(repr, HOLDS_A_PLACE))})")
"""Written out, for the plan of a prepared statement that is given the words cannot use the index."""
Index("ix_entries_holding", entries.c.tournament_id, postgresql_where=HOLDING)
"""Of a tournament: a registration counts those who hold a place, however many wait."""

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
    refers("person_id", "people.id", nullable=True, index=True),
    Column("tournament_id", Uuid, nullable=True),
    Column("present", Boolean, nullable=True),
    moment("checked_in_at", nullable=True),
    refers("verified_by", "people.id", nullable=True),
    text("verified_method", nullable=True),
    moment("verified_at", nullable=True),
    ForeignKeyConstraint(
        ["entry_id", "tournament_id", "present"],
        ["entries.id", "entries.tournament_id", "entries.present"],
        name="fk_roster_members_entry",
        ondelete="CASCADE",
        onupdate="CASCADE",
    ),
)
"""`tournament_id` and `present` are the entry's, kept for players with an account alone: a person is in one
entry of a tournament, and an entry that leaves sets its players free. `verified_method` says how staff know
who somebody is; of what they were shown nothing is kept."""
Index(
    "uq_roster_members_person",
    roster_members.c.tournament_id,
    roster_members.c.person_id,
    unique=True,
    postgresql_where=sql("present"),
)
