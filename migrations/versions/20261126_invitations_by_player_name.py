"""invitations by player name"""

from alembic import op
import sqlalchemy as sa


revision = '75f84fabffdc'
down_revision = 'c9e3645fed8a'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_people_display_name', 'people', [sa.literal_column('lower(display_name)')], unique=False)
    op.add_column('team_invites', sa.Column('player', sa.Text(), nullable=True))
    op.add_column('team_invites', sa.Column('person_id', sa.Uuid(), nullable=True))
    op.create_index(op.f('ix_team_invites_person_id'), 'team_invites', ['person_id'], unique=False)
    op.create_unique_constraint(op.f('uq_team_invites_team_id_player'), 'team_invites', ['team_id', 'player'])
    op.create_foreign_key(op.f('fk_team_invites_person_id'), 'team_invites', 'people', ['person_id'], ['id'], ondelete='SET NULL')
    op.drop_constraint(op.f('ck_team_invites_way'), 'team_invites', type_='check')
    op.create_check_constraint(op.f('ck_team_invites_way'), 'team_invites', 'num_nonnulls(token_hash, address, player) > 0')


def downgrade() -> None:
    op.drop_constraint(op.f('ck_team_invites_way'), 'team_invites', type_='check')
    op.execute("DELETE FROM team_invites WHERE token_hash IS NULL AND address IS NULL")
    op.create_check_constraint(op.f('ck_team_invites_way'), 'team_invites', 'token_hash IS NOT NULL OR address IS NOT NULL')
    op.drop_constraint(op.f('fk_team_invites_person_id'), 'team_invites', type_='foreignkey')
    op.drop_constraint(op.f('uq_team_invites_team_id_player'), 'team_invites', type_='unique')
    op.drop_index(op.f('ix_team_invites_person_id'), table_name='team_invites')
    op.drop_column('team_invites', 'person_id')
    op.drop_column('team_invites', 'player')
    op.drop_index('ix_people_display_name', table_name='people')
