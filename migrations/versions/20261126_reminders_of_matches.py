"""How long before a match its people are reminded of it."""

import sqlalchemy as sa
from alembic import op

revision = "2205a421be81"
down_revision = "6c1404a8bd8e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("remind_minutes", sa.Integer(), server_default="20", nullable=False))
    op.create_check_constraint(
        op.f("ck_people_remind_minutes"), "people", "remind_minutes IN (0, 10, 20, 30, 60)"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_people_remind_minutes"), "people", type_="check")
    op.drop_column("people", "remind_minutes")
