"""Forecasts as they are kept and as they travel."""

from datetime import datetime
from uuid import UUID

import msgspec


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """When an open match is expected to begin: half of the times before `median`, in eight of ten between
    `low` and `high`."""

    match: UUID
    low: datetime
    median: datetime
    high: datetime


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """When a tournament is expected to end, and the chance that it does by `due`, from 0 to 1.

    `median` is null where it ends in less than half of the cases, for want of hours.
    """

    tournament: UUID
    due: datetime
    median: datetime | None
    in_time: float


class Foretold(msgspec.Struct, frozen=True, kw_only=True):
    """A forecast of an event as it is stored."""

    starts: list[Expected]
    endings: list[Ending]


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """The published matches of an event of whose start something can be said now.

    `made_at` is null where nothing was foretold lately: nothing is published, or nothing is played.
    """

    made_at: datetime | None
    items: list[Expected] = []
    next_cursor: None = None


class MatchForecast(msgspec.Struct, frozen=True, kw_only=True):
    """When one match is expected to begin; null where nothing can be said, such as of one that is on.

    `early`: it is called before its time once its station is free and both sides say that they are ready.
    """

    made_at: datetime | None
    expected: Expected | None
    early: bool = False
