"""signs of life of workers"""

from alembic import op
import sqlalchemy as sa


revision = 'c306cc807b34'
down_revision = '894725744145'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'workers',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_workers')),
    )


def downgrade() -> None:
    op.drop_table('workers')
