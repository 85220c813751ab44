"""Invitations to a mail address have a link too, once their mail goes out."""

from alembic import op

revision = "8d1f6f0b7a43"
down_revision = "c53793b2b229"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint(op.f("ck_team_invites_way"), "team_invites")
    op.create_check_constraint(
        op.f("ck_team_invites_way"), "team_invites", "token_hash IS NOT NULL OR address IS NOT NULL"
    )


def downgrade() -> None:
    op.execute("UPDATE team_invites SET token_hash = NULL WHERE address IS NOT NULL")
    op.drop_constraint(op.f("ck_team_invites_way"), "team_invites")
    op.create_check_constraint(
        op.f("ck_team_invites_way"), "team_invites", "(token_hash IS NULL) <> (address IS NULL)"
    )
