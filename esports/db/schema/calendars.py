"""The links by which people's calendar programs fetch their matches."""

from sqlalchemy import Column, ForeignKey, LargeBinary, Table, Uuid

from esports.db.schema.base import metadata, moment

calendar_links = Table(
    "calendar_links",
    metadata,
    Column("person_id", Uuid, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("secret_hash", LargeBinary, nullable=False, unique=True),
    moment("made_at"),
)
