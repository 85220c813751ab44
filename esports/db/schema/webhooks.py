"""Webhooks and chat groups of events: where to, what is to be told, and how each attempt went."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    Uuid,
)

from esports.db.schema.base import created, document, key, metadata, moment, refers, text

webhooks = Table(
    "webhooks",
    metadata,
    key(),
    refers("event_id", "events.id", index=True),
    text("url"),
    Column("secret", LargeBinary, nullable=True),
    Column("old_secret", LargeBinary, nullable=True),
    moment("old_secret_until", nullable=True),
    moment("disabled_at", nullable=True),
    moment("rests_until", nullable=True),
    text("way", default="webhook"),
    text("name", nullable=True),
    text("locale", nullable=True),
    document("kinds", nullable=True),
    created(),
    CheckConstraint("way IN ('webhook', 'chat')", name="way"),
    CheckConstraint("(way = 'webhook') = (secret IS NOT NULL)", name="secret"),
    CheckConstraint(
        "way = 'webhook' OR (name IS NOT NULL AND locale IS NOT NULL AND kinds IS NOT NULL)", name="chat"
    ),
)
"""A chat group is a receiver as a webhook is: its `url` says how Apprise reaches it; nothing is signed."""

webhook_cursors = Table(
    "webhook_cursors",
    metadata,
    refers("webhook_id", "webhooks.id"),
    refers("journal_id", "journals.id"),
    Column("seq", BigInteger, nullable=False),
    PrimaryKeyConstraint("webhook_id", "journal_id"),
)

webhook_messages = Table(
    "webhook_messages",
    metadata,
    key(),
    refers("webhook_id", "webhooks.id"),
    Column("journal_id", Uuid, nullable=False),
    Column("seq", BigInteger, nullable=False),
    text("kind"),
    text("body"),
    text("state", default="waiting"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    created(),
    UniqueConstraint("webhook_id", "journal_id", "seq"),
    CheckConstraint("state IN ('waiting', 'sent', 'failed')", name="state"),
)
Index("ix_webhook_messages_log", webhook_messages.c.webhook_id, webhook_messages.c.id)

webhook_attempts = Table(
    "webhook_attempts",
    metadata,
    key(),
    refers("message_id", "webhook_messages.id", index=True),
    moment("at"),
    text("outcome"),
    Column("status", Integer, nullable=True),
    Column("seconds", Float, nullable=False),
)
