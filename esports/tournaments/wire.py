"""Tournaments and stages as they travel."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec

from esports.events.wire import Name, Slug
from esports.journal.facts import Fact

Title = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Capacity = Annotated[int, msgspec.Meta(ge=2, le=8192)]
BestOf = Annotated[int, msgspec.Meta(ge=1, le=15)]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
ConsentAge = Annotated[int, msgspec.Meta(ge=1, le=21)]
"""Who is younger is a minor: 18 unless the law of the place says less, such as 16 or 13."""
OfferMinutes = Annotated[int, msgspec.Meta(ge=1, le=20_160)]
CheckInBy = Literal["captain", "player"]
RosterCount = Annotated[int, msgspec.Meta(ge=0, le=100)]


class Window(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From when to when something is open."""

    opens_at: Moment
    closes_at: Moment


class Roster(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many players an entry has, and how many substitutes beside them."""

    min: RosterCount = 1
    max: RosterCount = 10
    substitutes: RosterCount = 0


class Reporting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who tells how matches ended. If `captains` may, the other side confirms.

    Where the other side is silent for so many `confirm_minutes`, the result is confirmed without it; null:
    never. What a referee enters stands at once; where `second_person` says so, of the `finals` of brackets or
    of `all` matches, once another member of the staff has confirmed it. With `second_person_corrections` one
    of them proposes a correction, and another one makes it.

    Where one side of a match is ready and the other one has not said so `no_show_minutes` later, the match
    comes up in the referees' queue; null: it does not. Nobody loses by the clock alone.

    A side may pause a match `pauses_per_side` times for `pause_minutes`; 0: referees alone may.
    """

    captains: bool = True
    confirm_minutes: Annotated[int, msgspec.Meta(ge=1, le=10_080)] | None = 15
    second_person: Literal["off", "finals", "all"] = "off"
    second_person_corrections: bool = False
    no_show_minutes: Annotated[int, msgspec.Meta(ge=1, le=10_080)] | None = None
    pauses_per_side: Annotated[int, msgspec.Meta(ge=0, le=20)] = 0
    pause_minutes: Annotated[int, msgspec.Meta(ge=1, le=10_080)] = 10


class NewTournament(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A competition in one title. `best_of` is what its matches are played over unless a stage says more.

    `offer_minutes`: how long a place that becomes free is held for the next on the waitlist, who must
    accept it; without it they are in at once. `check_in_by`: who checks a team in, its captain or each player
    of it.
    """

    name: Name
    slug: Slug
    title: Title
    entry_kind: Literal["team", "player"]
    capacity: Capacity | None = None
    best_of: BestOf = 1
    registration: Window | None = None
    check_in: Window | None = None
    check_in_by: CheckInBy = "captain"
    offer_minutes: OfferMinutes | None = None
    roster: Roster = Roster()
    reporting: Reporting = Reporting()
    require_guardian_consent: bool = False
    consent_age: ConsentAge = 18

    EXAMPLE: ClassVar = {
        "name": "Honor of Kings Cup",
        "slug": "honor-of-kings",
        "title": "Honor of Kings",
        "entry_kind": "team",
        "capacity": 64,
        "best_of": 3,
        "registration": {"opens_at": "2026-11-01T00:00:00Z", "closes_at": "2026-11-20T16:00:00Z"},
        "check_in": {"opens_at": "2026-11-23T00:00:00Z", "closes_at": "2026-11-23T01:00:00Z"},
        "roster": {"min": 5, "max": 5, "substitutes": 1},
    }


class TournamentChanges(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What shall be different; a field that is left out stays."""

    name: Name | msgspec.UnsetType = msgspec.UNSET
    title: Title | msgspec.UnsetType = msgspec.UNSET
    capacity: Capacity | msgspec.UnsetType | None = msgspec.UNSET
    best_of: BestOf | msgspec.UnsetType = msgspec.UNSET
    registration: Window | msgspec.UnsetType | None = msgspec.UNSET
    check_in: Window | msgspec.UnsetType | None = msgspec.UNSET
    check_in_by: CheckInBy | msgspec.UnsetType = msgspec.UNSET
    offer_minutes: OfferMinutes | msgspec.UnsetType | None = msgspec.UNSET
    roster: Roster | msgspec.UnsetType = msgspec.UNSET
    reporting: Reporting | msgspec.UnsetType = msgspec.UNSET
    require_guardian_consent: bool | msgspec.UnsetType = msgspec.UNSET
    consent_age: ConsentAge | msgspec.UnsetType = msgspec.UNSET

    EXAMPLE: ClassVar = {"capacity": 128, "best_of": 5}


class Champion(msgspec.Struct, frozen=True, kw_only=True):
    """Who won the tournament."""

    entry: UUID
    name: str


class Tournament(msgspec.Struct, frozen=True, kw_only=True):
    """A tournament as everybody may see it; `transitions` are the states that it may go to next.

    `dropped`: it was cancelled while it was a draft, so that staff alone know of it still.
    `require_guardian_consent`: an entry with a player under `consent_age` takes part only once a guardian of
    theirs has agreed.
    """

    id: UUID
    event: UUID
    slug: str
    name: str
    title: str
    entry_kind: Literal["team", "player"]
    state: str
    capacity: int | None
    best_of: int
    registration: Window | None
    check_in: Window | None
    offer_minutes: int | None
    roster: Roster
    reporting: Reporting
    require_guardian_consent: bool = False
    consent_age: int = 18
    check_in_by: CheckInBy = "captain"
    champion: Champion | None
    revision: int
    transitions: list[str] = []
    dropped: bool = False

    @property
    def players_needed(self) -> int | None:
        """How many players of a team must check in before it is; None: its captain checks it in."""
        if self.check_in_by == "captain" or self.entry_kind == "player":
            return None
        return max(self.roster.min, 1)

    @property
    def hidden(self) -> bool:
        """Whether staff alone may know of it."""
        return self.state == "draft" or self.dropped


class Tournaments(msgspec.Struct, frozen=True, kw_only=True):
    """A page of tournaments."""

    items: list[Tournament]
    next_cursor: str | None


class Transition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The state to go to. `reason`: why a check-in that is planned is passed over."""

    to: str
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)] | None = None

    EXAMPLE: ClassVar = {"to": "registration"}


class NewStage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A phase of one format.

    `size`: how many entries it takes; left out: all that remain. `qualifies`: how many of the best go on.
    """

    name: Name
    format: str
    size: Capacity | None = None
    options: dict[str, Any] = {}
    qualifies: Annotated[int, msgspec.Meta(ge=1, le=8192)] | None = None

    EXAMPLE: ClassVar = {
        "name": "Playoffs",
        "format": "single_elimination",
        "size": 8,
        "options": {"third_place": True},
    }


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """A stage of a tournament, in playing order by `position` from 1."""

    id: UUID
    tournament: UUID
    position: int
    name: str
    format: str
    state: str
    size: int | None
    options: dict[str, Any]
    qualifies: int | None
    draw_seed: str | None
    engine_version: str | None


class Stages(msgspec.Struct, frozen=True, kw_only=True):
    """The stages of a tournament in playing order."""

    items: list[Stage]
    next_cursor: None = None


class JournalLine(msgspec.Struct, frozen=True, kw_only=True):
    """What happened, as a caster would say it. Lines with one `commit_seq` happened at once.

    `actor` is the person on whose word it happened; staff are told, and it is null for the system.
    """

    seq: int
    commit_seq: int
    at: datetime
    fact: Fact
    actor: UUID | None


class Journal(msgspec.Struct, frozen=True, kw_only=True):
    """A tournament's journal from one place on. It stands at `seq` in its `epoch`.

    `chain`, in hexadecimal, binds all up to `seq`: who notes it can tell later whether anything before it
    was changed. `next_cursor` is the `after` of the next page.
    """

    epoch: str
    seq: int
    chain: str
    items: list[JournalLine]
    next_cursor: str | None
