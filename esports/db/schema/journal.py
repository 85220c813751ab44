"""The journals, the outbox and the remembered replies: what one unit of work commits with its state."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Uuid,
)
from sqlalchemy import text as sql

from esports.db.schema.base import created, document, key, metadata, moment, refers, text

journals = Table(
    "journals",
    metadata,
    key(),
    text("kind"),
    text("epoch"),
    Column("seq", BigInteger, nullable=False, server_default="0"),
    Column("chain", LargeBinary, nullable=False, server_default=sql("''::bytea")),
)

journal_items = Table(
    "journal_items",
    metadata,
    refers("journal_id", "journals.id"),
    Column("seq", BigInteger, nullable=False),
    Column("commit_seq", BigInteger, nullable=False),
    text("visibility"),
    document("fact"),
    document("patch"),
    Column("actor_id", Uuid, nullable=True),
    text("correlation_id", nullable=True),
    moment("at"),
    # Of a commit, beside its last item alone.
    Column("digest", LargeBinary, nullable=True),
    Column("chain", LargeBinary, nullable=True),
    PrimaryKeyConstraint("journal_id", "seq"),
)

outbox = Table(
    "outbox",
    metadata,
    key(),
    text("dedupe_key", unique=True, nullable=True),
    document("payload"),
    moment("due_at"),
    Column("patient", Boolean, nullable=False, server_default="false"),
    moment("lease_until", nullable=True),
    Column("attempts", Integer, nullable=False, server_default="0"),
    moment("done_at", nullable=True),
    moment("failed_at", nullable=True),
    text("last_error", nullable=True),
    text("correlation_id", nullable=True),
    created(),
)
"""Jobs. What is `patient` comes by the thousand and has time: all else that is due goes before it."""
Index("ix_outbox_due", outbox.c.patient, outbox.c.due_at, postgresql_where=sql("done_at IS NULL"))

replies = Table(
    "replies",
    metadata,
    text("principal"),
    text("idempotency_key"),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("status", Integer, nullable=True),
    document("headers", nullable=True),
    Column("body", LargeBinary, nullable=True),
    created(),
    PrimaryKeyConstraint("principal", "idempotency_key"),
)
