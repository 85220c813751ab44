"""Tournaments and their stages."""

from sqlalchemy import Boolean, CheckConstraint, Column, Integer, Table, UniqueConstraint, and_

from esports.db.schema.base import created, document, key, metadata, moment, refers, text

tournaments = Table(
    "tournaments",
    metadata,
    key(),
    refers("event_id", "events.id", index=True),
    text("slug"),
    text("name"),
    text("title"),
    text("entry_kind"),
    text("state", default="draft"),
    Column("capacity", Integer, nullable=True),
    Column("best_of", Integer, nullable=False, server_default="1"),
    moment("registration_opens_at", nullable=True),
    moment("registration_closes_at", nullable=True),
    moment("check_in_opens_at", nullable=True),
    moment("check_in_closes_at", nullable=True),
    text("check_in_by", default="captain"),
    Column("roster_min", Integer, nullable=False, server_default="1"),
    Column("roster_max", Integer, nullable=False, server_default="10"),
    Column("roster_substitutes", Integer, nullable=False, server_default="0"),
    Column("captains_report", Boolean, nullable=False, server_default="true"),
    Column("confirm_minutes", Integer, nullable=True, server_default="15"),
    text("second_person", default="off"),
    Column("second_person_corrections", Boolean, nullable=False, server_default="false"),
    Column("no_show_minutes", Integer, nullable=True),
    Column("pauses_per_side", Integer, nullable=False, server_default="0"),
    Column("pause_minutes", Integer, nullable=False, server_default="10"),
    Column("require_guardian_consent", Boolean, nullable=False, server_default="false"),
    Column("consent_age", Integer, nullable=False, server_default="18"),
    Column("offer_minutes", Integer, nullable=True),
    Column("registered_count", Integer, nullable=False, server_default="0"),
    Column("revision", Integer, nullable=False, server_default="1"),
    document("champion", nullable=True),
    Column("dropped", Boolean, nullable=False, server_default="false"),
    created(),
    UniqueConstraint("event_id", "slug"),
    CheckConstraint("entry_kind IN ('team', 'player')", name="entry_kind"),
    CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity"),
)

PUBLISHED = and_(tournaments.c.state != "draft", ~tournaments.c.dropped)
"""Everybody may know of it: neither a draft, nor cancelled while it was one."""

stages = Table(
    "stages",
    metadata,
    key(),
    refers("tournament_id", "tournaments.id"),
    Column("position", Integer, nullable=False),
    text("name"),
    text("format"),
    Column("size", Integer, nullable=True),
    document("options"),
    Column("qualifies", Integer, nullable=True),
    text("state", default="pending"),
    text("draw_seed", nullable=True),
    text("engine_version", nullable=True),
    moment("started_at", nullable=True),
    created(),
    UniqueConstraint("tournament_id", "position"),
    CheckConstraint("state IN ('pending', 'running', 'finished')", name="state"),
)
