"""Entries as they travel."""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec

from esports.events.wire import Name
from esports.qr import Square

ShortText = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
SeedNumber = Annotated[int, msgspec.Meta(ge=1, le=8192)]
Rating = Annotated[float, msgspec.Meta(ge=-1_000_000, le=1_000_000)]
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
Key = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class NewMember(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A player of the roster. The birth date is asked for only where a rule needs it.

    `person` is the account of a player who is a member of the entry's team.
    """

    name: ShortText
    in_game_id: ShortText | None = None
    role: Literal["player", "substitute", "coach"] = "player"
    birth_date: date | None = None
    person: UUID | None = None


class NewEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A team or player who enters a tournament. `team` is the lasting one whose captain enters it here.

    `terms` is the version that is accepted, `invitation` the code of one. `ages_said`: who enters it says
    that its players are as old as is asked, where their word will do. `exception` is the organisers' reason
    to let the entry in although the rules of entering say otherwise.
    """

    name: Name
    team: UUID | None = None
    seed: SeedNumber | None = None
    delegation: ShortText | None = None
    club: ShortText | None = None
    region: ShortText | None = None
    rating: Rating | None = None
    roster: Annotated[list[NewMember], msgspec.Meta(max_length=120)] = []
    answers: Annotated[dict[Key, Any], msgspec.Meta(max_length=50)] = {}
    terms: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)] | None = None
    ages_said: bool = False
    invitation: ShortText | None = None
    exception: Reason | None = None

    EXAMPLE: ClassVar = {
        "name": "Night Owls 夜猫子",
        "delegation": "School of Physics",
        "club": "Night Owls",
        "region": "East",
        "roster": [
            {"name": "Mei Lin", "in_game_id": "meilin#1024"},
            {"name": "Jun Zhao", "in_game_id": "jz"},
            {"name": "Ana Sousa", "in_game_id": "ana_s"},
            {"name": "Tao Wu", "in_game_id": "wutao"},
            {"name": "Li Na", "in_game_id": "lina7"},
        ],
    }


class EntryChanges(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What shall be different; a field that is left out stays. Roster and answers are replaced as a whole.

    What was said of the players' ages is said again of new ones, by `ages_said`. `exception` is the
    organisers' reason to let the change pass although the rules say otherwise.
    """

    name: Name | msgspec.UnsetType = msgspec.UNSET
    delegation: ShortText | msgspec.UnsetType | None = msgspec.UNSET
    club: ShortText | msgspec.UnsetType | None = msgspec.UNSET
    region: ShortText | msgspec.UnsetType | None = msgspec.UNSET
    rating: Rating | msgspec.UnsetType | None = msgspec.UNSET
    roster: Annotated[list[NewMember], msgspec.Meta(max_length=120)] | msgspec.UnsetType = msgspec.UNSET
    answers: Annotated[dict[Key, Any], msgspec.Meta(max_length=50)] | msgspec.UnsetType = msgspec.UNSET
    ages_said: bool | msgspec.UnsetType = msgspec.UNSET
    exception: Reason | None = None

    EXAMPLE: ClassVar = {"name": "Night Owls", "region": "West"}


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A player of the roster; `name`, `birth_date` and `person` are for staff and the entry itself alone, and
    so is the `in_game_id` of a player with an account. `withheld`: staff get a minor's by stating a reason.
    `checked_in_at`: since when they are here, where each player checks in. `verified_method`: how staff know
    who they are, and since `verified_at`; for staff and the entry itself, and for staff alone by whom.
    """

    name: str | None
    in_game_id: str | None
    role: str
    birth_date: date | None
    person: UUID | None = None
    withheld: bool = False
    checked_in_at: datetime | None = None
    verified_method: str | None = None
    verified_at: datetime | None = None
    verified_by: UUID | None = None


def as_new(member: Member) -> NewMember:
    """The player as one would enter them again."""
    return NewMember(**{name: getattr(member, name) for name in NewMember.__struct_fields__})


class Player(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who plays for an entry: on its roster, or who entered for themselves and has none."""

    entry_id: UUID
    position: int
    name: str
    in_game_id: str | None
    birth_date: date | None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A team's or player's place in one tournament.

    `person` is who registered it: for staff and themselves alone, as are `refusal`, the organisers' message
    where they refused it, the terms that were accepted, and whether they gave their word on ages. `place` is
    its final place over all stages, once the tournament is over. `answers` are those for everybody; one entry
    by itself shows its organisers and its registrant the others too. One that awaits approval is not
    `published`, nor becomes so by leaving. `offered_until`: until when a place is held for it, of an entry
    that is `offered`; `passed_at`: since when it is not asked again, having let one pass. `checked_in_at`:
    when it confirmed its presence, as an entry on the waitlist may too; `players_in`: how many of its players
    have, where each checks in.
    """

    id: UUID
    tournament: UUID
    name: str
    state: str
    seed: int | None
    registered_order: int
    delegation: str | None
    club: str | None
    region: str | None
    rating: float | None
    person: UUID | None
    revision: int
    place: int | None = None
    answers: dict[str, Any] | None = None
    terms_version: int | None = None
    terms_accepted_at: datetime | None = None
    refusal: str | None = None
    team: UUID | None = None
    offered_until: datetime | None = None
    passed_at: datetime | None = None
    checked_in_at: datetime | None = None
    players_in: int = 0
    ages_said: bool = False
    published: bool = True
    roster: list[Member] = []


class Entries(msgspec.Struct, frozen=True, kw_only=True):
    """A page of entries in the order of registration."""

    items: list[Entry]
    next_cursor: str | None


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """The newest check-in code of an entry. `url` opens it on the staff's page, `square` is its QR code."""

    code: str
    url: str
    square: Square


class Scan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A code as it was scanned or typed; case, blanks and hyphens do not matter."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]

    EXAMPLE: ClassVar = {"code": "7QK2M-X0V9B"}


class Identity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How staff know who the player at this `position` of the roster is, from 0; null: they do not.

    They were shown a `document`, their `school` vouches for them, or staff have `known` them before.
    """

    position: Annotated[int, msgspec.Meta(ge=0, le=119)]
    method: Literal["document", "school", "known"] | None

    EXAMPLE: ClassVar = {"position": 0, "method": "document"}


class PlayerArrival(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is here, by their `position` on the roster from 0; null: who asks."""

    position: Annotated[int, msgspec.Meta(ge=0, le=119)] | None = None

    EXAMPLE: ClassVar = {"position": 2}


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """The entry that was scanned; `again`: it had checked in before."""

    entry: Entry
    again: bool


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries to list: those that fit all that is given. `text` is looked for in names and origins."""

    state: str | None = None
    delegation: str | None = None
    text: str | None = None
    checked_in: bool | None = None


class Bulk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An action and the entries that it is for. `promote` lets in out of turn, `remove` deletes."""

    action: Literal["check_in", "undo_check_in", "withdraw", "promote", "remove"]
    entries: Annotated[list[UUID], msgspec.Meta(min_length=1, max_length=200)]

    EXAMPLE: ClassVar = {"action": "check_in", "entries": ["01890a5d-ac96-774b-bcce-b302099a8057"]}


class BulkRow(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one entry: its `state`, or why nothing was done."""

    entry: UUID
    state: str | None = None
    code: str | None = None
    detail: str | None = None


class BulkReport(msgspec.Struct, frozen=True, kw_only=True):
    """What became of each entry; `done` counts those that the action was done to."""

    done: int
    rows: list[BulkRow]


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """The entries that are in or wait, as an import takes them."""

    entries: list[NewEntry]


class Rejected(msgspec.Struct, frozen=True, kw_only=True):
    """A row that was not taken: `row` counts from 1, `pointer` names the field in it."""

    row: int
    code: str
    pointer: str
    detail: str


class ImportReport(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did, or would do."""

    created: int
    waitlisted: int
    rejected: list[Rejected]


class Seeds(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The seed list itself, or how it shall be found.

    `tournament` is for the method `result`: the earlier one whose final places decide.
    """

    entries: Annotated[list[UUID], msgspec.Meta(max_length=8192)] | msgspec.UnsetType = msgspec.UNSET
    method: Literal["rating", "random", "registration", "result"] | msgspec.UnsetType = msgspec.UNSET
    draw_seed: Annotated[str, msgspec.Meta(min_length=1, max_length=120)] | None = None
    tournament: UUID | None = None

    EXAMPLE: ClassVar = {"method": "random", "draw_seed": "drawn on stage, 23 November"}


class SeedList(msgspec.Struct, frozen=True, kw_only=True):
    """The seed list as it stands now, the first seed first."""

    method: str
    draw_seed: str | None
    entries: list[UUID]
    tournament: UUID | None = None
