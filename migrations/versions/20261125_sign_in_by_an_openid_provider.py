"""sign in by an openid provider"""

from alembic import op
import sqlalchemy as sa


revision = '62dcfa01429b'
down_revision = "663219e3188a"
branch_labels = None
depends_on = None


BEFORE = (
    "kind IN ('verify_email', 'change_email', 'reset_password', 'email_changed', 'password_changed', "
    "'factor_removed')"
)
AFTER = BEFORE.replace(")", ", 'sign_in_linked')")


def upgrade() -> None:
    op.drop_constraint(op.f('ck_account_mails_kind'), 'account_mails', type_='check')
    op.create_check_constraint(op.f('ck_account_mails_kind'), 'account_mails', AFTER)
    op.create_table('identities',
    sa.Column('issuer', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_identities_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('issuer', 'subject', name=op.f('pk_identities')),
    sa.UniqueConstraint('person_id', 'issuer', name=op.f('uq_identities_person_id_issuer'))
    )
    op.create_table('oidc_flows',
    sa.Column('state_hash', sa.LargeBinary(), nullable=False),
    sa.Column('browser_hash', sa.LargeBinary(), nullable=False),
    sa.Column('nonce_hash', sa.LargeBinary(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_oidc_flows_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('state_hash', name=op.f('pk_oidc_flows'))
    )
    op.create_index(op.f('ix_oidc_flows_person_id'), 'oidc_flows', ['person_id'], unique=False)
    op.create_table('oidc_proofs',
    sa.Column('id_hash', sa.LargeBinary(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_oidc_proofs_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id_hash', name=op.f('pk_oidc_proofs'))
    )
    op.create_index(op.f('ix_oidc_proofs_person_id'), 'oidc_proofs', ['person_id'], unique=False)


def downgrade() -> None:
    op.execute("DELETE FROM account_mails WHERE kind = 'sign_in_linked'")
    op.drop_constraint(op.f('ck_account_mails_kind'), 'account_mails', type_='check')
    op.create_check_constraint(op.f('ck_account_mails_kind'), 'account_mails', BEFORE)
    op.drop_index(op.f('ix_oidc_proofs_person_id'), table_name='oidc_proofs')
    op.drop_table('oidc_proofs')
    op.drop_index(op.f('ix_oidc_flows_person_id'), table_name='oidc_flows')
    op.drop_table('oidc_flows')
    op.drop_table('identities')
