"""Judged stages: what was handed in, who judges what, and every mark that was given."""

from sqlalchemy import Boolean, Column, Integer, PrimaryKeyConstraint, Table, UniqueConstraint

from esports.db.schema.base import document, key, metadata, moment, refers, text

contests = Table(
    "contests",
    metadata,
    refers("stage_id", "stages.id"),
    text("draw_seed", nullable=True),
    Column("each", Integer, nullable=True),
    document("told"),
    moment("assigned_at", nullable=True),
    moment("published_at", nullable=True),
    PrimaryKeyConstraint("stage_id"),
)
"""A stage from its first submission on. `told` is the part of its view that everybody sees."""

submissions = Table(
    "submissions",
    metadata,
    key(),
    refers("stage_id", "stages.id"),
    refers("entry_id", "entries.id", index=True),
    text("title"),
    text("link"),
    Column("number", Integer, nullable=True),
    Column("revision", Integer, nullable=False, server_default="1"),
    moment("handed_in_at"),
    UniqueConstraint("stage_id", "entry_id"),
    UniqueConstraint("stage_id", "number", deferrable=True, initially="DEFERRED"),
)
"""One an entry; `number` is drawn with the judges, and stands for the entry where judging is blind."""

judges = Table(
    "judges",
    metadata,
    key(),
    refers("stage_id", "stages.id"),
    refers("person_id", "people.id", nullable=True, index=True),
    text("delegation", nullable=True),
    Column("active", Boolean, nullable=False, server_default="true"),
    UniqueConstraint("stage_id", "person_id"),
)
"""One who is not active was replaced: the marks stay on record and do not count."""

assignments = Table(
    "assignments",
    metadata,
    refers("judge_id", "judges.id"),
    refers("submission_id", "submissions.id", index=True),
    PrimaryKeyConstraint("judge_id", "submission_id"),
)

marks = Table(
    "marks",
    metadata,
    key(),
    refers("submission_id", "submissions.id"),
    refers("judge_id", "judges.id", index=True),
    Column("version", Integer, nullable=False),
    document("points"),
    text("comment", nullable=True),
    moment("given_at"),
    UniqueConstraint("submission_id", "judge_id", "version"),
)
"""Versioned and never edited: of one judge's marks for one submission the last counts."""
