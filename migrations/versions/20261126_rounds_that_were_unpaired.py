"""Rounds of a Swiss whose pairing was taken back, and who would have played whom.

Nothing that is stored changes.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2d3a82ecccb3"
down_revision = "8d1f6f0b7a43"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "unpairings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("matches", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"], ["people.id"], name=op.f("fk_unpairings_made_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["stages.id"], name=op.f("fk_unpairings_stage_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unpairings")),
    )
    op.create_index(op.f("ix_unpairings_made_by"), "unpairings", ["made_by"], unique=False)
    op.create_index(op.f("ix_unpairings_stage_id"), "unpairings", ["stage_id"], unique=False)


def downgrade() -> None:
    """Take the table out again."""
    op.drop_index(op.f("ix_unpairings_stage_id"), table_name="unpairings")
    op.drop_index(op.f("ix_unpairings_made_by"), table_name="unpairings")
    op.drop_table("unpairings")
