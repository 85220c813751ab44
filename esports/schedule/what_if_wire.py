"""What another week would be like, as it travels."""

from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from esports.schedule.limits import Clock
from esports.schedule.settings_wire import Days


class MoreStations(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many further stations in a venue, which serve what its others do."""

    venue: UUID
    count: Annotated[int, msgspec.Meta(ge=1, le=50)]


class OtherBestOf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All matches of a tournament that have not begun are of this best-of."""

    tournament: UUID
    best_of: Annotated[int, msgspec.Meta(ge=1, le=99)]


class OtherHours(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A venue closes at this hour every day; if that is not later than it opens, on the next day."""

    venue: UUID
    ends: Clock


class WhatIf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What shall be other than it is, to see what that would change."""

    stations: Annotated[list[MoreStations], msgspec.Meta(max_length=20)] = []
    best_of: Annotated[list[OtherBestOf], msgspec.Meta(max_length=200)] = []
    days: Annotated[list[Days], msgspec.Meta(max_length=200)] = []
    closes: Annotated[list[OtherHours], msgspec.Meta(max_length=20)] = []

    EXAMPLE: ClassVar = {
        "closes": [{"venue": "0198c5d2-7c00-7000-8000-000000000000", "ends": "23:30"}],
    }


class SupposedEnding(msgspec.Struct, frozen=True, kw_only=True):
    """When a tournament ends, null where a match of it has no place; how likely by its last day, 0 to 1."""

    tournament: UUID
    name: str
    ends_at: datetime | None
    in_time: float


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a first plan comes to: made in a moment, not searched for.

    `load` is the share of the stations' open minutes, until its end, in which they are taken.
    `double_bookings` are how many people are to be expected in two matches at once.
    """

    ends_at: datetime | None
    without_place: int
    load: float
    double_bookings: float
    endings: list[SupposedEnding]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """What would be other: how it is, how it would be, and how many matches would begin at another time."""

    before: Outcome
    after: Outcome
    moved: int
