"""When a person's mails wait, and which of them come as one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "663219e3188a"
down_revision = "c1e53d6898af"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("quiet_hours", JSONB(none_as_null=True), nullable=True))
    op.add_column("people", sa.Column("digest", sa.Text(), server_default="never", nullable=False))
    op.create_check_constraint("digest", "people", "digest IN ('never', 'hour', 'day')")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_people_digest"), "people")
    op.drop_column("people", "digest")
    op.drop_column("people", "quiet_hours")
