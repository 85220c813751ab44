"""Drafts and vetoes."""

from uuid import UUID

import msgspec

from esports.journal.facts.base import BaseFact


class DraftOpened(BaseFact, frozen=True, kw_only=True):
    """A draft of a match's game was set up."""

    draft_id: UUID
    match_id: UUID
    stage_id: UUID
    game: int
    script: str
    names: list[str]


class DraftMoved(BaseFact, frozen=True, kw_only=True):
    """A referee began, paused or resumed a draft, or undid its last choice; `verb` says which."""

    draft_id: UUID
    match_id: UUID
    stage_id: UUID
    game: int
    verb: str


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """One choice of a draft as everybody may know it: of what is sealed, that it was handed in.

    `name` is whose choice it was, none for what was left; `choice` is none where it fell away.
    """

    kind: str
    name: str | None
    choice: str | list[dict[str, str]] | None
    cause: str
    sealed: bool


class DraftDecided(BaseFact, frozen=True, kw_only=True):
    """A side chose, or a timeout chose for it; with the last sealed lineup both are revealed."""

    draft_id: UUID
    match_id: UUID
    stage_id: UUID
    game: int
    decisions: list[Decided]


class DraftVoided(BaseFact, frozen=True, kw_only=True):
    """A draft does not count; another one may take its place."""

    draft_id: UUID
    match_id: UUID
    stage_id: UUID
    game: int


DraftFact = DraftOpened | DraftMoved | DraftDecided | DraftVoided
