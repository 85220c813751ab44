"""Ages by one's word: who enters says that the players are as old as is asked."""

import sqlalchemy as sa
from alembic import op

revision = "6f3f0c1d9a52"
down_revision = "2d3a82ecccb3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entries", sa.Column("ages_said", sa.Boolean(), server_default="false", nullable=False))


def downgrade() -> None:
    op.drop_column("entries", "ages_said")
