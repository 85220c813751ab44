"""who leads a match"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '373522e83425'
down_revision = "21e509d665d7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ('bookings', 'planned_bookings'):
        referees = sa.Column('referees', postgresql.ARRAY(sa.Uuid()), server_default='{}', nullable=False)
        op.add_column(table, referees)


def downgrade() -> None:
    for table in ('planned_bookings', 'bookings'):
        op.drop_column(table, 'referees')
