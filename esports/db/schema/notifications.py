"""Notices to people, and how each went out by a channel."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, PrimaryKeyConstraint, Table, UniqueConstraint

from esports.db.schema.base import created, document, key, metadata, moment, refers, text

notices = Table(
    "notices",
    metadata,
    key(),
    refers("person_id", "people.id"),
    refers("event_id", "events.id", nullable=True),
    text("kind"),
    text("dedupe_key"),
    document("payload"),
    moment("sent_at"),
    moment("read_at", nullable=True),
    created(),
    UniqueConstraint("person_id", "dedupe_key"),
)
Index("ix_notices_inbox", notices.c.person_id, notices.c.id)
Index("ix_notices_event", notices.c.event_id, notices.c.id)

own_chats = Table(
    "own_chats",
    metadata,
    key(),
    refers("person_id", "people.id", index=True),
    text("name"),
    text("url"),
    moment("failing_since", nullable=True),
    moment("paused_at", nullable=True),
    moment("tried_at", nullable=True),
    text("outcome", nullable=True),
    Column("status", Integer, nullable=True),
    created(),
)
"""A chat or a phone of a person's own; its `url` says how Apprise reaches it. `tried_at`, `outcome` and
`status` are of the last attempt, `failing_since` is null where that arrived."""

deliveries = Table(
    "deliveries",
    metadata,
    refers("notice_id", "notices.id"),
    text("channel"),
    text("state", default="waiting"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    text("last_error", nullable=True),
    moment("tried_at", nullable=True),
    moment("delivered_at", nullable=True),
    PrimaryKeyConstraint("notice_id", "channel"),
    CheckConstraint("state IN ('waiting', 'sent', 'failed', 'unwanted')", name="state"),
)
