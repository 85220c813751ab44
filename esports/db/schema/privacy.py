"""Guardians' consents with every decision on record, and who has looked at the data of minors, and why."""

from sqlalchemy import CheckConstraint, Column, Integer, LargeBinary, Table, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY

from esports.db.schema.base import created, key, metadata, moment, refers, text

guardian_consents = Table(
    "guardian_consents",
    metadata,
    key(),
    refers("entry_id", "entries.id"),
    Column("subject", LargeBinary, nullable=False),
    text("guardian_email", nullable=True),
    text("locale"),
    text("state"),
    Column("mails", Integer, nullable=False, server_default="0"),
    Column("ask_hash", LargeBinary, nullable=True, unique=True),
    Column("revoke_hash", LargeBinary, nullable=True, unique=True),
    moment("expires_at"),
    moment("changed_at"),
    created(),
    UniqueConstraint("entry_id", "subject"),
    CheckConstraint("state IN ('asked', 'granted', 'refused', 'revoked')", name="state"),
)
"""One for each player of an entry whose guardian was asked; `subject` stands for the player, see
`entries.guardians`. The secrets of both links are kept by their hashes alone.
"""

consent_decisions = Table(
    "consent_decisions",
    metadata,
    key(),
    refers("consent_id", "guardian_consents.id", index=True),
    text("decision"),
    text("version"),
    moment("at"),
)
"""Append-only: what was asked, agreed, refused and withdrawn, when, and by which version of the text."""

people_accesses = Table(
    "people_accesses",
    metadata,
    key(),
    refers("event_id", "events.id", index=True),
    refers("entry_id", "entries.id", index=True),
    refers("person_id", "people.id", nullable=True, index=True),
    Column("positions", ARRAY(Integer), nullable=False),
    Column("nicknames", ARRAY(Text), nullable=False),
    text("reason"),
    moment("at"),
)
"""Who of the staff looked at the data of which minors of an entry's roster."""
