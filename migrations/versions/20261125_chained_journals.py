"""chained journals

Every commit is bound to what stands before it; lines that were written before this are bound here.
"""

import sqlalchemy as sa
from alembic import op

revision = "5b1f0a6c9e27"
down_revision = "c76cfb17fd4d"
branch_labels = None
depends_on = None

BIND = """
DO $$
DECLARE
    commit record;
    journal uuid;
    link bytea;
BEGIN
    FOR commit IN
        SELECT journal_id, commit_seq, sha256(convert_to(string_agg(concat_ws(chr(10), visibility, fact::text,
            patch::text, coalesce(actor_id::text, '-'), coalesce(correlation_id, '-'),
            extract(epoch from at)::text), chr(10) ORDER BY seq), 'UTF8')) AS digest
        FROM journal_items GROUP BY journal_id, commit_seq ORDER BY journal_id, commit_seq
    LOOP
        IF journal IS DISTINCT FROM commit.journal_id THEN
            journal := commit.journal_id;
            link := ''::bytea;
        END IF;
        link := sha256(link || commit.digest || int8send(commit.commit_seq));
        UPDATE journal_items SET digest = commit.digest, chain = link
            WHERE journal_id = journal AND seq = commit.commit_seq;
        UPDATE journals SET chain = link WHERE id = journal;
    END LOOP;
END $$
"""

GUARD = """
CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('esports.rewrites_journal', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'a journal is append-only';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$
"""


def upgrade() -> None:
    op.add_column(
        "journals", sa.Column("chain", sa.LargeBinary(), server_default=sa.text("''::bytea"), nullable=False)
    )
    op.add_column("journal_items", sa.Column("digest", sa.LargeBinary(), nullable=True))
    op.add_column("journal_items", sa.Column("chain", sa.LargeBinary(), nullable=True))
    op.execute(BIND)
    op.execute(GUARD)
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON journal_items "
        "FOR EACH ROW EXECUTE FUNCTION journal_is_append_only()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER append_only ON journal_items")
    op.execute("DROP FUNCTION journal_is_append_only()")
    op.drop_column("journal_items", "chain")
    op.drop_column("journal_items", "digest")
    op.drop_column("journals", "chain")
