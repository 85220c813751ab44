"""answers that are no pictures"""

from alembic import op
import sqlalchemy as sa


revision = 'c9e3645fed8a'
down_revision = '792f04dbb228'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column('entry_files', 'width',
               existing_type=sa.INTEGER(),
               nullable=True)
    op.alter_column('entry_files', 'height',
               existing_type=sa.INTEGER(),
               nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM entry_files WHERE width IS NULL")
    op.alter_column('entry_files', 'height',
               existing_type=sa.INTEGER(),
               nullable=False)
    op.alter_column('entry_files', 'width',
               existing_type=sa.INTEGER(),
               nullable=False)
