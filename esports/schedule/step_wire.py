"""Steps of a plan that can be taken back, wanted starts, and places that are looked at, as they travel."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

import msgspec

from esports.schedule.wire import Pin, PlanState, Search, Told


class PlannedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A match of a plan as it is stored."""

    match_id: UUID
    station_id: UUID | None
    starts_at: datetime | None
    ends_at: datetime | None
    referees: list[UUID]
    stream: str | None
    reason: Told


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A plan with its pins and wishes, as it was before something of it was changed."""

    state: PlanState
    problems: list[Told] | None
    planned_at: datetime | None
    search: Search | None
    pins: dict[UUID, Pin]
    wishes: dict[UUID, datetime]
    rows: list[PlannedRow]


class NewWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When the match should begin; null is at any time."""

    starts_at: datetime | None

    EXAMPLE: ClassVar = {"starts_at": "2026-11-29T11:00:00Z"}


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """When somebody wants a match to begin: plans come as near to it as they can."""

    match: UUID
    starts_at: datetime | None


class NewPlace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where and when a match might be."""

    station: UUID
    starts_at: datetime

    EXAMPLE: ClassVar = {
        "station": "0198c5d2-7c00-7000-8000-000000000000",
        "starts_at": "2026-11-23T12:00:00Z",
    }


class Finding(Told, frozen=True, kw_only=True):
    """What stands against a place. What `gives_way` can be planned elsewhere; the rest cannot be helped."""

    gives_way: bool = False


class LookedAt(msgspec.Struct, frozen=True, kw_only=True):
    """What a place for a match would mean, beside the newest plan; nothing is pinned by looking."""

    match: UUID
    station: UUID
    starts_at: datetime
    ends_at: datetime
    findings: list[Finding]
