"""The worker processes, as far as they show signs of life."""

from sqlalchemy import Table

from esports.db.schema.base import key, metadata, moment

workers = Table(
    "workers",
    metadata,
    key(),
    moment("began_at"),
    moment("seen_at"),
)
