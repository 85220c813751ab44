"""The schedule of an event: venues with stations, the plan beside what is published, and pins."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY

from esports.db.schema.base import document, key, metadata, moment, refers, text

venues = Table(
    "venues",
    metadata,
    key(),
    refers("event_id", "events.id"),
    text("name"),
    document("hours"),
    document("breaks"),
    UniqueConstraint("event_id", "name"),
)

stations = Table(
    "stations",
    metadata,
    key(),
    refers("venue_id", "venues.id"),
    text("name"),
    Column("titles", ARRAY(Text), nullable=False),
    Column("out_of_order", Boolean, nullable=False, server_default="false"),
    UniqueConstraint("venue_id", "name"),
)

schedules = Table(
    "schedules",
    metadata,
    Column("event_id", Uuid, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    document("settings"),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("plan", Integer, nullable=False, server_default="0"),
    text("state", default="none"),
    document("problems", nullable=True),
    moment("planned_at", nullable=True),
    document("calling", nullable=True),
    document("search", nullable=True),
    CheckConstraint("state IN ('none', 'planning', 'ready', 'failed', 'published')", name="state"),
)
"""`version` counts what was published, 0 for nothing yet; `plan` counts the plans that were asked for.
`search` says how far the search for a better plan is, null where there is none."""

bookings = Table(
    "bookings",
    metadata,
    Column("match_id", Uuid, ForeignKey("matches.id", ondelete="CASCADE"), primary_key=True),
    refers("station_id", "stations.id", index=True),
    moment("starts_at"),
    moment("ends_at"),
    Column("by_hand", Boolean, nullable=False, server_default="false"),
    Column("referees", ARRAY(Uuid), nullable=False, server_default="{}"),
    text("stream", nullable=True),
)
"""What is published. A match whose call was taken back is called `by_hand` again, and not by itself;
`referees` are people of the staff who lead it, `stream` is the name of one.
"""

planned_bookings = Table(
    "planned_bookings",
    metadata,
    Column("match_id", Uuid, ForeignKey("matches.id", ondelete="CASCADE"), primary_key=True),
    refers("station_id", "stations.id", nullable=True, index=True),
    moment("starts_at", nullable=True),
    moment("ends_at", nullable=True),
    document("reason"),
    Column("referees", ARRAY(Uuid), nullable=False, server_default="{}"),
    text("stream", nullable=True),
)
"""The newest plan; a match without a place in it has no station."""

pins = Table(
    "pins",
    metadata,
    Column("match_id", Uuid, ForeignKey("matches.id", ondelete="CASCADE"), primary_key=True),
    refers("station_id", "stations.id", nullable=True, index=True),
    moment("starts_at", nullable=True),
    Column("streamed", Boolean, nullable=False, server_default="false"),
)
"""Where and when a match must be, by somebody's hand; null is free. `streamed`: it must be on a stream."""

wishes = Table(
    "wishes",
    metadata,
    Column("match_id", Uuid, ForeignKey("matches.id", ondelete="CASCADE"), primary_key=True),
    moment("starts_at"),
)
"""When somebody wants a match to begin; plans come near to it, and hold to nothing."""

plan_steps = Table(
    "plan_steps",
    metadata,
    Column("event_id", Uuid, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("plan", Integer, primary_key=True),
    document("before"),
)
"""The plan of this number with its pins and wishes as it was before something of it was changed."""

publications = Table(
    "publications",
    metadata,
    key(),
    refers("event_id", "events.id"),
    Column("version", Integer, nullable=False),
    document("moves"),
    Column("undone", Boolean, nullable=False, server_default="false"),
    Column("undoes", Integer, nullable=True),
    refers("published_by", "people.id", nullable=True),
    moment("published_at"),
    UniqueConstraint("event_id", "version"),
)
"""One change of what is published: the bookings before and after. `undoes` is the version it took back."""

forecasts = Table(
    "forecasts",
    metadata,
    Column("event_id", Uuid, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    text("basis", default=""),
    moment("made_at", nullable=True),
    document("told", nullable=True),
)
"""When open matches are expected to begin. `basis` tells from which state of the event it was made."""
