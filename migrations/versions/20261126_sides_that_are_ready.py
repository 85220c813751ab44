"""Sides of a match say that they are ready, and how long one waits for the other.

Nothing that is stored changes: without the new policy nobody counts.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "5d6151c759b1"
down_revision = "e9aca70cc775"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "presences",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("entries", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("before_version", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["match_id"], ["matches.id"], name=op.f("fk_presences_match_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["said_by"], ["people.id"], name=op.f("fk_presences_said_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("match_id", "slot", name=op.f("pk_presences")),
    )
    op.create_index(op.f("ix_presences_said_by"), "presences", ["said_by"], unique=False)
    op.add_column("tournaments", sa.Column("no_show_minutes", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("tournaments", "no_show_minutes")
    op.drop_index(op.f("ix_presences_said_by"), table_name="presences")
    op.drop_table("presences")
