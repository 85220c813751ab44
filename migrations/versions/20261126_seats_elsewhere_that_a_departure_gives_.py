"""Seats elsewhere that a departure gave to others, and who had them.

Nothing that is stored changes.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "deabee1124b5"
down_revision = "8b9ebc40227b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    told = postgresql.JSONB(none_as_null=True, astext_type=sa.Text())
    op.add_column("departures", sa.Column("refilled", told, nullable=True))


def downgrade() -> None:
    """Take it out again."""
    op.drop_column("departures", "refilled")
