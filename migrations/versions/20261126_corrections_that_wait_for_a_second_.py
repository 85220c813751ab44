"""Corrections that wait for a second person, and whether a tournament asks for one.

Nothing that is stored changes: without the new policy nobody is asked for.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "792f04dbb228"
down_revision = "7d1c0a7b42e6"
branch_labels = None
depends_on = None

REFERRED = ("closed_by", "correction_id", "match_id", "proposed_by")


def upgrade() -> None:
    """Add the table and the policy."""
    op.create_table(
        "proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("body", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("correction_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["people.id"], name=op.f("fk_proposals_closed_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["corrections.id"], name=op.f("fk_proposals_correction_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["match_id"], ["matches.id"], name=op.f("fk_proposals_match_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["people.id"], name=op.f("fk_proposals_proposed_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    for name in REFERRED:
        op.create_index(op.f(f"ix_proposals_{name}"), "proposals", [name], unique=False)
    op.create_index(
        "uq_proposals_waiting",
        "proposals",
        ["match_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.add_column(
        "tournaments",
        sa.Column("second_person_corrections", sa.Boolean(), server_default="false", nullable=False),
    )


def downgrade() -> None:
    """Take both out again."""
    op.drop_column("tournaments", "second_person_corrections")
    op.drop_table("proposals")
