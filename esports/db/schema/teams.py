"""Teams, who is in them, who is invited, and what their members are called in the games."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    func,
)

from esports.db.schema.base import created, key, metadata, moment, refers, text

logos = Table(
    "logos",
    metadata,
    Column("digest", Text, primary_key=True),
    text("media_type"),
    Column("body", LargeBinary, nullable=False),
    created(),
)
"""Pictures by the SHA-256 of their bytes; one stays as long as a team shows it."""

teams = Table(
    "teams",
    metadata,
    key(),
    text("name"),
    text("tag"),
    text("delegation", nullable=True),
    Column("logo", Text, ForeignKey("logos.digest", ondelete="SET NULL"), nullable=True, index=True),
    refers("captain_id", "people.id", nullable=True, index=True),
    moment("dissolved_at", nullable=True),
    Column("revision", Integer, nullable=False, server_default="1"),
    created(),
)
"""One that was dissolved stays for the entries that it had, without a page and without a logo."""

team_members = Table(
    "team_members",
    metadata,
    refers("team_id", "teams.id"),
    refers("person_id", "people.id", index=True),
    moment("joined_at"),
    PrimaryKeyConstraint("team_id", "person_id"),
)

team_invites = Table(
    "team_invites",
    metadata,
    key(),
    refers("team_id", "teams.id"),
    Column("token_hash", LargeBinary, nullable=True, unique=True),
    text("address", nullable=True),
    text("player", nullable=True),
    refers("person_id", "people.id", nullable=True, index=True),
    Column("uses_left", Integer, nullable=False),
    moment("expires_at"),
    moment("revoked_at", nullable=True),
    created(),
    UniqueConstraint("team_id", "address"),
    UniqueConstraint("team_id", "player"),
    CheckConstraint("num_nonnulls(token_hash, address, player) > 0", name="way"),
    CheckConstraint("uses_left >= 0", name="uses_left"),
)
"""By a link, to a mail address, or to a player name: whether there is anybody is looked at by them alone.

One to somebody has a link as well, once its mail goes out. `person_id` is whose player name it is."""
Index("ix_team_invites_address", team_invites.c.address)

in_game_ids = Table(
    "in_game_ids",
    metadata,
    key(),
    refers("person_id", "people.id"),
    text("title"),
    text("server", default=""),
    text("in_game_id"),
)
Index(
    "uq_in_game_ids_title",
    in_game_ids.c.person_id,
    func.lower(in_game_ids.c.title),
    func.lower(in_game_ids.c.server),
    unique=True,
)
