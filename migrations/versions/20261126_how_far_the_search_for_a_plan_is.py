"""How far the search for a plan is, so that it shows, and can be stopped or go on.

Nothing that is stored changes: of plans that were made before nothing is known.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "6c1404a8bd8e"
down_revision = "cb5ce4dbfaaf"
branch_labels = None
depends_on = None


def upgrade() -> None:
    search = postgresql.JSONB(none_as_null=True, astext_type=sa.Text())
    op.add_column("schedules", sa.Column("search", search, nullable=True))


def downgrade() -> None:
    op.drop_column("schedules", "search")
