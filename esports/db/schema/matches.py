"""Reports, which are versioned and never edited, and the confirmed result of a match."""

from sqlalchemy import Column, Index, Integer, Table, UniqueConstraint, Uuid
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY

from esports.db.schema.base import created, document, key, metadata, refers, text

reports = Table(
    "reports",
    metadata,
    key(),
    refers("match_id", "matches.id"),
    Column("version", Integer, nullable=False),
    text("state"),
    document("body"),
    refers("reported_by", "people.id", nullable=True),
    created(),
    UniqueConstraint("match_id", "version"),
)

results = Table(
    "results",
    metadata,
    key(),
    refers("match_id", "matches.id"),
    refers("report_id", "reports.id"),
    text("kind"),
    Column("entries", ARRAY(Uuid), nullable=False),
    Column("winner", Integer, nullable=True),
    document("scores", nullable=True),
    document("games"),
    text("state", default="active"),
    created(),
)
Index("uq_results_active", results.c.match_id, unique=True, postgresql_where=sql("state = 'active'"))
