"""Jobs that have time go behind all others."""

import sqlalchemy as sa
from alembic import op

revision = "33d9136e0e65"
down_revision = "c306cc807b34"
branch_labels = None
depends_on = None

OPEN = sa.text("done_at IS NULL")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("patient", sa.Boolean(), server_default="false", nullable=False))
    op.drop_index("ix_outbox_due", table_name="outbox")
    op.create_index("ix_outbox_due", "outbox", ["patient", "due_at"], postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_index("ix_outbox_due", table_name="outbox")
    op.create_index("ix_outbox_due", "outbox", ["due_at"], postgresql_where=OPEN)
    op.drop_column("outbox", "patient")
