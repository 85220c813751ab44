"""Places, medals and points as they travel."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec

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
