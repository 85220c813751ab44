"""Pauses of matches, and how many of them a side may take."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "c53793b2b229"
down_revision = "5d6151c759b1"
branch_labels = None
depends_on = None

PEOPLE = ("paused_by", "resumed_by")


def upgrade() -> None:
    op.create_table(
        "pauses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("entries", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("sitting", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("paused_by", sa.Uuid(), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resumed_by", sa.Uuid(), nullable=True),
        sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["match_id"], ["matches.id"], name=op.f("fk_pauses_match_id"), ondelete="CASCADE"
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], ["people.id"], name=op.f(f"fk_pauses_{name}"), ondelete="SET NULL"
            )
            for name in PEOPLE
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pauses")),
    )
    for name in ("match_id", *PEOPLE):
        op.create_index(op.f(f"ix_pauses_{name}"), "pauses", [name], unique=False)
    op.add_column(
        "tournaments", sa.Column("pauses_per_side", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column(
        "tournaments", sa.Column("pause_minutes", sa.Integer(), server_default="10", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("tournaments", "pause_minutes")
    op.drop_column("tournaments", "pauses_per_side")
    op.drop_table("pauses")
