"""The log of deliveries: how each notice went out by each channel."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from esports.notifications.operation_wire import Cause, Channel

LoggedChannel = Literal["mail", "chat", "webhook", "group"]
LoggedState = Literal["waiting", "put_off", "given_up", "sent", "unwanted"]


class LoggedDelivery(msgspec.Struct, frozen=True, kw_only=True):
    """A notice on its way to `reader` by a channel, or at its end; or a message of a webhook or of a chat
    group of an event, whose `reader` is the receiver's host or the group's name.

    `put_off`: it went wrong, and is tried again at `due_at`; `given_up`: it waits until somebody has its
    `job` done again; `unwanted`: its reader turned the kind off before it went, or it was of no use any more.
    `error` is what the other side said last, `cause` the sort of thing that it means; both null where nothing
    went wrong. A `message` has no job to retry, it is replayed.
    """

    notice: UUID | None
    message: UUID | None
    kind: str
    channel: str
    event: str | None
    event_slug: str | None
    reader: str
    state: LoggedState
    attempts: int
    cause: Cause | None
    error: str | None
    noticed_at: datetime
    tried_at: datetime | None
    due_at: datetime | None
    job: UUID | None


class Deliveries(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the log, the newest first."""

    items: list[LoggedDelivery]
    next_cursor: str | None


class EventDeliveries(msgspec.Struct, frozen=True, kw_only=True):
    """How what is to be sent for an event fares: how many notices are due, for how many seconds the oldest
    has been, how many workers are alive, each channel's counts, and a page of the log.
    """

    due: int
    oldest_seconds: float
    workers: int
    channels: list[Channel]
    items: list[LoggedDelivery]
    next_cursor: str | None
