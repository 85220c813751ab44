"""Places, medals, points and qualifications as they travel."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec

from esports.engine.progression_seats import Filling
from esports.entries.wire import Entry

SpotNumber = Annotated[int, msgspec.Meta(ge=1, le=8192)]
Spots = Annotated[list[SpotNumber], msgspec.Meta(min_length=1, max_length=512)]
Count = Annotated[int, msgspec.Meta(ge=0, le=10_000)]
Number = float | str
"""A number or its decimal text; the engine reads it exactly, and refuses what it cannot."""
Exact = int | str
"""A whole number, a decimal such as "1456.5", or a fraction such as "1/3" where no decimal says it."""


class PlaceLine(msgspec.Struct, frozen=True, kw_only=True):
    """Where an entry finished. Who shares a place has the first of the shared ones."""

    place: int
    entry: UUID
    name: str
    state: str
    delegation: str | None
    club: str | None
    region: str | None


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """The final order of a tournament; empty until it is `final`."""

    tournament: UUID
    final: bool
    items: list[PlaceLine]


class Finish(msgspec.Struct, frozen=True, kw_only=True):
    """An entry's place in a tournament that is over, and who it competed for.

    `delegation` and `entry_name` are each spelled as where they came first; the database compares them.
    """

    tournament: UUID
    tournament_name: str
    slug: str
    title: str
    entry: UUID
    name: str
    place: int
    delegation: str
    entry_name: str


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step of "why this place" against a neighbour: `text` with its `params`."""

    criterion: str
    value: Any
    against: str | None
    other: Any
    text: str
    params: Mapping[str, Any]


class Won(msgspec.Struct, frozen=True, kw_only=True):
    """A place that a row holds with one of its entries."""

    tournament: UUID
    tournament_name: str
    entry: UUID
    entry_name: str
    place: int


class MedalLine(msgspec.Struct, frozen=True, kw_only=True):
    """A delegation's medals, exactly; `won` are the places that they come from."""

    place: int
    delegation: str
    gold: Exact
    silver: Exact
    bronze: Exact
    total: Exact
    trail: list[Step]
    won: list[Won]


class MedalTable(msgspec.Struct, frozen=True, kw_only=True):
    """The medals of an event's finished tournaments. An entry without a delegation stands for its club,
    or for itself.
    """

    event: UUID
    bronzes: int
    items: list[MedalLine]


class Weight(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the points of a tournament are multiplied by."""

    tournament: UUID
    weight: Number


class PointsRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How an event's points table is made.

    `points[i]` is what place i+1 is worth. `best`: so many results of each row count, 0: all. A row is
    ranked with a place among the first `top` in `minimum_titles` titles. `winner_needs_first`: the highest
    with a first place moves up to be the overall winner. A tournament without a weight has 1.
    """

    points: Annotated[list[Number], msgspec.Meta(min_length=1, max_length=256)]
    weights: Annotated[list[Weight], msgspec.Meta(max_length=512)] = []
    best: Count = 0
    minimum_titles: Count = 0
    top: Annotated[int, msgspec.Meta(ge=1, le=4096)] = 8
    winner_needs_first: bool = False
    rows: Literal["delegation", "entry"] = "delegation"

    EXAMPLE: ClassVar = {
        "points": [100, 70, 50, "37.5"],
        "best": 3,
        "minimum_titles": 2,
        "winner_needs_first": True,
    }


class StoredRules(PointsRules, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules in force."""

    revision: int


class EarnedLine(msgspec.Struct, frozen=True, kw_only=True):
    """What a row earned in a tournament, and whether it is among the results that count."""

    tournament: UUID
    tournament_name: str
    points: Exact
    counted: bool


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence with `{name}` places for `params`."""

    text: str
    params: Mapping[str, Any]


class PointsLine(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the points table; without a place it is not ranked, and `reason` says why."""

    place: int | None
    name: str
    points: Exact
    counted: int
    titles: int
    firsts: Exact
    trail: list[Step]
    earned: list[EarnedLine]
    reason: Reason | None = None


class PointsTable(msgspec.Struct, frozen=True, kw_only=True):
    """The points of an event's finished tournaments by its rules; empty where no rules are set."""

    event: UUID
    rules: StoredRules | None
    items: list[PointsLine]


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """Place `places[i]` of `source` fills seed `seeds[i]` of `target`; `ahead` orders who shares one."""

    target: UUID
    source: UUID
    places: list[int]
    seeds: list[int]
    ahead: list[UUID]


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A tournament of a season, in short."""

    id: UUID
    name: str
    event: UUID
    state: str
    entry_kind: str
    capacity: int | None
    published: bool


class Fielded(Entry, frozen=True, kw_only=True):
    """An entry with the key that its name is compared by; the same key is the same entry elsewhere.

    `qualifier` is the tournament that it came in from by a qualification; `superseded`: a correction there
    gave its seat to somebody else, so that it did not leave itself.
    """

    key: str
    qualifier: UUID | None
    superseded: bool = False


class NewSource(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A tournament whose places fill seeds: these `places`, or the best `count`.

    `seeds` are filled in this order; left out: the next ones that are free. `ahead` orders entries that
    share a place which leads to different seeds, the one in front first.
    """

    tournament: UUID
    places: Spots | None = None
    count: Annotated[int, msgspec.Meta(ge=1, le=512)] | None = None
    seeds: Spots | None = None
    ahead: Annotated[list[UUID], msgspec.Meta(max_length=512)] = []


class NewPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the entries of a tournament come from. `direct` are the seeds filled without a qualifier."""

    sources: Annotated[list[NewSource], msgspec.Meta(max_length=128)]
    direct: Annotated[list[SpotNumber], msgspec.Meta(max_length=512)] = []

    EXAMPLE: ClassVar = {
        "sources": [
            {"tournament": "01a213af-3dd7-7756-a421-cfbcd61bef2b", "count": 2, "seeds": [1, 4]},
            {"tournament": "01a213af-3df2-741e-a79c-a2fff8105ca9", "places": [1, 2], "seeds": [2, 3]},
        ]
    }


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Place `places[i]` of the tournament fills seed `seeds[i]`. The name is null while it is not public."""

    tournament: UUID
    name: str | None
    state: str | None
    places: list[int]
    seeds: list[int]
    ahead: list[UUID]


class StoredPlan(msgspec.Struct, frozen=True, kw_only=True):
    """The plan in force."""

    tournament: UUID
    sources: list[Source]
    direct: list[int]
    revision: int


class SeedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A seed and who holds it by now; `entry` is there as soon as they are entered."""

    seed: int
    filling: Filling
    name: str | None
    entry: UUID | None
    why: Reason


class LeftOver(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that came in as a qualifier and holds no seat of the plan any more."""

    entry: UUID
    name: str


class Qualification(msgspec.Struct, frozen=True, kw_only=True):
    """Who holds which seed of a tournament by now, and why. `problems` keep seeds open until solved."""

    tournament: UUID
    plan: StoredPlan | None
    seeds: list[SeedLine]
    problems: list[Reason]
    left_over: list[LeftOver]


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that came in. `due`: the place whose seat it moved up to. `roster`: it came with it."""

    entry: UUID
    name: str
    seed: int
    source: UUID
    place: int
    due: int | None
    roster: bool


class FillReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a fill did: who came in, how many were in already, how many seeds are open, and vacant."""

    entered: list[Entered]
    known: int
    open: int
    vacant: int


class Seconding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That a proposed correction is made, or laid aside; nothing need be said."""

    EXAMPLE: ClassVar[dict[str, str]] = {}


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """A correction that waits for a second person, as it was sent; `body` is what would be made.

    `by` is null where the account is gone. It is closed with the `correction` that was made, or without one.
    """

    id: UUID
    match: UUID
    number: int
    body: dict[str, Any]
    proposed_by: UUID | None
    by: str | None
    proposed_at: datetime
    closed_at: datetime | None
    correction: UUID | None

    @property
    def reason(self) -> str:
        """Why it should be corrected."""
        return str(self.body["reason"])


class ProposedList(msgspec.Struct, frozen=True, kw_only=True):
    """The corrections that wait for a second person, the first one first."""

    items: list[Proposed]
    next_cursor: None = None
