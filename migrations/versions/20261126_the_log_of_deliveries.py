"""The log of deliveries: of which event a notice is, and when each was tried."""

import sqlalchemy as sa
from alembic import op

revision = "bf6034ab31ce"
down_revision = "2f52a8fd448b"
branch_labels = None
depends_on = None

STATES = "state IN ('waiting', 'sent', 'failed'{more})"


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("notices", sa.Column("event_id", sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE notices SET event_id = events.id FROM events WHERE events.slug = payload->>'event_slug'"
    )
    op.execute("UPDATE deliveries SET tried_at = delivered_at")
    op.create_index("ix_notices_event", "notices", ["event_id", "id"])
    op.create_foreign_key(
        op.f("fk_notices_event_id"), "notices", "events", ["event_id"], ["id"], ondelete="SET NULL"
    )
    _allow(", 'unwanted'")


def downgrade() -> None:
    op.execute("UPDATE deliveries SET state = 'sent' WHERE state = 'unwanted'")
    _allow("")
    op.drop_constraint(op.f("fk_notices_event_id"), "notices", type_="foreignkey")
    op.drop_index("ix_notices_event", table_name="notices")
    op.drop_column("notices", "event_id")
    op.drop_column("deliveries", "tried_at")


def _allow(more: str) -> None:
    op.drop_constraint(op.f("ck_deliveries_state"), "deliveries", type_="check")
    op.create_check_constraint(op.f("ck_deliveries_state"), "deliveries", STATES.format(more=more))
