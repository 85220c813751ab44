"""When matches were called, began and ended, what is forecast from it, and calls that stay with a hand.

What is known of matches of the past is taken over: the call from the journal, the end from the time at
which the match was settled. When they began was never told.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "33c65f5ad13b"
down_revision = "75f84fabffdc"
branch_labels = None
depends_on = None

MOMENTS = ("called_at", "began_at", "ended_at")


def upgrade() -> None:
    for name in MOMENTS:
        op.add_column("matches", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE matches SET ended_at = settled_at WHERE state = 'confirmed'")
    op.execute("""
        UPDATE matches SET called_at = calls.at
        FROM (
            SELECT DISTINCT ON (fact ->> 'match_id')
                fact ->> 'match_id' AS match_id, fact ->> 'called' AS called, at
            FROM journal_items WHERE fact ->> 'kind' = 'MatchCalled'
            ORDER BY fact ->> 'match_id', at DESC, seq DESC
        ) AS calls
        WHERE matches.id = CAST(calls.match_id AS uuid) AND calls.called = 'true'
            AND matches.state IN ('called', 'live', 'reported', 'disputed', 'confirmed')
            AND (matches.ended_at IS NULL OR calls.at < matches.ended_at)
    """)
    op.add_column("bookings", sa.Column("by_hand", sa.Boolean(), server_default="false", nullable=False))
    op.create_table(
        "forecasts",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("basis", sa.Text(), server_default="", nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_forecasts_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_forecasts")),
    )


def downgrade() -> None:
    op.drop_table("forecasts")
    op.drop_column("bookings", "by_hand")
    for name in reversed(MOMENTS):
        op.drop_column("matches", name)
