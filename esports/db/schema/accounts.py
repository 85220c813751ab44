"""People, how they sign in, and which roles they hold."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY

from esports.db.schema.base import created, key, metadata, moment, refers, text

people = Table(
    "people",
    metadata,
    key(),
    text("email"),
    text("display_name"),
    Column("birth_date", Date, nullable=True),
    text("locale", default="en"),
    text("password_hash"),
    Column("is_admin", Boolean, nullable=False, server_default="false"),
    created(),
)
Index("uq_people_email", func.lower(people.c.email), unique=True)

sessions = Table(
    "sessions",
    metadata,
    Column("id_hash", LargeBinary, primary_key=True),
    refers("person_id", "people.id", index=True),
    text("csrf_token"),
    moment("expires_at"),
    created(),
)

tokens = Table(
    "tokens",
    metadata,
    key(),
    refers("person_id", "people.id", index=True),
    text("name"),
    Column("secret_hash", LargeBinary, nullable=False),
    Column("scopes", ARRAY(Text), nullable=False),
    moment("expires_at", nullable=True),
    moment("last_used_at", nullable=True),
    moment("revoked_at", nullable=True),
    created(),
)

live_tickets = Table(
    "live_tickets",
    metadata,
    Column("id_hash", LargeBinary, primary_key=True),
    refers("person_id", "people.id"),
    moment("expires_at"),
)

staff = Table(
    "staff",
    metadata,
    key(),
    refers("person_id", "people.id", index=True),
    Column("event_id", Uuid, nullable=False, index=True),
    text("role"),
    created(),
    UniqueConstraint("event_id", "person_id", "role"),
    CheckConstraint("role IN ('owner', 'operator', 'referee', 'caster', 'judge')", name="role"),
)
