"""Find the entries that hold a place by an index"""

import sqlalchemy as sa
from alembic import op

revision = "2f52a8fd448b"
down_revision = "cbd9e36ccf44"
branch_labels = None
depends_on = None

HOLDING = sa.text("state IN ('offered', 'confirmed', 'checked_in', 'playing', 'placed')")


def upgrade() -> None:
    op.create_index("ix_entries_holding", "entries", ["tournament_id"], postgresql_where=HOLDING)


def downgrade() -> None:
    op.drop_index("ix_entries_holding", table_name="entries", postgresql_where=HOLDING)
