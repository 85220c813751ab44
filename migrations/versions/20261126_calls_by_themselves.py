"""Whether matches of an event are called by themselves; null: they are not, as before."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "21e509d665d7"
down_revision = "33c65f5ad13b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("schedules", sa.Column("calling", postgresql.JSONB(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("schedules", "calling")
