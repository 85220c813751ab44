"""Pauses, and who is there, as they travel."""

from datetime import datetime
from typing import Annotated, ClassVar

import msgspec

from esports.matches.report_wire import Reason

Slot = Annotated[int, msgspec.Meta(ge=0, le=1)]


class OwnWord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That the caller's side is ready; nothing need be said."""

    EXAMPLE: ClassVar[dict[str, str]] = {}


class TakenBack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which side is not ready after all."""

    slot: Slot

    EXAMPLE: ClassVar = {"slot": 0}


class NewPause(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why the match shall pause; for the sides and the staff to read."""

    reason: Reason

    EXAMPLE: ClassVar = {"reason": "A mouse is broken."}


class Resumption(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That the match goes on; nothing need be said."""

    EXAMPLE: ClassVar[dict[str, str]] = {}


class Paused(msgspec.Struct, frozen=True, kw_only=True):
    """Since when a match is paused. To the sides and to staff also who paused it, null for a referee, why,
    and until when, null for a referee's."""

    paused_at: datetime
    slot: int | None = None
    reason: str | None = None
    due_at: datetime | None = None


class Presence(msgspec.Struct, frozen=True, kw_only=True):
    """That a side is ready, since when, and until when the other one has to be; null: nobody counts."""

    slot: int
    said_at: datetime
    due_at: datetime | None
