"""Departures with all results of every stage annulled.

Those that are stored reached the last stage alone.
"""

import sqlalchemy as sa
from alembic import op

revision = "1d7b4b0dd46d"
down_revision = "6f3f0c1d9a52"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column(
        "departures", sa.Column("everywhere", sa.Boolean(), server_default="false", nullable=False)
    )


def downgrade() -> None:
    """Take it out again."""
    op.drop_column("departures", "everywhere")
