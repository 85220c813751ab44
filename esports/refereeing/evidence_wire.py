"""Evidence as it travels, and as it is stored."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

import msgspec

from esports.matches.report_wire import Evidence as EvidenceLink

EvidenceSource = Literal["side", "staff", "station"]


class EvidenceItem(msgspec.Struct, frozen=True, kw_only=True):
    """A picture or a link that shows how a match ended: to which report it belongs, who added it and when.

    `slot` is the side that added it. A picture has a `media_type` and its size in pixels, and is read at
    `/evidence/{id}/picture`; a link is in `link`. `by` is null where the account is gone, and of the station.
    """

    id: UUID
    report: UUID
    source: EvidenceSource
    slot: int | None
    by: str | None
    link: str | None
    media_type: str | None
    width: int | None
    height: int | None
    made_at: datetime


class KnownEvidence(EvidenceItem, frozen=True, kw_only=True):
    """Evidence that came again: the first of it, which is nothing new."""

    @property
    def reply_status(self) -> int:
        """OK, not created."""
        return 200


class NewEvidence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A link to what shows how a match ended."""

    link: EvidenceLink

    EXAMPLE: ClassVar = {"link": "https://example.org/game2.png"}


class StoredEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """What tells one piece of evidence from another."""

    id: UUID
    report: UUID
    digest: str


class EvidencePicture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture as it is stored, and whose match it is of."""

    match: UUID
    entries: list[UUID]
    media_type: str
    body: bytes
