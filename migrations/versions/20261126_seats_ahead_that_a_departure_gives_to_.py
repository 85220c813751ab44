"""Seats of a following stage that a departure gave to others, and who had them.

Nothing that is stored changes.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "a4527ec9f0a8"
down_revision = "deabee1124b5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    told = postgresql.JSONB(none_as_null=True, astext_type=sa.Text())
    op.add_column("departures", sa.Column("reseated", told, nullable=True))


def downgrade() -> None:
    """Take it out again."""
    op.drop_column("departures", "reseated")
