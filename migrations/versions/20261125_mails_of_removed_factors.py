"""mails of removed factors"""

from alembic import op

revision = 'b6927184a09d'
down_revision = "5b73484c6dc9"
branch_labels = None
depends_on = None

BEFORE = "kind IN ('verify_email', 'change_email', 'reset_password', 'email_changed', 'password_changed')"
AFTER = BEFORE.replace(")", ", 'factor_removed')")


def upgrade() -> None:
    op.drop_constraint(op.f('ck_account_mails_kind'), 'account_mails', type_='check')
    op.create_check_constraint(op.f('ck_account_mails_kind'), 'account_mails', AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM account_mails WHERE kind = 'factor_removed'")
    op.drop_constraint(op.f('ck_account_mails_kind'), 'account_mails', type_='check')
    op.create_check_constraint(op.f('ck_account_mails_kind'), 'account_mails', BEFORE)
