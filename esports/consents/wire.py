"""Guardians' consents as they travel."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec

from esports.accounts.wire import Email
from esports.accounts.wire_proofs import LinkToken
from esports.entries.guardians import ConsentState

Position = Annotated[int, msgspec.Meta(ge=0, le=200)]
Version = Annotated[str, msgspec.Meta(max_length=40, examples=["2026-11-25"])]


class AskGuardian(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose guardian is to be asked, by the player's position in the roster from 0, and at which address."""

    player: Position
    guardian_email: Email

    EXAMPLE: ClassVar = {"player": 0, "guardian_email": "parent@example.org"}


class PlayerConsent(msgspec.Struct, frozen=True, kw_only=True):
    """How it stands with one player. `name` is for the entry itself alone; `guardian` is shortened.

    `mails_left`: how often the guardian can still be asked.
    """

    position: int
    name: str | None
    in_game_id: str | None
    state: ConsentState
    guardian: str | None
    changed_at: datetime | None
    mails_left: int


class EntryConsents(msgspec.Struct, frozen=True, kw_only=True):
    """The players of an entry and their guardians' consents; `held`: the entry cannot take part yet."""

    entry: UUID
    name: str
    required: bool
    consent_age: int
    held: bool
    players: list[PlayerConsent]


class HeldEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that waits, and in which states its players are that hold it back."""

    entry: UUID
    name: str
    state: str
    lacking: list[ConsentState]


class HeldEntries(msgspec.Struct, frozen=True, kw_only=True):
    """The entries of a tournament that wait for guardians, in the order of registration."""

    items: list[HeldEntry]
    next_cursor: None = None


class GuardianLink(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stood in the link of the mail."""

    token: LinkToken

    EXAMPLE: ClassVar = {"token": "0123456789abcdef" * 4}


class Decision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A guardian's answer, and the version of the text that they have read."""

    token: LinkToken
    version: Version
    agree: bool

    EXAMPLE: ClassVar = {"token": "0123456789abcdef" * 4, "version": "2026-11-25", "agree": True}


class AskedConsent(msgspec.Struct, frozen=True, kw_only=True):
    """What a guardian is asked, or has agreed to. `revocable`: the link is the one that withdraws."""

    player: str
    entry: str
    tournament: str
    event: str
    state: ConsentState
    revocable: bool
    version: Version
    text: list[str]


class GivenDecision(msgspec.Struct, frozen=True, kw_only=True):
    """What holds now."""

    state: Literal["granted", "refused", "revoked"]
