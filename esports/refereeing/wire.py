"""The match room, cases and the referees' queue as they travel."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec

from esports.brackets.shapes import MatchView
from esports.matches.wire import Evidence as EvidenceLink
from esports.matches.wire import NewReport, Reason, Report
from esports.qr import Square

Code = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
Secret = Annotated[str, msgspec.Meta(min_length=64, max_length=64, pattern="^[0-9a-f]{64}$")]
Need = Literal[
    "disputed", "help", "no_show", "second", "correction", "overrun", "unanswered", "stale", "late", "taken"
]  # fmt: skip
Slot = Annotated[int, msgspec.Meta(ge=0, le=1)]


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


class NewCode(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the sides of a match meet in the game; null takes it away."""

    code: Code | None

    EXAMPLE: ClassVar = {"code": "LOBBY-2741"}


class NewCall(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a side wants a referee for; it need not say."""

    words: Words | None = None

    EXAMPLE: ClassVar = {"words": "The server lags since the second game."}


class Taking(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That the caller takes a match up; nothing need be said."""

    EXAMPLE: ClassVar[dict[str, str]] = {}


class NewNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something to remember, for staff alone."""

    text: Words

    EXAMPLE: ClassVar = {"text": "Both captains heard; waiting for the replay."}


class HandOver(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who goes on with a case, null: whoever takes it up next; and what they should know, as a note."""

    person: UUID | None = None
    words: Words | None = None

    EXAMPLE: ClassVar = {"person": None, "words": "My own match is called."}


class Referee(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who can rule on a match."""

    person: UUID
    name: str


class Referees(msgspec.Struct, frozen=True, kw_only=True):
    """To whom a case can be handed, by name."""

    items: list[Referee]
    next_cursor: None = None


class Decision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why it is so, for everybody to read; with the result of the match where that is what was decided."""

    reason: Reason
    report: NewReport | None = None

    EXAMPLE: ClassVar = {"reason": "The replay shows it.", "report": {"winner": 0}}


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


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What a referee wrote down. `by` is null where the account is gone."""

    number: int
    text: str
    by: str | None
    made_at: datetime


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """Why a match needs a person, who has taken it up, and what came of it.

    `slot` is the side that called, null where a referee took the match up; `held_by` names who has it.
    """

    id: UUID
    match: UUID
    slot: int | None
    words: str | None
    opened_at: datetime
    held_by: UUID | None
    held_by_name: str | None
    decision: str | None
    closed_at: datetime | None
    notes: list[Note] = []


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A case as the sides of the match know it: since when, and whether somebody has it in hand."""

    opened_at: datetime
    held: bool


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """A match with what the caller may know of it beside what everybody knows.

    `slot` is the caller's own side, null for none; `rules` says whether they may decide it. Lobby code and
    reports are for the sides and for staff, `evidence` for the sides and the referees. `captains_report`: the
    sides report; `confirm_minutes` is what the other side has to answer. `entered` is the report of a referee
    that waits for a second person, and `seconds` says whether the caller can be that. `ready` are the sides
    that have said so, for the sides and for staff. `pauses_left` is how often the caller's side may still
    pause, 0 where they have none.
    """

    match: MatchView
    tournament: UUID
    stage: UUID
    names: dict[str, str]
    slot: int | None
    rules: bool
    captains_report: bool
    confirm_minutes: int | None
    lobby_code: str | None
    reports: list[Report]
    entered: UUID | None
    seconds: bool
    evidence: list[EvidenceItem]
    call: Call | None
    ready: list[Presence]
    pause: Paused | None
    pauses_left: int


class WaitingProposal(msgspec.Struct, frozen=True, kw_only=True):
    """A correction that somebody else has proposed, as it was sent.

    `by` is null where the account is gone.
    """

    id: UUID
    match: UUID
    body: dict[str, Any]
    by: str | None
    proposed_at: datetime


class QueueItem(msgspec.Struct, frozen=True, kw_only=True):
    """A match that needs a person, and why.

    `disputed`: the sides differ; `help`: a side called; `no_show`: the time is up and of the sides only those
    in the slots of `present` are there; `second`: a referee entered its result, and another
    one confirms it; `correction`: a correction of it is proposed, by somebody else than the caller, and waits
    to be made or laid aside; `overrun`: a side's pause is longer than allowed;
    `unanswered`: a report waits past its deadline;
    `stale`: its result is of others than now play; `late`: it could, or by its plan should, have been played
    long ago; `taken`: a referee
    took it up. `since` is the oldest of these moments that is known.
    """

    id: UUID
    number: int
    tournament: UUID
    tournament_name: str
    tournament_slug: str
    stage: UUID
    stage_name: str
    names: list[str | None]
    phase: str
    state: str
    revision: int
    needs: list[Need]
    since: datetime | None
    case: Case | None
    present: list[int]
    proposal: WaitingProposal | None


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for a person, the most urgent first."""

    items: list[QueueItem]
    next_cursor: None = None
