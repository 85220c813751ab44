"""What reaches beyond one tournament: the points rules of an event, and who qualifies for what."""

from sqlalchemy import Boolean, Column, Integer, PrimaryKeyConstraint, Table, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from esports.db.schema.base import document, key, metadata, refers

points_rules = Table(
    "points_rules",
    metadata,
    refers("event_id", "events.id"),
    document("rules"),
    Column("revision", Integer, nullable=False, server_default="1"),
    PrimaryKeyConstraint("event_id"),
)

qualification_plans = Table(
    "qualification_plans",
    metadata,
    refers("target_id", "tournaments.id"),
    Column("direct", ARRAY(Integer), nullable=False),
    Column("revision", Integer, nullable=False, server_default="1"),
    PrimaryKeyConstraint("target_id"),
)
"""`direct` are the seeds that are filled without a qualifier."""

qualifications = Table(
    "qualifications",
    metadata,
    key(),
    refers("target_id", "tournaments.id"),
    refers("source_id", "tournaments.id", index=True),
    Column("position", Integer, nullable=False),
    Column("places", ARRAY(Integer), nullable=False),
    Column("seeds", ARRAY(Integer), nullable=False),
    Column("ahead", ARRAY(Uuid), nullable=False),
    UniqueConstraint("target_id", "source_id"),
)
"""Place `places[i]` of the source fills seed `seeds[i]` of the target; `ahead` orders who shares a place."""

qualifiers = Table(
    "qualifiers",
    metadata,
    refers("entry_id", "entries.id"),
    refers("source_id", "tournaments.id", index=True),
    Column("place", Integer, nullable=False),
    Column("superseded", Boolean, nullable=False, server_default="false"),
    PrimaryKeyConstraint("entry_id"),
)
"""The entries that came in by a qualification, with their place in the tournament that they come from.

`superseded`: a correction there gave the seat to somebody else.
"""
