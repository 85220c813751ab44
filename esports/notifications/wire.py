"""Notices as they are stored and as they travel."""

from datetime import datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

import msgspec

from esports.accounts.wire import Digest, QuietHours
from esports.notifications.entry_wire import DrawPublished, EntryQualified, EntryReceived, MatchDisputed
from esports.notifications.staff_wire import JobsFailing, RefereeNeeded, StationLate


class MatchReady(msgspec.Struct, frozen=True, kw_only=True):
    """The reader's match can be played: both sides are known. `names` are in slot order.
    The slugs make the address of the tournament's page: `/events/{event_slug}/{tournament_slug}`.
    `last_round` is the number of the last round of the match's bracket, to tell a final from round 3.
    """

    urgent: ClassVar[bool] = True

    match_id: UUID
    tournament_id: UUID
    event: str
    event_slug: str
    tournament: str
    tournament_slug: str
    stage: str
    format: str
    names: list[str]
    number: int
    best_of: int
    bracket: str
    group: str | None
    round: int
    last_round: int


class ReportWaiting(MatchReady, frozen=True, kw_only=True):
    """The reader's match was reported, and they have not said whether that is right.

    `due_at` is when it counts without them, null for never.
    """

    goes_first: ClassVar[bool] = True

    due_at: datetime | None


class CalledToStation(MatchReady, frozen=True, kw_only=True):
    """The reader's match is called: they shall come to its station now."""

    goes_first: ClassVar[bool] = True

    station: str


class ConsentRevoked(msgspec.Struct, frozen=True, kw_only=True):
    """A guardian has withdrawn their consent for a player of an entry; the reader runs the event."""

    entry_id: UUID
    entry: str
    tournament_id: UUID
    event: str
    event_slug: str
    tournament: str
    tournament_slug: str


class PlaceFree(msgspec.Struct, frozen=True, kw_only=True):
    """A place became free for the reader's entry: it is in, or has to accept by `until`."""

    entry_id: UUID
    tournament_id: UUID
    event: str
    event_slug: str
    time_zone: str
    tournament: str
    tournament_slug: str
    name: str
    until: datetime | None


class MatchChanged(msgspec.Struct, frozen=True, kw_only=True):
    """The reader's match was changed by others. `names` are those in it now, in slot order.

    `what` is `corrected`, `unpaired` where it is not played as it was paired, how an entry left
    (`withdrawn`, `disqualified`), or how a referee decided a match that is not played; `void` where the
    match had a result that does not count any more; `reverted` where all of it was taken back.
    """

    match_id: UUID
    tournament_id: UUID
    event: str
    event_slug: str
    tournament: str
    tournament_slug: str
    number: int
    names: list[str]
    what: str
    void: bool
    reverted: bool
    reason: str | None


class EntryDecided(msgspec.Struct, frozen=True, kw_only=True):
    """It is decided on the reader's entry: it is `confirmed`, `waitlisted` or `refused`, then with the
    organisers' `message` if they left one; or `withdrawn`, for a correction gave its place to somebody else.
    """

    entry_id: UUID
    tournament_id: UUID
    event: str
    event_slug: str
    tournament: str
    tournament_slug: str
    name: str
    state: Literal["confirmed", "waitlisted", "refused", "withdrawn"]
    message: str | None


class MovedMatch(msgspec.Struct, frozen=True, kw_only=True):
    """A match of the reader's as it is published now, without a start if it is not; `before` is the former.

    `names` are of those in it by now, in slot order.
    """

    match_id: UUID
    number: int
    tournament: str
    tournament_slug: str
    names: list[str]
    starts_at: datetime | None
    station: str | None
    before: datetime | None


class ScheduleChanged(msgspec.Struct, frozen=True, kw_only=True):
    """Matches of the reader's have a new time or station; of `more` of them the notice does not tell."""

    urgent: ClassVar[bool] = True

    event: str
    event_slug: str
    time_zone: str
    matches: list[MovedMatch]
    more: int


class MatchSoon(msgspec.Struct, frozen=True, kw_only=True):
    """The reader's match starts soon. `names` are of those in it by now, in slot order: perhaps one alone."""

    urgent: ClassVar[bool] = True

    match_id: UUID
    number: int
    tournament: str
    tournament_slug: str
    event: str
    event_slug: str
    time_zone: str
    names: list[str]
    starts_at: datetime
    station: str | None


class CheckInOpen(msgspec.Struct, frozen=True, kw_only=True):
    """The reader can check their entry, called `name`, in, or where `each` player does, themselves; they have
    `until` its close for it, null where that has no time yet. `waiting`: it is on the waiting list.
    """

    tournament_id: UUID
    event: str
    event_slug: str
    time_zone: str
    tournament: str
    tournament_slug: str
    name: str
    each: bool
    until: datetime | None
    waiting: bool = False


class EntryPlaced(msgspec.Struct, frozen=True, kw_only=True):
    """A tournament is over, and the reader's entry, called `name`, has this `place` of so many."""

    tournament_id: UUID
    event: str
    event_slug: str
    tournament: str
    tournament_slug: str
    name: str
    place: int
    among: int


class CheckInClosing(CheckInOpen, frozen=True, kw_only=True):
    """The reader has still to check in, and check-in closes soon."""

    urgent: ClassVar[bool] = True


class ChatPaused(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing goes to the reader's own `chat` of this name any more; `outcome` is the last attempt's."""

    event_slug: ClassVar[str] = ""

    chat: str
    outcome: str


Payload = (
    MatchReady
    | ReportWaiting
    | PlaceFree
    | ConsentRevoked
    | MatchChanged
    | EntryDecided
    | ScheduleChanged
    | CalledToStation
    | MatchSoon
    | CheckInOpen
    | CheckInClosing
    | EntryPlaced
    | EntryReceived
    | DrawPublished
    | EntryQualified
    | MatchDisputed
    | RefereeNeeded
    | StationLate
    | JobsFailing
    | ChatPaused
)
KINDS: dict[str, type[Payload]] = {
    "match_ready": MatchReady,
    "report_waiting": ReportWaiting,
    "place_free": PlaceFree,
    "consent_revoked": ConsentRevoked,
    "match_changed": MatchChanged,
    "entry_decided": EntryDecided,
    "schedule_changed": ScheduleChanged,
    "match_called": CalledToStation,
    "match_soon": MatchSoon,
    "check_in_open": CheckInOpen,
    "check_in_closing": CheckInClosing,
    "entry_placed": EntryPlaced,
    "entry_received": EntryReceived,
    "draw_published": DrawPublished,
    "entry_qualified": EntryQualified,
    "match_disputed": MatchDisputed,
    "referee_needed": RefereeNeeded,
    "station_late": StationLate,
    "jobs_failing": JobsFailing,
    "chat_paused": ChatPaused,
}
"""Every kind of notice, by the word that the table and the API use for it."""
URGENT = tuple(kind for kind, form in KINDS.items() if getattr(form, "urgent", False))
"""Kinds whose mail waits neither for the end of quiet hours nor for others: their structs say so."""
FIRST = tuple(kind for kind, form in KINDS.items() if getattr(form, "goes_first", False))
"""Those of them that are about this moment and tell few people at once: before a crowd's mails."""


def kind_of(payload: Payload) -> str:
    """The word for this sort of notice."""
    return next(kind for kind, form in KINDS.items() if type(payload) is form)


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A notice in its reader's inbox. `payload` has the fields of its kind."""

    id: UUID
    kind: str
    payload: dict[str, Any]
    sent_at: datetime
    read_at: datetime | None


class Inbox(msgspec.Struct, frozen=True, kw_only=True):
    """A page of notices, the newest first. `unread` counts those of every page."""

    items: list[Notice]
    next_cursor: str | None
    unread: int


class AllRead(msgspec.Struct, frozen=True, kw_only=True):
    """How many notices were marked as read."""

    marked: int


class ReadyMatch(msgspec.Struct, frozen=True, kw_only=True):
    """A match that can be played now, with who sits on its slots."""

    notice: MatchReady
    entries: list[UUID]


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """To whom a mail goes, and what tells it from every other one."""

    id: UUID
    sent_at: datetime
    name: str
    address: str
    locale: str


class Letter(Envelope, frozen=True, kw_only=True):
    """A notice and the person that it goes to, as a channel needs them; `wanted`: they like it mailed."""

    payload: Payload
    wanted: bool = True


MAIL, CHAT = "mail", "chat"
"""The channels; that of a chat of somebody's own is followed by which: `chat:{id}`."""


class Habits(msgspec.Struct, frozen=True, kw_only=True):
    """How a person likes their notices: each kind with its way if they chose one, by which clock, when not,
    how many as one, and which `chats` of their own are in use.
    """

    notices: dict[str, str]
    time_zone: str | None
    quiet_hours: QuietHours | None
    digest: Digest
    chats: list[UUID] = []


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """An inbox: how many notices are unread, and the newest ones below those that its view shows."""

    unread: int
    below: list[UUID]


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """How a notice fares on one channel: state `waiting`, `sent`, `failed` (at the last attempt) or
    `unwanted`: the reader turned its kind off before it went, or it was of no use any more.
    """

    state: str
    attempts: int
    last_error: str | None
