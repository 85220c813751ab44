"""What tournaments ask of who enters: rules, terms, invitations, and the exceptions that were granted."""

from sqlalchemy import Column, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from esports.db.schema.base import created, document, key, metadata, moment, refers, text

entry_rules = Table(
    "entry_rules",
    metadata,
    refers("tournament_id", "tournaments.id"),
    document("rules"),
    Column("terms_version", Integer, nullable=True),
    Column("revision", Integer, nullable=False, server_default="1"),
    PrimaryKeyConstraint("tournament_id"),
)

entry_terms = Table(
    "entry_terms",
    metadata,
    refers("tournament_id", "tournaments.id"),
    Column("version", Integer, nullable=False),
    text("text"),
    created(),
    PrimaryKeyConstraint("tournament_id", "version"),
)
"""Every text that somebody may have accepted; an entry names its version."""

invitations = Table(
    "invitations",
    metadata,
    key(),
    refers("tournament_id", "tournaments.id", index=True),
    Column("code_hash", LargeBinary, nullable=False, unique=True),
    text("label"),
    Column("uses", Integer, nullable=False),
    Column("used", Integer, nullable=False, server_default="0"),
    moment("expires_at", nullable=True),
    moment("revoked_at", nullable=True),
    refers("made_by", "people.id", nullable=True),
    created(),
)

entry_files = Table(
    "entry_files",
    metadata,
    key(),
    refers("tournament_id", "tournaments.id", index=True),
    refers("entry_id", "entries.id", nullable=True, index=True),
    refers("person_id", "people.id", nullable=True, index=True),
    text("media_type"),
    Column("width", Integer, nullable=True),
    Column("height", Integer, nullable=True),
    Column("body", LargeBinary, nullable=False),
    moment("made_at"),
)
"""Pictures that are answers, once an entry's answer names them; until then they are who sent them's alone."""

entry_exceptions = Table(
    "entry_exceptions",
    metadata,
    key(),
    refers("entry_id", "entries.id", index=True),
    Column("codes", ARRAY(Text), nullable=False),
    Column("marks", ARRAY(Text), nullable=False),
    text("reason"),
    refers("granted_by", "people.id", nullable=True),
    moment("granted_at"),
)
"""`marks` say what exactly was let pass, as hashes: they tell nobody's name."""
