"""The queues of stations as they travel."""

from uuid import UUID

import msgspec

from esports.schedule.wire import ScheduledMatch


class StationQueue(msgspec.Struct, frozen=True, kw_only=True):
    """A station, the match that has it `now`, and those that are published next for it."""

    id: UUID
    name: str
    venue: str
    out_of_order: bool
    now: ScheduledMatch | None
    next: list[ScheduledMatch]


class StationQueues(msgspec.Struct, frozen=True, kw_only=True):
    """The stations of an event, each with what comes."""

    items: list[StationQueue]
    next_cursor: None = None
