"""The tables, a module a feature. Imported by `queries` modules, `esports.db` and `journal.store` alone."""

from esports.db.schema import (
    accounts,
    brackets,
    drafts,
    entries,
    entry_rules,
    events,
    honours,
    journal,
    judging,
    matches,
    notifications,
    privacy,
    refereeing,
    schedule,
    teams,
    tournaments,
    webhooks,
)
from esports.db.schema.base import metadata

__all__ = [
    "accounts",
    "brackets",
    "drafts",
    "entries",
    "entry_rules",
    "events",
    "honours",
    "journal",
    "judging",
    "matches",
    "metadata",
    "notifications",
    "privacy",
    "refereeing",
    "schedule",
    "teams",
    "tournaments",
    "webhooks",
]
