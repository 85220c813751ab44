"""Chat groups beside the webhooks of events."""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '8b9ebc40227b'
down_revision = "2205a421be81"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('webhooks', sa.Column('way', sa.Text(), server_default='webhook', nullable=False))
    op.add_column('webhooks', sa.Column('name', sa.Text(), nullable=True))
    op.add_column('webhooks', sa.Column('locale', sa.Text(), nullable=True))
    op.add_column('webhooks', sa.Column('kinds', postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True))
    op.alter_column('webhooks', 'secret', existing_type=postgresql.BYTEA(), nullable=True)
    op.create_check_constraint('way', 'webhooks', "way IN ('webhook', 'chat')")
    op.create_check_constraint('secret', 'webhooks', "(way = 'webhook') = (secret IS NOT NULL)")
    op.create_check_constraint('chat', 'webhooks', "way = 'webhook' OR (name IS NOT NULL AND locale IS NOT NULL AND kinds IS NOT NULL)")


def downgrade() -> None:
    op.execute("DELETE FROM webhooks WHERE way = 'chat'")
    for name in ('chat', 'secret', 'way'):
        op.drop_constraint(name, 'webhooks')
    op.alter_column('webhooks', 'secret', existing_type=postgresql.BYTEA(), nullable=False)
    for name in ('kinds', 'locale', 'name', 'way'):
        op.drop_column('webhooks', name)
