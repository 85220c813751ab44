"""What is kept about people, and who looked at it, as it travels."""

from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

import msgspec

from esports.accounts.wire import Code, GivenPassword, Person
from esports.entries.wire import Member

Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=500, examples=["Checking in at the venue."])]


class WhyLook(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why the names and birth dates of minors are needed; it is kept, and owners read it."""

    reason: Reason

    EXAMPLE: ClassVar = {"reason": "Checking in at the venue."}


class SeenPeople(msgspec.Struct, frozen=True, kw_only=True):
    """An entry's whole roster, for the reason that was given."""

    entry: UUID
    roster: list[Member]


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the staff looked at the data of minors: at these positions of the entry's roster then.

    `person` is null where the account is gone.
    """

    id: UUID
    at: datetime
    person: UUID | None
    display_name: str | None
    entry: UUID
    entry_name: str
    positions: list[int]
    nicknames: list[str]
    reason: str


class Accesses(msgspec.Struct, frozen=True, kw_only=True):
    """A page of accesses in an event, the newest first."""

    items: list[Access]
    next_cursor: str | None


class OwnData(msgspec.Struct, frozen=True, kw_only=True):
    """All that is kept about a person. Secrets are kept as hashes, which are not told."""

    exported_at: datetime
    person: Person
    created_at: datetime
    sessions: list[dict[str, Any]]
    tokens: list[dict[str, Any]]
    identities: list[dict[str, Any]]
    mails: list[dict[str, Any]]
    roles: list[dict[str, Any]]
    in_game_ids: list[dict[str, Any]]
    own_chats: list[dict[str, Any]]
    teams: list[dict[str, Any]]
    plays_for: list[dict[str, Any]]
    entries: list[dict[str, Any]]
    consents: list[dict[str, Any]]
    submissions: list[dict[str, Any]]
    notices: list[dict[str, Any]]
    judging: list[dict[str, Any]]
    reports: list[dict[str, Any]]
    evidence: list[dict[str, Any]]
    entry_files: list[dict[str, Any]]
    accesses_to_own_entries: list[dict[str, Any]]
    accesses_by_oneself: list[dict[str, Any]]


class Erase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The password, and a code of the second factor where one is on: what follows cannot be taken back."""

    password: GivenPassword
    code: Code | None = None

    EXAMPLE: ClassVar = {"password": "correct horse battery staple"}
