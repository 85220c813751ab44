"""The match room, cases and the referees' queue as they travel."""

from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from esports.brackets.shapes import MatchView
from esports.matches.report_wire import NewReport, Reason, Report
from esports.refereeing.evidence_wire import EvidenceItem
from esports.refereeing.pause_wire import Paused, Presence

Code = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


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
