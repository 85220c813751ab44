"""Events: the real-world week or weekend."""

from sqlalchemy import CheckConstraint, Column, Date, Integer, Table

from esports.db.schema.base import created, key, metadata, refers, text

events = Table(
    "events",
    metadata,
    key(),
    text("slug", unique=True),
    text("name"),
    text("description", default=""),
    text("time_zone"),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("revision", Integer, nullable=False, server_default="1"),
    refers("created_by", "people.id", nullable=True),
    created(),
    CheckConstraint("ends_on >= starts_on", name="days"),
)
