"""Links of captains and stations, and what is said by them, as they travel."""

from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from esports.brackets.shapes import MatchView
from esports.matches.report_wire import NewReport, Reason
from esports.qr import Square
from esports.refereeing.pause_wire import Paused, Presence, Slot

Secret = Annotated[str, msgspec.Meta(min_length=64, max_length=64, pattern="^[0-9a-f]{64}$")]


class NewLink(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That a link shall be made; nothing need be said."""

    EXAMPLE: ClassVar[dict[str, str]] = {}


class MadeLink(msgspec.Struct, frozen=True, kw_only=True):
    """A link to a match. `path` and `url` hold the secret behind their `#`, and are shown this once.

    `square` is the QR code of `url`, for the desk of the station.
    """

    id: UUID
    match: UUID
    path: str
    url: str
    square: Square


class LinkSecret(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The secret of a match's link."""

    secret: Secret

    EXAMPLE: ClassVar = {"secret": "0" * 64}


class StationReport(NewReport, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report from whoever holds a match's link: the games, or the winner's slot alone."""

    secret: Secret

    EXAMPLE: ClassVar = {"secret": "0" * 64, "games": [{"scores": [13, 7]}]}


class StationWord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the side of a slot says at the station, from whoever holds the match's link: it is ready, or
    goes on playing."""

    secret: Secret
    slot: Slot

    EXAMPLE: ClassVar = {"secret": "0" * 64, "slot": 0}


class StationPause(StationWord, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That the side of a slot pauses its match and why, from whoever holds the match's link."""

    reason: Reason

    EXAMPLE: ClassVar = {"secret": "0" * 64, "slot": 0, "reason": "A mouse is broken."}


class MatchLink(msgspec.Struct, frozen=True, kw_only=True):
    """A link as it is stored, and as staff see it: never its secret."""

    id: UUID
    match: UUID
    entries: list[UUID]
    made_at: datetime
    revoked_at: datetime | None


class Station(msgspec.Struct, frozen=True, kw_only=True):
    """What whoever holds a match's link may know: what everybody knows, and whether it can be reported.

    Of a pause, who paused it and until when, but not why; `pauses_left` is how often each side may still
    pause, in slot order.
    """

    match: MatchView
    names: dict[str, str]
    tournament: str
    stage: str
    ready: list[Presence]
    pause: Paused | None
    pauses_left: list[int]
