"""Pictures that who enters sends as answers."""

import sqlalchemy as sa
from alembic import op

revision = "b04e6a51c7d2"
down_revision = "1d7b4b0dd46d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entry_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tournament_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tournament_id"], ["tournaments.id"], name=op.f("fk_entry_files_tournament_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_entry_files_entry_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_entry_files_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_files")),
    )
    for name in ("tournament_id", "entry_id", "person_id"):
        op.create_index(op.f(f"ix_entry_files_{name}"), "entry_files", [name], unique=False)


def downgrade() -> None:
    op.drop_table("entry_files")
