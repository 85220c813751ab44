"""Seats elsewhere that a correction gave to others, and who had them.

Nothing that is stored changes.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "cbd9e36ccf44"
down_revision = "b04e6a51c7d2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    told = postgresql.JSONB(none_as_null=True, astext_type=sa.Text())
    op.add_column("corrections", sa.Column("refilled", told, nullable=True))
    op.add_column(
        "qualifiers", sa.Column("superseded", sa.Boolean(), server_default="false", nullable=False)
    )


def downgrade() -> None:
    """Take them out again."""
    op.drop_column("qualifiers", "superseded")
    op.drop_column("corrections", "refilled")
