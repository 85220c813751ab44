"""People, how they sign in, and which roles they hold."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from esports.db.schema.base import created, document, key, metadata, moment, refers, text

people = Table(
    "people",
    metadata,
    key(),
    text("email"),
    text("display_name"),
    Column("birth_date", Date, nullable=True),
    text("locale", default="en"),
    text("time_zone", nullable=True),
    Column("notices", JSONB, nullable=False, server_default="{}"),
    document("quiet_hours", nullable=True),
    text("digest", default="never"),
    Column("remind_minutes", Integer, nullable=False, server_default="20"),
    text("password_hash"),
    moment("email_verified_at", nullable=True),
    Column("is_admin", Boolean, nullable=False, server_default="false"),
    Column("revision", Integer, nullable=False, server_default="1"),
    created(),
    CheckConstraint("digest IN ('never', 'hour', 'day')", name="digest"),
    CheckConstraint("remind_minutes IN (0, 10, 20, 30, 60)", name="remind_minutes"),
)
Index("uq_people_email", func.lower(people.c.email), unique=True)
Index("ix_people_display_name", func.lower(people.c.display_name))

sessions = Table(
    "sessions",
    metadata,
    Column("id_hash", LargeBinary, primary_key=True),
    Column("id", Uuid, nullable=False, unique=True, server_default=func.gen_random_uuid()),
    refers("person_id", "people.id", index=True),
    text("csrf_token"),
    text("device", nullable=True),
    moment("expires_at"),
    created(),
)

tokens = Table(
    "tokens",
    metadata,
    key(),
    refers("person_id", "people.id", index=True),
    text("name"),
    Column("secret_hash", LargeBinary, nullable=False),
    Column("scopes", ARRAY(Text), nullable=False),
    moment("expires_at", nullable=True),
    moment("last_used_at", nullable=True),
    moment("revoked_at", nullable=True),
    created(),
)

live_tickets = Table(
    "live_tickets",
    metadata,
    Column("id_hash", LargeBinary, primary_key=True),
    refers("person_id", "people.id"),
    moment("expires_at"),
)

account_mails = Table(
    "account_mails",
    metadata,
    key(),
    # Nobody, where a new password was asked for an address that is unknown: both leave the same traces.
    Column("person_id", Uuid, ForeignKey("people.id", ondelete="CASCADE"), nullable=True, index=True),
    text("kind"),
    text("address", nullable=True),
    Column("secret_hash", LargeBinary, nullable=True, unique=True),
    moment("expires_at"),
    moment("used_at", nullable=True),
    created(),
    CheckConstraint(
        "kind IN ('verify_email', 'change_email', 'reset_password', 'email_changed', 'password_changed', "
        "'factor_removed', 'sign_in_linked')",
        name="kind",
    ),
)

second_factors = Table(
    "second_factors",
    metadata,
    Column("person_id", Uuid, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("secret", LargeBinary, nullable=False),
    moment("confirmed_at", nullable=True),
    Column("last_step", BigInteger, nullable=True),
    created(),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    refers("person_id", "people.id"),
    Column("code_hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("person_id", "code_hash"),
)

identities = Table(
    "identities",
    metadata,
    text("issuer"),
    text("subject"),
    refers("person_id", "people.id"),
    created(),
    PrimaryKeyConstraint("issuer", "subject"),
    UniqueConstraint("person_id", "issuer"),
)

oidc_flows = Table(
    "oidc_flows",
    metadata,
    Column("state_hash", LargeBinary, primary_key=True),
    Column("browser_hash", LargeBinary, nullable=False),
    Column("nonce_hash", LargeBinary, nullable=False),
    # Who links the provider to their account; nobody, where somebody signs in.
    Column("person_id", Uuid, ForeignKey("people.id", ondelete="CASCADE"), nullable=True, index=True),
    moment("expires_at"),
)

oidc_proofs = Table(
    "oidc_proofs",
    metadata,
    Column("id_hash", LargeBinary, primary_key=True),
    refers("person_id", "people.id", index=True),
    moment("expires_at"),
)

staff = Table(
    "staff",
    metadata,
    key(),
    refers("person_id", "people.id", index=True),
    Column("event_id", Uuid, nullable=False, index=True),
    text("role"),
    created(),
    UniqueConstraint("event_id", "person_id", "role"),
    CheckConstraint("role IN ('owner', 'operator', 'referee', 'caster', 'judge')", name="role"),
)
